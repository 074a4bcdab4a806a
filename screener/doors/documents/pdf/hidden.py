"""Which glyphs a reader of the page cannot see, and how they were hidden.

The page is rendered with and without its text. A letter that leaves no mark (contrast below MIN_CONTRAST), is shorter
than MIN_HEIGHT, or stands outside the page, is hidden. Punctuation follows its neighbours; a run of hidden
letters is an alarm from MIN_LETTERS on.
"""

import ctypes
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from screener.doors.documents.pdf.doubtful import cut_out, cut_to_slivers, narrow_in_seen_words, share_of, written_over
from screener.doors.documents.pdf.glyphs import Array, Glyphs
from screener.doors.documents.pdf.overlaps import beneath
from screener.doors.documents.pdf.raster import Raster, contrast, differs, marked, render, switch
from screener.words.draft import HiddenHow

MIN_CONTRAST = 40
"""Of 255: below it, letters of ordinary size are taken for hidden."""
MIN_CONTRAST_LARGE = 12
"""The same for letters of LARGE points and more: a pale watermark can still be read."""
LARGE = 20.0
MIN_HEIGHT = 1.5
"""Height of a capital in points below which nobody reads a word."""
MIN_WIDTH = 0.35
"""Points per em along the line below which letters are squeezed to a smear."""
MIN_LETTERS = 3
"""Hidden letters in a row that make an alarm; fewer are left out of the text quietly."""
LIGHT = 200
"""Of 255: the least part of a colour that takes dark letters away."""
MOSTLY_GONE = 0.5
"""Share of the letters of a text object that were painted out from which on all of it was."""
PAINTED_OUT, LEFT_OF_IT = 120, 128
"""Of 255: change of a letter that was painted out, and contrast that its rim may have left."""
COARSE, FINE = 1.0, 3.0
"""Pixels per point of the first look, and of the second look at what the first did not see."""
_CAPITAL = 0.7
"""Height of a capital as a share of the font size."""
_LOOK_AT = [(across, down) for across in (0.1, 0.5, 0.9) for down in (0.1, 0.3, 0.5, 0.7, 0.9)]
"""Points of a letter's box at which the colour of the ground is taken."""
_ALIKE = 0.65
"""Share of those points that must have the letter's own colour."""


@dataclass(frozen=True)
class Sight:
    """What can be seen of a page's glyphs."""

    how: list[HiddenHow | None]
    """One entry per glyph: how it is hidden, or None where it is seen."""
    ground: Raster
    """The page without its text."""


def look(page: pdfium.PdfPage, glyphs: Glyphs, texts: set[int], size: tuple[float, float], unit: float = 1.0) -> Sight:
    """Judge every glyph of a page whose display size is `size` units; `texts` are all its text objects.

    A unit of the page is `unit` points.
    """
    pointers = texts | {run.pointer for run in glyphs.runs}
    if not len(glyphs):
        return Sight([], render(page, COARSE))
    scale = COARSE * max(1.0, unit)
    full = render(page, scale)
    switch(pointers, shown=False)
    ground = render(page, scale)
    switch(pointers, shown=True)
    ink = ink_boxes(glyphs)
    seen = _seen(full, ground, ink, glyphs)
    through = cut_out(glyphs, ink, full)
    how = [
        None if cut else reason for cut, reason in zip(through, _by_attributes(glyphs, ink, size, unit), strict=True)
    ]
    seen |= through
    same = _same_colour(glyphs, ink, ground)
    doubtful = ~seen & ~same & np.array([h is None for h in how]) & glyphs.letter
    if doubtful.sum() >= MIN_LETTERS:
        seen |= _second_look(page, pointers, ink, glyphs, FINE * max(1.0, unit)) & doubtful
    same &= ~through
    seen |= narrow_in_seen_words(glyphs, seen & ~same) & ~same
    buried = beneath(page, glyphs, ink, scale, MIN_CONTRAST) | written_over(glyphs, same)
    buried |= _painted_out(page, texts - {run.pointer for run in glyphs.runs}, (full, ground), ink, glyphs)
    slivers = cut_to_slivers(glyphs)
    for index in np.flatnonzero(~seen | same | buried | slivers):
        if how[index] is None:
            how[index] = _reason(glyphs, int(index), ink[index], bool(same[index]))
    return Sight(_smooth(glyphs, how), ground)


def ink_boxes(glyphs: Glyphs) -> Array:
    """Where the body of each letter is, in display points: from the baseline to a little above the x-height."""
    em = glyphs.em
    upright = np.array([run.angle == 0 for run in glyphs.runs])[glyphs.run]
    box = glyphs.box.copy()
    base = glyphs.origin[:, 1]
    box[:, 1] = np.where(upright, base - 0.6 * em, box[:, 1])
    box[:, 3] = np.where(upright, base + 0.02 * em, box[:, 3])
    box[:, 2] = np.maximum(box[:, 2], box[:, 0] + 0.1 * em)
    return box


def _seen(full: Raster, ground: Raster, ink: Array, glyphs: Glyphs) -> Array:
    seen: Array = marked(differs(full, ground, MIN_CONTRAST), ink, full.scale)
    em = glyphs.em
    pale = ~seen & (em >= LARGE)
    if pale.any():
        seen |= pale & marked(differs(full, ground, MIN_CONTRAST_LARGE), ink, full.scale)
    return seen


def _painted_out(
    page: pdfium.PdfPage, others: set[int], pictures: tuple[Raster, Raster], ink: Array, glyphs: Glyphs
) -> Array:
    """Letters that the same ones, drawn over them in a light colour, take away.

    `others` are text objects that pdfium leaves out of the text because they repeat one; the pictures are the page with
    its text and without.
    """
    full, ground = pictures
    light = [pointer for pointer in others if _is_light(pointer)]
    if not light:
        return np.zeros(len(ink), dtype=bool)
    switch(light, shown=False)
    without = render(page, full.scale)
    switch(light, shown=True)
    changed = marked(differs(without, full, PAINTED_OUT), ink, full.scale)
    faded = ~marked(differs(full, ground, LEFT_OF_IT), ink, full.scale)
    # A narrow letter changes less than others: most of a text object tells for all of it.
    mostly = share_of(glyphs.run, glyphs, changed & faded) >= MOSTLY_GONE
    gone: Array = faded & (changed | mostly)
    return gone


def _is_light(pointer: int) -> bool:
    colour = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(ctypes.cast(pointer, raw.FPDF_PAGEOBJECT), *colour)
    return bool(known) and min(part.value for part in colour[:3]) > LIGHT and colour[3].value > LIGHT


def _second_look(page: pdfium.PdfPage, pointers: set[int], ink: Array, glyphs: Glyphs, scale: float) -> Array:
    full = render(page, scale)
    switch(pointers, shown=False)
    ground = render(page, scale)
    switch(pointers, shown=True)
    return _seen(full, ground, ink, glyphs)


def _by_attributes(glyphs: Glyphs, ink: Array, size: tuple[float, float], unit: float) -> list[HiddenHow | None]:
    width, height = size
    inside = np.minimum(ink[:, 2], width) - np.maximum(ink[:, 0], 0)
    within = np.minimum(ink[:, 3], height) - np.maximum(ink[:, 1], 0)
    off = (inside <= 0.2 * (ink[:, 2] - ink[:, 0])) | (within <= 0.2 * (ink[:, 3] - ink[:, 1]))
    by_run = [_run_reason(run.mode, run.fill[3], run.em * unit, run.em_along * unit) for run in glyphs.runs]
    pairs = zip(off.tolist(), glyphs.run.tolist(), strict=True)
    return [HiddenHow.off_page if away else by_run[run] for away, run in pairs]


def _run_reason(mode: int, alpha: int, em: float, em_along: float) -> HiddenHow | None:
    if mode in (3, 7) or alpha < 20:
        return HiddenHow.invisible_mode
    if em * _CAPITAL < MIN_HEIGHT or em_along < MIN_WIDTH:
        return HiddenHow.tiny
    return None


def _same_colour(glyphs: Glyphs, ink: Array, ground: Raster) -> Array:
    """Letters painted in the colour of most of the ground on which they stand; a rule may cross it."""
    plain = np.array([run.mode in (0, 4) and run.plain for run in glyphs.runs])[glyphs.run]
    first = _alike(glyphs, ink, ground, [(0.5, 0.3), (0.1, 0.9)])
    chosen = np.flatnonzero(plain & (first > 0))
    result = np.zeros(len(glyphs), dtype=bool)
    if chosen.size:
        result[chosen] = _alike(glyphs, ink, ground, _LOOK_AT)[chosen] >= _ALIKE * len(_LOOK_AT)
    return result


def _alike(glyphs: Glyphs, ink: Array, ground: Raster, places: list[tuple[float, float]]) -> Array:
    """At how many of the places within its box each letter has the colour of the ground."""
    height, width = ground.pixels.shape[:2]
    fill = np.array([run.fill for run in glyphs.runs], dtype=np.float32)[glyphs.run]
    limit = np.where(glyphs.em >= LARGE, MIN_CONTRAST_LARGE, MIN_CONTRAST)
    alike = np.zeros(len(glyphs), dtype=np.int64)
    for across, down in places:
        x = np.clip((ink[:, 0] + across * (ink[:, 2] - ink[:, 0])) * ground.scale, 0, width - 1).astype(np.int64)
        y = np.clip((ink[:, 1] + down * (ink[:, 3] - ink[:, 1])) * ground.scale, 0, height - 1).astype(np.int64)
        alike += contrast(fill[:, :3], ground.colours(x, y)) * fill[:, 3] / 255 < limit
    return alike


def _reason(glyphs: Glyphs, index: int, ink: Array, same: bool) -> HiddenHow:
    run = glyphs.runs[int(glyphs.run[index])]
    if run.layered:
        return HiddenHow.hidden_layer
    if same:
        return HiddenHow.low_contrast
    if _is_clipped_away(run.pointer):
        return HiddenHow.clipped
    return HiddenHow.covered


def _is_clipped_away(pointer: int) -> bool:
    clip = raw.FPDFPageObj_GetClipPath(ctypes.cast(pointer, raw.FPDF_PAGEOBJECT))
    return bool(clip) and raw.FPDFClipPath_CountPaths(clip) > 0


def _smooth(glyphs: Glyphs, how: list[HiddenHow | None]) -> list[HiddenHow | None]:
    """Punctuation is hidden only in the company of hidden letters."""
    if not any(how):
        return how
    result = list(how)
    letters = np.flatnonzero(glyphs.letter).tolist()
    before: HiddenHow | None = None
    following = iter([*letters, None])
    after = next(following)
    for index in range(len(how)):
        if index == after:
            before = how[index]
            after = next(following)
            continue
        later = how[after] if after is not None else None
        result[index] = how[index] and (before or later)
    return result
