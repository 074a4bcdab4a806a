"""Whether a change was asked for by one of our own pages, and not by a stranger's in the same browser."""

import hmac
from urllib.parse import urlsplit

from starlette.requests import Request

from screener.web.security.problems import Told

HEADER = "X-CSRF-Token"
FIELD = "csrf_token"
"""The name of the form field, which stands before any file in its form."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORM = "application/x-www-form-urlencoded"


def refuse_strangers(request: Request) -> None:
    """Refuse what a browser says comes from another site. Raises Told with status 403.

    Browsers name the origin of every change they send; a program that is no browser names none.
    """
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin")
    same = origin is None or _same_place(origin, request)
    if site in ("cross-site", "same-site") or not same:
        raise Told(403, "The request comes from another site; open the service itself and repeat what you did there.")


def _same_place(origin: str, request: Request) -> bool:
    public = request.app.state.service.settings.service.public_url
    parts = urlsplit(origin)
    own = {urlsplit(public).netloc} if public else set()
    return parts.netloc.lower() in own | {request.headers.get("host", "").lower()}


async def given_token(request: Request) -> str | None:
    """The token that came in the header, or in a field of an ordinary form."""
    if header := request.headers.get(HEADER):
        return header
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return None
    value = (await request.form()).get(FIELD)
    return value if isinstance(value, str) else None


def require(expected: str, given: str | None) -> None:
    """Raises Told with status 403 unless the token is that of the session."""
    if given is None or not hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace")):
        raise Told(403, "The page was too old, or its form incomplete; reload the page and repeat what you did there.")
