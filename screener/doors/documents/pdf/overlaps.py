"""Text drawn over text: finds letters that lie beneath or within other letters and cannot be told apart from them."""

import numpy as np
import pypdfium2 as pdfium

from screener.doors.documents.pdf.glyphs import Array, Glyphs
from screener.doors.documents.pdf.raster import differs, marked, render, switch

MIN_RUN = 3
"""Letters of one text object that must share their place with others before the page is rendered again."""
_CELL = 2.0
"""Side in points of the grid on which shared places are found."""


def beneath(page: pdfium.PdfPage, glyphs: Glyphs, ink: Array, scale: float, limit: float) -> Array:
    """True for glyphs whose removal changes nothing although other text stands in the same place."""
    suspects = _suspects(glyphs, ink)
    if not suspects.size:
        return np.zeros(len(glyphs), dtype=bool)
    full = render(page, scale)
    hidden: Array = np.zeros(len(glyphs), dtype=bool)
    for layer in _layers(suspects.tolist(), glyphs, ink):
        pointers = [glyphs.runs[run].pointer for run in layer]
        switch(pointers, shown=False)
        without = render(page, scale)
        switch(pointers, shown=True)
        unmarked = ~marked(differs(full, without, limit), ink, full.scale)
        hidden |= unmarked & np.isin(glyphs.run, layer)
    return hidden


def _suspects(glyphs: Glyphs, ink: Array) -> Array:
    """Text objects whose letters have their middles where other letters of other objects have theirs.

    The same letter in the same place is a fake bold face or a shadow, and no reason for suspicion.
    """
    x = ((ink[:, 0] + ink[:, 2]) / 2 / _CELL).astype(np.int64)
    y = ((ink[:, 1] + ink[:, 3]) / 2 / _CELL).astype(np.int64)
    codes = np.array([ord(char[0]) for char in glyphs.chars], dtype=np.int64)
    order = np.lexsort((glyphs.run, x, y))
    same_place = (x[order][1:] == x[order][:-1]) & (y[order][1:] == y[order][:-1])
    clash = same_place & (glyphs.run[order][1:] != glyphs.run[order][:-1])
    repeat = codes[order][1:] == codes[order][:-1]
    balance = np.zeros(len(glyphs.runs), dtype=np.int64)
    for part in (order[1:], order[:-1]):
        np.add.at(balance, glyphs.run[part[clash & ~repeat]], 1)
        np.add.at(balance, glyphs.run[part[clash & repeat]], -1)
    return np.flatnonzero(balance >= MIN_RUN)


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
