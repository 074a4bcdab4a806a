"""PDF files that ask for more time or memory than their size suggests."""

import zlib
from collections.abc import Callable

from screener.words.draft import HiddenHow
from tests.doors.documents.pdf.plain import file_of, stream
from tests.hostile.kinds import Kind
from tests.hostile.pdf_files import FONT, PAGE, ROOT, TEXT, WORDS, image, packed, tree_of, with_content, with_page
from tests.hostile.pdf_tricks import DAMAGED, LIMITS

GROUP = "PDF bombs"
MIB = 2**20


def _read(name: str, make: Callable[[], bytes]) -> Kind:
    return Kind(name, GROUP, make, "draft.pdf", shown=(WORDS,))


def _either(name: str, make: Callable[[], bytes], *alerts: HiddenHow) -> Kind:
    return Kind(name, GROUP, make, "draft.pdf", refused=f"{DAMAGED}|{LIMITS}", either=True, alerts=alerts)


def _boxed(box: str) -> Callable[[], bytes]:
    return lambda: tree_of("3 0 R", 1, page=PAGE.replace(b"[0 0 400 300]", box.encode()))


def _zeros(mib: int) -> bytes:
    """A deflate stream of this many MiB of blanks, made without holding them."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * MIB) for _ in range(mib)) + packer.flush()


def _content_bomb(mib: int) -> bytes:
    data = _zeros(mib)
    return with_content(b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(data) + data + b"\nendstream")


def _object_stream(mib: int) -> bytes:
    data = _zeros(mib)
    head = b"<< /Type /ObjStm /N 100000 /First 900000 /Length %d /Filter /FlateDecode >>" % len(data)
    return tree_of("3 0 R", 1, head + b"\nstream\n" + data + b"\nendstream")


def _pictured(entries: str, data: bytes = b"\0" * 64) -> Callable[[], bytes]:
    made = image(entries, data)
    return lambda: with_page("", made, content=f"{TEXT} q 9 0 0 9 5 5 cm /I Do Q", resources="/XObject << /I 6 0 R >>")


def _with_font(font: str, *more: bytes) -> Callable[[], bytes]:
    content = f"{TEXT} BT /F2 11 Tf 30 200 Td (abc) Tj ET"
    return lambda: page_with_fonts(content, font, more)


def page_with_fonts(content: str, font: str, more: tuple[bytes, ...]) -> bytes:
    """A page whose content may use a second font /F2, object 6; `more` are objects from 7 on."""
    page = PAGE.replace(b"/F1 5 0 R", b"/F1 5 0 R /F2 6 0 R")
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return file_of([ROOT, pages, page, stream(content), FONT, font.encode(), *more])


def _image_bomb() -> bytes:
    size = "/Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 1"
    return _pictured(f"{size} /Filter /FlateDecode", _zeros(100))()


def _font_bomb() -> bytes:
    descriptor = b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontFile2 8 0 R >>"
    program = packed(b"\0\1\0\0" + b"\0" * 100 * MIB)
    return _with_font("<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 7 0 R >>", descriptor, program)()


def _drawn(content: str) -> Callable[[], bytes]:
    return lambda: with_content(packed(f"{TEXT} {content}".encode()))


_PATTERN = (
    "<< /Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.0001 /YStep 0.0001 "
    "/Resources << >> /Length 12 >>\nstream\n0 0 1 1 re f\nendstream"
)
_CMAP = "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFFFFFF> <0041> endbfrange"


def _patterned() -> bytes:
    content = f"{TEXT} /Pattern cs /P scn 0 0 400 100 re f"
    return with_page("", _PATTERN.encode(), content=content, resources="/Pattern << /P 6 0 R >>")


def _noted(count: int) -> bytes:
    notes = "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] >> " * count
    return with_page(f"/Annots [{notes}]")


KINDS: tuple[Kind, ...] = (
    _either("flate bomb of 200 MiB as content", lambda: _content_bomb(200)),
    _either("flate bomb of 64 MiB as content", lambda: _content_bomb(64)),
    _either("flate within flate within flate", lambda: with_content(packed(b" " * 60 * MIB, times=3))),
    _either("flate a hundred times over", lambda: with_content(packed(TEXT.encode(), times=100))),
    _read("object stream bomb of 100 MiB", lambda: _object_stream(100)),
    _either(
        "image of 60,000 by 60,000 points",
        _pictured("/Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"),
    ),
    _either(
        "image bomb of 60,000 by 60,000 points in flate",
        _image_bomb,
    ),
    _either(
        "image with sizes beyond 32 bits",
        _pictured("/Width 99999999999 /Height 99999999999 /ColorSpace /DeviceGray /BitsPerComponent 8"),
    ),
    _either("image of negative size", _pictured("/Width -5 /Height -5 /ColorSpace /DeviceGray /BitsPerComponent 8")),
    _either(
        "JBIG2 image of junk",
        _pictured(
            "/Width 50000 /Height 50000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode",
            bytes(range(256)),
        ),
    ),
    _either(
        "JPEG 2000 image of junk",
        _pictured("/Width 5000 /Height 5000 /Filter /JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + b"\xff" * 400),
    ),
    _either(
        "page of a thousand million points", _boxed("[0 0 1000000000 1000000000]"), HiddenHow.covered, HiddenHow.tiny
    ),
    _either("page of no size", _boxed("[0 0 0 0]")),
    _either("page turned inside out", _boxed("[400 300 0 0]")),
    _either("page with endless numbers", _boxed("[0 0 1e400 99999999999999999999999999999999999999999]")),
    _either("page of one point by ten million", _boxed("[0 0 1 10000000]"), HiddenHow.off_page),
    _either("arrays nested 200,000 deep", lambda: with_page(f"/Deep {'[' * 200_000}{']' * 200_000}")),
    _either("dictionaries nested 100,000 deep", lambda: with_page(f"/Deep {'<< /A ' * 100_000}1{' >>' * 100_000}")),
    _either("array opened 500,000 times in the content", _drawn("[" * 500_000)),
    _either("graphics states saved 300,000 times", _drawn("q " * 300_000)),
    _either("30,000 rectangles", _drawn("0 0 5 5 re f " * 30_000)),
    _either("one path of 100,000 lines", _drawn("0 0 m " + "9 9 l 1 1 l " * 50_000 + "S")),
    _either("20,000 pieces of text", _drawn("BT /F1 4 Tf 30 30 Td (word) Tj ET " * 20_000)),
    _either("a dashed line of endless dashes", _drawn("[0.000001 0.000001] 0 d 9 w 0 0 m 400000 300000 l S")),
    _either("clip within clip, 20,000 deep", _drawn("0 0 400 300 re W n " * 20_000)),
    _either("text at an absurd size", _drawn("BT /F1 1e30 Tf 1e30 0 0 1e30 0 0 Tm (vast) Tj ET")),
    _either("50,000 links on a page", lambda: _noted(50_000)),
    _either(
        "font whose map covers four thousand million signs",
        _with_font(
            "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [8 0 R] /ToUnicode 7 0 R >>",
            stream(_CMAP),
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /W [0 99999999 500] >>",
        ),
    ),
    _either(
        "font program in flate of 100 MiB",
        _font_bomb,
    ),
    _either(
        "drawn font whose sign draws itself",
        _with_font(
            "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [0.1 0 0 0.1 0 0] "
            "/FirstChar 97 /LastChar 97 /Widths [9] /Encoding << /Differences [97 /a] >> "
            "/CharProcs << /a 7 0 R >> /Resources << /Font << /F2 6 0 R >> >> >>",
            stream("9 0 d0 BT /F2 9 Tf (a) Tj ET"),
        ),
        HiddenHow.covered,
    ),
)
SLOW: tuple[Kind, ...] = (
    Kind(
        "pattern of tiles too small to count",
        GROUP,
        _patterned,
        "draft.pdf",
        refused=LIMITS,
        either=True,
        within_seconds=125,
    ),
)
