import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from screener.web.api.v1 import events
from screener.words.people import Role
from screener.words.submission import DraftStatus, ScreeningProgress
from tests.web.live import served
from tests.web.test_errors import is_problem
from tests.web.world import World

S = DraftStatus


@pytest.fixture(scope="module")
def address(world: World) -> Iterator[str]:
    with served(world.app) as found:
        yield found


@contextmanager
def following(world: World, address: str, draft_id: str) -> Iterator[Iterator[tuple[str, dict[str, object]]]]:
    """The events of a draft, each with its name, as they come."""
    path = f"{address}/api/v1/drafts/{draft_id}/events"
    with httpx.stream("GET", path, headers=world.owner.reading, timeout=30) as stream:
        assert stream.status_code == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        yield parsed(stream.iter_lines())


def parsed(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, object]]]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def moved(world: World, draft_id: str, *steps: DraftStatus) -> None:
    with world.service.database.writing() as session:
        for step in steps:
            world.service.stores.drafts.move(session, draft_id, step)


def test_the_present_state_comes_at_once_and_every_change_within_a_second(world: World, address: str) -> None:
    draft_id = world.draft()
    with following(world, address, draft_id) as told:
        assert next(told)[1]["status"] == "queued"
        moved(world, draft_id, S.screening)
        assert next(told)[1]["status"] == "screening"
        for done in (1, 2, 3):
            at = ScreeningProgress(draft_id=draft_id, status=S.screening, stage="reading", done=done, total=3)
            with world.service.database.writing() as session:
                world.service.stores.drafts.set_progress(session, at)
            changed = time.monotonic()
            name, data = next(told)
            assert (name, data["stage"], data["done"], data["total"]) == ("progress", "reading", done, 3)
            assert time.monotonic() - changed < 1.0 + BUSY
        moved(world, draft_id, S.failed)
        assert [(name, data["status"]) for name, data in told] == [("progress", "failed"), ("end", "failed")]


BUSY = 1.0
"""Seconds that a busy machine is forgiven."""


def test_a_draft_that_is_done_is_told_so_and_the_stream_ends(world: World, address: str) -> None:
    with following(world, address, world.draft(S.decided)) as told:
        assert [(name, data["status"]) for name, data in told] == [("progress", "decided"), ("end", "decided")]


def test_something_is_sent_now_and_then_although_nothing_changes(
    world: World, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "HEARTBEAT", 0.2)
    path = f"{address}/api/v1/drafts/{world.draft()}/events"
    with httpx.stream("GET", path, headers=world.owner.reading, timeout=30) as stream:
        assert any(line.startswith(": ") for line in stream.iter_lines())


def test_a_client_that_goes_away_is_noticed(world: World, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    real = world.service.reading.progress

    def counted(*given: object) -> ScreeningProgress:
        looks.append("look")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(world.service.reading, "progress", counted)
    with following(world, address, world.draft()) as told:
        next(told)
    time.sleep(1.5)
    seen = len(looks)
    time.sleep(1.5)
    assert len(looks) == seen


def test_somebody_who_may_no_longer_look_is_told_nothing_more(world: World, address: str) -> None:
    draft_id = world.draft(S.in_review)
    moved(world, draft_id, S.awaiting_review)
    with world.service.database.writing() as session:
        world.service.stores.drafts.move(session, draft_id, S.queued)
    path = f"{address}/api/v1/drafts/{draft_id}/events"
    with httpx.stream("GET", path, headers=world.reviewer.reading, timeout=30) as stream:
        told = parsed(stream.iter_lines())
        assert next(told)[0] == "progress"
        world.service.submissions.purge(world.maintainer.actor, draft_id)
        assert [data["status"] for _, data in told] in ([], ["purged", "purged"])


def test_a_stream_ends_once_its_person_has_signed_out(
    world: World, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "CHECK_EVERY", 0.2)
    draft_id, leaving = world.draft(), world.someone("leaving", Role.maintainer)
    path = f"{address}/api/v1/drafts/{draft_id}/events"
    with httpx.stream("GET", path, headers=leaving.reading, timeout=30) as stream:
        told = parsed(stream.iter_lines())
        assert next(told)[0] == "progress"
        world.service.accounts.sign_out(leaving.cookie)
        assert list(told) == []


def test_a_person_follows_few_streams_at_once(world: World, address: str) -> None:
    draft_id = world.draft()
    path = f"{address}/api/v1/drafts/{draft_id}/events"
    with ExitStack() as followed:
        streams = [followed.enter_context(following(world, address, draft_id)) for _ in range(events.MOST_OF_A_PERSON)]
        assert [next(told)[0] for told in streams] == ["progress"] * events.MOST_OF_A_PERSON
        is_problem(httpx.get(path, headers=world.owner.reading, timeout=30), 429)
        with httpx.stream("GET", path, headers=world.maintainer.reading, timeout=30) as other:
            assert other.status_code == 200
    end = time.monotonic() + 20
    while world.app.state.followed:
        assert time.monotonic() < end, "streams that have ended go on being counted"
        time.sleep(0.05)
    with following(world, address, draft_id) as told:
        assert next(told)[1]["status"] == "queued"


def test_streams_end_when_the_service_stops(world: World, address: str) -> None:
    draft_id = world.draft()
    timer = threading.Timer(0.5, world.app.state.stopping.set)
    with following(world, address, draft_id) as told:
        timer.start()
        assert [name for name, _ in told] == ["progress"]
    world.app.state.stopping.clear()


def test_a_stranger_gets_a_problem_and_no_stream(world: World) -> None:
    path = f"/api/v1/drafts/{world.draft()}/events"
    is_problem(world.client.get(path, headers=world.someone("stranger").reading), 404)
