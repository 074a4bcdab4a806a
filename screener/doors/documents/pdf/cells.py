"""Tells which lines of a table's cells belong to one row, where cells wrap over several lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from screener.doors.documents.pdf.words import Stretch

Strip = dict[int, Stretch]
"""What stands on one line of a table, by the number of its column."""
Columns = list[tuple[float, float]]
"""Left and right edges of a table's columns, left to right."""
_JUMP = 0.25
"""Em by which the white between rows exceeds that between the lines of a cell, where they differ."""
_SPACE = 0.3
"""Em of a space between words."""
_FALSE_SHARE = 0.15
"""Share of line pairs that may look like separate rows in a table whose white says otherwise."""
_UNEVEN_SHARE = 0.6
"""Share of rows of several lines in which some cell must have fewer lines than another."""
NARROWEST = 14.0
"""Em of the narrowest column of text on a page."""
_GOES_ON_AFTER = tuple("-–—(±×,/[")
_GOES_ON_WITH = tuple("(±[×")


def rows_by_white(
    strips: Sequence[Strip], columns: Columns, whites: list[float], ruled: list[bool]
) -> list[int] | None:
    """The numbers of the lines that begin a row, where wider white or rules part the rows; else None.

    `whites` is the white above each line in em, `ruled` whether a rule stands in it.
    """
    within = sorted(max(0.0, w) for w, rule in zip(whites[1:], ruled[1:], strict=True) if not rule)
    jump = next(((a + b) / 2 for a, b in pairwise(within) if b - a >= _JUMP), None)
    if jump is None and sum(ruled[1:]) < 2:
        return None
    starts = [i for i, (w, rule) in enumerate(zip(whites, ruled, strict=True)) if not i or rule or (jump and w > jump)]
    return starts if _wraps(strips, columns, starts) else None


def rows_by_filling(strips: Sequence[Strip], columns: Columns, whites: list[float], ruled: list[bool]) -> list[int]:
    """The same where rows and lines are set equally far apart: told by which columns go on, and how full they are."""
    usual = median(whites[1:]) if len(whites) > 1 else 0.0
    starts = [0]
    for index in range(1, len(strips)):
        parted = ruled[index] or whites[index] > usual + 2 * _JUMP
        overlaps = whites[index] < -0.5
        before = strips[index - 1]
        if parted or not (overlaps or _goes_on(before, strips[index], strips[starts[-1]], columns)):
            starts.append(index)
    return starts


def flows(strips: Sequence[Strip], columns: Columns, starts: list[int]) -> float:
    """Share of the row ends over which some column's prose runs on: high in columns of text, low in tables."""
    ends = [(strips[i - 1], strips[i]) for i in starts[1:]]
    if not ends:
        return 0.0
    return sum(any(_flows(a[c], b[c], columns[c]) for c in a.keys() & b.keys()) for a, b in ends) / len(ends)


def _flows(above: Stretch, below: Stretch, column: tuple[float, float]) -> bool:
    close = below.base - above.base < 1.6 * above.em
    full = not _would_have_fitted(above, below, column)
    wide = column[1] - column[0] > NARROWEST * above.em
    return wide and close and full and not above.text.endswith((".", ":", ";", "!", "?"))


def odd_cells(strips: Sequence[Strip], columns: Columns, starts: list[int]) -> float:
    """Share of the cells of several lines, or below a row's first, that no table would set so: high in columns of text.

    They are cells with paragraphs in them, and such as begin neither at the top of their row nor stand in its middle
    or at its foot.
    """
    odd = seen = 0
    for group in _groups(strips, starts):
        top, foot = _first(group).base, max(s.base for s in group[-1].values())
        for c, column in enumerate(columns):
            cell = [strip[c] for strip in group if c in strip]
            if cell and len(group) > 1:
                seen += 1
                odd += _has_paragraphs(cell, column) or not _stands_well(cell, top, foot)
    return odd / max(1, seen)


def _first(group: Sequence[Strip]) -> Stretch:
    return min(group[0].values(), key=lambda s: s.base)


def _has_paragraphs(cell: list[Stretch], column: tuple[float, float]) -> bool:
    steps = [b.base - a.base for a, b in pairwise(cell)]
    return bool(steps) and (
        max(steps) > 1.25 * min(steps) or any(_is_false(a, b, column) for a, b in pairwise(cell) if len(a.words) > 2)
    )


def _stands_well(cell: list[Stretch], top: float, foot: float) -> bool:
    above, below, near = cell[0].base - top, foot - cell[-1].base, 0.3 * cell[0].em
    return above < near or below < near or abs(above - below) < near


def _wraps(strips: Sequence[Strip], columns: Columns, starts: list[int]) -> bool:
    """Whether the lines within the rows read as wrapped cells, and not as rows of their own."""
    pairs, false, tall, uneven = 0, 0, 0, 0
    for group in _groups(strips, starts):
        counts: dict[int, int] = {}
        for above, below, column in _stacked(group, columns):
            pairs += 1
            false += _is_false(above, below, column)
        for strip in group:
            for c in strip:
                counts[c] = counts.get(c, 0) + 1
        tall += len(group) > 1
        uneven += len(group) > 1 and min(counts.values()) < max(counts.values())
    return tall > 0 and false <= _FALSE_SHARE * pairs and uneven >= _UNEVEN_SHARE * tall


def _groups(strips: Sequence[Strip], starts: list[int]) -> Iterator[Sequence[Strip]]:
    for start, end in zip(starts, [*starts[1:], len(strips)], strict=True):
        yield strips[start:end]


def _stacked(group: Sequence[Strip], columns: Columns) -> Iterator[tuple[Stretch, Stretch, tuple[float, float]]]:
    """Lines of one cell, each with the one below it."""
    for c, column in enumerate(columns):
        for above, below in pairwise([strip[c] for strip in group if c in strip]):
            yield above, below, column


def _is_false(above: Stretch, below: Stretch, column: tuple[float, float]) -> bool:
    """Whether the one line cannot go on in the other: numbers below each other, or room was left for the next word."""
    if above.text.endswith(_GOES_ON_AFTER) or below.text.startswith(_GOES_ON_WITH):
        return False
    return (_is_number(above.text) and _is_number(below.text)) or _would_have_fitted(above, below, column)


def _is_number(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return (letters < 3 and bool(re.search(r"\d", text))) or not letters


def _would_have_fitted(above: Stretch, below: Stretch, column: tuple[float, float]) -> bool:
    first = below.words[0]
    room = (column[1] - column[0]) - (above.x1 - above.x0) - (first.x1 - first.x0)
    return room > 2 * _SPACE * above.em and not above.text.endswith("-")


def _goes_on(before: Strip, strip: Strip, first: Strip, columns: Columns) -> bool:
    """Whether every column of a line goes on with the cell above, though nothing but the words can tell."""
    if not strip.keys() <= before.keys():
        return False
    pairs = [(before[c], strip[c], columns[c]) for c in strip]
    if any(_is_false(*pair) or not _aligned(pair[0], pair[1]) for pair in pairs):
        return False
    if len(strip) < len(first):
        return len(strip) == 1 or not any(len(a.words) == len(b.words) == 1 for a, b, _ in pairs)
    wide = all(a.x1 - a.x0 > 0.7 * (c[1] - c[0]) and len(a.words) > 1 for a, _, c in pairs)
    return wide and any(b.text[:1].islower() or a.text.endswith("-") for a, b, _ in pairs)


def _aligned(above: Stretch, below: Stretch) -> bool:
    near = 0.4 * above.em
    middle = abs(above.x0 + above.x1 - below.x0 - below.x1) / 2
    return abs(above.x0 - below.x0) < 1.2 * above.em or abs(above.x1 - below.x1) < near or middle < near
