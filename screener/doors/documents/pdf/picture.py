"""One page of a PDF as bare pixels. Runs in the sandbox: see `page_image`."""

import struct

import numpy as np
import pypdfium2 as pdfium

from screener.doors.documents.pdf.raster import render


def draw(untrusted: bytes, page: int, width: int) -> bytes:
    """Width and height as two big-endian numbers of four bytes, then red, green, blue of each pixel, row by row.

    `page` is 1-based, `width` the pixels asked for. Nothing at all where the file has no such page or is no PDF.
    """
    try:
        document = pdfium.PdfDocument(untrusted)
        if not 1 <= page <= len(document):
            return b""
        sheet = document[page - 1]
        raster = render(sheet, width / max(1.0, sheet.get_width()))
    except pdfium.PdfiumError:
        return b""
    height, drawn_width = raster.pixels.shape[:2]
    colours = np.ascontiguousarray(raster.pixels[:, :, 2::-1], dtype=np.uint8)
    return struct.pack(">II", drawn_width, height) + colours.tobytes()
