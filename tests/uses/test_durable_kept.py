"""What a run keeps of itself: results by name, the requests on the way to them, and patience with a database that is away."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from screener.storage.draft_answers import DraftAnswers
from screener.storage.run_steps import RunSteps
from screener.uses import kept
from screener.uses.kept import KeptJournal, patiently
from screener.words.errors import Purged, Unavailable
from screener.words.screening import ModelRequest
from tests.uses.durable_world import SECRET_WORD, World


@dataclass
class PlainSteps:
    """Steps that remember which are done, as the engine does."""

    done: set[str] = field(default_factory=set)
    foreseen: list[str] = field(default_factory=list)

    def foresee(self, names: Any) -> None:
        self.foreseen += names

    async def once(self, name: str, work: Callable[[], Awaitable[None]]) -> bool:
        if name in self.done:
            return False
        await work()
        self.done.add(name)
        return True


@dataclass
class CountedModel:
    """What a journal looks at in a model."""

    requests: list[ModelRequest] = field(default_factory=list)
    cache_hits: int = 0
    concurrency: int = 2

    def asks(self, passage: int) -> None:
        self.requests.append(
            ModelRequest(
                at=datetime.now(UTC), role="r", model="m", host="h", passages=(passage,), status="ok", bytes_out=1
            )
        )


SHAPE = "as always"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World.new(tmp_path)


def answers_of(world: World, draft_id: str) -> DraftAnswers:
    shelves = world.shelves
    return DraftAnswers(shelves.database, shelves.drafts, shelves.vault, draft_id)


def steps_of(world: World, draft_id: str, run: int = 1) -> RunSteps:
    return RunSteps(world.shelves.database, world.shelves.drafts, answers_of(world, draft_id), draft_id, run)


def journal_of(world: World, draft_id: str, steps: PlainSteps, model: CountedModel, run: int = 1) -> KeptJournal:
    return KeptJournal(world.shelves.database, steps_of(world, draft_id, run), steps, [model])  # type: ignore[arg-type, list-item]


async def never() -> list[int]:
    raise AssertionError("a finished step was done again")


def test_a_result_comes_back_in_the_next_life_with_the_requests_that_led_to_it(world: World) -> None:
    draft_id, steps = world.hand_in("x"), PlainSteps()

    async def first_life() -> None:
        model = CountedModel()
        journal = journal_of(world, draft_id, steps, model)
        assert await journal.open(SHAPE) == 1

        async def ask() -> list[int]:
            model.asks(7)
            model.cache_hits += 2
            return [1, 2]

        assert await journal.keep("found", list[int], ask) == [1, 2]
        model.asks(8)  # lost: nothing was kept after it

    async def second_life() -> None:
        journal = journal_of(world, draft_id, steps, CountedModel())
        assert await journal.open(SHAPE) == 2
        assert await journal.keep("found", list[int], never) == [1, 2]
        assert [r.passages for r in journal.before.requests] == [(7,)]
        assert (journal.before.answers_from_cache, journal.before.interruptions) == (2, 1)

    asyncio.run(first_life())
    asyncio.run(second_life())


def test_a_result_that_was_kept_but_not_noted_is_not_made_again_and_one_noted_but_not_kept_is(world: World) -> None:
    draft_id, steps = world.hand_in("x"), PlainSteps()

    async def three() -> list[int]:
        return [3]

    async def go(steps: PlainSteps, work: Any, name: str) -> list[int]:
        journal = journal_of(world, draft_id, steps, CountedModel())
        await journal.open(SHAPE)
        return await journal.keep(name, list[int], work)

    assert asyncio.run(go(steps, three, "found")) == [3]
    assert asyncio.run(go(PlainSteps(), never, "found")) == [3]
    assert asyncio.run(go(PlainSteps(done={"lost"}), three, "lost")) == [3]


def test_another_run_of_the_same_draft_starts_afresh(world: World) -> None:
    draft_id = world.hand_in("x")

    async def go(run: int) -> int:
        journal = journal_of(world, draft_id, PlainSteps(), CountedModel(), run)
        await journal.open(SHAPE)

        async def number() -> int:
            return run

        return await journal.keep("reading 1", int, number)

    assert [asyncio.run(go(run)) for run in (1, 2)] == [1, 2]
    assert len(steps_of(world, draft_id, 2).earlier_runs()) == 1
    assert "reading 1" in steps_of(world, draft_id, 2).earlier_runs()[0]


def test_every_life_that_ended_without_a_word_is_told_of_in_whatever_run_it_was(world: World) -> None:
    draft_id = world.hand_in("x")

    async def life(run: int, shape: str = SHAPE, stopped: bool = False) -> int:
        journal = journal_of(world, draft_id, PlainSteps(), CountedModel(), run)
        await journal.open(shape)
        if stopped:
            await journal.close()
        return journal.before.interruptions

    async def lives() -> list[int]:
        return [
            await life(1),  # killed
            await life(1, stopped=True),
            await life(1, stopped=True),
            await life(2),  # killed, and stopped before it was taken up again
            await life(3, stopped=True),
            await life(4),  # killed
            await life(4, "other settings"),  # killed
            await life(5, stopped=True),
            await life(6),
        ]

    assert asyncio.run(lives()) == [0, 1, 1, 1, 2, 2, 3, 4, 4]


def test_a_life_under_other_settings_begins_anew_and_the_record_of_requests_stays(world: World) -> None:
    draft_id, steps = world.hand_in("x"), PlainSteps()

    async def life(shape: str, value: int) -> tuple[int, KeptJournal]:
        model = CountedModel()
        journal = journal_of(world, draft_id, steps, model)
        await journal.open(shape)

        async def ask() -> int:
            model.asks(value)
            return value

        return await journal.keep("found", int, ask), journal

    assert asyncio.run(life("old", 1))[0] == 1
    assert asyncio.run(life("new", 2))[0] == 2
    found, journal = asyncio.run(life("new", 3))
    assert found == 2
    assert sorted(r.passages for r in journal.before.requests) == [(1,), (2,)]


def test_a_result_that_cannot_be_read_any_more_is_made_again(world: World) -> None:
    draft_id, steps = world.hand_in("x"), PlainSteps()

    async def life(form: Any, value: Any) -> Any:
        journal = journal_of(world, draft_id, steps, CountedModel())
        await journal.open(SHAPE)

        async def make() -> Any:
            return value

        return await journal.keep("found", form, make)

    assert asyncio.run(life(str, "words")) == "words"
    assert asyncio.run(life(list[int], [1])) == [1]


def test_what_is_finished_and_not_yet_kept_does_not_pile_up(world: World) -> None:
    draft_id = world.hand_in("x")
    unkept, most = set(), 0

    async def go() -> None:
        journal = journal_of(world, draft_id, PlainSteps(), CountedModel())
        await journal.open(SHAPE)

        async def work(number: int) -> int:
            nonlocal most
            unkept.add(number)
            most = max(most, len(unkept))
            return number

        async def one(number: int) -> None:
            await journal.keep(f"step {number}", int, lambda: work(number))
            unkept.discard(number)

        async with asyncio.TaskGroup() as group:
            for number in range(12):
                group.create_task(one(number))

    asyncio.run(go())
    assert most == 3


def test_an_outage_is_waited_out_and_what_is_damaged_is_not_tried_for_ever(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def comes_back() -> str:
        tries.append(1)
        if len(tries) < 4:
            raise Unavailable("The database is away.")
        return "here"

    def damaged() -> str:
        raise Unavailable("Something kept here was damaged.")

    def gone() -> str:
        raise Purged("It is gone.")

    assert asyncio.run(patiently(world.shelves.database, comes_back)) == "here"
    with pytest.raises(Purged):
        asyncio.run(patiently(world.shelves.database, gone))
    monkeypatch.setattr(kept, "LONGEST_WAIT", 0.2)
    with pytest.raises(Unavailable):
        asyncio.run(patiently(world.shelves.database, damaged))


def test_answers_are_there_for_the_next_run_of_the_draft_and_for_no_other_and_die_with_it(world: World) -> None:
    draft_id, other = world.hand_in("x"), world.hand_in("y")
    answers = answers_of(world, draft_id)
    answers.put("key", SECRET_WORD)
    assert answers.get("key") == SECRET_WORD
    answers.flush()
    again, strange = answers_of(world, draft_id), answers_of(world, other)
    again.load()
    strange.load()
    assert (again.get("key"), strange.get("key")) == (SECRET_WORD, None)
    [name] = world.names(draft_id, "answer")
    assert name != "key", "a plain hash could be recognised by whoever guesses the words"
    with world.shelves.database.writing() as session:
        world.shelves.drafts.purge(session, draft_id)
    again.put("late", SECRET_WORD)
    again.flush()  # must not raise, and must not bring anything back
    assert world.names(draft_id, "answer") == []
    assert not any(SECRET_WORD.encode() in f.read_bytes() for f in world.folder.rglob("*") if f.is_file())


def test_answers_are_written_with_the_step_they_led_to_or_stay_to_be_written(world: World) -> None:
    draft_id = world.hand_in("x")
    answers = answers_of(world, draft_id)
    steps = RunSteps(world.shelves.database, world.shelves.drafts, answers, draft_id, 1)
    answers.put("key", "text")
    steps.save("reading 0", b"found")
    assert len(world.names(draft_id, "answer")) == len(world.names(draft_id, "step")) == 1
    answers.put("more", "text")
    with pytest.raises(Unavailable), answers.unwritten():
        raise Unavailable("The database is away.")
    with answers.unwritten() as left:
        assert left == {"more": "text"}
