"""A disk that is full under the engine's tables: runs wait for room and go on, each step on record once."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Engine as SqlEngine
from sqlalchemy.exc import OperationalError

from screener.doors.engine import Engine
from screener.doors.engine.full_disk import FullDisk
from screener.doors.engine.place import open_tables
from tests.doors.engine.runs import Notes, started
from tests.full_disk import no_room, no_room_on_the_server
from tests.postgres import postgres_url
from tests.uses.durable_world import until

__all__ = ["postgres_url"]

STEPS = 60
"""More than fit into the pages that are there."""
MANY_ROWS = "INSERT INTO t SELECT randomblob(20000) UNION ALL SELECT randomblob(20000)"
"""A statement that SQLite undoes by itself where it fails, and leaves the transaction standing."""


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/engine.sqlite"


def full(engine: Engine, url: str) -> AbstractContextManager[None]:
    return no_room(engine._tables) if url.startswith("sqlite") else no_room_on_the_server(url, "dbos.operation_outputs")


def recorded(engine: Engine) -> list[str]:
    """Names of the steps that are on record."""
    with engine._tables.connect() as connection:
        schema = "dbos." if engine._tables.dialect.name == "postgresql" else ""
        return list(connection.exec_driver_sql(f"SELECT function_name FROM {schema}operation_outputs").scalars())


def test_a_run_waits_for_room_and_goes_on_with_each_step_done_once(url: str, caplog: pytest.LogCaptureFixture) -> None:
    notes = Notes(steps=STEPS)
    with started(url, notes) as engine:
        with full(engine, url):
            notes.wanted.append("long-1")
            engine.nudge()
            until(lambda: engine._disk.waits and len(notes.done) == STEPS, 20, "nothing waits for room")
            assert not notes.ended and len(recorded(engine)) < STEPS
        until(lambda: bool(notes.ended), 40, "the run did not go on once there was room")
        until(lambda: not engine._disk.waits, 5, "it is still said to wait")
        assert sorted(recorded(engine)) == sorted(f"step {number}" for number in range(STEPS))
    assert notes.ended == ["long-1"]
    assert len(notes.done) == len(set(notes.done)) == STEPS
    assert [r.message for r in caplog.records if "is full" in r.message and r.levelno == logging.WARNING] == [
        f"The disk of {engine_place(url)} is full; screenings wait until there is room, and go on by themselves."
    ]


def count(made: SqlEngine) -> int:
    with made.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one())


def engine_place(url: str) -> str:
    if url.startswith("sqlite"):
        return f"the engine's file {url.removeprefix('sqlite:///')}"
    return "the database server at its socket"


def test_a_worker_without_room_still_looks_after_its_runs_and_takes_new_ones_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url, notes = f"sqlite:///{tmp_path}/engine.sqlite", Notes(steps=1)
    many = [f"{'x' * 2_000}{number}-1" for number in range(8)]
    with started(url, notes) as engine:
        until(engine.alive, 20, "the worker does not look after its runs")
        with no_room(engine._tables):
            notes.wanted += many
            engine.nudge()
            until(lambda: "waits for its database" in caplog.text, 20, "no lack of room was met")
            engine.cancel("unknown-1")
            until(lambda: not engine._to_cancel, 5, "the worker is held up")
            assert engine.alive() and len(notes.ended) < len(many)
        until(lambda: len(notes.ended) == len(many), 40, "the runs were not taken once there was room")


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "engine.sqlite"


def test_what_finds_no_room_is_undone_and_the_engine_tries_it_again(tables: Path) -> None:
    from dbos._utils import retriable_postgres_exception  # the engine's own rule for what it waits out

    disk = FullDisk()
    made = open_tables(f"sqlite:///{tables}", disk)
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x BLOB NOT NULL UNIQUE)")
    with no_room(made):
        with pytest.raises(OperationalError) as raised, made.begin() as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (1)")
            looked = connection.exec_driver_sql("SELECT x FROM t")  # still held, as by the frames of a fault
            connection.exec_driver_sql(MANY_ROWS)
        assert retriable_postgres_exception(raised.value) and disk.waits
        with sqlite3.connect(tables, timeout=0, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")  # nobody holds the file, although the fault is not forgotten yet
            other.execute("ROLLBACK")
        other.close()
        del looked
    assert count(made) == 0
    with made.begin() as connection:
        connection.exec_driver_sql("INSERT INTO t VALUES (zeroblob(40000))")
    made.dispose()


def test_what_finds_no_room_when_it_is_to_be_kept_is_undone_too(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dbos._utils import retriable_postgres_exception

    def no_room_left(_: object) -> None:
        fault = sqlite3.OperationalError("database or disk is full")
        fault.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise fault

    made = open_tables(f"sqlite:///{tables}")
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x BLOB)")
    with monkeypatch.context() as full:
        full.setattr(made.dialect, "do_commit", no_room_left)
        with pytest.raises(OperationalError) as raised, made.begin() as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (1)")
    assert retriable_postgres_exception(raised.value)
    assert count(made) == 0
    with made.begin() as connection:
        connection.exec_driver_sql("INSERT INTO t VALUES (2)")
    made.dispose()


def test_whoever_may_not_be_held_up_is_told_at_once(tables: Path) -> None:
    from dbos._utils import retriable_postgres_exception

    disk, faults = FullDisk(), list[OperationalError]()
    made = open_tables(f"sqlite:///{tables}", disk)
    with made.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x BLOB)")

    def in_a_hurry() -> None:
        disk.never_wait_here()
        with pytest.raises(OperationalError) as raised, made.begin() as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (zeroblob(40000))")
        faults.append(raised.value)

    with no_room(made):
        thread = threading.Thread(target=in_a_hurry)
        thread.start()
        thread.join(20)
    assert len(faults) == 1 and not retriable_postgres_exception(faults[0]) and not disk.waits
    assert count(made) == 0
    made.dispose()


def test_another_fault_of_the_file_is_not_taken_for_a_full_disk(tables: Path) -> None:
    disk = FullDisk()
    made = open_tables(f"sqlite:///{tables}", disk)
    with pytest.raises(OperationalError), made.begin() as connection:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")
    assert not disk.waits and not disk.is_meant(ValueError("database or disk is full"), tables)
    made.dispose()
