"""The one cookie: which session a browser has."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from screener.wiring.service_settings import ServiceSettings

PLAIN = "screener_session"
ENCRYPTED = "__Host-screener_session"
"""Browsers take a cookie of this name only by https, for this host alone and for all of its paths."""


def name_of(settings: ServiceSettings) -> str:
    """The cookie's name under these settings."""
    return ENCRYPTED if settings.encrypted else PLAIN


def read(request: Request, settings: ServiceSettings) -> str | None:
    """The session's secret as the browser sent it."""
    return request.cookies.get(name_of(settings)) or None


def give(response: Response, settings: ServiceSettings, secret: str, expires_at: datetime) -> None:
    """Have the browser keep the session's secret until it expires."""
    seconds = max(0, int((expires_at - datetime.now(UTC)).total_seconds()))
    _set(response, settings, secret, seconds)


def take_back(response: Response, settings: ServiceSettings) -> None:
    """Have the browser forget it."""
    _set(response, settings, "", 0)


def _set(response: Response, settings: ServiceSettings, value: str, seconds: int) -> None:
    response.set_cookie(
        name_of(settings),
        value,
        max_age=seconds,
        path="/",
        secure=settings.encrypted,
        httponly=True,
        samesite="lax",
    )
