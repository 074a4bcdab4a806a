"""The database goes away in the middle of a screening and comes back: the screening goes on, and nothing is lost."""

import time
from pathlib import Path

from screener.words.submission import DraftStatus
from tests.postgres import server as postgres
from tests.scripted_server import ScriptedServer
from tests.uses.durable_worker import CONCURRENCY, worker
from tests.uses.durable_world import World, draft_text, until
from tests.uses.killing import Tally, model

S = DraftStatus
PASSAGES = 24


def test_a_database_that_goes_away_and_comes_back_costs_nothing_but_time(tmp_path: Path) -> None:
    url = postgres().new_database()
    world, tally = World.new(tmp_path, url), Tally()
    with ScriptedServer(model(0.3)) as server, worker(world, server.base_url):
        draft_id = world.hand_in(draft_text(PASSAGES))
        until(lambda: world.progress(draft_id).done >= 6, 60, "nothing was read")
        postgres().stop()
        time.sleep(4)
        postgres().start()
        world.wait_for(draft_id, S.awaiting_review, seconds=180)
        tally.close(server, [])
    report = world.report(draft_id)
    assert report.coverage.read == PASSAGES
    assert report.provenance.interruptions <= 1, "it may have been taken up again, as nobody knew whether it lived"
    assert tally.repeated <= CONCURRENCY + 1
