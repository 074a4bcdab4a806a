"""A page of a stranger's PDF as a picture made here: the confined process hands over bare pixels and nothing else.

So what a browser is given was written by this module, whatever the file may have made of its renderer.
"""

import struct
import zlib

from screener.doors.documents.sandbox import Limits, draw_in_sandbox
from screener.words.errors import RefusedInput

DRAWER = "screener.doors.documents.pdf.picture"
WIDTH = 1_100
"""Pixels across, enough to read a page of print on a screen."""
MOST_PIXELS = 4_500_000
_HEADER = struct.Struct(">II")
_MEMORY, _SECONDS = 1_024 * 2**20, 30


def page_png(untrusted: bytes, name: str, page: int, limits: Limits, *, width: int = WIDTH) -> bytes | None:
    """The page (1-based) as a PNG, or None where the file is no PDF or has no such page.

    Raises RefusedInput where drawing it takes too long or too much memory, or goes wrong.
    """
    tight = limits.model_copy(
        update={
            "memory_bytes": min(limits.memory_bytes, _MEMORY),
            "cpu_seconds": min(limits.cpu_seconds, _SECONDS),
            "wall_seconds": min(limits.wall_seconds, _SECONDS),
            "output_bytes": _HEADER.size + 3 * MOST_PIXELS,
        }
    )
    if b"%PDF" not in untrusted[:1024]:
        return None
    answer = draw_in_sandbox(untrusted, name, tight, drawer=DRAWER, page=page, width=width)
    return _png(answer) if answer else None


def _png(untrusted_pixels: bytes) -> bytes:
    """The pixels as a PNG, if there are as many as they say."""
    size, pixels = untrusted_pixels[: _HEADER.size], memoryview(untrusted_pixels)[_HEADER.size :]
    width, height = _HEADER.unpack(size) if len(size) == _HEADER.size else (0, 0)
    if not (width and height and width * height <= MOST_PIXELS and len(pixels) == 3 * width * height):
        raise RefusedInput("This page could not be drawn; read its text instead.")
    row = 3 * width
    rows = b"".join(b"\0" + pixels[i * row : (i + 1) * row].tobytes() for i in range(height))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(rows, 5)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
