"""Who is alive: each worker holds a lock on its own name for as long as its process lives.

The system lets go of it when the process dies, however it dies, so a free lock is a dead worker. On Postgres it is an
advisory lock of a connection, on SQLite a locked file beside the tables.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, text
from sqlalchemy import Engine as SqlEngine
from sqlalchemy.exc import SQLAlchemyError

from screener.words.errors import Unavailable


class Locks(Protocol):
    """The locks of the workers. One thread uses them."""

    def keep(self) -> None:
        """Take this worker's own lock, or make sure that it is still held. Raises OSError, SQLAlchemyError, Unavailable."""

    @contextmanager
    def of_the_dead(self, worker: str) -> Iterator[bool]:
        """Whether another worker's lock is free; if so it is held meanwhile, so that no third one acts as well."""

    def close(self) -> None:
        """Let go of everything."""


class FileLocks:
    """Locked files in a folder, named after the workers."""

    def __init__(self, folder: Path, own: str) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._own = self._lock(own)

    def keep(self) -> None:
        """Take the own lock; the system holds it from then on."""
        if not self._own.is_locked:
            self._own.acquire(blocking=False)

    @contextmanager
    def of_the_dead(self, worker: str) -> Iterator[bool]:
        """As promised by `Locks`. The file of a dead worker is taken away: names are not used twice."""
        lock = self._lock(worker)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            yield False
            return
        try:
            yield True
            Path(lock.lock_file).unlink(missing_ok=True)
        finally:
            lock.release(force=True)

    def close(self) -> None:
        """Let go of the own lock, and take its file away."""
        with suppress(OSError):
            Path(self._own.lock_file).unlink(missing_ok=True)
        self._own.release(force=True)

    def _lock(self, worker: str) -> FileLock:
        return FileLock(self._folder / f"{worker}.lock", mode=0o600, thread_local=False)


class AdvisoryLocks:
    """Advisory locks of one connection that is kept open. A connection that breaks is made anew."""

    def __init__(self, tables: SqlEngine, own: str) -> None:
        self._tables, self._own = tables, own
        self._connection: Connection | None = None

    def keep(self) -> None:
        """Take the own lock, on a new connection where the old one broke.

        Raises Unavailable where it is not to be had yet: the server has not noticed that the old connection is gone, or
        another worker has found the lock free and is taking over the runs.
        """
        try:
            if self._connection is not None:
                self._connection.execute(text("select 1"))
                return
        except SQLAlchemyError:
            self.close()
        made = self._tables.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection = made
        if not self._ask("select pg_try_advisory_lock(:key)", self._own):
            self.close()
            raise Unavailable("The lock of this worker is held elsewhere; it is asked for again in a moment.")

    @contextmanager
    def of_the_dead(self, worker: str) -> Iterator[bool]:
        """As promised by `Locks`."""
        taken = self._ask("select pg_try_advisory_lock(:key)", worker)
        try:
            yield taken
        finally:
            if taken:
                self._ask("select pg_advisory_unlock(:key)", worker)

    def close(self) -> None:
        """Give the connection up, and with it every lock."""
        if self._connection is not None:
            self._connection.invalidate()
            with suppress(SQLAlchemyError):
                self._connection.close()
            self._connection = None

    def _ask(self, query: str, worker: str) -> bool:
        assert self._connection is not None, "the own lock is taken first"
        return bool(self._connection.scalar(text(query), {"key": _number(worker)}))


def _number(worker: str) -> int:
    """63 bits by which Postgres knows the lock of a worker."""
    return int.from_bytes(hashlib.sha256(f"screener worker {worker}".encode()).digest()[:8], "big") >> 1
