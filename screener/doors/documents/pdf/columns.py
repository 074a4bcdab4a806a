"""Reading order by geometry: finds the space between columns, and the full-width blocks that cut columns into bands."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np

from screener.doors.documents.pdf.cells import NARROWEST
from screener.doors.documents.pdf.figures import Box
from screener.doors.documents.pdf.tables import Table, fills, tables_in
from screener.doors.documents.pdf.words import Stretch, rows_of

MIN_ROWS = 3
"""Lines of prose that must stand on either side of a gutter."""
MAX_DEPTH = 3
"""Gutters within gutters: eight columns at the most."""
_PROSE_WORDS = 4
_LEVEL = 0.15
"""Em within which two baselines are level."""
_LEVEL_SHARE = 0.6
"""Share of the lines that are level with another across the gutter where both are of one table."""
_REACH = 8
"""Points around the emptiest place that still count as the same gutter."""
_THICK = 3.0
"""Points from which a barrier is a figure and not a rule."""
_MIN_GUTTER = 4.0
"""Points of empty space that make a gutter."""


@dataclass(frozen=True)
class Region:
    """Rows of stretches that are read from top to bottom; `x0` and `x1` are the edges of the column."""

    rows: list[list[Stretch]]
    x0: float
    x1: float
    tables: list[Table]
    """Tables with wrapped cells among the rows, top to bottom."""


@dataclass(frozen=True)
class Layout:
    """Two columns of text on a page."""

    gutter: float
    """The middle of the space between them."""
    text: list[tuple[float, float]]
    """Left and right edges of each; empty where they are not sure."""


def layout_of(stretches: list[Stretch], before: Layout | None) -> Layout | None:
    """The columns of a page, else those of the page `before` it where the page keeps to them; else None."""
    gutter = _gutter(stretches)
    text = [] if gutter is None else _text_columns(stretches, gutter)
    if not text and before and before.text and _keeps_to(stretches, before):
        return before
    return None if gutter is None else Layout(gutter, text)


def _keeps_to(stretches: list[Stretch], layout: Layout) -> bool:
    sides = [sum(x0 - 4 < s.x0 and s.x1 < x1 + 4 for s in stretches) for x0, x1 in layout.text]
    return min(sides) >= MIN_ROWS and sum(sides) > 0.9 * len(stretches)


def reading_order(
    stretches: list[Stretch],
    barriers: list[Box],
    rules: list[Box],
    layout: Layout | None,
    depth: int = 0,
) -> list[Region]:
    """The stretches of a page as regions in the order of reading.

    `barriers` are long rules and figures, which part what stands above from what stands below; `rules` are all
    horizontal rules; `layout` are the columns of these stretches.
    """
    if not stretches:
        return []
    rows = list(rows_of(stretches))
    figures = [b for b in barriers if b[3] - b[1] > _THICK]
    tables = tables_in(rows, rules, figures, layout.text if layout else [])
    if tables and layout:
        tables = [t for t in tables if not layout.text or _crosses(rows[t.start : t.end], rules, layout.gutter)]
        loose = [s for part in _between(rows, tables) for row in part for s in row]
        layout = layout_of(loose, layout) if loose else None
    if layout is None:
        return [_region(rows, tables)]
    regions: list[Region] = []
    for part, table in zip_longest(_between(rows, tables), tables):
        regions += _ordered([s for row in part for s in row], barriers, rules, depth, layout)
        if table:
            regions.append(
                _region(rows[table.start : table.end], [replace(table, start=0, end=table.end - table.start)])
            )
    return regions


def _between(rows: list[list[Stretch]], tables: list[Table]) -> list[list[list[Stretch]]]:
    """The rows before, between and after the tables."""
    starts, ends = [0, *(t.end for t in tables)], [*(t.start for t in tables), len(rows)]
    return [rows[start:end] for start, end in zip(starts, ends, strict=True)]


def _ordered(
    stretches: list[Stretch],
    barriers: list[Box],
    rules: list[Box],
    depth: int,
    layout: Layout,
) -> list[Region]:
    def inner(part: list[Stretch]) -> list[Region]:
        columns = layout_of(part, None) if depth + 1 < MAX_DEPTH else None
        return reading_order(part, barriers, rules, columns, depth + 1)

    regions: list[Region] = []
    for band, columns in _bands(stretches, barriers, layout):
        left, right = _sides(band, layout.gutter)
        if not columns:
            rows = list(rows_of(band))
            regions.append(_region(rows, tables_in(rows, rules, [b for b in barriers if b[3] - b[1] > _THICK], [])))
        elif not left or not right:
            regions += inner(band)
        else:
            regions += inner(left) + inner(right)
    return regions


def _crosses(rows: list[list[Stretch]], rules: list[Box], gutter: float) -> bool:
    """Whether cells or rules of a table stand over the space between the columns of text."""
    em = rows[0][0].em
    top, bottom = rows[0][0].base - 3 * em, rows[-1][0].base + 2 * em
    if any(r[0] < gutter - 20 and r[2] > gutter + 20 and top < r[1] < bottom for r in rules):
        return True
    return any(s.x0 < gutter - 1 and s.x1 > gutter + 1 for row in rows for s in row)


def _sides(band: list[Stretch], gutter: float) -> tuple[list[Stretch], list[Stretch]]:
    left = [s for s in band if (s.x0 + s.x1) / 2 < gutter]
    return left, [s for s in band if (s.x0 + s.x1) / 2 >= gutter]


def _stand_apart(band: list[Stretch], layout: Layout) -> bool:
    """Whether the lines on the two sides of the gutter keep to their columns and are not level with each other."""
    if any(s.x0 < layout.gutter - 1 and s.x1 > layout.gutter + 1 for s in band):
        return False
    left, right = ({round(s.base, 1): s.em for s in side} for side in _sides(band, layout.gutter))
    low, high = max(min(left, default=0), min(right, default=0)), min(max(left, default=0), max(right, default=0))
    beside = [(base, em) for base, em in right.items() if low - em < base < high + em]
    level = sum(any(abs(base - other) < _LEVEL * em for other in left) for base, em in beside)
    return len(beside) > MIN_ROWS and level < _LEVEL_SHARE * len(beside)


def _region(rows: list[list[Stretch]], tables: list[Table]) -> Region:
    stretches = [s for row in rows for s in row]
    wide = [s for s in stretches if len(s.words) >= _PROSE_WORDS] or stretches
    return Region(rows, min(s.x0 for s in wide), max(s.x1 for s in wide), tables)


def _gutter(stretches: list[Stretch]) -> float | None:
    """The middle of the best gutter, or None where text runs across or only table cells stand apart."""
    x0 = np.array([s.x0 for s in stretches])
    x1 = np.array([s.x1 for s in stretches])
    low, high = float(x0.min()), float(x1.max())
    at = np.arange(low + 0.12 * (high - low), high - 0.12 * (high - low), 1.0)
    if not at.size:
        return None
    wordy = np.array([len(s.words) >= _PROSE_WORDS for s in stretches])
    across = (x0[:, None] < at - 0.5) & (x1[:, None] > at + 0.5)
    share = x1 - x0
    before = wordy[:, None] & (x1[:, None] <= at + 0.5) & (share[:, None] > 0.3 * (at - low))
    after = wordy[:, None] & (x0[:, None] >= at - 0.5) & (share[:, None] > 0.3 * (high - at) / 2)
    prose = np.minimum(before.sum(axis=0), after.sum(axis=0))
    if int(prose.max()) < MIN_ROWS:
        return None
    score = np.where(prose >= MIN_ROWS, np.minimum(prose, 12) * 4.0 - across.sum(axis=0), -np.inf)
    top = int(score.argmax())
    good = np.flatnonzero(score >= score[top] - max(3.0, 0.2 * score[top]))
    groups = np.split(good, np.flatnonzero(np.diff(good) > 1) + 1)
    strip = next(group for group in groups if top in group)
    if len(strip) < _MIN_GUTTER or not _side_by_side(stretches, before[:, top], after[:, top]):
        return None
    return float(at[strip[np.abs(strip - top) <= _REACH]].mean())


def _text_columns(stretches: list[Stretch], gutter: float) -> list[tuple[float, float]]:
    """Left and right edges of the two columns of text beside a gutter; nothing where more text runs across it."""
    found = []
    for side in ([s for s in stretches if s.x1 <= gutter + 1], [s for s in stretches if s.x0 >= gutter - 1]):
        wordy = [s for s in side if len(s.words) >= _PROSE_WORDS]
        edge = Counter(round(s.x0 / 2) for s in wordy).most_common(1)
        lines = [s for s in wordy if edge and abs(s.x0 - 2 * edge[0][0]) <= 2]
        if len(lines) < MIN_ROWS:
            return []
        right = sorted(s.x1 for s in lines)[int(0.9 * len(lines))]
        if right - lines[0].x0 < NARROWEST * lines[0].em:
            return []
        found.append((len(lines), (2.0 * edge[0][0], right)))
    across = sum(s.x0 < gutter - 1 and s.x1 > gutter + 1 for s in stretches)
    return [edges for _, edges in found] if across < min(count for count, _ in found) else []


def _side_by_side(stretches: list[Stretch], before: np.ndarray, after: np.ndarray) -> bool:
    """Whether at least MIN_ROWS lines on the one side have the other side's text beside them."""
    left = np.array([s.base for s, own in zip(stretches, before, strict=True) if own])
    right = np.array([s.base for s, own in zip(stretches, after, strict=True) if own])
    if not left.size or not right.size:
        return False
    reach = 1.5 * float(np.median([s.em for s in stretches]))
    beside = (np.abs(left[:, None] - right[None, :]) < reach).any(axis=1).sum()
    return bool(beside >= MIN_ROWS)


def _bands(stretches: list[Stretch], barriers: list[Box], layout: Layout) -> list[tuple[list[Stretch], bool]]:
    """Stretches from top to bottom in bands; each with True where it is to be read column by column."""
    gutter = layout.gutter
    crossing = [s for s in stretches if s.x0 < gutter - 1 and s.x1 > gutter + 1]
    cuts = sorted(b[1] for b in barriers if b[0] < gutter - 20 and b[2] > gutter + 20)
    full = {id(s) for s in crossing}
    bands: list[tuple[list[Stretch], bool]] = []
    key = (-1, False)
    if not stretches:
        return []
    middle = (min(s.x0 for s in stretches) + max(s.x1 for s in stretches)) / 2
    leading = True
    for row in rows_of(stretches):
        leading = leading and len(row) == 1
        wide = any(id(s) in full for s in row) or bool(bands and key[1] and _is_last_of(bands[-1][0], row))
        wide = wide or (leading and abs((row[0].x0 + row[0].x1) / 2 - middle) < row[0].em)  # a short centred title
        below = sum(cut < row[0].base - 0.3 * row[0].em for cut in cuts)
        if not bands or key != (below, wide):
            bands.append(([], not wide))
            key = (below, wide)
        bands[-1][0].extend(row)
    judged = [
        (band, columns and (_is_prose(band, layout.text) or _stand_apart(band, layout))) for band, columns in bands
    ]
    return _joined(judged)


def _is_last_of(band: list[Stretch], row: list[Stretch]) -> bool:
    """Whether a row is the short last line of the full-width lines above it."""
    above, line = band[-1], row[0]
    if len(row) > 1 or abs(line.em - above.em) > 0.03 * above.em or abs(line.x0 - above.x0) > line.em:
        return False
    return len(above.words) >= _PROSE_WORDS and 0 < line.base - above.base < 1.3 * line.em


def _is_prose(band: list[Stretch], text: list[tuple[float, float]]) -> bool:
    """Columns of a band are text, not table cells, where much of it is wordy or one side is lines of its column."""
    if len(band) == 1:
        return True
    letters = sum(len(s.text) for s in band)
    wordy = sum(len(s.text) for s in band if len(s.words) >= _PROSE_WORDS)
    return wordy >= 0.5 * letters or any(_is_column(band, column) for column in text)


def _is_column(band: list[Stretch], column: tuple[float, float]) -> bool:
    inside = [s for s in band if column[0] - 4 < s.x0 and s.x1 < column[1] + 4]
    lines = [s for s in inside if fills(s, column)]
    return len(lines) >= MIN_ROWS and sum(len(s.text) for s in lines) > 0.5 * sum(len(s.text) for s in inside)


def _joined(bands: list[tuple[list[Stretch], bool]]) -> list[tuple[list[Stretch], bool]]:
    """Neighbouring full-width bands are one: a table's rows belong together."""
    result: list[tuple[list[Stretch], bool]] = []
    for band, columns in bands:
        if result and not columns and not result[-1][1]:
            result[-1] = (result[-1][0] + band, False)
        else:
            result.append((band, columns))
    return result
