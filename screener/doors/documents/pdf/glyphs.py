"""Reads every glyph of a page: its character, where it stands, and how it is drawn.

Positions are display space: points, origin at the top left of the page as shown, y growing downwards.
"""

import ctypes
import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from screener.doors.documents.pdf.fonts import Font, FontBook

MAX_GLYPHS = 200_000
"""Glyphs read from one page; a page with more is refused by `parse`."""
HYPHENS = {0x02, 0xFFFE, 0xAD, 0x2010}
"""pdfium marks a hyphen at the end of a line with U+0002 or U+FFFE; the others are hyphens of their own."""
_NO_BREAK_SPACES = {0xA0, 0x2007, 0x202F}

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
    runs: list[Run]
    unmapped: int
    """Glyphs for which the file names no character."""

    def __len__(self) -> int:
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
    codes = list(map(_function("FPDFText_GetUnicode", ctypes.c_uint, 2), repeat(handle), range(count)))
    objects = list(map(_function("FPDFText_GetTextObject", ctypes.c_void_p, 2), repeat(handle), range(count)))
    loose = np.zeros((count, 4), dtype=np.float32)
    base = loose.ctypes.data
    list(map(_function("FPDFText_GetLooseCharBox", ctypes.c_int, 3), repeat(handle), range(count),
             range(base, base + 16 * count, 16)))
    kept, gaps, unmapped = _kept(codes, objects)
    box = loose[kept][:, [0, 3, 2, 1]].astype(np.float64)  # FS_RECTF is left, top, right, bottom
    return _styled(textpage, frame, fonts, kept, [codes[i] for i in kept], [objects[i] for i in kept], box, gaps,
                   unmapped)


def _kept(codes: list[int], objects: list[int | None]) -> tuple[list[int], list[bool], int]:
    """Indices of the drawn, non-blank glyphs; whether a space precedes each; how many have no character."""
    kept: list[int] = []
    gaps: list[bool] = []
    space, unmapped = False, 0
    for index, code in enumerate(codes):
        if objects[index] is None:
            continue
        if code <= 0x20 and code != 0x02 or code in _NO_BREAK_SPACES or 0x2000 <= code <= 0x200A or code == 0x3000:
            unmapped += code == 0
            space = True
            continue
        unmapped += code == 0xFFFD or 0xE000 <= code <= 0xF8FF
        kept.append(index)
        gaps.append(space)
        space = False
    return kept, gaps, unmapped


def _styled(
    textpage: pdfium.PdfTextPage, frame: Frame, fonts: FontBook, kept: list[int], codes: list[int],
    objects: list[int | None], box: Array, gaps: list[bool], unmapped: int,
) -> Glyphs:
    runs: list[Run] = []
    run_of = np.zeros(len(kept), dtype=np.int32)
    origin = np.zeros((len(kept), 2))
    previous: int | None = None
    x, y = ctypes.c_double(), ctypes.c_double()
    for row, index in enumerate(kept):
        pointer = objects[row] or 0
        if pointer != previous:
            runs.append(_run(textpage, index, pointer, frame, fonts))
            raw.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
            previous = pointer
        run_of[row] = len(runs) - 1
        if runs[-1].angle != (frame.turns * -90) % 360:
            box[row] = _tight(textpage, index)
            raw.FPDFText_GetCharOrigin(textpage.raw, index, x, y)
            origin[row] = x.value, y.value
        else:
            origin[row] = box[row, 0], y.value
    ox, oy = frame.place(origin[:, 0], origin[:, 1])
    chars = ["-" if c in HYPHENS else chr(c) if c < 0x110000 and not 0xD800 <= c < 0xE000 else "\ufffd" for c in codes]
    return Glyphs(
        chars=chars, box=frame.boxes(box), origin=np.stack([ox, oy], axis=1), run=run_of,
        gap_before=np.array(gaps, dtype=bool), runs=runs, unmapped=unmapped,
    )


def _run(textpage: pdfium.PdfTextPage, index: int, pointer: int, frame: Frame, fonts: FontBook) -> Run:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage.raw, index, ctypes.byref(matrix))
    size = raw.FPDFText_GetFontSize(textpage.raw, index)
    obj = ctypes.cast(pointer, raw.FPDF_PAGEOBJECT)
    mode = raw.FPDFTextObj_GetTextRenderMode(obj)
    paint = _paint(obj, mode)
    angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) - 90 * frame.turns
    return Run(
        pointer=pointer, font=fonts.of(obj), em=abs(size) * math.hypot(matrix.c, matrix.d),
        em_along=abs(size) * math.hypot(matrix.a, matrix.b), angle=angle % 360,
        fill=paint or (0, 0, 0, 255), plain=paint is not None, mode=mode, layered=_is_layered(obj),
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
        if raw.FPDFPageObjMark_GetName(mark, letters, 64, ctypes.byref(length)):
            if name.raw[: max(0, length.value - 2)].decode("utf-16-le", "replace") == "OC":
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
