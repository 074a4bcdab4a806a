"""What a page looks like with and without its text: the difference is what a reader can see of the letters."""

import ctypes
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from screener.doors.documents.pdf.glyphs import Array

MAX_PIXELS = 4_000_000
"""Pixels of one rendering: a poster is rendered smaller, so that memory stays bounded."""
_ROWS = 24
"""Rows of pixels looked at in a box."""
_WEIGHTS = (0.11, 0.59, 0.30)
"""Share of blue, green and red in what the eye takes for a difference."""


@dataclass(frozen=True)
class Raster:
    """A rendered page and its scale."""

    pixels: Array
    """Height by width by 4: blue, green, red, and a byte without meaning."""
    scale: float
    """Pixels per point."""

    def colours(self, x: Array, y: Array) -> Array:
        """Red, green, blue at pixel positions, one row each."""
        result: Array = self.pixels[y, x][:, 2::-1]
        return result


def render(page: pdfium.PdfPage, scale: float) -> Raster:
    """The page as displayed, annotations included, at no more than MAX_PIXELS."""
    area = max(1.0, page.get_width() * page.get_height())
    scale = min(scale, math.sqrt(MAX_PIXELS / area))
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=False, prefer_bgrx=True)
    pixels = np.ascontiguousarray(bitmap.to_numpy()).copy()
    bitmap.close()
    return Raster(pixels, scale)


def switch(pointers: Iterable[int], shown: bool) -> None:
    """Show or hide page objects in later renderings; the file itself is not changed."""
    for pointer in pointers:
        raw.FPDFPageObj_SetIsActive(ctypes.cast(pointer, raw.FPDF_PAGEOBJECT), int(shown))


def differs(one: Raster, other: Raster, limit: float) -> Array:
    """Mask of the pixels in which two pictures differ by `limit` (of 255) or more; for greys the plain difference."""
    height, width = one.pixels.shape[:2]
    changed = np.flatnonzero(one.pixels.view(np.uint32).ravel() != other.pixels.view(np.uint32).ravel())
    apart = one.pixels.reshape(-1, 4)[changed].astype(np.float32)
    apart -= other.pixels.reshape(-1, 4)[changed]
    apart *= apart
    strong = apart @ np.array([*_WEIGHTS, 0.0], dtype=np.float32) >= limit * limit
    mask: Array = np.zeros(height * width, dtype=bool)
    mask[changed[strong]] = True
    return mask.reshape(height, width)


def edges(picture: Raster, step: int) -> Array:
    """Mask of the pixels whose brightness is `step` (of 255) or more apart from that of the one left of or above it."""
    light = picture.pixels[:, :, :3].mean(axis=2)
    mask: Array = np.zeros(light.shape, dtype=bool)
    mask[:, 1:] |= np.abs(np.diff(light, axis=1)) > step
    mask[1:, :] |= np.abs(np.diff(light, axis=0)) > step
    return mask


def contrast(colour: Array, ground: Array) -> Array:
    """`difference` for rows of colours (red, green, blue)."""
    apart = (colour.astype(np.float32) - ground.astype(np.float32)) ** 2
    result: Array = np.sqrt(sum(apart[:, channel] * weight for channel, weight in enumerate(_WEIGHTS[::-1])))
    return result


def marked(mask: Array, boxes: Array, scale: float) -> Array:
    """Whether a set pixel of the mask lies in each box (display points); tall boxes are sampled at _ROWS rows."""
    height, width = mask.shape
    before = np.zeros(mask.size + 1, dtype=np.int32)
    np.cumsum(mask.ravel(), dtype=np.int32, out=before[1:])
    x0, y0, x1, y1 = pixel_boxes(boxes, scale, width, height)
    result: Array = np.zeros(len(boxes), dtype=bool)
    for step in range(_ROWS):
        row = y0 + ((y1 - y0) * step) // _ROWS
        start = np.minimum(row, height - 1) * width
        result |= (before[start + x1] > before[start + x0]) & (row < y1)
    return result


def pixel_boxes(boxes: Array, scale: float, width: int, height: int) -> tuple[Any, Any, Any, Any]:
    """Boxes in points as half-open pixel ranges within the picture, at least one pixel in size where inside it."""
    x0 = np.clip(np.floor(boxes[:, 0] * scale), 0, width).astype(np.int64)
    y0 = np.clip(np.floor(boxes[:, 1] * scale), 0, height).astype(np.int64)
    x1 = np.clip(np.ceil(boxes[:, 2] * scale), 0, width).astype(np.int64)
    y1 = np.clip(np.ceil(boxes[:, 3] * scale), 0, height).astype(np.int64)
    return x0, y0, np.maximum(x0, x1), np.maximum(y0, y1)
