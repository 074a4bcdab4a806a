"""A run within this process: the pipeline at work, and beside it a look at whether it is still wanted."""

import asyncio
import logging
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Protocol, TypeVar

from pydantic import ValidationError

from screener.doors.engine import Abandoned, Steps
from screener.doors.model import AnswerCache
from screener.storage.draft_answers import DraftAnswers
from screener.storage.outages import DiskFull, openly
from screener.storage.run_steps import RunSteps
from screener.uses.kept import KeptJournal, kept_values, patiently
from screener.uses.pipeline import Pipeline, Source
from screener.uses.room import TellsOfRoom
from screener.uses.runs import Run, Shelves, run_id
from screener.uses.unchanged import Unchanged, run_shape
from screener.words.errors import ConfigurationError, NotFound, Purged, RefusedInput, ServiceFault
from screener.words.screening import Reading, Screening
from screener.words.submission import DraftSensitivity, DraftStatus, SubmittedDraft

MOST_LIVES = 50
"""A draft whose screening was begun so often brings its worker down; it fails rather than go round for ever."""
LOOK_EVERY = 0.3
"""Seconds between looks at whether a run is still wanted."""

T = TypeVar("T")
log = logging.getLogger("screener.durable")


class Pipelines(Protocol):
    """Makes the pipeline of one run."""

    def for_run(self, sensitivity: DraftSensitivity, answers: AnswerCache) -> AbstractContextManager[Pipeline]:
        """A pipeline whose models may see drafts of that sensitivity; closed at the end. Raises ConfigurationError."""


class Life:
    """A run within this process, until it ends or the process does."""

    def __init__(self, shelves: Shelves, pipelines: Pipelines, run: Run, draft: SubmittedDraft, steps: Steps) -> None:
        self._shelves, self._pipelines, self._run = shelves, pipelines, run
        self._draft, self._steps = draft, steps
        self._database, self._drafts = shelves.database, shelves.drafts
        self._told = TellsOfRoom(draft.id)

    async def live(self) -> None:
        """Screen, and watch whether that is still wanted. Whatever ends it, no call to a model goes on after."""
        screening = asyncio.create_task(self._screen())
        beside = [asyncio.create_task(self._until_unwanted()), asyncio.create_task(self._told.write_on(self._write))]
        try:
            await asyncio.wait({screening, beside[0]}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (screening, *beside):
                task.cancel()
            await asyncio.wait({screening, *beside})
        if screening.cancelled():
            return
        fault = screening.exception()
        if fault is None:
            found = screening.result()
            await patiently(self._database, lambda: self._finish(found))
        else:
            await self._end_with(fault)

    async def _screen(self) -> Screening:
        shelves, draft = self._shelves, self._draft
        answers = DraftAnswers(shelves.database, shelves.drafts, shelves.vault, draft.id)
        kept = RunSteps(shelves.database, shelves.drafts, answers, draft.id, self._run.number)
        await self._patiently(answers.load)
        unchanged = await self._patiently(lambda: self._unchanged(kept))
        source = await self._patiently(self._source)
        making = self._pipelines.for_run(draft.sensitivity, answers)
        pipeline = unchanged.within(await asyncio.to_thread(making.__enter__))
        try:
            journal = KeptJournal(self._database, kept, self._steps, pipeline.models, self._told.waits_to_keep)
            life = await journal.open(run_shape(pipeline))
            try:
                if life > MOST_LIVES:
                    raise ConfigurationError(
                        f"The screening was interrupted {MOST_LIVES} times; a maintainer should look into it before it "
                        "is tried again."
                    )
                screening = await pipeline.screen(source, progress=self._told, journal=journal)
            except BaseException:  # stopped as well: what was under way has left, and belongs into the manifest
                await journal.close()
                raise
        finally:
            await asyncio.to_thread(making.__exit__, None, None, None)
            await asyncio.to_thread(answers.flush)
        return screening.model_copy(update={"id": run_id(draft.id, self._run.number)})

    def _source(self) -> Source:
        with self._database.reading() as session:
            return Source(self._draft.name, self._drafts.get_bytes(session, self._draft.id, "original", "file"))

    def _unchanged(self, kept: RunSteps) -> Unchanged:
        """Readings of the latest earlier version that has a report, and those of this version's runs that were stopped."""
        found = Unchanged()
        with self._database.reading() as session:
            earlier = [v for v in self._drafts.versions(session, self._draft.work_id) if v.screening_id]
            earlier = [v for v in earlier if v.version < self._draft.version and v.status is not DraftStatus.purged]
            if earlier:
                with suppress(NotFound, Purged, ValidationError):  # gone meanwhile, or written by another version
                    found.add_screening(self._drafts.screening(session, earlier[-1].id))
        kept_before = [one for run in kept.earlier_runs() for name, one in run.items() if name.startswith("reading ")]
        found.add_readings(kept_values(kept_before, Reading))
        return found

    def _finish(self, found: Screening) -> None:
        """Keep the report. Where there is no room for it, there may be some for saying so."""
        try:
            self._run.finish(found, self._told.at_end)
        except DiskFull:
            with suppress(ServiceFault), self._database.writing() as session:
                self._drafts.set_progress(session, self._told.waiting)
            raise

    def _write(self, told: object) -> None:
        del told  # the newest may be newer
        with self._database.writing() as session:
            self._drafts.set_progress(session, self._told.newest)

    async def _until_unwanted(self) -> None:
        while await self._patiently(self._run.wanted):
            self._told.waits_to_record(self._steps.wait_for_room)
            await asyncio.sleep(LOOK_EVERY)

    async def _end_with(self, fault: BaseException) -> None:
        """Tell in one sentence why there is no report; the log names kinds and places, never what a fault says."""
        cause = _first(fault)
        if isinstance(cause, Abandoned | NotFound | Purged):
            return
        if isinstance(cause, RefusedInput):
            status, sentence = DraftStatus.refused, str(cause)
        elif isinstance(cause, ConfigurationError | ServiceFault):
            status, sentence = DraftStatus.failed, openly(cause)
        else:
            status = DraftStatus.failed
            sentence = (
                f"The screening ended with an internal fault ({type(cause).__name__}); it can be started again, "
                "and the service's log says where it happened."
            )
        if status is DraftStatus.failed:
            log.error("Draft %s: %s at %s", self._draft.id, type(cause).__name__, _places(cause))
        await patiently(self._database, lambda: self._run.give_up(status, sentence))

    async def _patiently(self, work: Callable[[], T]) -> T:
        return await patiently(self._database, work, self._told.waits_to_keep)


def _first(fault: BaseException) -> BaseException:
    """The fault that ended it all; side by side with others, one that says the run is not ours comes first."""
    while isinstance(fault, BaseExceptionGroup):
        left = fault.subgroup(Abandoned)
        fault = (left or fault).exceptions[0]
    return fault


def _places(fault: BaseException) -> str:
    frames = traceback.extract_tb(fault.__traceback__)[-3:]
    return " < ".join(
        f"{frame.name} ({frame.filename.rsplit('/', 1)[-1]}:{frame.lineno})" for frame in reversed(frames)
    )
