"""Around everything: each request gets a name, a line in the log and an answer, whatever happens inside."""

import logging
import secrets
import time
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from screener.web.security.answering import send_problem

log = logging.getLogger("screener.requests")
Observe = Callable[[str, str, int, float], None]
"""Told of each request: method, route, status, seconds."""


class LastResort:
    """Names, times and logs each request, and turns what nobody caught into status 500.

    The log has the route and never the address: an address may hold what somebody searched for. Of an error it has the
    type and the place and never the message: a message may hold words of a draft.
    """

    def __init__(self, app: ASGIApp, observe: Observe) -> None:
        self.app = app
        self.observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and see to it that it is answered."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began = time.monotonic()
        name = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = name
        status = 0

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = name
            await send(message)

        try:
            await self.app(scope, receive, named)
        except Exception as error:  # noqa: BLE001  (the edge itself: nothing may go unanswered or print a draft's words)
            log.error("request %s failed: %s", name, "; ".join(places(error)))
            if not status:
                await send_problem(scope, receive, named, 500)
        seconds = time.monotonic() - began
        route = route_of(scope)
        self.observe(scope["method"], route, status, seconds)
        told = {"request": name, "method": scope["method"], "route": route, "status": status}
        took = round(1000 * seconds)
        log.info("%s %s %s %s %d ms", *told.values(), took, extra={"told": told | {"milliseconds": took}})
        return None


def route_of(scope: Scope) -> str:
    """The pattern of the address that was asked for, without what filled it in."""
    pattern = getattr(scope.get("route"), "path", None)
    if not pattern:
        return "other"
    before = scope["path"].split("/")[: -pattern.count("/")]  # where the router of that route is mounted
    return "/".join(before) + str(pattern)


def places(error: BaseException) -> list[str]:
    """Types and places of an error and of what led to it, without any message."""
    told: list[str] = []
    at: BaseException | None = error
    while at is not None and len(told) < 8:
        trace, place = at.__traceback__, "?"
        while trace is not None:
            code = trace.tb_frame.f_code
            place = f"{code.co_filename}:{trace.tb_lineno} in {code.co_name}"
            trace = trace.tb_next
        told.append(f"{type(at).__qualname__} at {place}")
        at = at.__cause__ or at.__context__ or (at.exceptions[0] if isinstance(at, BaseExceptionGroup) else None)
    return told
