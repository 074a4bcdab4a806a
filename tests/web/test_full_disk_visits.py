"""People whose last visit is a while ago, on a full disk: that they are here now can go unwritten, and lists open."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from screener.uses import signing_in
from screener.uses.room import WAITING
from screener.words.people import Scope
from tests.full_disk import no_room
from tests.web.pages import Browser
from tests.web.test_full_disk import fill_up
from tests.web.world import S, World


@pytest.mark.parametrize("path", ["/drafts", "/upload", "/account", "/queue", "/maintain/people", "/sign-in"])
def test_lists_open_although_the_visit_cannot_be_noted(
    world: World, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    browser = Browser(world, world.maintainer)
    monkeypatch.setattr(signing_in, "SEEN_EVERY", timedelta(seconds=-1))  # every request is to be noted
    monkeypatch.setattr(world.service.stores.people, "touch_session", _needs_much_room)
    with no_room(world.service.database._engine):
        assert browser.get(path).status_code in (200, 303)


def test_a_token_works_although_its_use_cannot_be_noted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    token = world.token(world.owner, Scope.read)
    monkeypatch.setattr(signing_in, "SEEN_EVERY", timedelta(seconds=-1))
    monkeypatch.setattr(world.service.stores.people, "touch_token", _needs_much_room)
    with no_room(world.service.database._engine):
        assert world.client.get("/api/v1/drafts", headers=token).status_code == 200


def test_an_idle_session_is_refused_although_it_cannot_be_cleared_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    idler = world.someone("idler")
    with world.service.database.writing() as session:
        session.execute(
            text("update sessions set seen_at = '2001-01-01 00:00:00.000000' where person_id = :id"),
            {"id": idler.actor.id},
        )
    monkeypatch.setattr(world.service.stores.people, "end_session", _needs_much_room)
    with no_room(world.service.database._engine):
        assert world.client.get("/api/v1/drafts", headers=idler.reading).status_code == 401


def test_whoever_follows_a_screening_is_told_that_it_waits_where_that_cannot_be_written(world: World) -> None:
    draft_id = world.draft(S.queued)
    with world.service.database.writing() as session:
        world.service.stores.drafts.begin_run(session, draft_id)
        world.service.stores.drafts.move(session, draft_id, S.screening)
    with no_room(world.service.database._engine):
        fill_up(world)
        assert world.service.reading.progress(world.owner.actor, draft_id).stage == WAITING
    world.draft(S.queued)
    assert world.service.reading.progress(world.owner.actor, draft_id).stage == ""


def _needs_much_room(session: object, *_: object) -> None:
    session.execute(text("insert into ballast values (zeroblob(400000))"))  # type: ignore[attr-defined]
