"""The engine door: runs that are wanted are done, each step once, and the tables hold ids and names alone."""

import asyncio
import logging
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from screener.doors.engine import Abandoned, Steps, worker
from screener.doors.engine.json_only import EngineFault, JsonOnly
from screener.doors.engine.place import open_tables
from screener.words.errors import ConfigurationError, Unavailable
from tests.doors.engine.runs import Notes, started
from tests.postgres import postgres_url
from tests.uses.durable_world import until

__all__ = ["postgres_url"]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path}/engine.sqlite"


def test_wanted_runs_are_done_whenever_they_are_wanted_and_each_step_once(url: str) -> None:
    notes = Notes(wanted=["early-1"])
    with started(url, notes, at_once=2) as engine:
        notes.wanted += ["late-1", "late-2"]
        engine.nudge()
        engine.nudge()
        until(lambda: len(notes.ended) == 3, 20, "not all runs were done")
        assert engine.alive()
    assert sorted(notes.ended) == ["early-1", "late-1", "late-2"]
    assert sorted(notes.done) == sorted(f"{run}: step {i}" for run in notes.ended for i in range(3))
    assert not engine.alive()


def test_a_run_that_was_cut_off_goes_on_in_the_next_engine_and_does_no_finished_step_again(url: str) -> None:
    notes = Notes(wanted=["cut-1"], steps=2)

    async def halting(run_id: str, steps: Steps) -> None:
        await steps.once("first", lambda: notes._step(run_id, "first", 0))
        await steps.once("second", lambda: asyncio.sleep(3600))

    with started(url, notes, halting):
        until(lambda: notes.done == ["cut-1: first"], 20, "the first step was not done")

    async def going_on(run_id: str, steps: Steps) -> None:
        assert not await steps.once("first", lambda: notes._step(run_id, "first", 0))
        assert await steps.once("second", lambda: notes._step(run_id, "second", 0))
        notes.wanted.remove(run_id)

    with started(url, notes, going_on):
        until(lambda: not notes.wanted, 20, "the run was not taken up again")
    assert notes.done == ["cut-1: first", "cut-1: second"]


def test_a_cancelled_run_is_told_at_its_next_step_and_may_be_wanted_again(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    notes, left = Notes(wanted=["run-1"]), []

    async def long(run_id: str, steps: Steps) -> None:
        try:
            for number in range(200):
                await steps.once(f"step {number}", lambda: asyncio.sleep(0.05))
        except Abandoned:
            left.append(run_id)

    with started(f"sqlite:///{tmp_path}/engine.sqlite", notes, long) as engine:
        asyncio.run(asyncio.sleep(1.5))
        notes.wanted.clear()
        engine.cancel("run-1")
        until(lambda: left == ["run-1"], 10, "the run was not told")
        notes.wanted.append("run-1")
        engine.nudge()
        asyncio.run(asyncio.sleep(1.5))
        engine.cancel("run-1")
        until(lambda: left == ["run-1", "run-1"], 10, "it was not begun once more")
        notes.wanted.clear()
        asyncio.run(asyncio.sleep(0.5))
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_fault_of_a_step_passes_through_and_its_words_reach_neither_tables_nor_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    notes, seen = Notes(wanted=["run-1"]), []

    async def fails() -> None:
        raise ZeroDivisionError("words of a draft")

    async def failing(run_id: str, steps: Steps) -> None:
        try:
            await steps.once("step", fails)
        except ZeroDivisionError as fault:
            seen.append(str(fault))
        notes.wanted.clear()

    with started(f"sqlite:///{tmp_path}/engine.sqlite", notes, failing):
        until(lambda: bool(seen), 20, "the fault did not pass")
    assert seen == ["words of a draft"]
    assert "words of a draft" not in caplog.text
    assert not any(b"words of a draft" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_what_is_noted_of_runs_that_ended_long_ago_is_let_go(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "CLEAR_SECONDS", 0.2)
    tables = open_tables(url)
    counted = "select count(*) from {} where workflow_uuid like :of"
    schema = "" if url.startswith("sqlite") else "dbos."

    def noted(run_id: str) -> list[int]:
        with tables.connect() as connection:
            names = [f"{schema}{name}" for name in ("workflow_status", "operation_outputs")]
            return [connection.scalar(text(counted.format(name)), {"of": f"{run_id}%"}) or 0 for name in names]

    notes = Notes(wanted=["old-1", "old-2"])
    with started(url, notes, keep_days=30):
        until(lambda: len(notes.ended) == 2, 20, "the runs were not done")
        asyncio.run(asyncio.sleep(1.5))
        assert noted("old-") == [2, 6]
    notes.wanted.append("new-1")
    with started(url, notes, keep_days=1e-6):
        until(lambda: len(notes.ended) == 3, 20, "the run was not done")
        until(lambda: noted("old-") == [0, 0], 20, "the ended runs were not let go")
    tables.dispose()


def test_values_are_written_as_json_and_errors_by_their_type_alone() -> None:
    form = JsonOnly()
    assert form.deserialize(form.serialize({"args": ["a-1"], "kwargs": {}})) == {"args": ["a-1"], "kwargs": {}}
    written = form.serialize(ZeroDivisionError("words of a draft"))
    assert "words" not in written
    assert isinstance(form.deserialize(written), EngineFault)
    with pytest.raises(TypeError):
        form.serialize(object())


def test_the_tables_are_for_this_user_alone_and_written_ahead(tmp_path: Path) -> None:
    file = tmp_path / "kept/engine.sqlite"
    with started(f"sqlite:///{file}", Notes()):
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700
        with sqlite3.connect(file) as tables:
            assert tables.execute("pragma journal_mode").fetchone() == ("wal",)
            assert tables.execute("select distinct version_name from application_versions").fetchall() == [("1",)]


def test_tables_that_cannot_be_reached_are_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for url, fault in (
        (f"sqlite:///{tmp_path}/file/engine.sqlite", ConfigurationError),
        ("postgresql://nobody@127.0.0.1:1/none", Unavailable),
    ):
        with pytest.raises(fault, match=r"\.$"), started(url, Notes()):
            pass


def test_the_engine_is_imported_by_nobody_who_does_not_start_it() -> None:
    code = (
        "import sys, screener.uses.durable, screener.doors.engine, screener.wiring.bootstrap;"
        "assert 'dbos' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_of_a_fault_that_ends_a_run_the_log_names_the_kind_and_nothing_that_it_says(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    notes = Notes(wanted=["faulty-1"])
    logging.getLogger("dbos").addHandler(caplog.handler)

    async def failing(run_id: str, steps: Steps) -> None:
        del steps
        notes.wanted.remove(run_id)
        raise ValueError("words of a draft: quokka")

    try:
        with started(url, notes, failing):
            until(lambda: "EngineFault: ValueError" in caplog.text, 20, "the fault was not logged")
    finally:
        logging.getLogger("dbos").removeHandler(caplog.handler)
    assert "quokka" not in caplog.text


@pytest.mark.parametrize("server", ["nobody.invalid", "127.0.0.1:1", "?host=/nowhere"])
def test_a_server_that_cannot_be_reached_is_waited_for_however_that_is_worded(server: str) -> None:
    from dbos._utils import retriable_postgres_exception  # the engine's own rule for what it waits out

    host, _, rest = server.partition("?")
    tables = open_tables(f"postgresql://reader@{host}/tables?{rest}")
    with pytest.raises(OperationalError) as raised, tables.connect():
        pass
    assert retriable_postgres_exception(raised.value)
