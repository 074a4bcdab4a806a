"""Uploads handed to the uses while they arrive: a thread takes each piece as the client sends it.

A client may be slow, and its thread waits with it. So uploads have threads of their own, few of them for one person, and
one that sends nothing for a while is given up: other requests never wait for them.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from anyio import CapacityLimiter, from_thread, to_thread
from starlette.requests import Request

from screener.web.security import csrf
from screener.web.security.multipart import Came, FieldCame, FileBegins, FileGoesOn, parts
from screener.web.security.problems import ClientGone, Told
from screener.web.security.visiting import Visit
from screener.words.errors import TooMany

AT_ONCE = 12
"""Uploads that are taken at the same time by one process; further ones wait for their turn."""
MOST_OF_A_PERSON = 4
"""Uploads that one person may have under way at the same time."""
IDLE_SECONDS = 30.0
"""How long a client may send nothing in the midst of an upload."""

T = TypeVar("T")
Take = Callable[[Mapping[str, str], str, Iterator[bytes]], T]
"""Given the fields that came before the file, the file's name and its content; run in a thread."""


async def receive(request: Request, visit: Visit, take: Take[T], *, most_files: int = 1) -> list[T]:
    """What `take` made of each file of the form, in order. A file input that was left empty does not count.

    The session's CSRF token is checked, from the header or from a field, before the first file is taken. Raises what
    `take` raises, Told where the form is not as it should be, BodyTooLarge, ClientGone, TooMany.
    """
    berths = _berths(request)
    with berths.of(visit.actor.id):
        return await _receive(request, visit, take, most_files, berths.limiter)


async def _receive(request: Request, visit: Visit, take: Take[T], most_files: int, limiter: CapacityLimiter) -> list[T]:
    fields: dict[str, str] = {}
    made: list[T] = []
    came = _in_time(parts(request))
    async for part in came:
        if isinstance(part, FieldCame):
            if made:
                raise Told(400, "A field came after a file; send all fields before the files.")
            fields[part.name] = part.value
        elif isinstance(part, FileBegins) and part.name:
            visit.require_csrf(request.headers.get(csrf.HEADER) or fields.get(csrf.FIELD))
            if len(made) >= most_files:
                raise Told(400, "Too many files came in one request; send them in several.")
            rest = {name: value for name, value in fields.items() if name != csrf.FIELD}
            made.append(await _Arriving(came, limiter).into(take, rest, part.name))
    if not made:
        raise Told(422, "The form has no file; send one in the field 'file'.")
    return made


@dataclass
class _Berths:
    """The uploads under way in this process."""

    limiter: CapacityLimiter
    held: Counter[str] = field(default_factory=Counter)
    """How many uploads each person has under way, by the person's id."""

    @contextmanager
    def of(self, person: str) -> Iterator[None]:
        """One upload of a person. Raises TooMany where they have as many under way as they may."""
        if self.held[person] >= MOST_OF_A_PERSON:
            says = f"You have {MOST_OF_A_PERSON} uploads under way; wait until one of them has ended."
            raise TooMany(says, after=5.0)
        self.held[person] += 1
        try:
            yield
        finally:
            self.held[person] -= 1
            if not self.held[person]:
                del self.held[person]


def _berths(request: Request) -> _Berths:
    """Those of the application. All callers are in the event loop, so that no two make them."""
    state = request.app.state
    if not hasattr(state, "berths"):
        state.berths = _Berths(CapacityLimiter(AT_ONCE))
    berths: _Berths = state.berths
    return berths


async def _in_time(came: AsyncIterator[Came]) -> AsyncIterator[Came]:
    """What comes, as long as the client goes on sending. Raises ClientGone where it does not."""
    while True:
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                following = await anext(came, None)
        except TimeoutError:
            raise ClientGone("The upload stopped coming, so it was given up; send the file again.") from None
        if following is None:
            return
        yield following


@dataclass
class _Arriving:
    """The content of one file, fetched from the client when the thread that takes it is ready for more."""

    came: AsyncIterator[Came]
    limiter: CapacityLimiter
    over: bool = False

    async def into(self, take: Take[T], fields: Mapping[str, str], name: str) -> T:
        made = await to_thread.run_sync(take, fields, name, self._pieces(), limiter=self.limiter)
        while await self._next() is not None:  # the outcome may be known without all of it, as for a repeated key
            pass
        return made

    def _pieces(self) -> Iterator[bytes]:
        while (piece := from_thread.run(self._next)) is not None:
            yield piece

    async def _next(self) -> bytes | None:
        following = None if self.over else await anext(self.came, None)
        self.over = not isinstance(following, FileGoesOn)
        return following.untrusted if isinstance(following, FileGoesOn) else None
