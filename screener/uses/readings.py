"""Reads all passages with one reader, side by side, and stops when asked to."""

import asyncio
from collections.abc import Sequence

from screener.stages.reading import DraftContext, Reader
from screener.uses.journal import Forgetful, Journal
from screener.uses.progress import Progress, Stop, ended
from screener.words.draft import Passage
from screener.words.screening import Reading, UnreadBecause


def reading_step(passage: Passage) -> str:
    """The name under which the reading of a passage is kept."""
    return f"reading {passage.index}"


async def read_all(
    reader: Reader,
    passages: Sequence[Passage],
    context: DraftContext,
    progress: Progress,
    stop: Stop,
    journal: Journal | None = None,
) -> tuple[Reading, ...]:
    """One reading per passage, in their order; every passage is read or unread with a reason."""
    done: list[Reading] = []
    kept = journal or Forgetful()

    async def one(passage: Passage) -> Reading:
        reading = await kept.keep(
            reading_step(passage), Reading, lambda: _unless_stopped(reader, passage, context, stop)
        )
        # A kept result that belonged to another passage would put words into a stranger's mouth.
        assert reading.passage_index == passage.index, "a reading is kept under the name of its passage"
        done.append(reading)
        progress.reading(
            done=len(done),
            total=len(passages),
            flagged=sum(bool(r.claims) for r in done),
            unread=sum(not r.read for r in done),
        )
        return reading

    progress.reading(done=0, total=len(passages), flagged=0, unread=0)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(passage)) for passage in passages]
    return tuple(task.result() for task in tasks)


async def _unless_stopped(reader: Reader, passage: Passage, context: DraftContext, stop: Stop) -> Reading:
    if not passage.text.strip():
        return Reading(passage_index=passage.index, reader=reader.kind, model="nothing to read")
    reading = asyncio.ensure_future(reader.read(passage, context))
    stopped = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({reading, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if reading.done():
            return reading.result()
        return Reading(
            passage_index=passage.index,
            reader=reader.kind,
            model="",
            unread_because=UnreadBecause.stopped,
            unread_detail="The run was stopped before this passage was read.",
        )
    finally:
        await ended(reading, stopped)
