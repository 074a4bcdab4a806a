"""Passwords: hashed with argon2id, checked in the same time whether or not there is an account."""

import re
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from screener.words.errors import Invalid

SHORTEST, LONGEST = 12, 256
COMMONEST = frozenset(
    """
    123456789012 1234567890123 12345678901234 123456789abc 012345678901 123456654321 112233445566 111222333444
    0123456789abcdef 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc 1a2b3c4d5e6f a1b2c3d4e5f6 abc123abc123 abcdefghijkl abcdefghijklm
    abcdefghijklmnopqrstuvwxyz qwertyuiop qwertyuiopas qwertyuiopasdf qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm
    qwertzuiop qwertzuiopas qwerty asdfghjkl asdfghjklqwe zxcvbnmasdfg zaq12wsxcde3 zaq1zaq1zaq1 password passwords passw0rd
    p4ssw0rd mypassword thepassword yourpassword newpassword oldpassword secretpassword adminpassword rootpassword
    userpassword testpassword defaultpassword temporarypassword changepassword thisismypassword thisisapassword
    thisispassword mysecretpassword strongpassword securepassword supersecret topsecret administrator administration
    adminadmin changeme changemenow pleasechangeme letmein letmeinnow letmeinplease letmeinagain iloveyou iloveyouso
    iloveyouforever iloveyousomuch welcome welcomeback welcometo trustno correcthorsebattery correcthorsebatterystaple
    opensesame unbelievable christopher manchesterunited liverpool realmadrid barcelona superman spiderman starwars
    maytheforcebewithyou princess sunshine football baseball basketball dragonball computer internet master monkey
    shadow michael jennifer jessica whatever nothing freedom everything hello helloworld goodmorning summer winter spring autumn
    january february march april june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday maintainer screener draftscreener
    """.split()  # noqa: SIM905  (as a list it would be three times as long)
)
"""Passwords that guessers try before any other, as letters and digits in lower case, without the digits at the end of a
word: of twelve characters and more with them. A few, written down from what is known of such lists."""
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
    """Raises Invalid where a password is too short, too long, or too easily guessed: from the account, or by anybody."""
    says = ""
    plain = _letters(password)
    if len(password) < SHORTEST:
        says = f"Choose a password of at least {SHORTEST} characters; a few unrelated words will do."
    elif len(password) > LONGEST:
        says = f"Choose a password of at most {LONGEST} characters."
    elif len(set(password.casefold())) < 5:
        says = "This password repeats a few characters; choose one with more variety."
    elif _of_the_account(plain, email, name):
        says = "Choose a password that is not made of your name or address."
    elif (word := _repeated(plain)) is not None:
        says = f"This password is {'one word' if word.isalpha() else 'the same'} over and over; choose a few unrelated words."
    elif _stem(plain) in COMMONEST:
        says = "This is among the passwords that are tried first; choose a few unrelated words."
    if says:
        raise Invalid(says, {"password": says})


def _letters(text: str) -> str:
    """Letters and digits alone, in lower case: what stays of a password however it is punctuated."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _of_the_account(plain: str, email: str, name: str) -> bool:
    """Whether nothing is left of a password but digits once the parts of the address and the name are taken out."""
    box, _, host = email.partition("@")
    parts = {_letters(part) for part in (email, box, host, name, *re.split(r"[\W_]+", f"{email} {name}"))}
    rest = plain
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(part, "") if len(part) > 1 else rest
    return rest != plain and (not rest or rest.isdecimal())


def _repeated(plain: str) -> str | None:
    """The piece that a password is made of when it is one piece two times or more, else None."""
    for length in range(1, len(plain) // 2 + 1):
        if len(plain) % length == 0 and plain == plain[:length] * (len(plain) // length):
            return plain[:length]
    return None


def _stem(plain: str) -> str:
    """A password without the digits that people put at its end, unless it begins with digits."""
    return plain.rstrip("0123456789") or plain if plain[:1].isalpha() else plain


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has."""
    return _hasher.hash("no account has this password")
