"""Reads every glyph of a page: its character, where it stands, and how it is drawn.

Positions are display space: points, origin at the top left of the page as shown, y growing downwards.
"""

import ctypes
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from screener.doors.documents.pdf.fonts import Font, FontBook

MAX_GLYPHS = 200_000
"""Glyphs read from one page; a page with more is refused by `parse`."""
HYPHENS = {0x02, 0xFFFE, 0xAD, 0x2010}
"""pdfium marks a hyphen at the end of a line with U+0002 or U+FFFE; the others are hyphens of their own."""
_HYPHENS = sorted(HYPHENS)
_BLANKS = [0x20, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000]

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Frame:
    """How page space maps to display space."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int
    """Quarter turns clockwise, 0 to 3."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed, in points."""
        across, up = self.right - self.left, self.top - self.bottom
        return (up, across) if self.turns % 2 else (across, up)

    def place(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Display positions of points given in page space."""
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        if self.turns == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def boxes(self, box: Array) -> Array:
        """Rows (left, bottom, right, top) of page space as rows (x0, y0, x1, y1) of display space."""
        xa, ya = self.place(box[:, 0], box[:, 1])
        xb, yb = self.place(box[:, 2], box[:, 3])
        return np.stack([np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb)], axis=1)


@dataclass(frozen=True)
class Run:
    """What the glyphs of one text object have in common."""

    pointer: int
    """Address of the pdfium text object."""
    font: Font
    em: float
    """Font size in points after all matrices, measured across the baseline."""
    em_along: float
    """The same, measured along the baseline: letters squeezed flat have a small one."""
    angle: int
    """Direction of reading as displayed, in degrees counter-clockwise, 0 to 359."""
    fill: tuple[int, int, int, int]
    """Red, green, blue, alpha of what paints the letters (the outline's where only outlines are drawn)."""
    plain: bool
    """False where a pattern or shading paints the letters and `fill` says nothing."""
    mode: int
    """Text render mode, 0 to 7; 3 and 7 draw nothing."""
    layered: bool
    """True where the text belongs to an optional-content layer."""


@dataclass(frozen=True)
class Glyphs:
    """All glyphs of a page in drawing order; the arrays have one row per glyph."""

    chars: list[str]
    box: Array
    """(x0, y0, x1, y1): advance width along the line, ascent to descent across it."""
    origin: Array
    """(x, y) of the pen."""
    run: Array
    """Index into `runs`."""
    gap_before: Array
    """True where a space character stands before the glyph in the file."""
    letter: Array
    """True for letters and digits."""
    runs: list[Run]
    index: Array
    """Number of each glyph in the text page."""
    unmapped: int
    """Glyphs for which the file names no character."""

    @property
    def em(self) -> Array:
        """Font size of each glyph in points."""
        sizes: Array = np.array([run.em for run in self.runs], dtype=np.float64)[self.run] if self.runs else np.zeros(0)
        return sizes

    def __len__(self) -> int:
        """How many there are."""
        return len(self.chars)


def frame_of(page: pdfium.PdfPage) -> Frame:
    """The frame of a page: its crop box within its media box, and its rotation."""
    rect = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(rect)):
        return Frame(0, 0, page.get_width(), page.get_height(), 0)
    return Frame(rect.left, rect.bottom, rect.right, rect.top, raw.FPDFPage_GetRotation(page.raw) % 4)


def read_glyphs(textpage: pdfium.PdfTextPage, frame: Frame, fonts: FontBook) -> Glyphs:
    """The glyphs of a page, hidden or not. At most MAX_GLYPHS are read."""
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value or 0
    count = min(raw.FPDFText_CountChars(textpage.raw), MAX_GLYPHS)
    read_code = _function("FPDFText_GetUnicode", ctypes.c_uint, 2)
    read_object = _function("FPDFText_GetTextObject", ctypes.c_size_t, 2)
    codes = np.array(list(map(read_code, repeat(handle), range(count))), dtype=np.int64)
    objects = np.array(list(map(read_object, repeat(handle), range(count))), dtype=np.uint64)
    loose = np.zeros((count, 4), dtype=np.float32)
    base = loose.ctypes.data
    deque(
        map(
            _function("FPDFText_GetLooseCharBox", ctypes.c_int, 3),
            repeat(handle),
            range(count),
            range(base, base + 16 * count, 16),
        ),
        maxlen=0,
    )
    blank = np.isin(codes, _BLANKS) | (codes == 0) | (codes < 0x20) & (codes != 0x02)
    drawn = objects != 0  # spaces and line ends that pdfium adds have no object
    kept = np.flatnonzero(drawn & ~blank)
    spaces = np.concatenate([[0], np.cumsum(drawn & blank)])
    box = loose[kept][:, [0, 3, 2, 1]].astype(np.float64)  # FS_RECTF is left, top, right, bottom
    runs, run_of, origin = _runs(textpage, frame, fonts, kept, objects[kept], box)
    private = (codes == 0) | (codes == 0xFFFD) | (codes >= 0xE000) & (codes <= 0xF8FF)
    ox, oy = frame.place(origin[:, 0], origin[:, 1])
    chars = _chars(codes[kept])
    return Glyphs(
        chars=chars,
        box=frame.boxes(box),
        origin=np.stack([ox, oy], axis=1),
        run=run_of,
        gap_before=np.diff(spaces[np.concatenate([[0], kept])]) > 0 if kept.size else np.zeros(0, dtype=bool),
        letter=_letters(codes[kept], chars),
        runs=runs,
        index=kept,
        unmapped=int((private & drawn).sum()),
    )


def _chars(codes: Array) -> list[str]:
    """One character for each code; hyphens of every kind are plain ones."""
    sound = (codes > 0) & (codes < 0x110000) & ((codes < 0xD800) | (codes >= 0xE000))
    plain = np.where(np.isin(codes, _HYPHENS), 0x2D, np.where(sound, codes, 0xFFFD))
    return list(plain.astype("<u4").tobytes().decode("utf-32-le"))


def _letters(codes: Array, chars: list[str]) -> Array:
    """True for letters and digits."""
    _, first, again = np.unique(codes, return_index=True, return_inverse=True)
    known: Array = np.array([chars[index].isalnum() for index in first.tolist()], dtype=bool)
    result: Array = known[again]
    return result


def _runs(
    textpage: pdfium.PdfTextPage,
    frame: Frame,
    fonts: FontBook,
    kept: Array,
    objects: Array,
    box: Array,
) -> tuple[list[Run], Array, Array]:
    """The text objects, the number of each glyph's, and its origin; the boxes of turned glyphs are made tight."""
    origin = np.zeros((len(kept), 2))
    if not len(kept):
        return [], np.zeros(0, dtype=np.int64), origin
    first = np.concatenate([[True], objects[1:] != objects[:-1]])
    starts = np.flatnonzero(first).tolist()
    runs: list[Run] = []
    for start, end in zip(starts, [*starts[1:], len(kept)], strict=True):
        runs.append(_run(textpage, int(kept[start]), int(objects[start]), frame, fonts))
        if runs[-1].angle == (frame.turns * -90) % 360:
            origin[start:end, 0] = box[start:end, 0]
            origin[start:end, 1] = _origin(textpage, int(kept[start]))[1]
            continue
        for row in range(start, end):
            box[row] = _tight(textpage, int(kept[row]))
            origin[row] = _origin(textpage, int(kept[row]))
    return runs, np.cumsum(first) - 1, origin


def _origin(textpage: pdfium.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
    return x.value, y.value


def _run(textpage: pdfium.PdfTextPage, index: int, pointer: int, frame: Frame, fonts: FontBook) -> Run:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage.raw, index, ctypes.byref(matrix))
    size = raw.FPDFText_GetFontSize(textpage.raw, index)
    obj = ctypes.cast(pointer, raw.FPDF_PAGEOBJECT)
    mode = raw.FPDFTextObj_GetTextRenderMode(obj)
    paint = _paint(obj, mode)
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) - 90 * frame.turns
    return Run(
        pointer=pointer,
        font=fonts.of(obj),
        em=abs(size) * math.hypot(matrix.c, matrix.d),
        em_along=abs(size) * math.hypot(matrix.a, matrix.b),
        angle=angle % 360,
        fill=paint or (0, 0, 0, 255),
        plain=paint is not None,
        mode=mode,
        layered=_is_layered(obj),
    )


def _paint(obj: Any, mode: int) -> tuple[int, int, int, int] | None:
    colour = [ctypes.c_uint() for _ in range(4)]
    read = raw.FPDFPageObj_GetStrokeColor if mode in (1, 5) else raw.FPDFPageObj_GetFillColor
    if not read(obj, *colour):
        return None
    red, green, blue, alpha = (c.value for c in colour)
    return red, green, blue, alpha


def _is_layered(obj: Any) -> bool:
    name = ctypes.create_string_buffer(64)
    length = ctypes.c_ulong()
    for index in range(raw.FPDFPageObj_CountMarks(obj)):
        mark = raw.FPDFPageObj_GetMark(obj, index)
        letters = ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort))
        found = raw.FPDFPageObjMark_GetName(mark, letters, 64, ctypes.byref(length))
        if found and name.raw[: max(0, length.value - 2)].decode("utf-16-le", "replace") == "OC":
            return True
    return False


def _tight(textpage: pdfium.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _function(name: str, result: Any, arguments: int) -> Callable[..., Any]:
    """A pdfium function as a bare pointer call: twice as fast as the generated binding, for calls per glyph."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    kinds = [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p][:arguments]
    made: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *kinds)(address or 0)
    return made
