"""PDF files of raw objects, for the kinds that no drawing library would write."""

import io
import zlib
from functools import cache

from tests.doors.documents.pdf.plain import file_of, page_of, stream

WORDS = "The quick brown fox jumps over the lazy dog near the river bank."
TEXT = f"BT /F1 11 Tf 30 260 Td ({WORDS}) Tj ET"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"


def tree_of(kids: str, count: int, *more: bytes, page: bytes = PAGE) -> bytes:
    """A file whose page tree has these kids; objects 3, 4, 5 are a page, its content and its font."""
    pages = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode()
    return file_of([ROOT, pages, page, stream(TEXT), FONT, *more])


def with_root(entries: str, *more: bytes) -> bytes:
    """One page of WORDS; `entries` of the catalogue may refer to `more`, objects from 6 on."""
    return page_of(TEXT, catalog=entries, more=more)


def with_page(entries: str, *more: bytes, content: str = TEXT, resources: str = "") -> bytes:
    """One page of WORDS; `entries` of the page and its `resources` may refer to `more`, objects from 6 on."""
    return page_of(content, page=entries, more=more, properties=resources)


def packed(content: bytes, entries: str = "", *, times: int = 1) -> bytes:
    """A stream object, deflated this many times."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = " ".join(["/FlateDecode"] * times)
    head = f"<< /Length {len(content)} /Filter [{filters}] {entries} >>".encode()
    return head + b"\nstream\n" + content + b"\nendstream"


def with_content(content: bytes) -> bytes:
    """A page whose content is this stream object."""
    return file_of([ROOT, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE, content, FONT])


def image(entries: str, data: bytes = b"\0" * 64) -> bytes:
    """An image object."""
    return (
        f"<< /Type /XObject /Subtype /Image {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"
    )


@cache
def drawn(user: str | None = None, owner: str | None = None) -> bytes:
    """Two pages drawn by a library, locked by these passwords."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    lock = None if user is None else StandardEncryption(user, owner, canPrint=0, canCopy=0, strength=128)
    canvas = Canvas(target, pagesize=(400, 300), encrypt=lock, invariant=1, pageCompression=1)
    for number in (1, 2):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(30, 260, WORDS)
        canvas.drawString(30, 240, f"This is page {number} of the draft, and it has a second line.")
        canvas.bookmarkPage(f"p{number}")
        canvas.addOutlineEntry(f"Part {number}", f"p{number}", 0)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def flipped(seed: int, count: int) -> bytes:
    """The drawn file with this many bytes replaced."""
    import random

    chance, data = random.Random(seed), bytearray(drawn())
    for _ in range(count):
        data[chance.randrange(20, len(data) - 20)] = chance.randrange(256)
    return bytes(data)
