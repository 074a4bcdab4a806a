"""After a purge: drive what was destroyed out of the files in which a database keeps older copies of its pages.

SQLite zeroes deleted rows in place (`secure_delete`), but its write-ahead file still holds pages from before; it is emptied.
Postgres keeps dead rows until a vacuum, and older log segments until they are reused. What lingers there is sealed, and
the key it was sealed under is itself wrapped: changing the master key makes all of it unreadable for good, in old
backups too.
"""

import logging

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

_MARK = "something was destroyed"
_PATIENCE = 2_000
"""Milliseconds to wait for readers who still look at an older moment."""

_log = logging.getLogger(__name__)


def ask(session: Session) -> None:
    """Have the database swept once this transaction is kept."""
    session.info[_MARK] = True


def asked(session: Session) -> bool:
    """Whether the transaction destroyed something."""
    return bool(session.info.get(_MARK))


def sqlite(engine: Engine) -> bool:
    """Copy the write-ahead file into the database and empty it. False where a reader stood in the way."""
    try:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {before}")
            cursor.close()
        finally:
            connection.close()
    except (DBAPIError, engine.dialect.loaded_dbapi.Error) as error:
        _log.warning("the database could not be swept after a purge (%s); it is tried again", type(error).__name__)
        return False
    return not busy


def postgres(engine: Engine) -> bool:
    """Have dead rows removed from the tables that held sealed bytes."""
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in ("sealed", "drafts", "verdicts", "decisions", "letters", "impressions", "added_flags"):
                connection.execute(text(f"VACUUM {table}"))
    except DBAPIError as error:
        _log.warning("the database could not be swept after a purge (%s); it is tried again", type(error).__name__)
        return False
    return True
