"""Text drawn over text: finds letters that lie beneath or within other letters and cannot be told apart from them."""

from collections.abc import Sequence

import numpy as np
import pypdfium2 as pdfium

from screener.doors.documents.pdf.glyphs import Array, Glyphs
from screener.doors.documents.pdf.raster import differs, marked, render, switch
from screener.words.draft import HiddenHow

MIN_RUN = 3
"""Letters of one text object that must share their place with others before the page is rendered again."""
MIN_CLASHES = 15
"""Letters of a text object that stand on others from which on words are printed over words."""
MOST_OF_THEM = 0.6
"""Share of its letters that they must be."""
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


def overprinted(glyphs: Glyphs, how: Sequence[HiddenHow | None]) -> bool:
    """Whether words that are not hidden stand on other such words, letter on letter, so that neither can be read."""
    shown = np.array([reason is None for reason in how], dtype=bool) & glyphs.letter
    if shown.sum() < 2 * MIN_CLASHES:
        return False
    box, em = glyphs.box, glyphs.em
    order = np.lexsort((box[:, 0], np.round(glyphs.origin[:, 1] / np.maximum(0.4 * em, 0.1))))
    order = order[shown[order]]
    left, right = order[:-1], order[1:]
    level = np.abs(glyphs.origin[left, 1] - glyphs.origin[right, 1]) < 0.3 * em[left]
    shared = np.minimum(box[left, 2], box[right, 2]) - box[right, 0]
    width = np.minimum(box[left, 2] - box[left, 0], box[right, 2] - box[right, 0])
    codes = np.array([ord(char[0]) for char in glyphs.chars], dtype=np.int64)
    alike = np.minimum(em[left], em[right]) > 0.8 * np.maximum(em[left], em[right])
    other = (glyphs.run[left] != glyphs.run[right]) & (codes[left] != codes[right])
    clash = level & alike & other & (shared > 0.4 * width)
    clashing = np.zeros(len(glyphs), dtype=bool)
    clashing[left[clash]] = clashing[right[clash]] = True
    struck = np.bincount(glyphs.run[clashing], minlength=len(glyphs.runs))
    letters = np.bincount(glyphs.run[shown], minlength=len(glyphs.runs))
    return bool(((struck >= MIN_CLASHES) & (struck >= MOST_OF_THEM * letters)).any())


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
