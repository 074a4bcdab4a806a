"""Signing in and out, setting a password by a one-time link, and one's own account."""

import re
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from screener.uses.accounts import SCOPES
from screener.web.pages.rendering import page, status_of
from screener.web.security import cookies
from screener.web.security.visiting import CsrfChecked, Here, MaybeSignedIn, OwnSite, Visiting
from screener.words.errors import Conflict, Invalid, NotSignedIn, TooMany
from screener.words.people import Role, Scope

router = APIRouter()
Field = Annotated[str, Form()]
OWN_PAGE = re.compile(r"/[a-z0-9][a-z0-9/-]*")
"""An address of ours without a query, and of no other host."""
SCOPES_SAY = {
    Scope.read: "see drafts, reports and cases",
    Scope.submit: "hand in drafts, revise them, write letters",
    Scope.review: "claim, judge flags, decide",
    Scope.maintain: "keep people, corpus and audit",
}


@router.get("/")
def start(visit: MaybeSignedIn) -> Response:
    """To the room that a person uses most."""
    if visit is None:
        return RedirectResponse("/sign-in", 303)
    return RedirectResponse("/drafts" if visit.actor.role is Role.author else "/queue", 303)


@router.get("/sign-in")
def sign_in_form(request: Request, visit: MaybeSignedIn) -> Response:
    """The form to sign in with."""
    return RedirectResponse("/", 303) if visit else sign_in_page(request)


@router.post("/sign-in", dependencies=[OwnSite])
def sign_in(service: Here, request: Request, email: Field = "", password: Field = "", to: Field = "") -> Response:
    """Sign in and go on to the page that was asked for, or the form again with what was wrong."""
    address = request.client.host if request.client else "unknown"
    try:
        made = service.accounts.sign_in(email, password, address)
    except NotSignedIn as fault:
        return sign_in_page(request, email=email, to=to, fault=str(fault), status=401)
    except TooMany as fault:
        return sign_in_page(request, email=email, to=to, fault=str(fault), status=429)
    response = RedirectResponse(to if OWN_PAGE.fullmatch(to) else "/", 303)
    cookies.give(response, service.settings.service, made.cookie, made.expires_at)
    return response


@router.post("/sign-out")
def sign_out(service: Here, request: Request, actor: CsrfChecked) -> Response:
    """Sign this browser out."""
    response = RedirectResponse("/sign-in?said=signed-out", 303)
    if (cookie := cookies.read(request, service.settings.service)) is not None and actor.scopes is None:
        service.accounts.sign_out(cookie)
        cookies.take_back(response, service.settings.service)
    return response


@router.get("/welcome/{token}")
def set_password_form(service: Here, request: Request, token: str) -> Response:
    """The form behind a one-time link."""
    return page(request, "set_password.html", None, invited=service.accounts.invited(token), fault="")


@router.post("/welcome/{token}", dependencies=[OwnSite])
def set_password(service: Here, request: Request, token: str, password: Field = "", again: Field = "") -> Response:
    """Set the password, and on to signing in."""
    invited = service.accounts.invited(token)
    try:
        if password != again:
            raise Invalid("The two passwords differ; type the same one twice.", {"again": "It differs."})
        service.accounts.set_password(token, password)
    except Invalid as fault:
        return page(request, "set_password.html", None, status=422, invited=invited, fault=str(fault))
    return RedirectResponse("/sign-in?said=password-set", 303)


@router.get("/account")
def account(service: Here, request: Request, visit: Visiting) -> Response:
    """One's own account."""
    return _account(service, request, visit)


@router.post("/account/password")
def change_password(
    service: Here,
    request: Request,
    visit: Visiting,
    actor: CsrfChecked,
    old: Field = "",
    new: Field = "",
    again: Field = "",
) -> Response:
    """Change the password; every browser is signed out by it."""
    try:
        if new != again:
            raise Invalid("The two new passwords differ; type the same one twice.", {"again": "It differs."})
        service.accounts.change_password(actor, old, new)
    except Invalid as fault:
        return _account(service, request, visit, status=422, password_fault=str(fault))
    return RedirectResponse("/sign-in?said=password-set", 303)


@router.post("/account/tokens")
def make_token(
    service: Here,
    request: Request,
    visit: Visiting,
    actor: CsrfChecked,
    name: Field = "",
    days: Annotated[int, Form()] = 90,
    scopes: Annotated[list[Scope], Form()] = [],  # noqa: B006  (FastAPI copies it)
) -> Response:
    """Make a token and show its secret this once."""
    try:
        made = service.accounts.make_token(actor, name, frozenset(scopes), days)
    except (Invalid, Conflict) as fault:
        typed = {"name": name, "days": days, "chosen": set(scopes)}
        return _account(service, request, visit, status=status_of(fault), token_fault=str(fault), typed=typed)
    return _account(service, request, visit, made=made)


@router.post("/account/tokens/{token_id}/revoke")
def revoke_token(service: Here, actor: CsrfChecked, token_id: str) -> Response:
    """End a token."""
    service.accounts.revoke_token(actor, token_id)
    return RedirectResponse("/account?said=saved#tokens", 303)


def sign_in_page(request: Request, *, email: str = "", to: str = "", fault: str = "", status: int = 200) -> Response:
    """The form to sign in with; `to` is the page that was asked for."""
    provider = request.app.state.service.settings.service.oidc if request.app.state.provider else None
    shown = {"email": email, "fault": fault, "to": to if OWN_PAGE.fullmatch(to) else "", "provider": provider}
    return page(request, "sign_in.html", None, status=status, **shown)


def _account(service: Here, request: Request, visit: Visiting, *, status: int = 200, **said: object) -> Response:
    blank = {"name": "", "days": 90, "chosen": {Scope.read}}
    shown = {"password_fault": "", "token_fault": "", "made": None, "typed": blank} | said
    own = {scope: says for scope, says in SCOPES_SAY.items() if scope in SCOPES[visit.actor.role]}
    tokens = service.accounts.tokens(visit.actor)
    return page(request, "account.html", visit, status=status, tokens=tokens, scopes=own, **shown)
