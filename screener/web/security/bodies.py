"""How much a request may carry, counted while it arrives."""

import asyncio
import re
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from screener.web.security.answering import send_problem
from screener.web.security.problems import BodyTooLarge

ORDINARY = 2**20
"""Bytes of any request that brings no file."""
AROUND_A_FILE = 2**20
"""Bytes for the fields and boundaries beside a file."""
LINGER_BYTES = 16 * 2**20
LINGER_SECONDS = 3.0
"""How much more, and for how long, a refused client may go on sending before its connection is closed."""
UPLOADS = re.compile(r"/api/v1/drafts|(/api/v1)?/drafts/[0-9a-f]{32}/revisions?")
"""The addresses that take a file, of the API and of the pages."""
FORM_OF_SEVERAL = "/upload"
MOST_FILES = 20
"""Files in that one form."""


class BodyLimits:
    """Refuses what is too large: by its announced length before a byte is read, else while it is read."""

    def __init__(self, app: ASGIApp, upload_bytes: int) -> None:
        self.app = app
        self.upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with a body that ends in BodyTooLarge once it exceeds its limit."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        most = self._most(scope)
        headers = Headers(scope=scope)
        announced = int(headers.get("content-length", "0")) if headers.get("content-length", "0").isdecimal() else 0
        counted = _Counted(most, receive, send, long=announced > ORDINARY or "transfer-encoding" in headers)
        if announced > most:
            return await send_problem(scope, receive, counted.send, 413, BodyTooLarge(most).detail)
        return await self.app(scope, counted.receive, counted.send)

    def _most(self, scope: Scope) -> int:
        if scope["method"] == "POST" and scope["path"] == FORM_OF_SEVERAL:
            return MOST_FILES * self.upload_bytes + AROUND_A_FILE
        takes_a_file = scope["method"] == "POST" and UPLOADS.fullmatch(scope["path"]) is not None
        return self.upload_bytes + AROUND_A_FILE if takes_a_file else ORDINARY


class _Counted:
    """One request's body as it comes, and the end of its connection where it is answered before all of it came."""

    def __init__(self, most: int, receive: Receive, send: Send, *, long: bool) -> None:
        self.most, self.came = most, 0
        self._receive, self._send = receive, send
        self._waits_for_more, self._closing = long, False

    async def receive(self) -> Message:
        """The next piece. Raises BodyTooLarge from where it is too much."""
        message = await self._receive()
        self.came += len(message.get("body", b""))
        self._waits_for_more = self._waits_for_more and bool(message.get("more_body"))
        if self.came > self.most:
            raise BodyTooLarge(self.most)
        return message

    async def send(self, message: Message) -> None:
        """Pass the answer on. One that comes early closes the connection, once the client had a while to read it."""
        if message["type"] == "http.response.start" and self._waits_for_more:
            self._closing = True
            MutableHeaders(scope=message)["Connection"] = "close"
        if not self._closing or message["type"] == "http.response.start":
            return await self._send(message)
        await self._send({**message, "more_body": True})
        if not message.get("more_body"):
            await self._let_finish()
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
        return None

    async def _let_finish(self) -> None:
        """Read on and throw away: a connection that is cut while the client writes may lose it our answer."""
        spare = LINGER_BYTES
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER_SECONDS):
                while spare > 0:
                    message = await self._receive()
                    spare -= len(message.get("body", b""))
                    if message["type"] != "http.request" or not message.get("more_body"):
                        return
