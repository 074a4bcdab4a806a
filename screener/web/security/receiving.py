"""Uploads handed to the uses while they arrive: a thread takes each piece as the client sends it."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from anyio import from_thread, to_thread
from starlette.requests import Request

from screener.web.security import csrf
from screener.web.security.multipart import Came, FieldCame, FileBegins, FileGoesOn, parts
from screener.web.security.problems import Told
from screener.web.security.visiting import Visit

T = TypeVar("T")
Take = Callable[[Mapping[str, str], str, Iterator[bytes]], T]
"""Given the fields that came before the file, the file's name and its content; run in a thread."""


async def receive(request: Request, visit: Visit, take: Take[T], *, most_files: int = 1) -> list[T]:
    """What `take` made of each file of the form, in order. A file input that was left empty does not count.

    The session's CSRF token is checked, from the header or from a field, before the first file is taken. Raises what
    `take` raises, Told where the form is not as it should be, BodyTooLarge, ClientGone.
    """
    fields: dict[str, str] = {}
    made: list[T] = []
    came = parts(request)
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
            made.append(await _Arriving(came).into(take, rest, part.name))
    if not made:
        raise Told(422, "The form has no file; send one in the field 'file'.")
    return made


@dataclass
class _Arriving:
    """The content of one file, fetched from the client when the thread that takes it is ready for more."""

    came: AsyncIterator[Came]
    over: bool = False

    async def into(self, take: Take[T], fields: Mapping[str, str], name: str) -> T:
        made = await to_thread.run_sync(take, fields, name, self._pieces())
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
