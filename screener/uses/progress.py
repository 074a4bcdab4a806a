"""What a person sees while a screening runs, and how they stop it."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from screener.words.errors import ServiceFault
from screener.words.submission import DraftStatus, ScreeningProgress

T = TypeVar("T")

WRITE_EVERY = 0.25
"""Seconds between two writes of the progress of one screening at least."""


class Progress(Protocol):
    """Told what is going on. All calls come from the event loop's thread."""

    def stage(self, name: str) -> None:
        """A stage begins: 'parsing', 'finding precedents', 'reading', 'arguing', 'writing the report'."""

    def reading(self, *, done: int, total: int, flagged: int, unread: int) -> None:
        """So many passages are done, flagged, unread."""


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str) -> None:
        """Says nothing."""

    def reading(self, *, done: int, total: int, flagged: int, unread: int) -> None:
        """Says nothing."""


class Told:
    """Progress that others read from a table: what is newest is written, a few times a second at most."""

    def __init__(self, draft_id: str) -> None:
        self.newest = ScreeningProgress(draft_id=draft_id, status=DraftStatus.screening)
        self._changed = asyncio.Event()

    def stage(self, name: str) -> None:
        """A stage begins."""
        self._now(stage=name)

    def reading(self, *, done: int, total: int, flagged: int, unread: int) -> None:
        """So many passages are done, flagged, unread."""
        self._now(done=done, total=total, flagged=flagged, unread=unread)

    async def write_on(self, write: Callable[[ScreeningProgress], None]) -> None:
        """Write in a thread whenever something changed, until cancelled. What cannot be written now is not waited for."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            with suppress(ServiceFault):
                await asyncio.to_thread(write, self.newest)
            await asyncio.sleep(WRITE_EVERY)

    def _now(self, **news: str | int) -> None:
        self.newest = self.newest.model_copy(update=news)
        self._changed.set()


@dataclass
class Stop:
    """Set once to end a screening early: what is not yet read becomes unread, and the report is still written."""

    _event: asyncio.Event = field(default_factory=asyncio.Event)

    def set(self) -> None:
        """Ask the screening to stop. Call from the event loop's thread."""
        self._event.set()

    @property
    def asked(self) -> bool:
        """Whether stopping was asked for."""
        return self._event.is_set()

    async def wait(self) -> None:
        """Until stopping is asked for."""
        await self._event.wait()

    async def unless_asked(self, work: Coroutine[Any, Any, T]) -> T | None:
        """The result of some work, or None where stopping is asked for before it is there; the work then ends."""
        working, asked = asyncio.ensure_future(work), asyncio.ensure_future(self.wait())
        try:
            await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
            return working.result() if working.done() else None
        finally:
            await ended(working, asked)


async def ended(*tasks: "asyncio.Future[Any]") -> None:
    """Cancel what still runs, and wait for its end: a request that is cut off is on record only then."""
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
