"""Who a request comes from, as dependencies for the routes of the API and of the pages alike.

Here        the joined parts of the service
SignedIn    the person, for routes that only show; status 401 for nobody
CsrfChecked the person, for routes that change something: by token, or by cookie with the session's CSRF token
Visiting    the person and their CSRF token, for pages that print forms, and for uploads, which check it themselves
MaybeSignedIn  the person or None, for pages that anybody may open
needs(role) a guard for whole routers: `dependencies=[needs(Role.maintainer)]`
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from screener.web.security import cookies, csrf
from screener.web.security.problems import Told
from screener.wiring.service import Service
from screener.words.errors import Forbidden, NotSignedIn
from screener.words.people import Actor, Role


@dataclass(frozen=True)
class Visit:
    """A person at the other end of a request."""

    actor: Actor
    csrf: str | None
    """What forms of this session must carry; None where a personal token was sent, which no browser adds by itself."""

    def require_csrf(self, given: str | None) -> None:
        """Raises Told (403) where a session's change does not carry the session's token."""
        if self.csrf is not None:
            csrf.require(self.csrf, given)


def service_of(request: Request) -> Service:
    """The service that this application serves."""
    service: Service = request.app.state.service
    return service


Here = Annotated[Service, Depends(service_of)]


def visiting(request: Request, service: Here) -> Visit:
    """The person by the personal token or the cookie of the request. Raises NotSignedIn."""
    authorization = request.headers.get("authorization")
    if authorization is not None:
        return _known(request, Visit(service.accounts.actor_of_token(_bearer(authorization)), None))
    cookie = cookies.read(request, service.settings.service)
    if cookie is None:
        raise NotSignedIn("Nobody is signed in; sign in, or send a personal token.")
    actor, session = service.accounts.actor_of_session(cookie)
    if request.method not in csrf.SAFE:
        csrf.refuse_strangers(request)
    return _known(request, Visit(actor, session.csrf))


Visiting = Annotated[Visit, Depends(visiting)]


def signed_in(visit: Visiting) -> Actor:
    """The person."""
    return visit.actor


async def csrf_checked(request: Request, visit: Visiting) -> Actor:
    """The person, whose browser was told to do this by one of our own pages."""
    if request.method not in csrf.SAFE and visit.csrf is not None:
        visit.require_csrf(await csrf.given_token(request))
    return visit.actor


def maybe_signed_in(request: Request, service: Here) -> Visit | None:
    """The person, or None."""
    try:
        return visiting(request, service)
    except NotSignedIn:
        return None


SignedIn = Annotated[Actor, Depends(signed_in)]
CsrfChecked = Annotated[Actor, Depends(csrf_checked)]
MaybeSignedIn = Annotated[Visit | None, Depends(maybe_signed_in)]


def by_maintainer(request: Request) -> bool:
    """Whether the request is known to come from a maintainer, in their own browser: a token may be in other hands."""
    visit: Visit | None = getattr(request.state, "visit", None)
    return visit is not None and visit.actor.role is Role.maintainer and visit.actor.scopes is None


def needs(role: Role) -> Any:
    """A guard that lets in people of this role and above; for pages and routers that belong to a role as a whole."""
    ranks = list(Role)

    def guard(actor: SignedIn) -> None:
        if ranks.index(actor.role) < ranks.index(role):
            raise Forbidden(f"This is for people with the role {role}; ask a maintainer if you should have it.")

    return Depends(guard)


def _known(request: Request, visit: Visit) -> Visit:
    """Noted with the request, for what has to be told when it fails."""
    request.state.visit = visit
    return visit


def own_site(request: Request) -> None:
    """A guard for changes that nobody is signed in for yet, such as signing in. Raises Told (403)."""
    csrf.refuse_strangers(request)


OwnSite = Depends(own_site)


def _bearer(authorization: str) -> str:
    kind, _, token = authorization.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Told(401, "Send the personal token as 'Authorization: Bearer …'.", {"WWW-Authenticate": "Bearer"})
    return token.strip()
