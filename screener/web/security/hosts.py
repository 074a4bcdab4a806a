"""Requests are answered only under the names of this service, so that a stranger's name cannot be pointed at it."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from screener.web.security.answering import send_problem
from screener.wiring.service_settings import ServiceSettings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PROBES = frozenset({"/healthz", "/readyz"})
"""Asked by address rather than by name, and without anything to hide."""


def names_of(settings: ServiceSettings) -> frozenset[str]:
    """The host names under which requests are answered."""
    given = [f"//{settings.host}" if ":" not in settings.host else f"//[{settings.host}]"]
    given += [f"//{name}" for name in settings.also_called]
    given += [settings.public_url] if settings.public_url else []
    named = {urlsplit(text).hostname for text in given}
    return LOOPBACK | {name for name in named if name}


class HostCheck:
    """Refuses requests under other names (status 421)."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its Host header is one of ours."""
        if scope["type"] not in ("http", "websocket") or scope["path"] in PROBES or self._ours(scope):
            return await self.app(scope, receive, send)
        return await send_problem(
            scope,
            receive,
            send,
            421,
            "The service does not answer under this name; a maintainer can add it to the setting service.also_called.",
        )

    def _ours(self, scope: Scope) -> bool:
        hosts = Headers(scope=scope).getlist("host")
        try:
            return len(hosts) == 1 and urlsplit(f"//{hosts[0]}").hostname in self.names
        except ValueError:
            return False
