"""Finds letters that the text layer calls by another name than their shape deserves.

A font in a PDF says of each of its shapes which character it stands for, and nothing makes it tell the truth. Every
shape of a page is compared once with the letters it might be. One odd shape proves nothing (a swash, an old figure);
a word most of whose letters clearly look like other letters does.
"""

import ctypes
import re
from collections import deque
from dataclasses import dataclass, field
from itertools import groupby, repeat

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from screener.doors.documents.pdf.glyphs import Array, Frame, Glyphs
from screener.doors.documents.pdf.letterforms import LETTERS, Spot, likenesses, shapes_on
from screener.doors.documents.pdf.words import WORD_GAP
from screener.words.draft import HiddenHow

CLEARER = 0.08
"""How much better than its name another letter must suit a shape that is to count as misnamed."""
SURE = 0.7
"""How well that other letter must suit it."""
SURE_FOREIGN = 0.88
"""How much a shape that is called a character of East Asia must look like a Latin letter."""
MIN_EM = 4.0
"""Points; smaller letters are not compared."""
MIN_WRONG = 2
"""Different misnamed shapes that a word must have, besides their being half of its letters."""
LONGEST_LIGATURE = 4
"""Characters that one shape may stand for; a sentence behind one shape is no ligature."""
MOST_SHAPES = 3_000
"""Different shapes compared on one page."""
_DRAWN = (0, 2, 4, 6)
_LOOK_ALIKE = (
    "oO0QDC lI1ijtfJr 5sS 2zZ 8B3 6bG 9gqa uUvVnywWY cCeGo 7TYzZ 4A fFtE hnb kK pP aA dD mM jJ rR tT eE gG hH qQ yY mwM"
)
_LIGATURE = re.compile(r"(?:f[fijlbhkt]{1,2}|[sc]t|t[ftz]|Th|ch|ck|Qu|ss|SS|ij|IJ|ae|AE|oe|OE|[dlnDLN][jzJZ])")
_STEPS = 64
"""Steps per em to which the box of a shape is rounded, to tell shapes of one font apart."""


def _names() -> Array:
    """Which letters may be called which, as a square of LETTERS."""
    same = np.eye(len(LETTERS), dtype=bool)
    groups = [*_LOOK_ALIKE.split(), *(letter + letter.swapcase() for letter in LETTERS if letter.isalpha())]
    for group in groups:
        members = [LETTERS.index(letter) for letter in group]
        same[np.ix_(members, members)] = True
    return same


_ALIKE = _names()
_TABLE = np.array([LETTERS.find(chr(code)) for code in range(127)] + [-1], dtype=np.int64)
_FOREIGN = len(LETTERS)
_JOINED = len(LETTERS) + 1


@dataclass
class Compared:
    """What is known of the shapes of a document so far."""

    misnamed: dict[int, bool] = field(default_factory=dict)
    """By the shape's identity: font, name and box."""
    fonts: dict[str, int] = field(default_factory=dict)

    def font(self, name: str) -> int:
        """A small number for a font."""
        return self.fonts.setdefault(name, len(self.fonts))


def belied(
    page: pdfium.PdfPage,
    textpage: pdfium.PdfTextPage,
    glyphs: Glyphs,
    how: list[HiddenHow | None],
    frame: Frame,
    compared: Compared,
) -> Array:
    """True for the glyphs of words whose letters are drawn as other letters; hidden and turned text is passed over."""
    result: Array = np.zeros(len(glyphs), dtype=bool)
    chosen, names, boxes = _candidates(textpage, glyphs, how, frame)
    if not chosen.size:
        return result
    keys = _identities(glyphs, chosen, names, boxes, compared)
    unique, first, again = np.unique(keys, return_index=True, return_inverse=True)
    new = [n for n, key in zip(first.tolist(), unique.tolist(), strict=True) if key not in compared.misnamed]
    _compare(page, glyphs, chosen, names, boxes, keys, new[:MOST_SHAPES], compared)
    wrong = np.zeros(len(glyphs), dtype=bool)
    wrong[chosen] = np.array([compared.misnamed.get(key, False) for key in unique.tolist()], dtype=bool)[again]
    if wrong.any():
        shape = np.zeros(len(glyphs), dtype=np.int64)
        shape[chosen] = keys
        _words(glyphs, wrong, shape, result)
    return result


def _candidates(
    textpage: pdfium.PdfTextPage, glyphs: Glyphs, how: list[HiddenHow | None], frame: Frame
) -> tuple[Array, Array, Array]:
    """Glyphs to be compared, the number of the name of each, and their tight boxes as displayed."""
    if not len(glyphs):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros((0, 4))
    names = _named(glyphs.chars)
    plain = np.array([run.angle == 0 and run.mode in _DRAWN and run.em >= MIN_EM for run in glyphs.runs], dtype=bool)
    seen = np.array([reason is None for reason in how], dtype=bool)
    chosen = np.flatnonzero((names >= 0) & plain[glyphs.run] & seen)
    boxes = frame.boxes(_tight_boxes(textpage, glyphs.index[chosen]))
    return chosen, _with_joined(glyphs, chosen, names[chosen], boxes), boxes


def _with_joined(glyphs: Glyphs, chosen: Array, names: Array, boxes: Array) -> Array:
    """The names, where one shape that stands for several characters is called so, and a ligature is passed over."""
    names = names.copy()
    if len(chosen) < 2:
        return names
    again = (np.abs(np.diff(boxes, axis=0)).max(axis=1) < 0.01) & (np.diff(chosen) == 1)
    start = 0
    for joined, group in groupby(again.tolist()):
        length = len(list(group))
        if joined:
            said = "".join(glyphs.chars[int(n)] for n in chosen[start : start + length + 1])
            names[start : start + length + 1] = -1 if _LIGATURE.fullmatch(said) else _JOINED
        start += length
    return names


def _named(chars: list[str]) -> Array:
    """The number of each character's name: its place in LETTERS, _FOREIGN, or -1 for what is not compared."""
    codes = np.frombuffer("".join(chars).encode("utf-32-le"), dtype="<u4").astype(np.int64)
    names: Array = _TABLE[np.minimum(codes, 127)]
    names[((codes >= 0x3040) & (codes <= 0x9FFF)) | ((codes >= 0xAC00) & (codes <= 0xD7AF))] = _FOREIGN
    return names


def _tight_boxes(textpage: pdfium.PdfTextPage, index: Array) -> Array:
    """Left, bottom, right, top of the drawn shapes in page space."""
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value or 0
    address = ctypes.cast(raw.FPDFText_GetCharBox, ctypes.c_void_p).value or 0
    read = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)(address)
    found = np.zeros((len(index), 4))
    base, size = found.ctypes.data, 32 * len(index)
    left, right, bottom, top = (range(base + offset, base + offset + size, 32) for offset in (0, 16, 8, 24))
    deque(map(read, repeat(handle), index.tolist(), left, right, bottom, top), maxlen=0)
    return found


def _identities(glyphs: Glyphs, chosen: Array, names: Array, boxes: Array, compared: Compared) -> Array:
    """One number for each glyph: equal where font, name and box of the shape are."""
    fonts = np.array([compared.font(run.font.name) for run in glyphs.runs], dtype=np.int64)[glyphs.run[chosen]]
    em, origin = glyphs.em[chosen], glyphs.origin[chosen]
    places = (boxes - np.concatenate([origin, origin], axis=1)) / em[:, None] * _STEPS
    numbers = (np.clip(np.round(places), -127, 127).astype(np.int64) + 128) % 256
    key = (fonts % 4096) * 128 + names + 1
    for column in range(4):
        key = key * 256 + numbers[:, column]
    result: Array = key
    return result


def _compare(
    page: pdfium.PdfPage,
    glyphs: Glyphs,
    chosen: Array,
    names: Array,
    boxes: Array,
    keys: Array,
    new: list[int],
    compared: Compared,
) -> None:
    """Look at the shapes numbered `new` and remember what they are."""
    new = [n for n in new if names[n] >= 0]
    if not new:
        return
    em = glyphs.em[chosen].tolist()
    spots = [Spot(x0, y0, x1, y1, em[n]) for n, (x0, y0, x1, y1) in zip(new, boxes[new].tolist(), strict=True)]
    alike = likenesses(shapes_on(page, spots))
    for row, n in enumerate(new):
        compared.misnamed[int(keys[n])] = _is_misnamed(alike[row], int(names[n]))


def _is_misnamed(alike: Array, name: int) -> bool:
    if name == _FOREIGN:
        return bool(alike.max() >= SURE_FOREIGN)
    if name == _JOINED:
        return bool(alike.max() >= SURE)
    own, other = alike[_ALIKE[name]].max(), alike[~_ALIKE[name]].max()
    return bool(other >= SURE and other - own >= CLEARER)


def _words(glyphs: Glyphs, wrong: Array, shape: Array, result: Array) -> None:
    """Mark whole words, and whole text objects where most of their letters stand in such words."""
    apart = glyphs.box[1:, 0] - glyphs.box[:-1, 2] > WORD_GAP * glyphs.em[1:]
    starts = np.flatnonzero(np.concatenate([[True], glyphs.gap_before[1:] | (np.diff(glyphs.run) != 0) | apart]))
    ends = np.concatenate([starts[1:], [len(glyphs)]])
    judged = shape != 0
    sums, judgements = np.concatenate([[0], np.cumsum(wrong)]), np.concatenate([[0], np.cumsum(judged)])
    bad, of = sums[ends] - sums[starts], judgements[ends] - judgements[starts]
    for word in np.flatnonzero((bad >= MIN_WRONG) & (2 * bad >= of)).tolist():
        inside = slice(starts[word], ends[word])
        many = _JOINED in (shape[inside][wrong[inside]] >> 32) % 128 - 1
        if many or len(set(shape[inside][wrong[inside]].tolist())) >= MIN_WRONG:
            result[inside] = True
    letters = np.bincount(glyphs.run, weights=judged)
    marked = np.bincount(glyphs.run, weights=judged & result)
    result |= (marked * 2 > letters)[glyphs.run]
