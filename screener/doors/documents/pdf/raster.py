"""What a page looks like with and without its text: the difference is what a reader can see of the letters."""

import ctypes
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from screener.doors.documents.pdf.glyphs import Array

MAX_PIXELS = 4_000_000
"""Pixels of one rendering: a poster is rendered smaller, so that memory stays bounded."""
_WEIGHTS = (0.11, 0.59, 0.30)
"""Share of blue, green and red in what the eye takes for a difference."""


@dataclass(frozen=True)
class Raster:
    """A rendered page, blue-green-red, and its scale."""

    pixels: Array
    scale: float
    """Pixels per point."""


def render(page: pdfium.PdfPage, scale: float) -> Raster:
    """The page as displayed, annotations included, at no more than MAX_PIXELS."""
    area = max(1.0, page.get_width() * page.get_height())
    scale = min(scale, math.sqrt(MAX_PIXELS / area))
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=False)
    pixels = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    return Raster(pixels, scale)


def switch(pointers: Iterable[int], shown: bool) -> None:
    """Show or hide page objects in later renderings; the file itself is not changed."""
    for pointer in pointers:
        raw.FPDFPageObj_SetIsActive(ctypes.cast(pointer, raw.FPDF_PAGEOBJECT), int(shown))


def difference(one: Array, other: Array) -> Array:
    """How differently two pictures look, per pixel, 0 to 255; for greys it is the plain difference."""
    apart = np.maximum(one, other) - np.minimum(one, other)
    tables = [(np.arange(256, dtype=np.float32) ** 2) * weight for weight in _WEIGHTS]
    total = sum(table[apart[..., channel]] for channel, table in enumerate(tables))
    result: Array = np.sqrt(total)
    return result


def contrast(colour: Array, ground: Array) -> Array:
    """`difference` for rows of colours (red, green, blue)."""
    apart = (colour.astype(np.float32) - ground.astype(np.float32)) ** 2
    result: Array = np.sqrt(apart @ np.array(_WEIGHTS[::-1], dtype=np.float32))
    return result


def marks_in(marks: Array, boxes: Array, scale: float) -> Array:
    """How many set pixels of the mask `marks` lie in each box (display points), counted by a summed-area table."""
    height, width = marks.shape
    table = np.zeros((height + 1, width + 1), dtype=np.int32)
    np.cumsum(np.cumsum(marks, axis=0, dtype=np.int32), axis=1, out=table[1:, 1:])
    x0, y0, x1, y1 = pixel_boxes(boxes, scale, width, height)
    result: Array = table[y1, x1] - table[y0, x1] - table[y1, x0] + table[y0, x0]
    return result


def pixel_boxes(boxes: Array, scale: float, width: int, height: int) -> tuple[Any, Any, Any, Any]:
    """Boxes in points as half-open pixel ranges within the picture, at least one pixel in size where inside it."""
    x0 = np.clip(np.floor(boxes[:, 0] * scale), 0, width).astype(np.int64)
    y0 = np.clip(np.floor(boxes[:, 1] * scale), 0, height).astype(np.int64)
    x1 = np.clip(np.ceil(boxes[:, 2] * scale), 0, width).astype(np.int64)
    y1 = np.clip(np.ceil(boxes[:, 3] * scale), 0, height).astype(np.int64)
    return x0, y0, np.maximum(x0, x1), np.maximum(y0, y1)
