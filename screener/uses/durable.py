"""Screens submitted drafts so that no crash loses one: the draft's row says what is wanted, the engine sees to it.

A run belongs to a draft and a number. It goes on only while the row says (screening, that number): whoever moves the draft
on (cancels, revises, purges it) thereby stops the run, in whichever process it is. A draft that is queued is found by every
worker, also where the process that queued it died at once.
"""

import asyncio
from collections.abc import Callable, Sequence

from screener.doors.engine import Engine, Steps
from screener.uses.kept import patiently
from screener.uses.life import Life, Pipelines
from screener.uses.runs import Run, Shelves, run_id
from screener.words.submission import DraftStatus

__all__ = ["DurableScreening", "Pipelines", "Shelves"]


class DurableScreening:
    """Screenings of this installation. `submit`, `cancel` and `resume` return at once and may come from any thread."""

    def __init__(
        self,
        shelves: Shelves,
        pipelines: Pipelines,
        engine_url: str | None,
        *,
        at_once: int = 2,
        after: Callable[[str], None] | None = None,
        worker_name: str | None = None,
        keep_days: float = 30.0,
    ) -> None:
        """`engine_url` is where the engine keeps its tables; None in a process that leaves the work to others.

        `after` is called with a draft's id once its report is kept; it may be called again for the same draft. `keep_days`
        is how long the engine keeps its own record of a run that has ended.
        """
        self._shelves, self._pipelines, self._after = shelves, pipelines, after
        self._database, self._drafts = shelves.database, shelves.drafts
        self._engine = (
            Engine(engine_url, self._run, waiting=self._waiting, at_once=at_once, name=worker_name, keep_days=keep_days)
            if engine_url
            else None
        )

    def start(self) -> None:
        """Begin to work, where this process works. Raises ConfigurationError or Unavailable."""
        if self._engine is not None:
            self._engine.start()

    def close(self) -> None:
        """Stop working: calls end, and what is not finished stays for the next worker."""
        if self._engine is not None:
            self._engine.close()

    def alive(self) -> bool:
        """Whether this process works as it should; one that leaves the work to others always does."""
        return self._engine is None or self._engine.alive()

    def submit(self, draft_id: str) -> None:
        """A queued draft is to be screened. Workers find it by its status; this one is told to look now."""
        del draft_id  # the row says it all
        if self._engine is not None:
            self._engine.nudge()

    def resume(self, draft_id: str) -> None:
        """A draft that is queued again is to be screened: what was read before it was stopped is not read again."""
        self.submit(draft_id)

    def cancel(self, draft_id: str) -> None:
        """A screening that waits or runs is to end. Raises NotFound, Unavailable."""
        with self._database.writing() as session:
            status, run = self._drafts.standing(session, draft_id)
            if status in (DraftStatus.queued, DraftStatus.screening):
                self._drafts.move(session, draft_id, DraftStatus.cancelled)
        if self._engine is not None and run:
            self._engine.cancel(run_id(draft_id, run))

    def _waiting(self) -> Sequence[str]:
        """Runs that are to be done: the next one of each queued draft, the latest of each that is being screened."""
        with self._database.reading() as session:
            begun = self._drafts.with_status(session, DraftStatus.screening)
            return [
                *(run_id(draft_id, self._drafts.standing(session, draft_id)[1]) for draft_id in begun),
                *(run_id(draft_id, last + 1) for draft_id, last in self._drafts.queued(session)),
            ]

    async def _run(self, wanted: str, steps: Steps) -> None:
        """One life of a run, from where the last one ended."""
        draft_id, number = wanted.rsplit("-", 1)
        run = Run(self._shelves, draft_id, int(number))
        draft = await patiently(self._database, run.begin)
        if draft is not None:
            await Life(self._shelves, self._pipelines, run, draft, steps).live()
        if self._after is not None and await patiently(self._database, run.reported):
            await asyncio.to_thread(self._after, draft_id)
