"""Reading order by geometry: finds the space between columns, and the full-width blocks that cut columns into bands."""

from dataclasses import dataclass

import numpy as np

from screener.doors.documents.pdf.figures import Box
from screener.doors.documents.pdf.words import Stretch, rows_of

MIN_ROWS = 3
"""Lines of prose that must stand on either side of a gutter."""
MAX_DEPTH = 3
"""Gutters within gutters: eight columns at the most."""
_PROSE_WORDS = 4
_REACH = 8
"""Points around the emptiest place that still count as the same gutter."""
_MIN_GUTTER = 4.0
"""Points of empty space that make a gutter."""


@dataclass(frozen=True)
class Region:
    """Rows of stretches that are read from top to bottom; `x0` and `x1` are the edges of the column."""

    rows: list[list[Stretch]]
    x0: float
    x1: float


def reading_order(stretches: list[Stretch], barriers: list[Box], depth: int = 0) -> list[Region]:
    """The stretches of a page as regions in the order of reading; `barriers` are rules and figures."""
    if not stretches:
        return []
    gutter = _gutter(stretches) if depth < MAX_DEPTH else None
    if gutter is None:
        return [_region(stretches)]
    regions: list[Region] = []
    for band, columns in _bands(stretches, barriers, gutter):
        left = [s for s in band if (s.x0 + s.x1) / 2 < gutter]
        right = [s for s in band if (s.x0 + s.x1) / 2 >= gutter]
        if not columns or not left or not right:
            regions += [_region(band)] if not columns else reading_order(band, barriers, depth + 1)
            continue
        regions += reading_order(left, barriers, depth + 1) + reading_order(right, barriers, depth + 1)
    return regions


def _region(stretches: list[Stretch]) -> Region:
    wide = [s for s in stretches if len(s.words) >= _PROSE_WORDS] or stretches
    return Region(list(rows_of(stretches)), min(s.x0 for s in wide), max(s.x1 for s in wide))


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


def _side_by_side(stretches: list[Stretch], before: np.ndarray, after: np.ndarray) -> bool:
    """Whether at least MIN_ROWS lines on the one side have the other side's text beside them."""
    left = np.array([s.base for s, own in zip(stretches, before, strict=True) if own])
    right = np.array([s.base for s, own in zip(stretches, after, strict=True) if own])
    if not left.size or not right.size:
        return False
    reach = 1.5 * float(np.median([s.em for s in stretches]))
    beside = (np.abs(left[:, None] - right[None, :]) < reach).any(axis=1).sum()
    return bool(beside >= MIN_ROWS)


def _bands(stretches: list[Stretch], barriers: list[Box], gutter: float) -> list[tuple[list[Stretch], bool]]:
    """Stretches from top to bottom in bands; each with True where it is to be read column by column."""
    crossing = [s for s in stretches if s.x0 < gutter - 1 and s.x1 > gutter + 1]
    cuts = sorted(b[1] for b in barriers if b[0] < gutter - 20 and b[2] > gutter + 20)
    full = {id(s) for s in crossing}
    bands: list[tuple[list[Stretch], bool]] = []
    key = (-1, False)
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
    judged = [(band, columns and _is_prose(band, gutter)) for band, columns in bands]
    return _joined(judged)


def _is_last_of(band: list[Stretch], row: list[Stretch]) -> bool:
    """Whether a row is the short last line of the full-width lines above it."""
    above, line = band[-1], row[0]
    if len(row) > 1 or abs(line.em - above.em) > 0.03 * above.em or abs(line.x0 - above.x0) > line.em:
        return False
    return len(above.words) >= _PROSE_WORDS and 0 < line.base - above.base < 1.3 * line.em


def _is_prose(band: list[Stretch], gutter: float) -> bool:
    """Columns of a band are text, not table cells, where much of it is wordy."""
    if len(band) == 1:
        return True
    letters = sum(len(s.text) for s in band)
    wordy = sum(len(s.text) for s in band if len(s.words) >= _PROSE_WORDS)
    return wordy >= 0.5 * letters


def _joined(bands: list[tuple[list[Stretch], bool]]) -> list[tuple[list[Stretch], bool]]:
    """Neighbouring full-width bands are one: a table's rows belong together."""
    result: list[tuple[list[Stretch], bool]] = []
    for band, columns in bands:
        if result and not columns and not result[-1][1]:
            result[-1] = (result[-1][0] + band, False)
        else:
            result.append((band, columns))
    return result
