"""A disk without room for the engine's tables: recognised, told once, and waited out by those who can wait."""

import logging
import shutil
import sqlite3
import threading
from pathlib import Path
from time import monotonic

QUIET_SECONDS = 300.0
"""A lack of room that is not met again for so long counts as over: the next one is told in the log anew."""
NEXT_TO_NOTHING = 256 * 1024
"""Bytes. With less room than this, a file that cannot be opened or written is a sign of the full disk."""
_SIGNS = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN})

log = logging.getLogger("screener.engine")


class FullDisk:
    """What the engine of this process knows of the room on its disk. May be used from any thread."""

    def __init__(self) -> None:
        self._met_at: float | None = None
        self._lock = threading.Lock()
        self._thread = threading.local()
        self.waits = False
        """Whether a run waits for room, as far as is known."""

    def is_meant(self, fault: BaseException, file: Path) -> bool:
        """Whether a fault of the SQLite tables in `file` says that there is no room."""
        code = getattr(fault, "sqlite_errorcode", None)
        if not isinstance(code, int):
            return False
        return code & 0xFF == sqlite3.SQLITE_FULL or (code & 0xFF in _SIGNS and _without_room(file))

    def met(self, where: str) -> None:
        """There is no room at `where`: told in the log once for as long as it lasts."""
        now = monotonic()
        with self._lock:
            before, self._met_at = self._met_at, now
            self.waits = self.waits or self.may_wait()
        if before is None or now - before > QUIET_SECONDS:
            log.warning("The disk of %s is full; screenings wait until there is room, and go on by themselves.", where)

    def passed(self) -> None:
        """Something was written: there is room."""
        self.waits = False

    def never_wait_here(self) -> None:
        """This thread has more to do than to wait for room: it is told of the fault, and tries again in its own time."""
        self._thread.never = True

    def may_wait(self) -> bool:
        """Whether this thread may be held up until there is room."""
        return not getattr(self._thread, "never", False)


def _without_room(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < NEXT_TO_NOTHING
    except OSError:
        return False
