"""Cuts the draft's text into headings and paragraphs for the page, without losing a character between them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from screener.words.draft import Format, Section
from screener.words.screening import DraftText

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n(?:[^\S\n]*\n)*")
_SET_BY_HAND = re.compile(r"(?m)^(?: {4}|\t)|\S {3,}\S|\t|\|.*\|")
_DEEPEST = 6


class Layout(StrEnum):
    """How a paragraph's own line breaks and spaces are shown; the names are classes of the style sheet."""

    flowing = ""
    """Lines are filled anew: a parser's line ends mean nothing."""
    lines = "lines"
    """Line breaks are kept: plain text."""
    grid = "grid"
    """Line breaks and columns are kept: tables and code."""


@dataclass(frozen=True)
class Block:
    """One element of the page: `[start, end)` in code points, with neither blank edges nor blank content."""

    start: int
    end: int
    heading: int = 0
    """The HTML heading level, or 0 for a paragraph."""
    layout: Layout = Layout.flowing


def blocks(draft: DraftText, cuts: Iterable[int] = (), *, top: int = 3) -> list[Block]:
    """The blocks in order. No block crosses a cut; what lies between blocks is white space.

    `top` is the HTML level of the outermost heading; levels never skip one on the way down.
    """
    text = draft.text
    headings = _headings(draft, top)
    edges = {0, len(text), *(c for c in cuts if 0 < c < len(text)), *(e for span in headings for e in span[:2])}
    levels = {start: level for start, _, level in headings}
    made = []
    for start, end in pairwise(sorted(edges)):
        if start in levels:
            pieces, level = iter([_trimmed(text, start, end)]), levels[start]
        else:
            pieces, level = _paragraphs(text, start, end), 0
        made += [
            Block(a, b, heading=level, layout=Layout.flowing if level else _layout(text[a:b], draft.format))
            for a, b in pieces
            if a < b
        ]
    return made


def _headings(draft: DraftText, top: int) -> list[tuple[int, int, int]]:
    """(start, end, HTML level) of each section heading that stands in the text as a line of its own."""
    found: list[tuple[int, int, int]] = []
    open_levels: list[int] = []
    for section in sorted(draft.sections, key=lambda s: (s.start, s.level)):
        end = _heading_end(draft.text, section)
        if end is None or (found and section.start < found[-1][1]):
            continue
        open_levels = [level for level in open_levels if level < section.level] + [section.level]
        found.append((section.start, end, min(top - 1 + len(open_levels), _DEEPEST)))
    return found


def _heading_end(text: str, section: Section) -> int | None:
    """Where the heading ends, or None where the text at its start is not its title."""
    words = section.title.split()
    if not words or not 0 <= section.start < len(text):
        return None
    numbered = r"(?:[\dA-Z][\d.]*\s+|#+\s+)?"
    # A heading that runs on into its paragraph stays part of it.
    ending = r"[^\S\n]*[.:]?[^\S\n]*(?=\n|\Z)"
    match = re.compile(numbered + r"\s+".join(map(re.escape, words)) + ending).match(text, section.start)
    return match.end() if match else None


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    last = start
    for match in _BLANK_LINES.finditer(text, start, end):
        yield _trimmed(text, last, match.start())
        last = match.end()
    yield _trimmed(text, last, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    # Spaces that open a line are kept: they are the indentation of something set by hand.
    lead = re.match(r"(?:[^\S\n]*\n)*", piece)
    begin = start + (lead.end() if lead else 0)
    return (begin, start + len(piece.rstrip())) if piece.strip() else (end, end)


def _layout(block: str, form: Format) -> Layout:
    if "\n" in block and _SET_BY_HAND.search(block):
        return Layout.grid
    return Layout.lines if form is Format.text else Layout.flowing
