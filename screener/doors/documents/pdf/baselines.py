"""Puts raised and lowered signs back on the line of text that they belong to."""

import numpy as np

from screener.doors.documents.pdf.glyphs import Array

_AHEAD = 8
"""Stretches of signs looked at to find the one that goes on with the line."""
_SHIFT = 1.1
"""Em by which a sign of the line may stand off it: large operators hang from far above the baseline."""
_WIDE = 8.0
"""Em that the signs between two parts of a line may take."""


def settled(box: Array, base: Array, em: Array) -> Array:
    """Baselines in which indices, exponents and large operators stand on their line.

    Glyphs are in drawing order. What stands between two stretches of glyphs on one baseline, and no further off than
    _SHIFT, is of that line.
    """
    if len(base) < 3:
        return base
    starts = np.flatnonzero(np.concatenate([[True], np.abs(np.diff(base)) > 0.01 * em[1:]]))
    ends = np.concatenate([starts[1:], [len(base)]])
    lines, sizes = base[starts].tolist(), np.maximum.reduceat(em, starts).tolist()
    lefts, rights = box[starts, 0].tolist(), box[ends - 1, 2].tolist()
    result = base.copy()
    index = 0
    while index < len(lines) - 2:
        after = _continuation(index, lines, sizes, lefts, rights)
        if after is not None:
            result[starts[index + 1] : starts[after]] = lines[index]
        index = after or index + 1
    return result


def _continuation(
    index: int,
    lines: list[float],
    sizes: list[float],
    lefts: list[float],
    rights: list[float],
) -> int | None:
    """The stretch in which the line of stretch `index` goes on after signs off its baseline."""
    em = sizes[index]
    for after in range(index + 1, min(len(lines), index + _AHEAD)):
        if abs(lines[after] - lines[index]) <= 0.02 * em and after > index + 1:
            return after if -0.3 * em < lefts[after] - rights[index] < _WIDE * em else None
        if abs(lines[after] - lines[index]) > _SHIFT * em or lefts[after] < rights[index] - em:
            return None
    return None
