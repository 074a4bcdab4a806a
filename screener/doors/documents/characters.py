"""Characters that a human reader does not see, or sees in another order than they stand."""

import re
from dataclasses import dataclass

from screener.words.draft import HiddenHow

_TAGS = "\U000e0000-\U000e007f"
_VARIATION = "\U000e0100-\U000e01ef"
_ZERO_WIDTH = "\u200b-\u200d\u2060-\u2064\ufeff\u180e\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
_BIDI = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_CONTROL = "\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb"
_SELECTORS = "\ufe00-\ufe0f"
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Accents and other marks; no alphabet sets more than four on one letter."""
_RUNS = re.compile(
    f"(?P<tags>[{_TAGS}{_VARIATION}]+)|(?P<selectors>[{_SELECTORS}]{{2,}})|(?P<marks>(?<=[{_MARKS}]{{4}})[{_MARKS}]+)|"
    f"(?P<zero>[{_ZERO_WIDTH}]+)|(?P<bidi>[{_BIDI}]+)|(?P<control>[{_CONTROL}]+)"
)
_HOW = {
    "tags": HiddenHow.unicode_tags,
    "selectors": HiddenHow.unicode_tags,
    "marks": HiddenHow.other,
    "zero": HiddenHow.zero_width,
    "bidi": HiddenHow.bidi,
    "control": HiddenHow.other,
}
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
    if group == "bidi":
        overrides = any(c in "\u202d\u202e\u202a\u202b\u2066\u2067\u2068" for c in run)
        return Unseen(offset, _HOW[group], _named(run), alarming=overrides)
    alarming = group in ("selectors", "marks") or (group == "zero" and len(run) >= 8)
    return Unseen(offset, _HOW[group], _named(run), alarming=alarming)


def _named(run: str) -> str:
    shown = " ".join(f"U+{ord(c):04X}" for c in run[:12])
    return shown if len(run) <= 12 else f"{shown} … ({len(run)} characters)"
