"""Which letter a drawn shape looks like, by comparison with the faces that every PDF reader carries."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from screener.doors.documents.pdf.glyphs import Array

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
"""What can be told by its shape."""
EM, CELL = 28.0, 40
"""Pixels per em at which shapes are drawn, and the side of the square that each is drawn into."""
GRID = 12
"""A shape is compared as GRID by GRID means of darkness."""
_FACES = ("Helvetica", "Times-Roman", "Times-Italic", "Courier")
_MARGIN = 5.0
"""Pixels between a square's edge and the shape drawn into it."""
_INK = 0.35
"""Share of the strongest mark from which a pixel belongs to the shape."""
_STRETCH = 0.22
"""What a difference in the ratio of width to height (as a logarithm) takes off a likeness."""
_ACROSS = 12
"""Squares in a row."""


@dataclass(frozen=True)
class Shapes:
    """Drawn shapes, one row each."""

    means: Array
    """GRID * GRID values, of mean 0 and length 1; all 0 where nothing is drawn."""
    aspect: Array
    """Logarithm of width by height."""


@dataclass(frozen=True)
class Spot:
    """Where on its page a shape stands: its box as displayed, in points, and the points of an em."""

    x0: float
    y0: float
    x1: float
    y1: float
    em: float


def likenesses(shapes: Shapes) -> Array:
    """How much each shape (rows) looks like each of LETTERS (columns) in the face that suits it best; 1 is the same."""
    known = _references()
    alike = shapes.means @ known.means.T - _STRETCH * np.abs(shapes.aspect[:, None] - known.aspect[None, :])
    result: Array = alike.reshape(len(shapes.means), len(_FACES), len(LETTERS)).max(axis=1)
    return result


def shapes_on(page: pdfium.PdfPage, spots: list[Spot]) -> Shapes:
    """The shapes drawn at these places of a page, each taken as what stands out from the ground around it."""
    rows = -(-len(spots) // _ACROSS)
    bitmap = pdfium.PdfBitmap.new_native(_ACROSS * CELL, max(1, rows) * CELL, raw.FPDFBitmap_Gray)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, bitmap.width, bitmap.height)
    matrix, clip = raw.FS_MATRIX(), raw.FS_RECTF()
    boxes = np.zeros((len(spots), 4))
    for number, spot in enumerate(spots):
        left, top = CELL * (number % _ACROSS), CELL * (number // _ACROSS)
        scale = min(EM / spot.em, (CELL - 2 * _MARGIN) / max(spot.x1 - spot.x0, spot.y1 - spot.y0, 0.01))
        across, down = left + _MARGIN - spot.x0 * scale, top + _MARGIN - spot.y0 * scale
        matrix.a, matrix.d, matrix.e, matrix.f = scale, scale, across, down
        clip.left, clip.top, clip.right, clip.bottom = left, top, left + CELL, top + CELL
        raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, raw.FPDF_GRAYSCALE)
        width, height = (spot.x1 - spot.x0) * scale, (spot.y1 - spot.y0) * scale
        boxes[number] = (_MARGIN, _MARGIN, _MARGIN + width, _MARGIN + height)
    cells = _cells(bitmap, _ACROSS)[: len(spots)]
    bitmap.close()
    return _shapes(cells, boxes)


def _cells(bitmap: pdfium.PdfBitmap, across: int) -> Array:
    """The squares of a grey picture, row by row: number, height, width."""
    pixels = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width].astype(np.float32)
    result: Array = pixels.reshape(-1, CELL, across, CELL).swapaxes(1, 2).reshape(-1, CELL, CELL)
    return result


def _shapes(cells: Array, boxes: Array) -> Shapes:
    """Shapes in grey squares (number, height, width), within boxes of pixels in each square."""
    x0, y0 = np.floor(boxes[:, 0]).astype(int), np.floor(boxes[:, 1]).astype(int)
    x1, y1 = np.ceil(boxes[:, 2]).astype(int), np.ceil(boxes[:, 3]).astype(int)
    place = np.arange(CELL)
    across = (place >= x0[:, None]) & (place < np.maximum(x1, x0 + 1)[:, None])
    down = (place >= y0[:, None]) & (place < np.maximum(y1, y0 + 1)[:, None])
    inside = down[:, :, None] & across[:, None, :]
    around = np.sort(cells[:, :: CELL - 1].reshape(len(cells), -1), axis=1)
    ground = around[:, around.shape[1] // 2]
    ink = np.abs(cells - ground[:, None, None]) * inside
    strongest = ink.max(axis=(1, 2), initial=0.0)
    ink /= np.maximum(strongest, 1.0)[:, None, None]
    return _trimmed(ink, strongest > 24)


def _trimmed(ink: Array, drawn: Array) -> Shapes:
    dark = ink > _INK
    top, bottom = _ends(np.asarray(dark.any(axis=2)))
    left, right = _ends(np.asarray(dark.any(axis=1)))
    steps = np.linspace(0.0, 1.0, GRID + 1)
    sums = np.pad(ink.cumsum(axis=1, dtype=np.float32).cumsum(axis=2), ((0, 0), (1, 0), (1, 0)))
    ys = top[:, None] + steps * (bottom - top)[:, None]
    xs = left[:, None] + steps * (right - left)[:, None]
    means = np.diff(np.diff(_between(sums, ys, xs), axis=1), axis=2)
    means = _softened(means / np.maximum(means.max(axis=(1, 2), initial=0.0), 1e-9)[:, None, None])
    flat = means.reshape(len(means), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-9)
    aspect = np.log((right - left) / np.maximum(bottom - top, 1))
    return Shapes(flat * drawn[:, None], aspect)


def _ends(marked: Array) -> tuple[Array, Array]:
    """First and one past the last marked place of each row; the whole row where none is marked."""
    count = marked.shape[1]
    some = marked.any(axis=1)
    first = np.where(some, marked.argmax(axis=1), 0)
    last = np.where(some, count - marked[:, ::-1].argmax(axis=1), count)
    return first, last


def _between(sums: Array, ys: Array, xs: Array) -> Array:
    """Values of tables of sums at fractional rows and columns."""
    y, x = np.minimum(ys.astype(int), CELL - 1), np.minimum(xs.astype(int), CELL - 1)
    fy, fx = (ys - y)[:, :, None], (xs - x)[:, None, :]
    number = np.arange(len(sums))[:, None, None]
    yy, xx = y[:, :, None], x[:, None, :]
    upper = sums[number, yy, xx] * (1 - fx) + sums[number, yy, xx + 1] * fx
    lower = sums[number, yy + 1, xx] * (1 - fx) + sums[number, yy + 1, xx + 1] * fx
    result: Array = upper * (1 - fy) + lower * fy
    return result


def _softened(means: Array) -> Array:
    wide = np.pad(means, ((0, 0), (1, 1), (1, 1)))
    rows = wide[:, :-2] + 2 * wide[:, 1:-1] + wide[:, 2:]
    result: Array = (rows[:, :, :-2] + 2 * rows[:, :, 1:-1] + rows[:, :, 2:]) / 16
    return result


@lru_cache(maxsize=1)
def _references() -> Shapes:
    """Every letter in every face, face by face."""
    document = pdfium.PdfDocument(_specimen())
    page = document[0]
    bitmap = page.render(scale=1, grayscale=True)
    cells = _cells(bitmap, len(LETTERS))
    bitmap.close()
    page.close()
    document.close()
    return _shapes(cells, np.tile([1.0, 1.0, CELL - 1.0, CELL - 1.0], (len(cells), 1)))


def _specimen() -> bytes:
    """A PDF whose only page shows LETTERS in one row for each face, one in each square of CELL points."""
    height = CELL * len(_FACES)
    drawn = "".join(
        f"BT /F{row} {EM:.0f} Tf {CELL * column + 6} {height - CELL * row - 29} Td ({letter}) Tj ET\n"
        for row in range(len(_FACES))
        for column, letter in enumerate(LETTERS)
    )
    fonts = " ".join(f"/F{n} << /Type /Font /Subtype /Type1 /BaseFont /{face} >>" for n, face in enumerate(_FACES))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {CELL * len(LETTERS)} {height}] /Contents 4 0 R "
        f"/Resources << /Font << {fonts} >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
    ]
    objects = "".join(f"{number} 0 obj\n{body}\nendobj\n" for number, body in enumerate(bodies, start=1))
    return f"%PDF-1.4\n{objects}trailer\n<< /Root 1 0 R /Size 5 >>\n%%EOF\n".encode("ascii")
