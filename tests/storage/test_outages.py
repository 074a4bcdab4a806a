"""Faults of the database: what whoever keeps the machine is told, and what everybody else is."""

import errno
import logging
import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from screener.storage import outages, room
from screener.storage.database import Database
from screener.storage.outages import FULL, DiskFull, Outage, note, openly, told_plainly
from screener.storage.room import WriteCheck
from screener.words.errors import Unavailable
from tests.full_disk import no_room

PLACE = "the database file /srv/kept/service.sqlite"


def told_of(words: str, file: Path | None = None) -> Outage:
    with pytest.raises(Outage) as raised, told_plainly(PLACE, file):
        raise OperationalError("insert", None, sqlite3.OperationalError(words))
    return raised.value


@pytest.mark.parametrize(
    "words",
    [
        "database or disk is full",
        "attempt to write a readonly database",
        "file is not a database",
        "no such table: drafts",
        "something else",
    ],
)
def test_the_place_is_told_to_whoever_keeps_the_machine_and_to_nobody_else(words: str) -> None:
    fault = told_of(words)
    assert PLACE in str(fault)
    assert "/srv" not in openly(fault) and openly(fault).endswith(".")


def test_a_full_disk_is_a_kind_of_its_own() -> None:
    fault = told_of("database or disk is full")
    assert isinstance(fault, DiskFull) and openly(fault) == FULL
    assert not isinstance(told_of("database is locked"), DiskFull)


def test_a_file_that_cannot_be_written_is_a_full_disk_where_there_is_no_room_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "service.sqlite"
    assert not isinstance(told_of("disk I/O error", file), DiskFull)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=4096))
    assert isinstance(told_of("disk I/O error", file), DiskFull)
    assert isinstance(told_of("unable to open database file", file), DiskFull)
    assert not isinstance(told_of("database disk image is malformed", file), DiskFull)


@pytest.mark.parametrize(("number", "says"), [(errno.ENOSPC, FULL), (errno.EACCES, "cannot be used")])
def test_what_a_file_of_its_own_could_not_take_is_told_without_its_folder(number: int, says: str) -> None:
    fault = Unavailable("The file cannot be taken in at /srv/kept/arriving; free some space and try again.")
    fault.__cause__ = OSError(number, "no")
    assert says in openly(fault) and "/srv" not in openly(fault)
    assert openly(Unavailable("The screen rests.")) == "The screen rests."


def test_an_outage_is_in_the_log_once_and_again_when_it_comes_back(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = [0.0]
    monkeypatch.setattr(outages, "_met", {})
    monkeypatch.setattr(outages, "monotonic", lambda: clock[0])
    caplog.set_level(logging.WARNING)
    for passed in (0, 200, 200, 200, outages.QUIET_SECONDS + 1, 1):
        clock[0] += passed
        note("No room.")
    assert caplog.messages == ["No room.", "No room."]


def test_a_write_is_tried_seldom_and_its_verdict_stands_meanwhile() -> None:
    clock, outcomes = [0.0], [None, Unavailable("No room."), None]

    def write() -> None:
        if (fault := outcomes.pop(0)) is not None:
            raise fault

    check = WriteCheck(write, lambda: clock[0])
    check.passed()
    check.passed()
    clock[0] += room.CHECK_EVERY
    for _ in range(3):
        with pytest.raises(Unavailable, match="No room"):
            check.passed()
    clock[0] += room.CHECK_EVERY
    check.passed()
    assert outcomes == []


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue(request.param)
    return found


def test_where_something_can_be_kept_nothing_is_left_of_the_trial(database: Database) -> None:
    for _ in range(3):
        database._check._checked_at = None
        database.ready_to_write()
    with database.reading() as session:
        assert session.execute(text("select count(*) from attempts")).scalar() == 0
    assert not database.is_full


def test_a_database_that_may_only_be_read_is_not_ready_to_write(postgres: Database) -> None:
    with postgres.writing() as session:
        name = session.execute(text("select current_database()")).scalar_one()
        session.execute(text(f'alter database "{name}" set default_transaction_read_only = on'))
    postgres.close()
    with pytest.raises(Unavailable, match="not allowed to write"):
        postgres.ready_to_write()


def test_a_full_disk_is_remembered_until_something_is_kept_again(sqlite: Database) -> None:
    with no_room(sqlite._engine):
        with pytest.raises(DiskFull):
            sqlite.ready_to_write()
        assert sqlite.is_full
        sqlite.ready()
        assert sqlite.is_full, "to read proves nothing"
    with sqlite.writing() as session:
        session.execute(text("delete from attempts"))
    assert not sqlite.is_full
