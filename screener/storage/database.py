"""One database, SQLite or Postgres by its address: transactions to read and to write in, and what can go wrong there."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import ORMExecuteState, Session

from screener.storage import room, sweeping
from screener.storage.outages import DiskFull, told_plainly
from screener.storage.room import WriteCheck
from screener.words.errors import ConfigurationError, Unavailable

__all__ = ["Database", "Session"]  # rooms that may not know SQL name the type of a session from here

LOCK_SECONDS = 30.0
"""How long a writer waits for its turn."""


class _Reading(Session):
    """A session that locks no rows: Postgres refuses that in a transaction that only reads, and SQLite would say nothing."""


@event.listens_for(_Reading, "do_orm_execute")
def _lock_nothing(asked: ORMExecuteState) -> None:
    if getattr(asked.statement, "_for_update_arg", None) is not None:
        raise RuntimeError("rows are locked in a transaction that only reads; use writing()")


class Database:
    """The tables of one installation. May be shared between threads, and the same address between processes.

    `url` is `sqlite:////folder/service.sqlite` or `postgresql://user:password@host/name`; `pool` is the number of
    connections kept open. Nothing is connected to before the first use. Raises ConfigurationError for another address.
    """

    def __init__(self, url: str, *, pool: int = 8, wait: float = LOCK_SECONDS) -> None:
        self.url = _checked(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._wait = wait
        self._turn = (
            threading.Lock()
        )  # threads of one process queue here; SQLite alone would let them starve each other
        self._unswept = self._full = False
        self._check = WriteCheck(self._write_a_little)
        self._engine = _sqlite(self.url, pool, wait) if self.is_sqlite else _postgres(self.url, pool, wait)
        self._writer = self._engine.execution_options(writes=True)
        still = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self._engine.execution_options(**still)

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    def migrate(self) -> None:
        """Bring the tables to the form this program needs, making them where there are none; safe to call at every start.

        Raises ConfigurationError where a newer program made the database, Unavailable where it cannot be reached.
        """
        from screener.storage.migrating import upgrade  # alembic takes a while to import

        if self.file:
            _private(self.file)
        with self._one_at_a_time(), self._told_plainly(), self._writer.begin() as connection:
            upgrade(connection)
        self._unswept = self.is_sqlite  # a process may have died between a purge and its sweep
        self._sweep()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that may write: kept when the block ends, undone when it raises. On SQLite there is one at a time.

        Raises Unavailable where the database is gone, full or busy for too long, Conflict where a rule of the tables is
        broken by something that happened at the same moment.
        """
        with self._one_at_a_time(), self._told_plainly():
            with Session(self._writer, expire_on_commit=False) as session, session.begin():
                session.connection()  # the turn is taken now, not at the first statement
                yield session
            self._unswept, self._full = self._unswept or sweeping.asked(session), False
        self._sweep()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one moment of the database throughout and keeps nothing. Raises Unavailable."""
        with self._told_plainly(), _Reading(self._reader, expire_on_commit=False) as session:
            yield session
            session.rollback()

    def ready(self) -> None:
        """Ask the database for an answer. Raises Unavailable, or ConfigurationError where its tables are not the right ones."""
        from screener.storage.migrating import NEEDED

        with self.reading() as session:
            found = session.execute(text("select version_num from alembic_version")).scalar()
        if found != NEEDED:
            raise Unavailable(
                "The tables of the database are not those of this version; restart the service to bring them up."
            )

    def ready_to_write(self) -> None:
        """Write a little and take it back, where that was not tried in the last seconds; the verdict stands meanwhile.

        Raises Unavailable where nothing can be kept, as on a full disk.
        """
        self._check.passed()

    @property
    def is_full(self) -> bool:
        """Whether the last thing that this process tried to keep found no room."""
        return self._full

    def close(self) -> None:
        """Close every connection; on SQLite this empties and removes the write-ahead file."""
        self._engine.dispose()

    def others(self) -> int:
        """How many connections to this database other processes hold under the same name; not told by SQLite, which says 0."""
        if self.is_sqlite:
            return 0
        self._engine.dispose()  # or our own idle ones would count
        query = text(
            "select count(*) from pg_stat_activity where datname = current_database() and usename = current_user "
            "and pid <> pg_backend_pid() and backend_type = 'client backend'"
        )
        with self.reading() as session:
            return int(session.execute(query).scalar_one())

    @property
    def where(self) -> str:
        """The database as a sentence may name it, without user or password."""
        return (
            f"the database file {self.file}"
            if self.is_sqlite
            else f"the database server at {self.url.host or 'its socket'}"
        )

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        try:
            with told_plainly(self.where, self.file):
                yield
        except DiskFull:
            self._full = True
            raise

    def _write_a_little(self) -> None:
        with self.writing() as session:
            room.write_a_little(session)

    def _sweep(self) -> None:
        """After a purge, and at every start: what was destroyed must not linger; what stands in the way is tried again."""
        if self._unswept:
            swept = sweeping.sqlite(self._engine) if self.is_sqlite else sweeping.postgres(self._engine)
            self._unswept = not swept

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=self._wait):
            raise Unavailable("The database is busy with other writes; try again in a moment.")
        try:
            yield
        finally:
            self._turn.release()


def _checked(url: str) -> URL:
    """The address, with the driver that comes with the program."""
    try:
        made = make_url(url)
    except ArgumentError:
        made = None
    name = made.get_backend_name() if made else ""
    if made is None or name not in ("sqlite", "postgresql", "postgres"):
        raise ConfigurationError(
            "The address of the database is neither sqlite:////FILE nor postgresql://…; correct it."
        )
    if name != "sqlite":
        return made.set(drivername="postgresql+psycopg")
    if not made.database or made.database == ":memory:":
        raise ConfigurationError(
            "The address of the database names no file; write it as sqlite:////folder/service.sqlite."
        )
    return made.set(drivername="sqlite+pysqlite")


def _sqlite(url: URL, pool: int, wait: float) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool,
        max_overflow=pool,
        pool_timeout=wait,
        hide_parameters=True,  # what is bound to a statement may be text of a draft
        connect_args={"timeout": wait, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: object) -> None:
        connection.isolation_level = None  # BEGIN is ours, below
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


SQLITE_PRAGMAS = (
    "journal_mode = wal",
    "synchronous = full",  # a decision that was confirmed outlives a power cut
    "foreign_keys = on",
    "secure_delete = on",  # what is deleted is overwritten with zeros
    "temp_store = memory",
    "journal_size_limit = 67108864",
)


def _postgres(url: URL, pool: int, wait: float) -> Engine:
    limits = f"-c lock_timeout={int(wait * 1000)} -c idle_in_transaction_session_timeout=600000 -c timezone=UTC"
    return create_engine(
        url,
        pool_size=pool,
        max_overflow=pool,
        pool_timeout=wait,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "options": limits},
    )


def _private(file: Path) -> None:
    """Make the file, and the folder for it, readable by this user alone."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
    except OSError as error:
        raise ConfigurationError(
            f"The database file {file} cannot be made ({error.strerror}); choose another data folder."
        ) from error
