"""A worker is killed in the middle: the next one, or another one, goes on where it was. More rounds in tests/soak."""

from pathlib import Path

from screener.words.submission import DraftStatus
from tests.postgres import postgres_url
from tests.scripted_server import ScriptedServer
from tests.uses.durable_worker import CONCURRENCY, worker
from tests.uses.durable_world import World, draft_text, told_apart, until
from tests.uses.killing import Tally, model

__all__ = ["postgres_url"]
S = DraftStatus
PASSAGES = 12


def test_after_a_kill_the_next_process_reads_only_what_was_not_finished(tmp_path: Path) -> None:
    world, tally = World.new(tmp_path), Tally()
    with ScriptedServer(model(0.4)) as server:
        with worker(world, server.base_url) as one:
            draft_id = world.hand_in(draft_text(PASSAGES))
            until(lambda: world.progress(draft_id).done >= 5, 40, "nothing was read")
            one.kill()
        watch = tally.killed(world, draft_id, server, server._open)
        with worker(world, server.base_url):
            world.wait_for(draft_id, S.awaiting_review)
            asked = len(server.requests)
            peaceful_id = world.hand_in(draft_text(PASSAGES))
            world.wait_for(peaceful_id, S.awaiting_review)
        del server.requests[asked:]
        tally.close(server, [watch])
    assert len([name for name in watch.finished if name.startswith("reading")]) >= 5
    assert tally.read_again == []
    assert tally.repeated <= CONCURRENCY
    report, peaceful = world.report(draft_id), world.report(peaceful_id)
    assert told_apart(report) == told_apart(peaceful)
    assert (report.provenance.interruptions, peaceful.provenance.interruptions) == (1, 0)
    assert len(report.provenance.requests) == len(peaceful.provenance.requests), "finished requests stay on record"


def test_a_live_worker_takes_over_from_a_dead_one_within_seconds(tmp_path: Path, postgres_url: str) -> None:
    world = World.new(tmp_path, postgres_url)
    with (
        ScriptedServer(model(0.4)) as server,
        worker(world, server.base_url) as one,
        worker(world, server.base_url) as other,
    ):
        one.wait_until_working()
        other.wait_until_working()
        drafts = [world.hand_in(draft_text(PASSAGES)) for _ in range(2)]
        until(lambda: all(world.progress(d).done >= 2 for d in drafts), 40, "not both are being read")
        one.kill()
        for draft_id in drafts:
            world.wait_for(draft_id, S.awaiting_review)
    reports = [world.report(draft_id) for draft_id in drafts]
    assert sorted(r.provenance.interruptions for r in reports) == [0, 1], "each worker had one of the drafts"
    assert all(r.coverage.read == PASSAGES for r in reports)
