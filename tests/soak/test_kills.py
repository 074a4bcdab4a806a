"""Workers killed with SIGKILL at random moments, on SQLite and on Postgres: nothing is lost, nothing finished is read again.

Run by `make soak`. Each test prints what it counted.
"""

import random
import time
from pathlib import Path

import pytest

from screener.words.submission import DraftStatus
from tests.postgres import postgres_url
from tests.scripted_server import ScriptedServer
from tests.uses.durable_worker import CONCURRENCY, Worker, worker
from tests.uses.durable_world import World, draft_text, told_apart, until
from tests.uses.killing import Tally, Watch, model

__all__ = ["postgres_url"]
S = DraftStatus
KILLS = 24
PASSAGES = 24
ROUNDS = 6


def screened_through_kills(world: World, tally: Tally, chance: random.Random) -> str:
    """One draft whose worker is killed at random moments, over and over until the report is there; its id."""
    watches: list[Watch] = []
    with ScriptedServer(model(0.25)) as server:
        draft_id = world.hand_in(draft_text(PASSAGES))
        while world.progress(draft_id).status in (S.queued, S.screening):
            with worker(world, server.base_url) as one:
                wait_for_the_moment(world, draft_id, server, one, chance)
                was_open = server._open
                one.kill()
            watches.append(tally.killed(world, draft_id, server, was_open))
        tally.close(server, watches)
    return draft_id


def wait_for_the_moment(
    world: World, draft_id: str, server: ScriptedServer, one: Worker, chance: random.Random
) -> None:
    """Any moment: while the worker starts, parses, reads, argues or writes its report. Most of them after some requests,
    so that a run gets on also where the machine is busy."""
    one.wait_until_working()
    if chance.random() < 0.3:
        time.sleep(chance.uniform(0.0, 2.0))
        return
    wanted = len(server.requests) + chance.randint(1, 12)
    while len(server.requests) < wanted and world.progress(draft_id).status in (S.queued, S.screening):
        time.sleep(0.02)
    time.sleep(chance.uniform(0.0, 0.3))


def in_peace(world: World) -> str:
    """The same draft with a worker that nobody kills."""
    with ScriptedServer(model(0.0)) as server, worker(world, server.base_url):
        draft_id = world.hand_in(draft_text(PASSAGES))
        world.wait_for(draft_id, S.awaiting_review)
    return draft_id


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_worker_killed_at_random_moments_loses_nothing_and_repeats_only_what_was_under_way(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World.new(tmp_path, request.getfixturevalue("postgres_url") if kind == "postgres" else None)
    expected = told_apart(world.report(in_peace(world)))
    seed = random.randrange(10**6)
    chance, tally, drafts = random.Random(seed), Tally(), []
    while tally.kills < KILLS:
        drafts.append(screened_through_kills(world, tally, chance))
    with capsys.disabled():
        print(
            f"\n{kind}, seed {seed}: {len(drafts)} drafts of {PASSAGES} passages, {tally.kills} kills "
            f"(readings finished at each: {tally.finished_at_kills}); {tally.asked} requests, {tally.repeated} of them "
            f"repeats ({tally.open_at_kills} were open at the kills); finished and asked again: {len(tally.read_again)}"
        )
    for draft_id in drafts:
        report = world.report(draft_id)
        assert told_apart(report) == expected
        assert world.names(draft_id, "step") == []
    assert tally.read_again == []
    assert tally.repeated <= tally.kills * (CONCURRENCY + 1)


def test_of_two_workers_one_is_killed_and_the_other_finishes_its_drafts(
    tmp_path: Path, postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World.new(tmp_path, postgres_url)
    expected = told_apart(world.report(in_peace(world)))
    seed = random.randrange(10**6)
    chance, waits, interrupted = random.Random(seed), [], 0
    with ScriptedServer(model(0.25)) as server:
        workers = [Worker(world, server.base_url) for _ in range(2)]
        for _ in range(ROUNDS):
            for one in workers:
                one.wait_until_working()
            drafts = [world.hand_in(draft_text(PASSAGES)) for _ in range(2)]
            until(lambda own=drafts: all(world.progress(d).stage == "reading" for d in own), 90, "not both are read")
            time.sleep(chance.uniform(0.0, 1.0))
            dead = workers.pop(chance.randrange(2))
            dead.kill()
            killed_at = time.monotonic()
            for draft_id in drafts:
                world.wait_for(draft_id, S.awaiting_review, seconds=90)
            waits.append(round(time.monotonic() - killed_at, 1))
            reports = [world.report(draft_id) for draft_id in drafts]
            assert [told_apart(r) for r in reports] == [expected] * 2
            interrupted += sum(r.provenance.interruptions for r in reports)
            workers.append(Worker(world, server.base_url))
        for one in workers:
            one.kill()
    with capsys.disabled():
        print(
            f"\ntwo workers, seed {seed}: {ROUNDS} rounds, {interrupted} drafts taken over; seconds from the kill to both "
            f"reports: {waits}; {len(server.requests)} requests for {2 * ROUNDS} drafts of {PASSAGES} passages"
        )
    assert interrupted >= ROUNDS - 1, "nearly every kill cut a draft off"
    calls_in_peace = PASSAGES + 1 + 8
    assert len(server.requests) <= 2 * ROUNDS * calls_in_peace + ROUNDS * (CONCURRENCY + 1)
