"""A model server that does as it is told: an OpenAI-compatible HTTP server on loopback, scripted request by request.

    with ScriptedServer(says('{"summary": "s", "flags": []}', latency=0.2)) as server:
        ...  # ask server.base_url; then look at server.requests

A script is one `Reply` for every request, a sequence of them (the last one repeats), or a function from `Request` to
`Reply`. The server speaks HTTP/1.1 by itself, so that a connection can be cut, stalled or fed drop by drop.
"""

import asyncio
import json
import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True)
class Request:
    """One request as it came in."""

    number: int
    """0 for the first request to this server."""
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: dict[str, Any]
    """The JSON body; empty where there was none."""
    at: float
    """Seconds on the monotonic clock."""

    @property
    def messages(self) -> list[dict[str, str]]:
        """The chat messages."""
        found: list[dict[str, str]] = self.body.get("messages", [])
        return found

    @property
    def text(self) -> str:
        """All message texts, joined by line ends."""
        return "\n".join(m["content"] for m in self.messages)

    @property
    def schema(self) -> dict[str, Any] | None:
        """The JSON schema sent along, if any."""
        found: dict[str, Any] | None = (self.body.get("response_format") or {}).get("json_schema", {}).get("schema")
        return found


@dataclass(frozen=True)
class Reply:
    """What the server does with one request."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    latency: float = 0.0
    """Seconds before the first byte."""
    drip: float = 0.0
    """Seconds between bytes of the body; 0 sends it whole."""
    keep: float = 1.0
    """Share of the response body that is sent before the connection is cut; below 1 the client gets a part only."""
    silent: bool = False
    """Cut the connection without a single byte."""


Script = Reply | Sequence[Reply] | Callable[[Request], Reply]


def says(
    content: str | None,
    *,
    latency: float = 0.0,
    finish: str = "stop",
    refusal: str | None = None,
    tokens: tuple[int, int, int] | None = (100, 0, 20),
    logprobs: Mapping[str, float] | None = None,
) -> Reply:
    """A normal answer. `tokens` are input, cached input and output; `logprobs` gives first-token probabilities."""
    choice: dict[str, Any] = {
        "index": 0,
        "finish_reason": finish,
        "message": {"role": "assistant", "content": content, "refusal": refusal},
    }
    if logprobs is not None:
        options = [{"token": t, "logprob": math.log(p), "bytes": list(t.encode())} for t, p in logprobs.items()]
        choice["logprobs"] = {"content": [options[0] | {"top_logprobs": options}]}
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
    }
    if tokens is not None:
        body["usage"] = {
            "prompt_tokens": tokens[0],
            "completion_tokens": tokens[2],
            "total_tokens": tokens[0] + tokens[2],
            "prompt_tokens_details": {"cached_tokens": tokens[1]},
        }
    return Reply(body=json.dumps(body).encode(), latency=latency)


def fails(
    status: int,
    message: str = "no",
    *,
    headers: Mapping[str, str] | None = None,
    code: str | None = None,
) -> Reply:
    """An error response in the form OpenAI-compatible servers use."""
    error = {"message": message, "type": "error", "code": code}
    return Reply(status=status, body=json.dumps({"error": error}).encode(), headers=headers or {})


def raw(body: bytes, status: int = 200) -> Reply:
    """A response body as it stands."""
    return Reply(status=status, body=body)


def dripping(reply: Reply, seconds: float) -> Reply:
    """The same reply, one byte every `seconds`."""
    return replace(reply, drip=seconds)


def cut(reply: Reply, share: float = 0.5) -> Reply:
    """The same reply with the connection closed after this share of its body."""
    return replace(reply, keep=share)


def dropped() -> Reply:
    """No response at all: the connection is closed once the request was read."""
    return Reply(silent=True)


def prices_yes(yes: float, no: float) -> Reply:
    """A one-token answer 'yes' with the probabilities of 'yes' and 'no' as first token."""
    first = {"yes": yes, " No": no, "Maybe": max(1e-9, 1 - yes - no)}
    return says("yes", finish="length", tokens=(50, 0, 1), logprobs=first)


class ScriptedServer:
    """Serves a script on a free loopback port from its own thread, for the length of a `with` block."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.requests: list[Request] = []
        """Every request that was read whole, in order of arrival."""
        self.most_at_once = 0
        """The largest number of requests that were being answered at the same time."""
        self.connections = 0
        """Connections accepted so far."""
        self.port = 0
        self._open = 0
        self._ready = threading.Event()

    @property
    def base_url(self) -> str:
        """The API base for a client."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def host(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """The JSON bodies, in order of arrival."""
        return [r.body for r in self.requests]

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="scripted-server", daemon=True)
        self._thread.start()
        assert self._ready.wait(10), "the scripted server did not start"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0, backlog=512)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.ensure_future(self._connection(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await self._read(reader):
                self._open += 1
                self.most_at_once = max(self.most_at_once, self._open)
                try:
                    if not await _send(self._reply(request), writer):
                        break
                finally:
                    self._open -= 1
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went away; what it asked is on record
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Request | None:
        line = (await reader.readline()).decode("latin-1").split()
        if len(line) < 3:
            return None
        headers: dict[str, str] = {}
        while text := (await reader.readline()).decode("latin-1").strip():
            name, _, value = text.partition(":")
            headers[name.strip().lower()] = value.strip()
        content = await _content(reader, headers)
        body = json.loads(content) if content else {}
        request = Request(len(self.requests), line[1], headers, body, monotonic())
        self.requests.append(request)
        return request

    def _reply(self, request: Request) -> Reply:
        if callable(self._script):
            return self._script(request)
        if isinstance(self._script, Reply):
            return self._script
        return self._script[min(request.number, len(self._script) - 1)]


async def _content(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return await reader.readexactly(int(headers.get("content-length", "0")))
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(parts)


async def _send(reply: Reply, writer: asyncio.StreamWriter) -> bool:
    """Whether the connection may serve another request."""
    await asyncio.sleep(reply.latency)
    if reply.silent:
        return False
    headers = {"content-type": "application/json", "content-length": str(len(reply.body))} | dict(reply.headers)
    head = f"HTTP/1.1 {reply.status} Scripted\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers.items()) + "\r\n"
    writer.write(head.encode("latin-1"))
    body = reply.body[: math.floor(len(reply.body) * reply.keep)]
    if not reply.drip:
        writer.write(body)
    for byte in body if reply.drip else b"":
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(reply.drip)
    await writer.drain()
    return reply.keep >= 1
