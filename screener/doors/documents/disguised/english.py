"""Whether a word is an English one, by a list of words (from this project's own texts) and their plainest endings."""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_LIST = Path(__file__).with_name("english.txt")
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "r")


@lru_cache(maxsize=20_000)
def is_english(word: str) -> bool:
    """Whether a word of Latin letters, in any case and with accents or without, is in the list or built from it."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
    known = _known()
    return plain in known or any(
        plain.endswith(ending) and len(plain) > len(ending) + 3 and plain.removesuffix(ending) in known
        for ending in _ENDINGS
    )


@cache
def _known() -> frozenset[str]:
    return frozenset(_LIST.read_text("ascii").split())
