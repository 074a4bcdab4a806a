"""Faults of the database, told as one sentence: what is wrong and what to do. Never with what was bound to a statement.

Each has two wordings: one for whoever keeps the machine, which names the place, and one for everybody else.
"""

import errno
import logging
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from screener.words.errors import Conflict, Invalid, ScreenerError, Unavailable

FULL = "The service's disk is full; tell a maintainer."
"""What everybody may know of a full disk."""
QUIET_SECONDS = 300.0
"""An outage that is not met again for so long counts as over: the next one is told in the log anew."""
NEXT_TO_NOTHING = 256 * 1024
"""Bytes. With less room than this, a file that cannot be opened or written is a sign of the full disk."""
_FULL_SIGNS = ("database or disk is full", "no space left", "diskfull")
_MAYBE_FULL_SIGNS = ("disk i/o", "unable to open")
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})

_SENTENCES = (
    (
        ("is locked", "lock timeout", "locknotavailable"),
        "The database is busy with other writes; try again in a moment.",
    ),
    (("deadlock", "could not serialize"), "Somebody else wrote to the same place at the same moment; try again."),
    (("readonly", "read-only"), "It is not allowed to write to {where}; correct its permissions."),
    (
        ("no such table", "undefinedtable"),
        "The tables are missing from {where}; start the service once, which makes them.",
    ),
    (
        ("not a database", "malformed", "disk i/o"),
        "What is kept in {where} cannot be read or written; check the disk, or restore a backup into an empty place.",
    ),
    (
        ("authentication", "invalidpassword", "invalidcatalogname", "does not exist"),
        "The service may not sign in to {where}; check user, password and name in the address of the database.",
    ),
)
_GONE = "There is no answer from {where}; it is tried again with the next request."
_ANYWHERE = "the service's database"
"""How a place is named to those who need not know it."""

log = logging.getLogger("screener.storage")


class Outage(Unavailable):
    """The database does not work now. The message names the place, for whoever keeps the machine; `openly` does not."""

    def __init__(self, message: str, openly: str) -> None:
        super().__init__(message)
        self.openly = openly


class DiskFull(Outage):
    """There is no room for what was to be written."""

    def __init__(self, where: str) -> None:
        super().__init__(f"The disk of {where} is full; free some space and try again.", FULL)


def openly(fault: BaseException) -> str:
    """What anybody may be told of a fault: its message, without the names of places on the machine."""
    if isinstance(fault, Outage):
        return fault.openly
    cause = fault.__cause__
    if isinstance(fault, Unavailable) and isinstance(cause, OSError):
        return FULL if cause.errno in _NO_ROOM else "The service's disk cannot be used; tell a maintainer."
    return str(fault)


def note_inside(fault: BaseException) -> None:
    """Write into the log what not everybody may be told of a fault, once for as long as it lasts."""
    if openly(fault) != str(fault):
        note(str(fault))


def note(sentence: str) -> None:
    """Write an outage into the log, once for as long as it lasts."""
    now = monotonic()
    with _lock:
        before = _met.get(sentence)
        _met[sentence] = now
    if before is None or now - before > QUIET_SECONDS:
        log.warning("%s", sentence)


_met: dict[str, float] = {}
"""When each sentence was last to be told."""
_lock = threading.Lock()


@contextmanager
def told_plainly(where: str, file: Path | None = None) -> Iterator[None]:
    """Turn a fault of the database at `where` into Outage (DiskFull where it lacks room); Conflict where a rule of the tables
    was broken, Invalid where what was to be kept does not fit its column. `file` is that of an SQLite database."""
    try:
        yield
    except ScreenerError:
        raise
    except IntegrityError as error:
        raise Conflict("Somebody else changed the same thing at the same moment; look again and repeat.") from error
    except PoolTimeoutError as error:
        raise Unavailable("The database is busy with other requests; try again in a moment.") from error
    except ProgrammingError as error:
        if "undefinedtable" in _said(error):
            raise _outage(error, where, file) from error
        raise
    except DataError as error:
        raise Invalid(
            "Something that was sent is too long, or holds characters that cannot be kept; change it."
        ) from error
    except DBAPIError as error:
        raise _outage(error, where, file) from error


def _outage(error: DBAPIError, where: str, file: Path | None) -> Outage:
    said = _said(error)
    if any(sign in said for sign in _FULL_SIGNS) or (
        any(sign in said for sign in _MAYBE_FULL_SIGNS) and _without_room(file)
    ):
        full = DiskFull(where)
        note(str(full))
        return full
    for signs, sentence in _SENTENCES:
        if any(sign in said for sign in signs):
            return Outage(sentence.format(where=where), sentence.format(where=_ANYWHERE))
    return Outage(_GONE.format(where=where), _GONE.format(where=_ANYWHERE))


def _without_room(file: Path | None) -> bool:
    try:
        return file is not None and shutil.disk_usage(file.parent).free < NEXT_TO_NOTHING
    except OSError:
        return False


def _said(error: DBAPIError) -> str:
    return f"{type(error.orig).__name__} {error.orig}".lower()
