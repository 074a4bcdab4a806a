"""Letters whose look alone misleads: narrow ones in a pale word, written over, cut to a sliver, or cut out of a ground."""

import ctypes

import numpy as np
from pypdfium2 import raw

from screener.doors.documents.pdf.glyphs import Array, Glyphs
from screener.doors.documents.pdf.raster import Raster, edges, marked

_NARROW = 0.42
"""Width in ems of letters that are little more than a stem."""
_TOGETHER = 2
"""Narrow letters in a row that may leave no mark by chance."""
_WORD_SEEN, _RUN_SEEN = 0.6, 0.8
"""Shares of a word's, or a text object's, letters that must be seen for its narrow ones to count as seen."""
_SPOT = 0.08
"""Ems within which a letter drawn again stands in the same place."""
_SLIVER = 0.35
"""Share of a line's height that a clip must leave for letters to be read."""
_MOST_SEGMENTS = 12
"""Segments of a clip that are looked at; rectangles have four or five."""
_EDGE = 60
"""Step in brightness that letters cut out of a ground make."""
_INKED, _CLEAR = 0.85, 0.2
"""Shares of letters with such steps within them, and above or below them at most."""


def share_of(group: Array, glyphs: Glyphs, seen: Array) -> Array:
    """For each glyph, the share of the letters of its group that are seen."""
    letters = np.bincount(group[glyphs.letter], minlength=int(group.max()) + 1)
    known = np.bincount(group[glyphs.letter & seen], minlength=len(letters))
    share: Array = (known / np.maximum(letters, 1))[group]
    return share


def narrow_in_seen_words(glyphs: Glyphs, seen: Array) -> Array:
    """Unseen narrow letters of words and text objects most of whose letters are seen."""
    width = glyphs.box[:, 2] - glyphs.box[:, 0]
    upright = np.array([run.angle == 0 for run in glyphs.runs])[glyphs.run]
    narrow: Array = glyphs.letter & ~seen & upright & (width < _NARROW * glyphs.em)
    if not narrow.any():
        return narrow
    new = glyphs.gap_before.copy()
    new[0] = True
    new[1:] |= glyphs.run[1:] != glyphs.run[:-1]
    word = np.cumsum(new) - 1
    usual = (share_of(word, glyphs, seen) >= _WORD_SEEN) | (share_of(glyphs.run, glyphs, seen) >= _RUN_SEEN)
    spared: Array = narrow & usual & _alone(glyphs, seen, narrow)
    return spared


def _alone(glyphs: Glyphs, seen: Array, narrow: Array) -> Array:
    """Unseen letters in stretches of at most _TOGETHER, all of them narrow: beside others, something takes them away."""
    lost = glyphs.letter & ~seen
    begins = lost.copy()
    begins[1:] &= ~lost[:-1] | (glyphs.run[1:] != glyphs.run[:-1])
    stretch = np.cumsum(begins)
    count = np.bincount(stretch[lost], minlength=int(stretch[-1]) + 1)
    wide = np.bincount(stretch[lost & ~narrow], minlength=len(count))
    alone: Array = lost & ((count <= _TOGETHER) & (wide == 0))[stretch]
    return alone


def written_over(glyphs: Glyphs, same: Array) -> Array:
    """Letters over which the same ones are drawn later, in the colour of their ground."""
    result = np.zeros(len(glyphs), dtype=bool)
    if not same.any():
        return result
    spots = _spots(glyphs, 0.0), _spots(glyphs, 0.5)
    last: tuple[dict[tuple[str, int, int], int], ...] = ({}, {})
    for index in np.flatnonzero(same & glyphs.letter).tolist():
        for places, spot in zip(last, spots, strict=True):
            places[spot[index]] = index
    for index in np.flatnonzero(~same & glyphs.letter).tolist():
        result[index] = any(places.get(spot[index], -1) > index for places, spot in zip(last, spots, strict=True))
    return result


def cut_to_slivers(glyphs: Glyphs) -> Array:
    """Letters of text objects of whose height a clip leaves too little to be read."""
    cut = np.array([_is_sliver(run.pointer) for run in glyphs.runs], dtype=bool)
    result: Array = cut[glyphs.run] if len(glyphs) else np.zeros(0, dtype=bool)
    return result


def cut_out(glyphs: Glyphs, ink: Array, picture: Raster) -> Array:
    """Letters in the mode that draws nothing and clips, through which something else is drawn: they are seen.

    They have steps of brightness within them and hardly any above and below, and no other letters stand there.
    """
    result = np.zeros(len(glyphs), dtype=bool)
    clips = np.array([run.mode == 7 and run.angle == 0 for run in glyphs.runs])[glyphs.run] if len(glyphs) else result
    if not clips.any():
        return result
    mask = edges(picture, _EDGE)
    taken = {cell for cell, clip in zip(_cells(ink), clips.tolist(), strict=True) if not clip}
    free = np.array([cell not in taken for cell in _cells(ink)])
    inked = marked(mask, ink, picture.scale)
    for run in np.unique(glyphs.run[clips]).tolist():
        rows = np.flatnonzero((glyphs.run == run) & glyphs.letter)
        around = [_band(glyphs, ink, rows, up) for up in (-0.6, 1.2)]
        beside = max((marked(mask, band, picture.scale).mean() for band in around), default=1.0) if rows.size else 1.0
        if rows.size and inked[rows].mean() >= _INKED and beside <= _CLEAR and free[rows].mean() >= _INKED:
            result[glyphs.run == run] = True
    return result


def _spots(glyphs: Glyphs, offset: float) -> list[tuple[str, int, int]]:
    step = np.maximum(2 * _SPOT * glyphs.em, 0.01)
    places = np.floor(glyphs.origin / step[:, None] + offset).astype(np.int64).tolist()
    return [(char, x, y) for char, (x, y) in zip(glyphs.chars, places, strict=True)]


def _cells(ink: Array) -> list[tuple[int, int]]:
    middle = np.stack([(ink[:, 0] + ink[:, 2]) / 4, (ink[:, 1] + ink[:, 3]) / 4], axis=1)
    return [(x, y) for x, y in np.floor(middle).astype(np.int64).tolist()]


def _band(glyphs: Glyphs, ink: Array, rows: Array, up: float) -> Array:
    """A strip above (1.2) or below (-0.6) the baseline of letters, where they have no parts."""
    em, base = glyphs.em[rows], glyphs.origin[rows, 1]
    return np.stack([ink[rows, 0], base - up * em, ink[rows, 2], base - (up - 0.2) * em], axis=1)


def _is_sliver(pointer: int) -> bool:
    obj = ctypes.cast(pointer, raw.FPDF_PAGEOBJECT)
    clip = raw.FPDFPageObj_GetClipPath(obj)
    count = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    if not 0 < count <= _MOST_SEGMENTS:
        return False
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(obj, left, bottom, right, top):
        return False
    low, high = bottom.value, top.value
    for path in range(count):
        heights = _heights(clip, path)
        if heights:
            low, high = max(low, min(heights)), min(high, max(heights))
    wide = right.value - left.value > top.value - bottom.value
    return wide and 0 < high - low < _SLIVER * (top.value - bottom.value)


def _heights(clip: object, path: int) -> list[float]:
    """The heights between which a clip leaves something, as far as it is simple."""
    count = raw.FPDFClipPath_CountPathSegments(clip, path)
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[float] = []
    for index in range(count if count <= _MOST_SEGMENTS else 0):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
        found.append(y.value)
    return found
