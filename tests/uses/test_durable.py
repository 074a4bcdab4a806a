"""Durable screening in one process: a queued draft gets its report, and whoever moves it on stops what is under way."""

import json
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from screener.uses.durable import DurableScreening
from screener.words.errors import ConfigurationError
from screener.words.screening import Status
from screener.words.submission import DraftStatus
from tests.cli.scripted_model import ScriptedModel, flag, kind_of, passage_of
from tests.scripted_server import ScriptedServer
from tests.uses import plain_provider
from tests.uses.durable_world import SECRET_WORD, SENTENCE, ScriptedPipelines, World, draft_text, until

S = DraftStatus
QUOTE = SENTENCE.format(number=3, day=7)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    plain_provider.take_its_place(put=monkeypatch.setattr)
    return World.new(tmp_path)


def falls_silent(server: ScriptedServer) -> int:
    """How many requests there were once none is open and no new one comes."""
    end = time.monotonic() + 1.5
    while True:
        asked = len(server.requests)
        time.sleep(0.8)
        if len(server.requests) == asked and not server._open:
            return asked
        assert time.monotonic() < end, "calls went on"


def readings(server: ScriptedServer) -> list[int]:
    """Indexes of the passages that were asked about."""
    return [passage_of(request) for request in server.requests if kind_of(request) == "passage"]


def test_a_queued_draft_gets_its_report_and_its_steps_are_let_go(world: World) -> None:
    with (
        ScriptedServer(ScriptedModel(flags={3: [flag(QUOTE)]})) as server,
        world.screening(ScriptedPipelines(server.base_url, confidence=True), at_once=2) as screening,
    ):
        drafts = [world.hand_in(draft_text(8)) for _ in range(2)]
        for draft_id in drafts:
            screening.submit(draft_id)
            told = world.wait_for(draft_id, S.awaiting_review)
            assert (told.done, told.total, told.flagged, told.unread, told.stage) == (8, 8, 1, 0, "routing")
        assert screening.alive()
    for draft_id in drafts:
        report = world.report(draft_id)
        assert report.id == f"{draft_id}-1"
        assert report.status is Status.complete
        assert [f.quote for f in report.flags] == [QUOTE]
        assert report.flags[0].confidence == pytest.approx(0.9)
        assert sorted(r.passages for r in report.provenance.requests if r.status == "ok")
        assert len(report.provenance.requests) == 8 + 1 + 1, "each draft has a record of its own"
        assert world.names(draft_id, "step") == []
        assert len(world.names(draft_id, "answer")) == 10
        assert report.provenance.interruptions == 0


def test_nothing_of_a_draft_stands_readable_on_the_disk_while_it_is_screened_and_after(world: World) -> None:
    def found() -> list[str]:
        words = (SECRET_WORD.encode(), b"was weighed on day", b"It tells of ponds")
        return [f.name for f in world.folder.rglob("*") if f.is_file() and any(w in f.read_bytes() for w in words)]

    with (
        ScriptedServer(ScriptedModel(latency=0.15)) as server,
        world.screening(ScriptedPipelines(server.base_url, concurrency=2)),
    ):
        draft_id = world.hand_in(draft_text(12))
        until(lambda: len(readings(server)) > 6, 30, "no reading began")
        assert (world.folder / "engine.sqlite").stat().st_size
        assert found() == []
        world.wait_for(draft_id, S.awaiting_review)
        assert found() == []
    assert found() == []


def test_the_engine_is_told_ids_of_runs_and_names_of_steps_alone(world: World) -> None:
    with ScriptedServer(ScriptedModel()) as server, world.screening(ScriptedPipelines(server.base_url)):
        draft_id = world.hand_in(draft_text(3))
        world.wait_for(draft_id, S.awaiting_review)
    with sqlite3.connect(world.folder / "engine.sqlite") as tables:
        steps = tables.execute("select function_name, output from operation_outputs order by function_id").fetchall()
        inputs = tables.execute("select inputs from workflow_input").fetchall()
        runs = tables.execute(
            "select workflow_uuid, output, serialization, executor_id from workflow_status"
        ).fetchall()
    assert {name for name, _ in steps} >= {"beginning", "document", "precedents", "reading 0", "reading 2", "argument"}
    assert all(output == f'"{name}"' for name, output in steps)
    assert [json.loads(i) for (i,) in inputs] == [{"args": [f"{draft_id}-1"], "kwargs": {}}]
    [(run, output, how, worker)] = runs
    assert (run, output, how) == (f"{draft_id}-1", None, "screener_json")
    assert worker != "local", "two processes of one name would do each other's work again"


@contextmanager
def half_read(world: World, server: ScriptedServer, passages: int = 12) -> Iterator[tuple[DurableScreening, str]]:
    """A draft of which some passages are read and some are being read."""
    with world.screening(ScriptedPipelines(server.base_url, concurrency=2)) as screening:
        draft_id = world.hand_in(draft_text(passages))
        screening.submit(draft_id)
        until(lambda: world.progress(draft_id).done >= 4, 30, "nothing was read")
        yield screening, draft_id


def readings_on_record(world: World, draft_id: str) -> set[int]:
    """The passages whose reading is on record, once no answer that came last is still being written down."""
    before: set[int] | None = None
    while True:
        found = {int(name.rsplit(" ", 1)[1]) for name in world.names(draft_id, "step") if " reading " in name}
        if found == before:
            return found
        before = found
        time.sleep(1)


def test_cancelling_stops_calls_and_resuming_reads_only_the_rest(world: World) -> None:
    with ScriptedServer(ScriptedModel(latency=0.2)) as server, half_read(world, server) as (screening, draft_id):
        screening.cancel(draft_id)
        assert world.progress(draft_id).status is S.cancelled
        asked = falls_silent(server)
        screening.cancel(draft_id)  # once more does no harm
        world.move(draft_id, S.queued)
        assert len(server.requests) == asked, "somebody asked on after the cancel"
        kept = readings_on_record(world, draft_id)
        assert 4 <= len(kept) < 12
        screening.resume(draft_id)
        world.wait_for(draft_id, S.awaiting_review)
        again = [passage_of(r) for r in server.requests[asked:] if kind_of(r) == "passage"]
    assert sorted(again) == sorted(set(range(12)) - kept)
    assert world.report(draft_id).coverage.read == 12
    assert world.report(draft_id).id == f"{draft_id}-2"
    listed = world.report(draft_id).provenance.requests
    sent = len(server.requests)  # of what was cut off, the server may have read a part only
    assert sent <= len(listed) <= sent + 2, "the manifest holds what the stopped run sent, too"
    assert {r.status for r in listed} <= {"ok", "stopped"}


def test_a_draft_cancelled_before_it_was_taken_can_be_resumed(world: World) -> None:
    with ScriptedServer(ScriptedModel()) as server:
        draft_id = world.hand_in(draft_text(2))
        idle = DurableScreening(world.shelves, ScriptedPipelines(server.base_url), None)
        idle.start()
        idle.submit(draft_id)
        idle.cancel(draft_id)
        assert idle.alive()
        idle.close()
        assert world.progress(draft_id).status is S.cancelled
        with world.screening(ScriptedPipelines(server.base_url)) as screening:
            world.move(draft_id, S.queued)
            screening.resume(draft_id)
            world.wait_for(draft_id, S.awaiting_review)


@pytest.mark.parametrize("how", ["superseded", "purged"])
def test_a_draft_that_is_moved_on_by_anybody_is_not_read_further(world: World, how: str) -> None:
    with ScriptedServer(ScriptedModel(latency=0.2)) as server, half_read(world, server) as (_, draft_id):
        with world.shelves.database.writing() as session:
            if how == "purged":
                world.shelves.drafts.purge(session, draft_id)
            else:
                world.shelves.drafts.move(session, draft_id, S.superseded)
        asked = falls_silent(server)
        other = world.hand_in(draft_text(2))
        world.wait_for(other, S.awaiting_review)  # the worker is free for the next one
        assert len(server.requests) == asked + 3
        assert world.progress(draft_id).status == how
        if how == "purged":
            assert world.names(draft_id, "step") == world.names(draft_id, "answer") == []


def test_a_file_that_is_no_document_is_refused_with_its_sentence(world: World) -> None:
    with ScriptedServer(ScriptedModel()) as server, world.screening(ScriptedPipelines(server.base_url)):
        draft_id = world.hand_in(bytes(range(256)) * 40, name="x.bin")
        told = world.wait_for(draft_id, S.refused)
    assert "x.bin" in told.detail
    assert told.detail.endswith(".")


class Broken(ScriptedPipelines):
    """Fails before it begins, as it is told."""

    fault: Exception

    def for_run(self, *given: Any) -> Any:
        raise self.fault


def test_a_fault_of_the_installation_is_told_in_a_sentence_and_an_unknown_one_never_with_its_words(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with ScriptedServer(ScriptedModel()) as server:
        pipelines = Broken(server.base_url)
        pipelines.fault = ConfigurationError("The reader's address is wrong; correct it.")
        with caplog.at_level(logging.DEBUG), world.screening(pipelines) as screening:
            draft_id = world.hand_in(draft_text(2))
            assert world.wait_for(draft_id, S.failed).detail == "The reader's address is wrong; correct it."
            pipelines.fault = ZeroDivisionError(f"{SECRET_WORD} / 0")
            world.move(draft_id, S.queued)
            screening.resume(draft_id)
            until(lambda: world.progress(draft_id).detail.startswith("The screening ended"), 20, "never failed")
        told = world.progress(draft_id)
    assert told.status is S.failed
    assert "ZeroDivisionError" in told.detail
    assert SECRET_WORD not in told.detail + caplog.text


def test_a_revision_reads_only_what_changed(world: World) -> None:
    flags = {3: [flag(QUOTE)], 30: [flag(SENTENCE.format(number=30, day=1))]}
    with (
        ScriptedServer(ScriptedModel(flags=flags)) as server,
        world.screening(ScriptedPipelines(server.base_url, concurrency=8, confidence=True)) as screening,
    ):
        first = world.hand_in(draft_text(40))
        screening.submit(first)
        world.wait_for(first, S.awaiting_review)
        asked = len(server.requests)
        world.move(first, S.superseded)
        second = world.hand_in(draft_text(40, changed=[11, 25]), work_id=first)
        screening.submit(second)
        world.wait_for(second, S.awaiting_review)
        again = server.requests[asked:]
        third = world.hand_in(draft_text(40, changed=[11, 25]), work_id=first)
        screening.submit(third)
        world.wait_for(third, S.awaiting_review)
    assert asked == 40 + 2 + 1
    assert len(again) <= asked / 10
    assert sorted(passage_of(r) for r in again if kind_of(r) == "passage") == [11, 25]
    old, new = world.report(first), world.report(second)
    assert {r.passage_index for r in new.readings if not r.carried_from} == {11, 25}
    assert {r.carried_from for r in new.readings} == {"", f"{first}-1"}
    assert [(f.quote, f.confidence) for f in new.flags] == [(f.quote, f.confidence) for f in old.flags]
    assert all(new.draft.text[f.start : f.end] == f.quote for f in new.flags)
    origins = {r.passage_index: r.carried_from for r in world.report(third).readings}
    assert origins[11] == f"{second}-1"
    assert origins[0] == f"{first}-1", "the reading says where it was made, not through whom it came"


def test_progress_is_written_while_passages_are_read(world: World) -> None:
    seen = set()
    with ScriptedServer(ScriptedModel(latency=0.3)) as server, half_read(world, server, 12) as (_, draft_id):
        while world.progress(draft_id).status is S.screening:
            told = world.progress(draft_id)
            seen.add((told.stage, told.done))
    assert len([done for stage, done in seen if stage == "reading" and 0 < done < 12]) >= 3
