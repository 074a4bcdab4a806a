"""Where the engine keeps its tables: an SQLite file of its own, or the Postgres server of the service."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine as SqlEngine
from sqlalchemy import create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext

from screener.doors.engine.full_disk import FullDisk
from screener.words.errors import ConfigurationError

_PRAGMAS = (
    "journal_mode = wal",
    # Losing the last records to a power cut repeats those steps; what they found is kept in the service's own tables.
    "synchronous = normal",
    "busy_timeout = 30000",
    "foreign_keys = on",
    "secure_delete = on",
)
_DISK_FULL = "53100"
"""By which Postgres tells that its disk is full."""


def open_tables(url: str, disk: FullDisk | None = None) -> SqlEngine:
    """An engine of the SQL library for `sqlite:////FILE` or `postgresql://…`. Raises ConfigurationError.

    The file, and a missing folder for it, are made readable by this user alone. `disk` is told where there is no room.
    """
    where, disk = make_url(url), disk or FullDisk()
    if where.get_backend_name() == "sqlite":
        file = Path(where.database or "")
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.touch(mode=0o600)
        except OSError as error:
            raise ConfigurationError(
                f"The engine's file {file} cannot be made ({error.strerror}); choose another data folder."
            ) from error
        return _sqlite(url, file, disk)
    made = create_engine(
        where.set(drivername="postgresql+psycopg"),
        pool_size=12,
        max_overflow=0,
        pool_timeout=30,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "application_name": "screener"},
    )

    @event.listens_for(made, "handle_error")
    def _wait_for_it(context: ExceptionContext) -> None:
        """Whatever keeps a connection from being made passes: the engine goes by the wording, and misses some."""
        context.is_disconnect = context.is_disconnect or context.connection is None
        if getattr(context.original_exception, "sqlstate", None) == _DISK_FULL:  # which the engine waits out by itself
            disk.met(f"the database server at {where.host or 'its socket'}")

    return made


def _sqlite(url: str, file: Path, disk: FullDisk) -> SqlEngine:
    made = create_engine(url, pool_size=12, max_overflow=0, pool_timeout=30, hide_parameters=True)

    @event.listens_for(made, "connect")
    def _set_up(connection: Any, _: object) -> None:
        connection.isolation_level = "IMMEDIATE"  # writers queue at the beginning, where waiting does no harm
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(made, "handle_error")
    def _wait_for_room(context: ExceptionContext) -> None:
        """The engine waits for a connection that broke, and not for room. So the one that found no room is given up, which
        undoes its transaction; the engine tries the whole of it again on another."""
        if disk.is_meant(context.original_exception, file):
            disk.met(f"the engine's file {file}")
            context.invalidate_pool_on_disconnect = False  # nothing is wrong with the others
            if disk.may_wait():
                _undo(context)
                context.is_disconnect = True

    return made


def _undo(context: ExceptionContext) -> None:
    """Roll back at once: closing the connection would not, and would keep every other writer out, for as long as the fault
    is held somewhere, and with it the statement that failed."""
    held = context.connection.connection.dbapi_connection if context.connection is not None else None
    if held is not None:
        with suppress(sqlite3.Error):  # it may have undone it by itself
            held.rollback()
