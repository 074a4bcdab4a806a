"""Faults of the database, told as one sentence: what is wrong and what to do. Never with what was bound to a statement."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from screener.words.errors import Conflict, Invalid, ScreenerError, Unavailable

_SENTENCES = (
    (
        ("database or disk is full", "no space left", "diskfull"),
        "The disk of {where} is full; free some space and try again.",
    ),
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


@contextmanager
def told_plainly(where: str) -> Iterator[None]:
    """Turn a fault of the database at `where` into Unavailable; Conflict where a rule of the tables was broken, Invalid where
    what was to be kept does not fit its column."""
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
            raise Unavailable(_sentence(error, where)) from error
        raise
    except DataError as error:
        raise Invalid(
            "Something that was sent is too long, or holds characters that cannot be kept; change it."
        ) from error
    except DBAPIError as error:
        raise Unavailable(_sentence(error, where)) from error


def _sentence(error: DBAPIError, where: str) -> str:
    said = _said(error)
    for signs, sentence in _SENTENCES:
        if any(sign in said for sign in signs):
            return sentence.format(where=where)
    return _GONE.format(where=where)


def _said(error: DBAPIError) -> str:
    return f"{type(error.orig).__name__} {error.orig}".lower()
