"""Commands after which text never reaches the page: thrown away, kept in a register, or put far outside."""

import re
from collections.abc import Callable

from screener.doors.documents.latex.braces import argument, group_end
from screener.doors.documents.latex.ink import points
from screener.doors.documents.latex.source import Source
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

SWALLOWING = words("@gobble @gobbletwo @secondoftwo toks comment put")
_TOKS = re.compile(r"\s*\d{1,5}\s*=?\s*(?=\{)")
_PLACE = re.compile(r"\s*\(\s*(-?[\d.]{1,9})\s*,\s*(-?[\d.]{1,9})\s*\)\s*(?=\{)")
_BLOCK = re.compile(r"\s*\{[^{}]*\}\s*\(\s*([^(),]{1,20}),([^(),]{1,20})\)")
_FAR = 2_000.0
"""Points; no page is so wide."""


def swallowed(source: Source, line: Callable[[int], str], word: str, text: str, start: int) -> int:
    """Set apart what a word at `start` keeps from the page; the position after it, or -1 where it keeps nothing."""
    position = start + len(word) + 1
    if word == "comment":
        closing = text.find("\\endcomment", position)
        if closing < 0:
            return -1
        source.conceal(text[position:closing], HiddenHow.comment, line(start))
        return closing + len("\\endcomment")
    if word == "toks":
        head = _TOKS.match(text, position)
        kept = head is not None and "\\the\\toks" not in text
        return _grouped(source, line(start), text, head.end(), HiddenHow.other) if head and kept else -1
    if word == "put":
        place = _PLACE.match(text, position)
        if not place or max(abs(_number(part)) for part in place.groups()) < _FAR:
            return -1
        return _grouped(source, line(start), text, place.end(), HiddenHow.off_page)
    return _thrown_away(source, line(start), word, text, position)


def far_block(name: str, text: str, position: int) -> int:
    """Where a block that is placed far outside the page ends; 0 where it is placed on it."""
    place = _BLOCK.match(text, position) if name in ("textblock", "textblock*") else None
    if not place or max(abs(points(part) or 0.0) for part in place.groups()) < _FAR:
        return 0
    closing = text.find(f"\\end{{{name}}}", place.end())
    return 0 if closing < 0 else closing + len(f"\\end{{{name}}}")


def _thrown_away(source: Source, where: str, word: str, text: str, position: int) -> int:
    first = argument(text, position)
    second = argument(text, first[1]) if first and word != "@gobble" else None
    if not first or (word != "@gobble" and not second):
        return -1
    source.conceal(first[0], HiddenHow.comment, where)
    if second and word == "@gobbletwo":
        source.conceal(second[0], HiddenHow.comment, where)
        return second[1]
    return first[1]


def _grouped(source: Source, where: str, text: str, position: int, how: HiddenHow) -> int:
    end = group_end(text, position)
    if end is None:
        return -1
    source.conceal(text[position + 1 : end - 1], how, where)
    return end


def _number(text: str) -> float:
    return float(text) if re.fullmatch(r"-?\d+(?:\.\d*)?", text) else 0.0
