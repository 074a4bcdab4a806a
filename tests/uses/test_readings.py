"""Reading side by side: in order, watched, and stopped in the middle without losing what was read."""

import asyncio
from dataclasses import dataclass, field

import pytest

from screener.stages.reading import DraftContext
from screener.uses.progress import Silent, Stop
from screener.uses.readings import read_all
from screener.words.draft import Passage
from screener.words.screening import Reading, UnreadBecause
from tests.stages.making import consecutive
from tests.stages.reading.double import ReaderDouble

PASSAGES = consecutive("One. ", "Two. ", " \n ", "Four. ", "Five. ")
CONTEXT = DraftContext(text="", title="", opening="", outline="", total=len(PASSAGES))


@dataclass
class Watching(Silent):
    """Keeps what it is told; stops the run after so many readings."""

    stop: Stop | None = None
    after: int = 99
    seen: list[tuple[int, int, int, int]] = field(default_factory=list)

    def reading(self, *, done: int, total: int, flagged: int, unread: int) -> None:
        self.seen.append((done, total, flagged, unread))
        if self.stop and done >= self.after:
            self.stop.set()


def test_there_is_one_reading_for_each_passage_in_their_order() -> None:
    reader = ReaderDouble(unread={1: UnreadBecause.refused})
    readings = asyncio.run(read_all(reader, PASSAGES, CONTEXT, Silent(), Stop()))
    assert [r.passage_index for r in readings] == [0, 1, 2, 3, 4]
    assert [r.read for r in readings] == [True, False, True, True, True]


def test_a_blank_passage_is_read_without_asking_anybody() -> None:
    reader = ReaderDouble()
    asyncio.run(read_all(reader, PASSAGES, CONTEXT, Silent(), Stop()))
    assert sorted(reader.asked) == [0, 1, 3, 4]


def test_progress_counts_up_to_the_end() -> None:
    watching = Watching()
    reader = ReaderDouble(flags={0: "One"}, unread={1: UnreadBecause.refused})
    asyncio.run(read_all(reader, PASSAGES, CONTEXT, watching, Stop()))
    assert watching.seen[0] == (0, 5, 0, 0)
    assert watching.seen[-1] == (5, 5, 1, 1)
    assert [done for done, *_ in watching.seen] == list(range(6))


def test_no_passages_give_no_readings() -> None:
    assert asyncio.run(read_all(ReaderDouble(), [], CONTEXT, Silent(), Stop())) == ()


@dataclass
class OneByOne(ReaderDouble):
    """Reads one passage at a time; the last ones take long."""

    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    slow_from: int = 3

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        async with self.gate:
            if passage.index >= self.slow_from:
                await asyncio.sleep(60)
            return await super().read(passage, context)


def test_stopping_in_the_middle_keeps_what_was_read_and_names_the_rest_stopped() -> None:
    async def run() -> tuple[Reading, ...]:
        stop = Stop()
        watching = Watching(stop=stop, after=3)
        return await asyncio.wait_for(read_all(OneByOne(), PASSAGES, CONTEXT, watching, stop), 20)

    readings = asyncio.run(run())
    assert [r.unread_because for r in readings] == [None, None, None, UnreadBecause.stopped, UnreadBecause.stopped]
    assert all(r.unread_detail for r in readings if not r.read)


def test_a_run_stopped_before_it_begins_reads_nothing_that_takes_time() -> None:
    async def run() -> tuple[Reading, ...]:
        stop = Stop()
        stop.set()
        return await asyncio.wait_for(read_all(ReaderDouble(seconds=60), PASSAGES, CONTEXT, Silent(), stop), 20)

    assert [r.unread_because for r in asyncio.run(run())] == [
        UnreadBecause.stopped,
        UnreadBecause.stopped,
        None,
        UnreadBecause.stopped,
        UnreadBecause.stopped,
    ]


def test_a_reader_that_breaks_its_promise_is_a_fault_and_not_a_clean_reading() -> None:
    class Broken(ReaderDouble):
        async def read(self, passage: Passage, context: DraftContext) -> Reading:
            raise ZeroDivisionError

    with pytest.raises(ExceptionGroup):
        asyncio.run(read_all(Broken(), PASSAGES, CONTEXT, Silent(), Stop()))
