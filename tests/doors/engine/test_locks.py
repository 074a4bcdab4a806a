"""Who is alive: a worker's lock is its own while its process lives, and free once it is dead."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from screener.doors.engine.locks import AdvisoryLocks, FileLocks, Locks
from screener.doors.engine.place import open_tables
from screener.words.errors import Unavailable
from tests.postgres import postgres_url

__all__ = ["postgres_url"]
CHECKOUT = Path(__file__).parents[3]


@pytest.fixture(params=["files", "advisory"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "advisory":
        return str(request.getfixturevalue("postgres_url"))
    return str(tmp_path / "workers")


def locks(address: str, own: str) -> Locks:
    return AdvisoryLocks(open_tables(address), own) if "://" in address else FileLocks(Path(address), own)


@contextmanager
def elsewhere(address: str, own: str) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds its lock."""
    code = (
        "import sys, time; from pathlib import Path; from screener.doors.engine.locks import AdvisoryLocks, FileLocks;"
        "from screener.doors.engine.place import open_tables; address, own = sys.argv[1:];"
        "held = AdvisoryLocks(open_tables(address), own) if '://' in address else FileLocks(Path(address), own);"
        "held.keep(); print('held', flush=True); time.sleep(600)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, address, own], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def free(held: Locks, worker: str) -> bool:
    with held.of_the_dead(worker) as dead:
        return dead


def test_the_lock_of_a_live_worker_is_not_free_and_that_of_a_killed_one_is(address: str) -> None:
    own = locks(address, "one")
    own.keep()
    own.keep()
    with elsewhere(address, "other") as other:
        assert not free(own, "other")
        assert free(own, "a third, never seen")
        other.kill()
        other.wait()
        assert free(own, "other")
        assert free(own, "other"), "looking does not keep it"
    own.close()


def test_two_that_look_at_a_dead_worker_do_not_both_act(address: str) -> None:
    one, other = locks(address, "one"), locks(address, "other")
    one.keep()
    other.keep()
    with one.of_the_dead("dead") as mine, other.of_the_dead("dead") as theirs:
        assert (mine, theirs) == (True, False)
    one.close()
    end = time.monotonic() + 10
    while not free(other, "one"):  # the server notices a moment later that the connection is closed
        assert time.monotonic() < end, "a worker that has closed counts as dead"
        time.sleep(0.05)
    other.close()


def test_a_broken_connection_is_made_anew_and_the_lock_taken_again(postgres_url: str) -> None:
    import psycopg

    one, other = locks(postgres_url, "one"), locks(postgres_url, "other")
    one.keep()
    other.keep()
    plain = postgres_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(plain, autocommit=True) as administrator:
        administrator.execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'")
    one.keep()
    other.keep()
    assert not free(other, "one")
    one.close()
    other.close()


def test_a_lock_that_is_held_elsewhere_is_not_taken_for_ones_own(postgres_url: str) -> None:
    one, other = locks(postgres_url, "one"), locks(postgres_url, "other")
    other.keep()
    with other.of_the_dead("one") as dead:
        assert dead
        for _ in range(2):
            with pytest.raises(Unavailable, match="held elsewhere"):
                one.keep()
    one.keep()
    assert not free(other, "one")
    one.close()
    other.close()
