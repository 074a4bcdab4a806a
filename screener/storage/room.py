"""Whether anything can be kept: a little is written and taken back, seldom enough to cost nothing."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic

from sqlalchemy import ColumnElement, delete, func, insert, literal, select, text
from sqlalchemy.orm import Session

from screener.storage.tables import AttemptRow
from screener.words.errors import Unavailable

CHECK_EVERY = 5.0
"""Seconds for which a verdict stands."""
KIND = "room"
_SQLITE_BYTES = 4096
"""Written as twice as many digits, in the table and in its index: more than the space that a page has left."""
_SPILLED_ROWS = 20_000
"""More than fit into the least memory that Postgres gives to a query; it puts them into a file of its own meanwhile."""


class WriteCheck:
    """Tries a write when asked, but not oftener than every few seconds, and by one thread at a time."""

    def __init__(self, write: Callable[[], None], now: Callable[[], float] = monotonic) -> None:
        self._write, self._now = write, now
        self._turn = threading.Lock()
        self._checked_at: float | None = None
        self._fault: Unavailable | None = None

    def passed(self) -> None:
        """Raises Unavailable where the last write failed. While another thread tries, the verdict before it stands."""
        if self._turn.acquire(blocking=False):
            try:
                if self._checked_at is None or self._now() - self._checked_at >= CHECK_EVERY:
                    self._try()
            finally:
                self._turn.release()
        fault = self._fault
        if fault is not None:
            raise fault.with_traceback(None)

    def _try(self) -> None:
        try:
            self._write()
        except Unavailable as fault:
            self._fault = fault
        else:
            self._fault = None
        self._checked_at = self._now()


def write_a_little(session: Session) -> None:
    """Write what needs fresh pages, and take it back in the same transaction: nobody sees it, and nothing grows by it."""
    if session.get_bind().dialect.name == "postgresql":
        # One row may find room in a page that is there already; what is spilled needs room on the disk for certain.
        session.execute(text("SET LOCAL work_mem = '64kB'"))
        session.execute(select(func.count()).select_from(func.generate_series(1, _SPILLED_ROWS))).scalar_one()
        content: ColumnElement[str] = literal("0" * 64)
    else:
        content = func.hex(func.zeroblob(_SQLITE_BYTES))
    session.execute(insert(AttemptRow).values(kind=KIND, subject_sha256=content, at=datetime.now(UTC)))
    session.execute(delete(AttemptRow).where(AttemptRow.kind == KIND))
