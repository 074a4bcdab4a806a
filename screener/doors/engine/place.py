"""Where the engine keeps its tables: an SQLite file of its own, or the Postgres server of the service."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine as SqlEngine
from sqlalchemy import create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext

from screener.words.errors import ConfigurationError

_PRAGMAS = (
    "journal_mode = wal",
    # Losing the last records to a power cut repeats those steps; what they found is kept in the service's own tables.
    "synchronous = normal",
    "busy_timeout = 30000",
    "foreign_keys = on",
    "secure_delete = on",
)


def open_tables(url: str) -> SqlEngine:
    """An engine of the SQL library for `sqlite:////FILE` or `postgresql://…`. Raises ConfigurationError.

    The file, and a missing folder for it, are made readable by this user alone.
    """
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        file = Path(where.database or "")
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.touch(mode=0o600)
        except OSError as error:
            raise ConfigurationError(
                f"The engine's file {file} cannot be made ({error.strerror}); choose another data folder."
            ) from error
        return _sqlite(url)
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

    return made


def _sqlite(url: str) -> SqlEngine:
    made = create_engine(url, pool_size=12, max_overflow=0, pool_timeout=30, hide_parameters=True)

    @event.listens_for(made, "connect")
    def _set_up(connection: Any, _: object) -> None:
        connection.isolation_level = "IMMEDIATE"  # writers queue at the beginning, where waiting does no harm
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    return made
