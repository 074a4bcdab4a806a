"""Text drawn over text: finds letters that lie beneath or within other letters and cannot be told apart from them."""

import numpy as np
import pypdfium2 as pdfium

from screener.doors.documents.pdf.glyphs import Array, Glyphs
from screener.doors.documents.pdf.raster import difference, marks_in, render, switch

MIN_RUN = 3
"""Letters of one text object that must share their place with others before the page is rendered again."""
_CELL = 2.0
"""Side in points of the grid on which shared places are found."""


def beneath(page: pdfium.PdfPage, glyphs: Glyphs, ink: Array, scale: float, limit: float) -> Array:
    """True for glyphs whose removal changes nothing although other text stands in the same place."""
    crossed = _crossed(glyphs, ink)
    runs, counts = np.unique(glyphs.run[crossed], return_counts=True)
    suspects = runs[counts >= MIN_RUN]
    if not suspects.size:
        return np.zeros(len(glyphs), dtype=bool)
    full = render(page, scale)
    hidden: Array = np.zeros(len(glyphs), dtype=bool)
    for layer in _layers(suspects.tolist(), glyphs, ink):
        pointers = [glyphs.runs[run].pointer for run in layer]
        switch(pointers, shown=False)
        without = render(page, scale)
        switch(pointers, shown=True)
        unmarked = marks_in(difference(full.pixels, without.pixels) >= limit, ink, scale) == 0
        hidden |= unmarked & crossed & np.isin(glyphs.run, layer)
    return hidden


def _crossed(glyphs: Glyphs, ink: Array) -> Array:
    """Glyphs whose middle lies in a grid cell that the middle of a glyph of another text object also claims."""
    x = ((ink[:, 0] + ink[:, 2]) / 2 / _CELL).astype(np.int64)
    y = ((ink[:, 1] + ink[:, 3]) / 2 / _CELL).astype(np.int64)
    key = x * 1_000_003 + y
    order = np.lexsort((glyphs.run, key))
    keys, runs = key[order], glyphs.run[order]
    clash = (keys[1:] == keys[:-1]) & (runs[1:] != runs[:-1])
    return np.isin(key, np.unique(keys[1:][clash]))


def _layers(suspects: list[int], glyphs: Glyphs, ink: Array) -> list[list[int]]:
    """At most four groups, so that the text objects of one group do not share a place with each other."""
    layers: list[list[int]] = []
    boxes: list[list[Array]] = []
    for run in suspects:
        rows = ink[glyphs.run == run]
        box = np.array([rows[:, 0].min(), rows[:, 1].min(), rows[:, 2].max(), rows[:, 3].max()])
        free = next((i for i, taken in enumerate(boxes) if not any(_meet(box, other) for other in taken)), None)
        if free is not None:
            layers[free].append(run)
            boxes[free].append(box)
        elif len(layers) < 4:
            layers.append([run])
            boxes.append([box])
    return layers


def _meet(one: Array, other: Array) -> bool:
    return bool(one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])
