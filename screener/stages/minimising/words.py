"""Words of a text that may be names, and how two spellings of one name are recognised as one."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from screener.stages.minimising.vocabulary import ALSO_WORDS, COMMON, PARTICLES, SYMBOLS

MARKS = "\u00b2\u00b3\u00b9\u2070-\u209f\u1d2c-\u1d6a\u02b0-\u02b8\u00aa\u00ba\u2460-\u24ff"
"""Raised and circled letters and figures, for use inside a class: no part of a word, whatever Unicode calls them."""
LETTER = rf"[^\W\d_{MARKS}]"
_ACCENTS = "\u00b4\u0060\u00a8\u02dc\u02c6\u02c7\u02d8\u02d9\u00b8\u02da\u02dd\u00af\u02db"
_INSIDE = (
    rf"[\u0300-\u036f]|[’'‘ʼ\-‐‑\u00ad](?={LETTER})|[{_ACCENTS}](?=\W|$)|[{_ACCENTS}](?={LETTER})|"
    rf"(?<=[{_ACCENTS}])\x20(?=[a-zß-ÿ])"
)
WORD = re.compile(rf"(?:[{_ACCENTS}](?={LETTER}))?{LETTER}(?:{LETTER}|{_INSIDE})*")
"""A word with its accents, hyphens and apostrophes. Old TeX fonts set an accent as a sign of its own."""
GLUED = re.compile(r"(?<=[^\W\d_A-ZÀ-Þ]{3})(?=[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ])")
"""Where a capital stands inside a word: a page's layout may have glued two words together."""
_SPLIT = re.compile(r"[\-‐‑\u00ad]")
_OWNED = re.compile(r"[’'‘ʼ]s$", re.I)
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n", "ħ": "h"}
)
_SMALL_WORD = re.compile(r"(?<![\w@/.~:\\#\-])[^\W\d_]{2,}(?![\w@/~]|\.\w|\s?[\[({]\s?at\b)")

_ADDRESS = re.compile(r"\{[^{}\n]{1,200}\}\s?@\S{1,200}|(?<!\S)[^\s@]{0,80}@\S{1,200}|(?:https?://|www\.)\S{1,300}")


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """A word as letters alone: small, without accents, hyphens and apostrophes."""
    word = unicodedata.normalize("NFKD", word).casefold().translate(_PLAIN)
    return "".join(c for c in word if c.isalpha() and not unicodedata.combining(c))


def capital(word: str) -> bool:
    """Whether a word begins as names do: with a capital, with one behind "d'" or "al-", or in a script without capitals."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return False
    first = letters[0]
    return (
        first.isupper()
        or first.istitle()
        or first.lower() == first.upper()
        or bool(re.match(r"[^\W\d_]{1,2}[’'‘ʼ\-‐‑][A-ZÀ-Þ]", word))
    )


def initial(word: str) -> bool:
    """Whether a word is an initial or several: 'P', 'J.-P.'."""
    letters = [c for c in word if c.isalpha()]
    return bool(letters) and all(c.isupper() for c in letters) and all(len(p) <= 1 for p in re.split(r"[.\-‐‑’]", word))


def particle(word: str) -> bool:
    """Whether a word is one of the small ones inside names."""
    return fold(word) in PARTICLES


def owner(word: str) -> str:
    """A word without the "'s" of what somebody has."""
    return _OWNED.sub("", word)


def halves(word: str) -> Iterator[tuple[int, str]]:
    """The parts of a word with hyphens and the places at which they begin."""
    at = 0
    for part in _SPLIT.split(word):
        if part:
            yield at, part
        at += len(part) + 1


def small_words(text: str) -> frozenset[str]:
    """What the text writes with a small letter, addresses left out: words, and so not names alone."""
    found = {m.group() for m in _SMALL_WORD.finditer(_ADDRESS.sub(" ", text))}
    return frozenset(fold(word) for word in found if word.islower())


def common(word: str, small: frozenset[str]) -> bool:
    """Whether a word with a capital is likely to be no name: a word of titles, or one that the text writes small too."""
    parts = [fold(part) for _, part in halves(word)]
    return fold(word) in COMMON | small if len(parts) < 2 else all(p in COMMON or p in small for p in parts)


def telling(key: str, small: frozenset[str]) -> bool:
    """Whether a folded name tells by itself who is meant."""
    if len(key) < 3:
        return len(key) == 2 and key not in SYMBOLS and key not in PARTICLES and key not in small
    return key not in COMMON and key not in ALSO_WORDS and key not in small and key not in PARTICLES
