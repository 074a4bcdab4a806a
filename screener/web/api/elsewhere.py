"""Signing in at an identity provider: out to it, and back from it. Browsers alone come here, so it is no part of `/api`."""

import base64
import binascii

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.responses import Response

from screener.web.api.v1.described import problems
from screener.web.security import cookies
from screener.web.security.oidc import Begun, Provider
from screener.web.security.visiting import Here
from screener.wiring.service_settings import ServiceSettings
from screener.words.errors import Forbidden, NotFound

router = APIRouter(prefix="/sign-in/elsewhere", tags=["session"])

MINUTES = 10
"""Time to sign in at the provider."""
_SENT = {302: {"description": "To the next address"}, 303: {"description": "To the next address"}}


@router.get("", status_code=302, response_class=RedirectResponse, responses=problems(404, 429, also=_SENT))
def leave(service: Here, request: Request) -> Response:
    """Send the browser to the identity provider."""
    address, begun = _provider(request).begin()
    response = RedirectResponse(address, status_code=302)
    _remember(response, service.settings.service, base64.urlsafe_b64encode(begun.model_dump_json().encode()).decode())
    return response


@router.get("/back", status_code=303, response_class=RedirectResponse, responses=problems(403, 404, 429, also=_SENT))
def come_back(service: Here, request: Request) -> Response:
    """Take in what the provider sends, and sign the person in."""
    settings = service.settings.service
    provider = _provider(request)
    begun = _begun(request.cookies.get(_cookie(settings)))
    found = provider.finish(begun, request.query_params)
    made = service.accounts.sign_in_elsewhere(found.issuer, found.subject, found.email, found.name, email_verified=True)
    response = RedirectResponse("/", status_code=303)
    cookies.give(response, settings, made.cookie, made.expires_at)
    _remember(response, settings, "")
    return response


def _provider(request: Request) -> Provider:
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise NotFound("No identity provider is set up here; sign in with e-mail and password.")
    return provider


def _begun(cookie: str | None) -> Begun:
    try:
        return Begun.model_validate_json(base64.urlsafe_b64decode((cookie or "").encode()))
    except (ValidationError, binascii.Error, ValueError) as error:
        raise Forbidden(
            f"Signing in took longer than {MINUTES} minutes, or began in another browser; sign in again."
        ) from error


def _cookie(settings: ServiceSettings) -> str:
    return cookies.name_of(settings).replace("session", "leaving")


def _remember(response: Response, settings: ServiceSettings, value: str) -> None:
    response.set_cookie(
        _cookie(settings),
        value,
        max_age=60 * MINUTES if value else 0,
        path="/",
        secure=settings.encrypted,
        httponly=True,
        samesite="lax",
    )
