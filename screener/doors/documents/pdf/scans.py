"""Tells the text layer of a scanned page, which is drawn unseen on purpose, from hidden text."""

import numpy as np

from screener.doors.documents.pdf.figures import Box, coverage
from screener.doors.documents.pdf.glyphs import Array, Glyphs
from screener.doors.documents.pdf.hidden import Sight
from screener.doors.documents.pdf.raster import Raster, edges, marked
from screener.words.draft import HiddenHow

PAGE_SHARE = 0.6
"""Share of the page that images must cover for it to be a scan."""
_EDGE = 24
"""Step in brightness (of 255) between neighbouring pixels that counts as ink."""
_INKED = 0.6
"""Share of the layer's letters that must have ink beneath them."""
_LAYER = (HiddenHow.invisible_mode, HiddenHow.covered, HiddenHow.low_contrast)


def ocr_layer(
    glyphs: Glyphs,
    sight: Sight,
    images: list[Box],
    size: tuple[float, float],
) -> tuple[list[HiddenHow | None], bool]:
    """What is hidden, less the text layer of a scan; and whether the page has such a layer.

    Unseen letters are a text layer where images cover the page, little else is written on it, and the picture shows
    ink where the letters stand. Letters over blank paper stay hidden.
    """
    how = sight.how
    unseen = np.array([reason in _LAYER for reason in how], dtype=bool)
    if unseen.sum() < 3 or coverage(images, size) < PAGE_SHARE or unseen.sum() < 3 * sum(h is None for h in how):
        return how, False
    inked = _ink(sight.ground, glyphs.box)
    if inked[unseen].mean() < _INKED:
        return how, False
    lines = np.round(glyphs.origin[:, 1] / 4).astype(np.int64)
    kept = list(how)
    for line in np.unique(lines[unseen]):
        members = np.flatnonzero(unseen & (lines == line))
        if inked[members].mean() < 0.5:
            continue
        for index in members.tolist():
            kept[index] = None
    return kept, True


def _ink(ground: Raster, boxes: Array) -> Array:
    return marked(edges(ground, _EDGE), boxes, ground.scale)
