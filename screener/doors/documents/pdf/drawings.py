"""Walks the objects of a page: its text objects, and the boxes of its images, shapes and rules."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from screener.doors.documents.pdf.glyphs import Array, Frame

MAX_OBJECTS = 20_000
"""Shapes looked at per page; text objects are always all taken."""
MAX_DEPTH = 8
"""How deep forms may stand within forms."""
_RULE = 2.0
"""Thickness in points up to which a shape is a rule and not part of a figure."""
_MAX_REPLACEMENT = 200_000
"""Bytes of one replacement text."""
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass
class Drawings:
    """What is drawn on a page; boxes are (x0, y0, x1, y1) in display points, clamped to the page."""

    texts: set[int] = field(default_factory=set)
    """Addresses of all text objects, those that repeat others included."""
    images: list[tuple[float, float, float, float]] = field(default_factory=list)
    shapes: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Curves, slanted lines and shadings."""
    panels: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Upright rectangles that are not rules."""
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Thin horizontal or vertical lines."""
    spoken: list[str] = field(default_factory=list)
    """Replacement texts that the file gives for drawn text."""
    described: list[str] = field(default_factory=list)
    """Alternative texts that the file gives for what is drawn, and what it says abbreviations stand for."""
    cut_short: bool = False
    """True where the page has more shapes than MAX_OBJECTS."""


def drawings_on(page: pdfium.PdfPage, frame: Frame) -> Drawings:
    """Everything drawn on the page, forms opened.

    Replacement texts are taken off their text objects, so that a text page loaded afterwards holds what is drawn.
    """
    found = Drawings()
    kept: list[tuple[str, Array]] = []
    for kind, obj, matrix in _objects(page.raw, _IDENTITY, 0):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            found.texts.add(ctypes.cast(obj, ctypes.c_void_p).value or 0)
            _describe(obj, found.described, b"E")
            _take_replacement(obj, found.spoken)
        elif len(kept) >= MAX_OBJECTS:
            found.cut_short = True
        else:
            _describe(obj, found.described, b"Alt")
            kept.append((_sort(kind, obj), _bounds(obj, matrix)))
    if kept:
        _file(found, [name for name, _ in kept], frame.boxes(np.stack([box for _, box in kept])), frame.size)
    return found


def _objects(container: Any, matrix: _Matrix, depth: int) -> Iterator[tuple[int, Any, _Matrix]]:
    count, get = (
        (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
        if depth == 0
        else (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
    )
    for index in range(count(container)):
        obj = get(container, index)
        kind = raw.FPDFPageObj_GetType(obj)
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield kind, obj, matrix
        elif depth < MAX_DEPTH:
            yield from _objects(obj, _times(_matrix_of(obj), matrix), depth + 1)


def _sort(kind: int, obj: Any) -> str:
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        return "image"
    if kind != raw.FPDF_PAGEOBJ_PATH:
        return "shape"
    count = raw.FPDFPath_CountSegments(obj)
    if count > 6:
        return "shape"
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(obj, index)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO:
            return "shape"
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if last and abs(last[0] - x.value) > 0.5 and abs(last[1] - y.value) > 0.5:
            return "shape"
        last = (x.value, y.value)
    return "panel"


def _bounds(obj: Any, matrix: _Matrix) -> Array:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(obj, left, bottom, right, top):
        return np.zeros(4)
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return np.array([min(xs), min(ys), max(xs), max(ys)])


def _matrix_of(obj: Any) -> _Matrix:
    m = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(obj, ctypes.byref(m))
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(one: _Matrix, two: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _take_replacement(obj: Any, spoken: list[str]) -> None:
    for index in range(raw.FPDFPageObj_CountMarks(obj) - 1, -1, -1):
        mark = raw.FPDFPageObj_GetMark(obj, index)
        text = _said(mark, b"ActualText")
        if text is None:
            continue
        if text and (not spoken or spoken[-1] != text):
            spoken.append(text)
        raw.FPDFPageObj_RemoveMark(obj, mark)


def _describe(obj: Any, described: list[str], key: bytes) -> None:
    for index in range(raw.FPDFPageObj_CountMarks(obj)):
        text = _said(raw.FPDFPageObj_GetMark(obj, index), key)
        if text and text not in described[-1:]:
            described.append(text)


def _said(mark: Any, key: bytes) -> str | None:
    """A text that a mark holds; None where it has none of that name."""
    length = ctypes.c_ulong()
    if not raw.FPDFPageObjMark_GetParamStringValue(mark, key, None, 0, ctypes.byref(length)):
        return None
    buffer = ctypes.create_string_buffer(max(2, min(length.value, _MAX_REPLACEMENT)))
    letters = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFPageObjMark_GetParamStringValue(mark, key, letters, len(buffer), ctypes.byref(length))
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def _file(found: Drawings, names: list[str], boxes: Array, size: tuple[float, float]) -> None:
    width, height = size
    boxes = np.clip(np.nan_to_num(boxes), 0, [width, height, width, height])
    for name, (x0, y0, x1, y1) in zip(names, boxes.tolist(), strict=True):
        across, down = x1 - x0, y1 - y0
        if across <= 0 and down <= 0:
            continue
        if name == "image":
            found.images.append((x0, y0, x1, y1))
        elif min(across, down) <= _RULE:
            found.rules.append((x0, y0, x1, y1))
        elif across * down < 0.9 * width * height:
            (found.shapes if name == "shape" else found.panels).append((x0, y0, x1, y1))
