"""A disk that is full while a draft is handed in: told as such, nothing half-kept, and all works once there is room."""

import logging
import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO
from uuid import uuid4

import pytest

from screener.storage import outages, room
from screener.storage.arrivals import Arrivals
from screener.words.errors import Unavailable
from screener.words.people import Scope
from tests.full_disk import no_room
from tests.web.forms import CONTENT_TYPE, form
from tests.web.pages import HTML, Browser, forbidden, words
from tests.web.test_errors import is_problem
from tests.web.test_uploading import PATH, kept, upload
from tests.web.world import S, World

FULL = Path("/dev/full")
"""Every write to it ends as on a disk without room."""
FULL_SENTENCE = "The service's disk is full; tell a maintainer."
TYPED = {
    "tier": "hold",
    "rationale": "Typed before the disk was full.\nSecond <line>.",
    "next_look": "2031-05-01",
    "seen": "0",
    "edit_flag": "f2",
    "edit_says": "Soften it.",
}
SIZES = pytest.mark.parametrize("size", [20, 1_900_000], ids=["small", "large"])


def no_room_in_the_database(world: World) -> AbstractContextManager[None]:
    """The file of the database cannot grow any more."""
    return no_room(world.service.database._engine)


@pytest.fixture(autouse=True)
def nothing_checked_yet(world: World) -> None:
    """Whether anything can be kept is asked anew."""
    world.service.database._check._checked_at = None


@SIZES
def test_a_full_disk_for_arriving_files_is_told_and_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    before, body, key = kept(world), form("a.txt", b"x" * size), {"Idempotency-Key": uuid4().hex}
    with monkeypatch.context() as full:

        def opened(_: Arrivals) -> IO[bytes]:
            return os.fdopen(os.open(FULL, os.O_RDWR), "w+b", buffering=8_192)

        full.setattr(Arrivals, "_opened", opened)
        answer = upload(world, body, **key)
        assert is_problem(answer, 503)["detail"] == FULL_SENTENCE
        assert answer.headers["retry-after"]
        page = world.client.post("/upload", content=body, headers={**world.owner.changing, **CONTENT_TYPE, **HTML})
        assert page.status_code == 503 and FULL_SENTENCE in words(page) and str(world.folder) not in page.text
        assert kept(world) == before
    assert upload(world, body, **key).status_code == 201
    assert kept(world)[0] == before[0] + 1


def test_a_full_disk_of_the_database_is_told_and_leaves_nothing(world: World) -> None:
    draft_id = upload(world, form("a.txt", b"words")).json()["id"]
    before, body, key = kept(world), form("a.txt", b"x" * 1_500_000), {"Idempotency-Key": uuid4().hex}
    with no_room_in_the_database(world):
        assert is_problem(upload(world, body, **key), 503)["detail"] == FULL_SENTENCE
        assert kept(world) == before
        assert world.client.get(PATH, headers=world.owner.reading).status_code == 200
        seen = world.client.get(f"{PATH}/{draft_id}/original", headers=world.owner.reading)
        assert seen.content == b"words" or is_problem(seen, 503), "a reading that cannot be noted is not given"
    assert upload(world, body, **key).status_code == 201
    assert kept(world)[0] == before[0] + 1
    answer = world.client.get("/api/v1/audit/check", headers=world.maintainer.reading)
    assert answer.json()["whole"] is True


def test_readiness_says_that_nothing_can_be_kept_and_asks_the_disk_seldom(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.service, "screening_alive", lambda: True)
    database, written = world.service.database, list[float]()
    write, clock = database._check._write, [1_000.0]
    monkeypatch.setattr(database._check, "_now", lambda: clock[0])

    def counted() -> None:
        written.append(clock[0])
        write()

    monkeypatch.setattr(database._check, "_write", counted)
    assert world.client.get("/readyz").status_code == 200
    with no_room_in_the_database(world):
        assert world.client.get("/readyz").status_code == 200, "the verdict of a moment ago"
        clock[0] += room.CHECK_EVERY
        for _ in range(3):
            told = is_problem(world.client.get("/readyz"), 503)
            assert told["detail"] == FULL_SENTENCE and str(world.folder) not in str(told)
        assert world.client.get("/healthz").status_code == 200
    clock[0] += room.CHECK_EVERY
    assert world.client.get("/readyz").status_code == 200
    assert written == [1_000.0, 1_005.0, 1_010.0]


def test_asking_whether_something_can_be_kept_leaves_nothing_and_lets_nothing_grow(world: World) -> None:
    database = world.service.database
    sizes = set[tuple[int, int]]()
    for _ in range(6):
        database._check._checked_at = None
        database.ready_to_write()
        with database._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            rows = connection.exec_driver_sql(f"SELECT count(*) FROM attempts WHERE kind = '{room.KIND}'").scalar_one()
        sizes.add((pages, rows))
    assert len(sizes) == 1 and sizes.pop()[1] == 0


@pytest.mark.parametrize(
    "path", ["/drafts", "/upload", "/account", "/queue", "/maintain", "/maintain/people", "/sign-in"]
)
def test_pages_that_show_no_draft_open_on_a_full_disk(world: World, path: str) -> None:
    with no_room_in_the_database(world):
        for who in (world.maintainer, None) if path == "/sign-in" else (world.maintainer,):
            answer = Browser(world, who).get(path)
            assert answer.status_code in (200, 303), words(answer)
        assert Browser(world, world.owner).get("/nowhere").status_code == 404


def test_a_full_disk_is_told_without_the_place_but_to_maintainers_and_in_the_log_once(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_of, token = form("a.txt", b"x" * 1_500_000), world.token(world.owner, Scope.submit)
    monkeypatch.setattr(outages, "_met", {})
    caplog.set_level(logging.WARNING)
    with no_room_in_the_database(world):
        for who, named in ((world.owner, False), (world.reviewer, False), (world.maintainer, True)):
            headers = {**who.changing, **CONTENT_TYPE, **HTML}
            page = world.client.post("/upload", content=upload_of, headers=headers)
            assert page.status_code == 503
            assert (str(world.service.database.file) in words(page)) is named
            assert named or FULL_SENTENCE in words(page)
        answer = world.client.post("/api/v1/drafts", content=upload_of, headers={**token, **CONTENT_TYPE})
        assert str(world.folder) not in answer.text
    place = f"the database file {world.service.database.file}"
    told = [r.message for r in caplog.records if "is full" in r.message]
    assert told == [f"The disk of {place} is full; free some space and try again."]


def test_a_decision_for_which_there_is_no_room_comes_back_as_it_was_typed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft_id, browser = world.draft(S.in_review), Browser(world, world.reviewer)
    with no_room_in_the_database(world), monkeypatch.context() as patched:
        patched.setattr(world.service.reviews._admission, "note", lambda *a, **k: None)  # for so little there is room
        answer = browser.post(f"/drafts/{draft_id}/decide", **(TYPED | {"rationale": "z" * 19_000}))
    assert answer.status_code == 503 and FULL_SENTENCE in words(answer) and "Nothing was decided" in words(answer)
    assert "z" * 19_000 in answer.text and 'id="ruling"' in answer.text and str(world.folder) not in answer.text


def test_where_not_even_the_reading_can_be_noted_the_words_come_back_without_the_draft(world: World) -> None:
    draft_id, browser = world.draft(S.in_review), Browser(world, world.reviewer)
    with no_room_in_the_database(world):
        fill_up(world)
        answer = browser.post(f"/drafts/{draft_id}/decide", **TYPED, do="")
        partly = world.client.post(
            f"/drafts/{draft_id}/decide",
            data={**TYPED, "do": "add"},
            headers={**browser.who.changing, "HX-Request": "true"},  # type: ignore[union-attr]
        )
    assert partly.status_code == 503 and "rationale" not in partly.text
    assert answer.status_code == 503 and answer.headers["retry-after"] and not forbidden(answer.text)
    assert FULL_SENTENCE in words(answer) and "Second &lt;line&gt;.</textarea>" in answer.text
    assert "Vendors" not in answer.text and "Projecting out" not in answer.text, (
        "nothing of the draft is shown unaudited"
    )
    for name, value in (("tier", "hold"), ("seen", "0"), ("next_look", "2031-05-01"), ("edit_flag", "f2")):
        assert f'name="{name}" value="{value}"' in answer.text
    assert f'action="/drafts/{draft_id}/decide"' in answer.text and 'name="do"' not in answer.text
    assert browser.post(f"/drafts/{draft_id}/decide", **TYPED).status_code == 303


def test_the_reason_to_take_a_draft_up_again_comes_back_too(world: World) -> None:
    draft_id, browser = world.draft(S.decided), Browser(world, world.reviewer)
    with no_room_in_the_database(world):
        fill_up(world)
        answer = browser.post(f"/drafts/{draft_id}/reopen", reason="The vendors have answered.")
    assert answer.status_code == 503 and "The vendors have answered.</textarea>" in answer.text
    assert world.service.reading.row(world.reviewer.actor, draft_id).status is S.decided


@pytest.mark.parametrize(
    ("who", "where", "typed", "field"),
    [
        ("owner", "letters", {"kind": "reply", "text": "We cut the table."}, "text"),
        (
            "reviewer",
            "flags",
            {"words": "four words of it", "severity": "low", "reason": "It names a setting."},
            "reason",
        ),
        ("reviewer", "flags/f1/verdict", {"kind": "dismiss", "reason": "Old news."}, "reason"),
        ("reviewer", "impression", {"tier": "hold", "note": "It gives a lot away."}, "note"),
    ],
)
def test_whatever_somebody_wrote_comes_back_where_it_cannot_be_kept(
    world: World, who: str, where: str, typed: dict[str, str], field: str
) -> None:
    draft_id, browser = world.draft(S.in_review), Browser(world, getattr(world, who))
    with no_room_in_the_database(world):
        fill_up(world)
        answer = browser.post(f"/drafts/{draft_id}/{where}", **typed)
    assert answer.status_code == 503 and FULL_SENTENCE in words(answer)
    assert f"{typed[field]}</textarea>" in answer.text and f'action="/drafts/{draft_id}/{where}"' in answer.text
    for name, value in typed.items():
        assert value in answer.text and f'name="{name}"' in answer.text


def fill_up(world: World) -> None:
    """Use up the room that is left in the audit's pages."""
    with pytest.raises(Unavailable):
        for number in range(2_000):
            with world.service.database.writing() as session:
                world.service.stores.audit.append(session, "system", "test.fill", f"nothing:{number}")
