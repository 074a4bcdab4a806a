"""Finds tables whose cells wrap over several lines, so that they are read row by row and each cell whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from screener.doors.documents.pdf.captions import CAPTION
from screener.doors.documents.pdf.cells import Columns, Strip, flows, odd_cells, rows_by_filling, rows_by_white
from screener.doors.documents.pdf.figures import Box
from screener.doors.documents.pdf.words import Stretch, stretch_of

_REACH = 3.4
"""Em between the baselines of a table's neighbouring lines at the most."""
_SINGLES = 12
"""Lines of a single cell that may stand between lines of several."""
_PROSE_WORDS = 4
_RUN_ON = 0.34
"""Share of row ends over which prose may run on by chance."""
_ODD = 0.2
"""Share of cells that may be set as a table sets none."""
_PROSE_SHARE = 0.3
"""Share of lines that may fill a column of text by chance."""
_LABEL = 8
"""Characters of the longest label of a list's item."""
_TALLEST = 24
"""Lines of the tallest cell; a column of text is taller."""
_BRIDGED = 0.25
"""Share of lines that may stand over the white between two columns: headings over several of them."""


@dataclass(frozen=True)
class Table:
    """A table among the lines of a region."""

    start: int
    """Its first line, counted in the region's."""
    end: int
    """The line after its last."""
    rows: list[list[list[Stretch]]]
    """Row, cell and line of the cell."""


def tables_in(lines: list[list[Stretch]], rules: list[Box], figures: list[Box], text: Columns) -> list[Table]:
    """The tables with wrapped cells among lines of stretches, top to bottom.

    `rules` are horizontal; `figures` hold no tables; `text` are the edges of the columns of text that the lines may
    belong to.
    """
    found: list[Table] = []
    for start, end in _candidates(lines, figures):
        for begin, stop in _without_lines_across(lines, start, end):
            table = _table(lines, begin, stop, rules, text)
            parts = [] if table else _parts(lines, begin, stop, rules)
            found += [table] if table else [t for part in parts if (t := _table(lines, *part, rules, text))]
    return found


def _candidates(lines: list[list[Stretch]], figures: list[Box]) -> Iterator[tuple[int, int]]:
    """Runs of lines that begin with several cells, have few lines of one cell among them, and stand close."""
    start, last = None, 0
    for index, line in enumerate(lines):
        drawn = any(_within(piece, figure) for piece in line for figure in figures)
        if start is not None and (drawn or index - last > _SINGLES or not _near(lines[index - 1], line)):
            yield from _run(start, index)
            start = None
        if len(line) > 1 and not drawn:
            start, last = (index if start is None else start), index
    if start is not None:
        yield from _run(start, len(lines))


def _without_lines_across(lines: list[list[Stretch]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run cut at the lines of one stretch that stand over several columns: prose, or headings within a table."""
    columns = _columns(lines[start:end])
    cuts = [i for i in range(start, end) if len(lines[i]) == 1 and _breadth(lines[i][0], columns) > 1]
    for begin, stop in zip([start, *(i + 1 for i in cuts)], [*cuts, end], strict=True):
        first = next((i for i in range(begin, stop) if len(lines[i]) > 1), stop)
        yield from _run(first, stop)


def _run(start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > 2:
        yield start, end


def _near(above: list[Stretch], below: list[Stretch]) -> bool:
    em = max(above[0].em, below[0].em)
    step = below[0].base - above[0].base
    if step > _REACH * em or len(below) > 2:
        return step <= _REACH * em
    heading = step > 1.4 * em and _is_bold(below) and not _is_bold(above)
    alike = len(below) > 1 or abs(above[0].em - below[0].em) < 0.07 * em
    caption = CAPTION.match(below[0].text) and below[0].x0 < above[0].x0 + em
    return alike and not heading and not caption


def _is_bold(line: list[Stretch]) -> bool:
    return all(word.bold for piece in line for word in piece.words)


def _within(piece: Stretch, figure: Box) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
    return figure[0] - 2 < x < figure[2] + 2 and figure[1] - 2 < y < figure[3] + 2


def _parts(lines: list[list[Stretch]], start: int, end: int, rules: list[Box]) -> Iterator[tuple[int, int]]:
    """A run cut where a rule or wide white stands, from several cells to several cells."""
    x0, x1 = _extent(lines[start:end])
    cuts = [
        start,
        *(i for i in range(start + 1, end) if _ruled(lines, i, rules, x0, x1) or _white(lines, i) > 1.2),
        end,
    ]
    for begin, stop in pairwise(cuts):
        if stop - begin > 2 and stop - begin < end - start:
            yield begin, stop


def _table(lines: list[list[Stretch]], start: int, end: int, rules: list[Box], text: Columns) -> Table | None:
    columns = _columns(lines[start:end])
    if len(columns) < 2:
        return None
    x0, x1 = columns[0][0], columns[-1][1]
    whites = [_white(lines, i) if i > start else 0.0 for i in range(start, end)]
    ruled = [i > start and _ruled(lines, i, rules, x0, x1) for i in range(start, end)]
    if not any(ruled) and _is_text(lines[start:end], text):
        return None  # as most pages of two columns are
    strips = [_strip(line, columns) for line in lines[start:end]]
    starts = rows_by_white(strips, columns, whites, ruled) or rows_by_filling(strips, columns, whites, ruled)
    while len(starts) > 1 and len(strips[starts[-1]]) == 1 and all(len(s) == 1 for s in strips[starts[-1] :]):
        strips = strips[: starts.pop()]  # lines below the table
    parted = sum(ruled[i] for i in starts[1:]) > 0.6 * (len(starts) - 1)
    if not _convinces(strips, columns, starts) or (not parted and _is_text(lines[start : start + len(strips)], text)):
        return None
    rows = [_cells(strips[a:b]) for a, b in zip(starts, [*starts[1:], len(strips)], strict=True)]
    return Table(start, start + len(strips), rows)


def _convinces(strips: list[Strip], columns: Columns, starts: list[int]) -> bool:
    """Whether these are rows with wrapped cells, and not columns of text."""
    heights = [b - a for a, b in zip(starts, [*starts[1:], len(strips)], strict=True)]
    if len(starts) < 2 or max(heights) < 2 or max(heights) > _TALLEST:
        return False
    if _is_list(strips, columns, starts) or flows(strips, columns, starts) > _RUN_ON:
        return False
    odd = odd_cells(strips, columns, starts)
    wordy = sum(_is_wordy([strip[c] for strip in strips if c in strip]) for c in range(len(columns)))
    return odd <= _ODD if wordy < 2 else odd <= _ODD / 2 and len(starts) > 2 and median(heights) <= 8


def _is_list(strips: list[Strip], columns: Columns, starts: list[int]) -> bool:
    """Whether these are items with hanging numbers, signs or short names, which are read in order as they stand."""
    labels = [strip[0] for strip in strips if 0 in strip]
    short = all(len(label.text) <= _LABEL and len(label.words) == 1 for label in labels)
    return len(columns) == 2 and short and len(labels) <= len(starts)


def _is_text(lines: list[list[Stretch]], text: Columns) -> bool:
    """Whether many of the lines fill a column of text."""
    held = sum(any(fills(s, column) for s in line for column in text) for line in lines)
    return held > _PROSE_SHARE * len(lines)


def fills(piece: Stretch, column: tuple[float, float]) -> bool:
    """Whether a piece is a line of text of a column."""
    x0, x1 = column
    return len(piece.words) >= _PROSE_WORDS and abs(piece.x0 - x0) < 4 and abs(piece.x1 - x1) < 0.3 * (x1 - x0)


def _is_wordy(pieces: list[Stretch]) -> bool:
    wordy = sum(len(p.text) for p in pieces if len(p.words) >= _PROSE_WORDS)
    return wordy > 0.5 * sum(len(p.text) for p in pieces)


def _columns(lines: list[list[Stretch]]) -> Columns:
    """Columns between which white runs from the first line to the last, but for a few that stand over it."""
    edges: list[list[float]] = []
    over: list[Stretch] = []
    for piece in [p for line in sorted(lines, key=len, reverse=True) if len(line) > 1 for p in line]:
        slack = 0.15 * piece.em
        touched = [e for e in edges if piece.x0 < e[1] + slack and piece.x1 > e[0] - slack]
        if not touched:
            edges.append([piece.x0, piece.x1])
        elif len(touched) == 1:
            touched[0][:] = [min(touched[0][0], piece.x0), max(touched[0][1], piece.x1)]
        else:
            over.append(piece)
    merged: list[list[float]] = []
    for edge in sorted(edges):
        if merged and _is_broken(lines, over, merged[-1], edge):
            merged[-1][1] = edge[1]
        else:
            merged.append(edge)
    return [(x0, x1) for x0, x1 in merged]


def _is_broken(lines: list[list[Stretch]], over: list[Stretch], left: list[float], right: list[float]) -> bool:
    """Whether two columns are one with wide spaces in some lines: many pieces stand over both."""
    across = sum(p.x0 < left[1] and p.x1 > right[0] for p in over)
    apart = sum(_stands_in(line, left) and _stands_in(line, right) for line in lines)
    return across > 0 and across >= _BRIDGED * apart


def _stands_in(line: list[Stretch], edges: list[float]) -> bool:
    return any(p.x0 >= edges[0] - 1 and p.x1 <= edges[1] + 1 for p in line)


def _breadth(piece: Stretch, columns: Columns) -> int:
    return sum(piece.x0 < x1 and piece.x1 > x0 for x0, x1 in columns)


def _strip(line: list[Stretch], columns: Columns) -> Strip:
    """The words of a line by column; a stretch over several columns is parted where the white between words allows."""
    held: dict[int, list[Stretch]] = {}
    for stretch in line:
        for piece in _parted(stretch, columns):
            best = max(range(len(columns)), key=lambda c: min(piece.x1, columns[c][1]) - max(piece.x0, columns[c][0]))
            held.setdefault(best, []).append(piece)
    return {
        c: pieces[0] if len(pieces) == 1 else stretch_of([w for p in pieces for w in p.words])
        for c, pieces in sorted(held.items())
    }


def _parted(stretch: Stretch, columns: Columns) -> list[Stretch]:
    if _breadth(stretch, columns) < 2:
        return [stretch]
    parts = [[stretch.words[0]]]
    for left, right in pairwise(stretch.words):
        gap = any(left.x1 <= a[1] + 0.1 and right.x0 >= b[0] - 0.1 for a, b in pairwise(columns))
        if gap and right.x0 - left.x1 > 0.4 * left.em:
            parts.append([])
        parts[-1].append(right)
    return [stretch_of(part) for part in parts]


def _cells(strips: list[Strip]) -> list[list[Stretch]]:
    return [[strip[c] for strip in strips if c in strip] for c in sorted({c for strip in strips for c in strip})]


def _white(lines: list[list[Stretch]], index: int) -> float:
    """Em of white above a line; negative where it overlaps the one before."""
    above, below = lines[index - 1], lines[index]
    return (min(s.y0 for s in below) - max(s.y1 for s in above)) / max(s.em for s in below)


def _extent(lines: list[list[Stretch]]) -> tuple[float, float]:
    return min(s.x0 for line in lines for s in line), max(s.x1 for line in lines for s in line)


def _ruled(lines: list[list[Stretch]], index: int, rules: list[Box], x0: float, x1: float) -> bool:
    """Whether rules part a line from the one above over most of the width."""
    top, bottom = max(s.base for s in lines[index - 1]), min(s.base - 0.3 * s.em for s in lines[index])
    between = [r for r in rules if top < (r[1] + r[3]) / 2 < bottom]
    return sum(max(0.0, min(x1, r[2]) - max(x0, r[0])) for r in between) > 0.5 * (x1 - x0)
