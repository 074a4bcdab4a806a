"""Signing in and out, and who one is."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import Field

from screener.web.api.v1.described import SIGNED_IN, Email, Secret, problems
from screener.web.security import cookies
from screener.web.security.visiting import CsrfChecked, Here, OwnSite, Visiting
from screener.words import views
from screener.words.draft import Frozen
from screener.words.people import Person, Scope

router = APIRouter(tags=["session"])


class Credentials(Frozen):
    """A local account's address and password."""

    email: Email = Field(examples=["ada@example.org"])
    password: Secret = Field(examples=["a few unrelated words"])


class Session(Frozen):
    """The person signed in."""

    person: Person
    csrf_token: str | None = None
    """What changes by this browser must carry in the header X-CSRF-Token; none for personal tokens."""
    scopes: frozenset[Scope] | None = None
    """Of the personal token; none for browsers."""
    expires_at: datetime | None = None


class NewPassword(Frozen):
    """A change of one's own password."""

    old: Secret = Field(examples=["a few unrelated words"])
    new: Secret = Field(examples=["another few unrelated words"])


class Redeemed(Frozen):
    """A one-time link put to use."""

    token: Secret = Field(examples=["1YX-KL54sL8KNftXeT-A9tGocxHTQ4"])
    """The secret part of the link."""
    password: Secret = Field(examples=["a few unrelated words"])


@router.post("/session", dependencies=[OwnSite], responses=problems(401, 403, 413, 415, 429))
def sign_in(service: Here, request: Request, response: Response, body: Credentials) -> Session:
    """Sign in with a local account. The session's cookie comes with the answer; attempts are limited."""
    address = request.client.host if request.client else "unknown"
    made = service.accounts.sign_in(body.email, body.password, address)
    cookies.give(response, service.settings.service, made.cookie, made.expires_at)
    return _shown(made)


@router.get("/session", responses=problems(*SIGNED_IN))
def who_am_i(visit: Visiting) -> Session:
    """Who is signed in, and the CSRF token that this browser's changes must carry."""
    return Session(person=visit.actor.person, csrf_token=visit.csrf, scopes=visit.actor.scopes)


@router.delete("/session", status_code=204, responses=problems(*SIGNED_IN))
def sign_out(service: Here, request: Request, response: Response, actor: CsrfChecked) -> None:
    """Sign this browser out. A personal token is not ended by this; revoke it instead."""
    cookie = cookies.read(request, service.settings.service)
    if cookie is not None and actor.scopes is None:
        service.accounts.sign_out(cookie)
        cookies.take_back(response, service.settings.service)


@router.put("/session/password", status_code=204, responses=problems(*SIGNED_IN, 409, 413, 415))
def change_password(service: Here, actor: CsrfChecked, body: NewPassword) -> None:
    """Change one's own password. Every session of the account ends, this one too."""
    service.accounts.change_password(actor, body.old, body.new)


@router.post("/invitations/redeem", dependencies=[OwnSite], responses=problems(403, 404, 409, 413, 415, 429))
def redeem_invitation(service: Here, body: Redeemed) -> Person:
    """Set a password by a one-time link, which is used up by it. Sign in afterwards."""
    return service.accounts.set_password(body.token, body.password)


def _shown(made: views.SignedIn) -> Session:
    return Session(person=made.person, csrf_token=made.csrf, expires_at=made.expires_at)
