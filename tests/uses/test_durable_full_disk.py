"""A disk that is full in the midst of a screening, under the service's tables or the engine's: it waits, and goes on."""

import asyncio
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from screener.storage.outages import DiskFull
from screener.uses import kept
from screener.uses.durable import DurableScreening
from screener.uses.kept import patiently
from screener.uses.room import WAITING, TellsOfRoom
from screener.words.screening import Status
from screener.words.submission import DraftStatus
from tests.cli.scripted_model import ScriptedModel, kind_of
from tests.full_disk import no_room, no_room_on_the_server
from tests.postgres import postgres_url
from tests.scripted_server import ScriptedServer
from tests.uses import plain_provider
from tests.uses.durable_world import ScriptedPipelines, World, draft_text, until

__all__ = ["postgres_url"]

S = DraftStatus
PASSAGES = 40


@pytest.fixture(params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    plain_provider.take_its_place(put=monkeypatch.setattr)
    url = str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else None
    return World.new(tmp_path, url)


def full(world: World, screening: DurableScreening, whose: str) -> AbstractContextManager[None]:
    if world.url.startswith("postgresql"):
        return no_room_on_the_server(world.url, "sealed" if whose == "service" else "dbos.operation_outputs")
    assert screening._engine is not None
    return no_room(world.shelves.database._engine if whose == "service" else screening._engine._tables)


@pytest.mark.parametrize("whose", ["service", "engine"])
def test_a_screening_waits_for_room_says_so_and_goes_on_by_itself(
    world: World, whose: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(kept, "LONGEST_WAIT", 0.5)  # a full disk is waited for longer than anything else
    with (
        ScriptedServer(ScriptedModel(latency=0.1)) as server,
        world.screening(ScriptedPipelines(server.base_url)) as screening,
    ):
        draft_id = world.hand_in(draft_text(PASSAGES))
        screening.submit(draft_id)
        until(lambda: world.progress(draft_id).done > 4, 30, "no passage was read")
        with full(world, screening, whose):
            until(lambda: world.progress(draft_id).stage == WAITING, 30, "nobody is told of the wait")
            until(lambda: not server._open, 10, "calls went on")
            assert world.progress(draft_id).status is S.screening
        world.wait_for(draft_id, S.awaiting_review, S.failed, seconds=60)
        told, asked = world.progress(draft_id), [r for r in server.requests if kind_of(r) == "passage"]
    assert (told.status, told.stage, told.done, told.detail) == (S.awaiting_review, "routing", PASSAGES, "")
    assert world.report(draft_id).status is Status.complete
    assert len(asked) == PASSAGES, "a passage was read twice"
    assert len([said for said in caplog.messages if "is full" in said]) == 1


def test_a_report_for_which_there_is_no_room_is_kept_once_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_provider.take_its_place(put=monkeypatch.setattr)
    world = World.new(tmp_path)
    with ScriptedServer(ScriptedModel()) as server, world.screening(ScriptedPipelines(server.base_url)) as screening:
        draft_id, tried = world.hand_in(draft_text(4)), list[str]()
        keep, drafts = world.shelves.drafts.record_screening, world.shelves.drafts

        def no_room_for_reports(*given: object, **more: object) -> object:
            tried.append("")
            if len(tried) < 4:
                raise DiskFull("the database file")
            return keep(*given, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(drafts, "record_screening", no_room_for_reports)
        screening.submit(draft_id)
        until(lambda: world.progress(draft_id).stage == WAITING, 30, "nobody is told of the wait")
        told = world.wait_for(draft_id, S.awaiting_review, S.failed)
        assert (told.status, told.stage) == (S.awaiting_review, "routing")


def test_whoever_waits_for_room_hears_of_it_at_each_try_and_of_its_end(tmp_path: Path) -> None:
    heard, tries = list[bool](), list[int]()

    def finds_room_later() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise DiskFull("the database file")
        return "kept"

    assert asyncio.run(patiently(World.new(tmp_path).shelves.database, finds_room_later, heard.append)) == "kept"
    assert heard == [True, True, False]


def test_the_stage_is_told_again_when_nothing_waits_any_more() -> None:
    told = TellsOfRoom("d")
    told.stage("reading")
    told.waits_to_keep(True)
    told.waits_to_record(True)
    told.stage("arguing")
    told.waits_to_keep(False)
    assert (told.newest.stage, told.at_end.stage) == (WAITING, "arguing")
    told.waits_to_record(False)
    assert told.newest.stage == "arguing" and told.waiting.stage == WAITING
