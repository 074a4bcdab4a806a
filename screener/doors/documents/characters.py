"""Characters that a human reader does not see, or sees in another order than they stand."""

import re
from dataclasses import dataclass

from screener.words.draft import HiddenHow

_TAGS = "\U000e0000-\U000e007f"
_VARIATION = "\U000e0100-\U000e01ef"
_NOBODYS = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
"""The last two places of each plane, which are no characters."""
_ZERO_WIDTH = (
    "\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\u180b-\u180f\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
    f"\U0001d173-\U0001d17a\ufdd0-\ufdef{_NOBODYS}"
)
_BIDI = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_CONTROL = "\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f"
_NOTES = "\ufff9-\ufffb"
"""They say which words stand small above others, which nothing but a few old programs shows."""
_SELECTORS = "\ufe00-\ufe0f"
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Accents and other marks; no alphabet sets more than four on one letter."""
_PRIVATE = "\ue000-\uf5ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
"""Characters that mean what a font makes of them, without the figures, small capitals and pieces of brackets (U+F600
on) of old fonts."""
_FLAGS = ("gbeng", "gbsct", "gbwls")
"""Flags that are a black flag and tag characters: England's, Scotland's, Wales's."""
_FLAG = "|".join("".join(chr(0xE0000 + ord(letter)) for letter in place) + "\U000e007f" for place in _FLAGS)
_RUNS = re.compile(
    f"(?P<flag>(?<=\U0001f3f4)(?:{_FLAG}))|"
    f"(?P<tags>[{_TAGS}{_VARIATION}]+)|(?P<selectors>[{_SELECTORS}]{{2,}})|(?P<marks>(?<=[{_MARKS}]{{4}})[{_MARKS}]+)|"
    f"(?P<zero>[{_ZERO_WIDTH}]+)|(?P<bidi>[{_BIDI}]+)|(?P<notes>[{_NOTES}])|(?P<control>[{_CONTROL}]+)|"
    f"(?P<private>[{_PRIVATE}](?: ?[{_PRIVATE}]){{7,}})|(?P<blank>(?<=\u2800)\u2800{{7,}})"
)
_HOW = {
    "flag": HiddenHow.unicode_tags,
    "tags": HiddenHow.unicode_tags,
    "selectors": HiddenHow.unicode_tags,
    "marks": HiddenHow.other,
    "zero": HiddenHow.zero_width,
    "bidi": HiddenHow.bidi,
    "notes": HiddenHow.other,
    "control": HiddenHow.other,
    "private": HiddenHow.other,
    "blank": HiddenHow.zero_width,
}
_ALWAYS = frozenset(["tags", "selectors", "marks", "notes", "private", "blank"])
"""Groups that no ordinary text has."""
_TURNING = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
_MOST_MARKS = {"zero": 8, "bidi": 4}
"""From so many in a row on, marks are no longer those of ordinary text."""
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True)
class Unseen:
    """A run of invisible characters: `offset` into the cleaned text, and what it says when made readable."""

    offset: int
    how: HiddenHow
    text: str
    alarming: bool
    """False for the odd joiner, mark or control character that ordinary text contains."""


def without_unseen(untrusted_text: str) -> tuple[str, tuple[Unseen, ...]]:
    """The text without invisible characters (soft hyphens dropped silently), and what was taken out."""
    text = untrusted_text.replace(_SOFT_HYPHEN, "")
    found: list[Unseen] = []
    out: list[str] = []
    last = length = 0
    for match in _RUNS.finditer(text):
        if match.lastgroup == "private" and not _are_words(_spelt(match.group())):
            continue  # icons and signs of a font
        kept = text[last : match.start()]
        out.append(kept)
        length += len(kept)
        last = match.end()
        found.append(_unseen(str(match.lastgroup), match.group(), length))
    out.append(text[last:])
    return "".join(out), tuple(found)


def _unseen(group: str, run: str, offset: int) -> Unseen:
    if group == "tags":
        said = "".join(chr(ord(c) - 0xE0000) if 0xE0020 <= ord(c) <= 0xE007E else "" for c in run)
        return Unseen(offset, _HOW[group], said or _named(run), alarming=True)
    if group == "private":
        return Unseen(offset, _HOW[group], _spelt(run), alarming=True)
    many = len(run) >= _MOST_MARKS.get(group, len(run) + 1)
    turning = group == "bidi" and not _TURNING.isdisjoint(run)
    return Unseen(offset, _HOW[group], _named(run), alarming=group in _ALWAYS or many or turning)


def _spelt(run: str) -> str:
    """Private characters as the letters in whose places fonts of signs keep them."""
    return "".join(chr(ord(char) & 0xFF) if ord(char) > 0xFF else char for char in run)


def _are_words(said: str) -> bool:
    """Whether most of it is letters and blanks."""
    return sum(char.isascii() and (char.isalpha() or char == " ") for char in said) > 0.7 * len(said)


def _named(run: str) -> str:
    shown = " ".join(f"U+{ord(c):04X}" for c in run[:12])
    return shown if len(run) <= 12 else f"{shown} … ({len(run)} characters)"
