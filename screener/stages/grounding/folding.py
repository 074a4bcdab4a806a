"""Makes text alike that differs only in how it was set: white space, hyphens, ligatures, quotes, dashes, case."""

import unicodedata
from dataclasses import dataclass
from functools import cache

_ALIKE = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‚": "'",
        "′": "'",
        "‛": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "″": '"',
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "―": "-",
    }
)
_DASHES = frozenset("-‐‑–—−‒―")
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


@dataclass(frozen=True)
class Folded:
    """Text made alike, and for each of its characters the offset it came from."""

    text: str
    origin: list[int]


def fold(text: str) -> Folded:
    """Case-folded, decomposed without accents' code points moved, one space for any white space.

    A dash between two letters is left out, with a line break after it: whether a compound or a word at the end of a
    line was hyphenated says nothing about the words.
    """
    out: list[str] = []
    origin: list[int] = []
    i = 0
    while i < len(text):
        char = text[i]
        if char in _DASHES and (after := _joined_from(text, i)) is not None:
            i = after
            continue
        for c in _alike(char):
            if c != " " or (out and out[-1] != " "):
                out.append(c)
                origin.append(i)
        i += 1
    return Folded("".join(out), origin)


def origin_of(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """The span of the original text from which the folded span (not empty) came."""
    return folded.origin[start], folded.origin[end - 1] + 1


@cache
def _alike(char: str) -> str:
    if char.isspace():
        return " "
    if char in _UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char.translate(_ALIKE)).casefold())
    return " ".join(plain.split()) if any(c.isspace() for c in plain) else plain


def _joined_from(text: str, at: int) -> int | None:
    """Where the word goes on after a dash at `at` between two letters (a line break may follow), or None."""
    before = at - 1
    while before >= 0 and (text[before] in _UNSEEN or unicodedata.category(text[before]).startswith("M")):
        before -= 1  # an accent of its own belongs to the letter before it
    if before < 0 or not text[before].isalpha():
        return None
    end = at + 1
    while end < len(text) and (text[end] in " \t\r" or text[end] in _UNSEEN):
        end += 1
    if end < len(text) and text[end] == "\n":
        while end < len(text) and text[end].isspace():
            end += 1
        return end if end < len(text) and text[end].isalpha() else None
    return at + 1 if end == at + 1 and end < len(text) and text[end].isalpha() else None
