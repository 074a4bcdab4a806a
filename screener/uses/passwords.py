"""Passwords: hashed with argon2id, checked in the same time whether or not there is an account."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from screener.words.errors import Invalid

SHORTEST, LONGEST = 12, 256
_hasher = PasswordHasher()
_room = BoundedSemaphore(4)  # each look takes 64 MiB, and anybody may ask for one


def hashed(password: str) -> str:
    """The argon2id hash of a password, with its salt and parameters."""
    return _hasher.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was hashed. Without a hash the answer is no, and takes as long to come."""
    try:
        with _room:
            return _hasher.verify(kept or _nobodys(), password[:LONGEST]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def check_new(password: str, *, email: str, name: str) -> None:
    """Raises Invalid where a password is too short, too long, or too easily guessed from the account."""
    says = ""
    if len(password) < SHORTEST:
        says = f"Choose a password of at least {SHORTEST} characters; a few unrelated words will do."
    elif len(password) > LONGEST:
        says = f"Choose a password of at most {LONGEST} characters."
    elif len(set(password.casefold())) < 5:
        says = "This password repeats a few characters; choose one with more variety."
    elif password.casefold() in {email.casefold(), email.split("@", maxsplit=1)[0].casefold(), name.casefold()}:
        says = "Choose a password that is not your name or address."
    if says:
        raise Invalid(says, {"password": says})


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has."""
    return _hasher.hash("no account has this password")
