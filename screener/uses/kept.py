"""The journal of a run that outlives its process: what a step found is sealed, and the engine notes that it is done."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from time import monotonic, monotonic_ns
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from screener.doors.engine import Steps
from screener.doors.model import Model
from screener.storage.database import Database
from screener.storage.outages import DiskFull
from screener.storage.run_steps import RunSteps
from screener.uses.journal import Before
from screener.words.draft import Frozen
from screener.words.errors import Conflict, NotFound, Purged, Unavailable
from screener.words.screening import ModelRequest

T = TypeVar("T")
WaitTold = Callable[[bool], None]
"""Told in the event loop's thread that something waits for room on the disk (again at each try), and when it has ended."""

AT_THE_END = "at the end"
"""Begins the names of the steps by which a life says that it ends; they hold its number."""
PATIENCE_AT_THE_END = 10.0
"""Seconds for which a run that is being stopped waits for the database to take that record."""
LIVES = "lives"
"""The first step, in which a run counts how often it was begun."""
MOST_UNKEPT = 16
"""Steps of a run without a model that are being done, or are done and not yet kept, at the same time."""
LONGEST_WAIT = 600.0
"""Seconds for which something is tried again that fails although the database answers; an outage, and a full disk, are
waited out."""
LONGEST_PAUSE = 5.0
"""Seconds between two tries at most."""


class _LifeBefore(Frozen):
    """What the first step of a life hands on to the next."""

    lives: int = 0
    lost: int = 0
    """Lives before this one that ended without a word, in runs before this one too: their process died."""
    shape: str = ""
    requests: tuple[ModelRequest, ...] = ()
    """Those on the way to results that were let go."""
    hits: int = 0


class KeptJournal:
    """Keeps every result in the draft's sealed steps, together with the requests that were made on the way to it."""

    def __init__(
        self,
        database: Database,
        kept: RunSteps,
        steps: Steps,
        models: Sequence[Model],
        waits_for_room: WaitTold | None = None,
    ) -> None:
        self._waits_for_room = waits_for_room
        self._database, self._kept, self._steps, self._models = database, kept, steps, models
        self._held: dict[str, bytes] = {}
        self._noted = [(len(m.requests), m.cache_hits) for m in models]
        self._room = asyncio.Semaphore(max([m.concurrency for m in models], default=MOST_UNKEPT) + 1)
        self._life = 0
        self.before = Before()

    async def open(self, shape: str) -> int:
        """Take up what earlier lives kept. Returns the number of this life, 1 for the first.

        `shape` names everything that shapes the run but the draft. Where it is another than in the life before (the service
        was started anew with other models, say), what was kept is let go: a report is of one making. Only the record of
        requests stays, and answers that fit are still found among the draft's answers.
        """
        self._held = await patiently(self._database, self._kept.load)
        heads = [_head(found) for found in self._held.values()]
        if LIVES in self._held:
            lost, first = _lost(self._held), _LifeBefore.model_validate_json(_body(self._held.pop(LIVES)))
        else:
            first = await patiently(self._database, self._of_earlier_runs)
            lost = first.lost
        self.before = Before(
            requests=(*first.requests, *(ModelRequest.model_validate(r) for head in heads for r in head["requests"])),
            answers_from_cache=first.hits + sum(head["hits"] for head in heads),
            interruptions=lost,
        )
        self._life = first.lives + 1
        now = first.model_copy(update={"lives": self._life, "lost": lost, "shape": shape})
        if first.lives and first.shape != shape:
            self._held = {}
            await patiently(self._database, self._kept.forget, self._waits_for_room)
            now = now.model_copy(update={"requests": self.before.requests, "hits": self.before.answers_from_cache})
        await self._save(LIVES, now.model_dump_json().encode())
        return self._life

    async def close(self) -> None:
        """Where a life ends without a report: say that it did, and keep the record of requests that no step has taken with
        it. A life that could not say so counts as lost."""
        name, found = f"{AT_THE_END} {monotonic_ns()}", self._headed(str(self._life).encode())
        with suppress(NotFound, Purged, Unavailable, TimeoutError):  # a draft that is gone has no manifest any more
            async with asyncio.timeout(PATIENCE_AT_THE_END):
                await patiently(self._database, lambda: self._kept.save(name, found))

    def _of_earlier_runs(self) -> _LifeBefore:
        """What runs of this draft that ended without a report hand on: what they sent, each request once."""
        found: dict[str, ModelRequest] = {}
        lost = 0
        for run in self._kept.earlier_runs():
            told = [
                ModelRequest.model_validate(request) for step in run.values() for request in _head(step)["requests"]
            ]
            if LIVES in run:
                told += _LifeBefore.model_validate_json(_body(run[LIVES])).requests
                lost = _lost(run)  # the latest run has taken up what those before it lost
            found |= {request.model_dump_json(): request for request in told}
        return _LifeBefore(lost=lost, requests=tuple(sorted(found.values(), key=lambda request: request.at)))

    def foresee(self, names: Sequence[str]) -> None:
        """Steps that may come in any order; the engine is told now, in the same order in every life."""
        self._steps.foresee(names)

    async def keep(self, name: str, form: Any, work: Callable[[], Awaitable[T]]) -> T:
        """The kept result of this name, or what `work` gives, kept."""
        made: list[T] = []

        async def do() -> None:
            if name in self._held:  # kept although the engine had no time to note it
                return
            async with self._room:  # on a slow disk, finished calls must not pile up that a crash would repeat
                made.append(await work())
                await self._save(name, _adapter(form).dump_json(made[0]))

        await self._steps.once(name, do)
        if made:
            return made[0]
        if name not in self._held:  # noted, but gone: the note was kept longer than the tables, as after a restore
            await do()
            return made[0]
        try:
            result: T = _adapter(form).validate_json(_body(self._held.pop(name)))
        except ValidationError:  # kept by another version of the program
            await do()
            return made[0]
        return result

    async def _save(self, name: str, body: bytes) -> None:
        found = self._headed(body)
        await patiently(self._database, lambda: self._kept.save(name, found), self._waits_for_room)

    def _headed(self, body: bytes) -> bytes:
        """What a step found, behind the record of what was sent on the way to it."""
        return json.dumps({"requests": self._new_requests(), "hits": self._new_hits()}).encode() + b"\n" + body

    def _new_requests(self) -> list[dict[str, Any]]:
        new = [r for m, (seen, _) in zip(self._models, self._noted, strict=True) for r in m.requests[seen:]]
        self._noted = [(len(m.requests), hits) for m, (_, hits) in zip(self._models, self._noted, strict=True)]
        return [r.model_dump(mode="json") for r in new]

    def _new_hits(self) -> int:
        new = sum(m.cache_hits - hits for m, (_, hits) in zip(self._models, self._noted, strict=True))
        self._noted = [(seen, m.cache_hits) for m, (seen, _) in zip(self._models, self._noted, strict=True)]
        return new


async def patiently(database: Database, work: Callable[[], T], waits_for_room: WaitTold | None = None) -> T:
    """What `work` gives, in a thread; while the database is away, or its disk full, it is waited for.

    Raises Unavailable where it goes on failing for ten minutes although the database answers: something is damaged.
    """
    wait, failing_since, tell, waiting = 0.1, monotonic(), waits_for_room or _nobody, False
    try:
        while True:
            try:
                return await asyncio.to_thread(work)
            except DiskFull:
                failing_since, waiting = monotonic(), True
                tell(True)
            except (Unavailable, Conflict):
                if not await asyncio.to_thread(_answers, database):
                    failing_since = monotonic()
                if monotonic() - failing_since > LONGEST_WAIT:
                    raise
            await asyncio.sleep(wait)
            wait = min(LONGEST_PAUSE, wait * 2)
    finally:
        if waiting:
            tell(False)


def _lost(run: Mapping[str, bytes]) -> int:
    """How many lives ended without a word, up to the last one that these steps of a run tell of."""
    last = _LifeBefore.model_validate_json(_body(run[LIVES]))
    word = str(last.lives).encode()
    return last.lost + (not any(name.startswith(AT_THE_END) and _body(found) == word for name, found in run.items()))


def kept_values(found: Sequence[bytes], form: Any) -> list[Any]:
    """The results that kept steps hold."""
    return [_adapter(form).validate_json(_body(one)) for one in found]


def _nobody(waits: bool) -> None:
    del waits


def _answers(database: Database) -> bool:
    try:
        database.ready()
    except Unavailable:
        return False
    return True


@lru_cache(maxsize=32)
def _adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


def _head(found: bytes) -> dict[str, Any]:
    head: dict[str, Any] = json.loads(found.split(b"\n", 1)[0])
    return head


def _body(found: bytes) -> bytes:
    return found.split(b"\n", 1)[1]
