"""PDF files that act, lock, loop or lie."""

from collections.abc import Callable

from screener.words.draft import HiddenHow
from tests.doors.documents.pdf.plain import file_of, stream
from tests.hostile.kinds import Kind
from tests.hostile.pdf_files import (
    FONT,
    PAGE,
    ROOT,
    TEXT,
    WORDS,
    drawn,
    flipped,
    image,
    packed,
    tree_of,
    with_content,
    with_page,
    with_root,
)
from tests.hostile.zips import Entry, zip_of

GROUP = "PDF tricks"
DAMAGED = "is damaged|cut short|has no pages|is empty|no text"
LIMITS = "of memory|of processor time|to parse|system ended"
OTHER_WORDS = "Nothing but these later words stands on the page."


def _read(name: str, make: Callable[[], bytes], **answer: object) -> Kind:
    return Kind(name, GROUP, make, "draft.pdf", shown=(WORDS,), **answer)  # type: ignore[arg-type]


def _refused(name: str, make: Callable[[], bytes], sentence: str = DAMAGED) -> Kind:
    return Kind(name, GROUP, make, "draft.pdf", refused=sentence)


def _either(name: str, make: Callable[[], bytes], sentence: str = DAMAGED) -> Kind:
    return Kind(name, GROUP, make, "draft.pdf", refused=sentence, either=True)


def _embedded(catalog: str = "") -> bytes:
    names = "/Names << /EmbeddedFiles << /Names [(other.exe) 6 0 R] >> >>"
    spec = b"<< /Type /Filespec /F (other.exe) /UF (other.exe) /EF << /F 7 0 R >> >>"
    return with_root(f"{names} {catalog}", spec, b"<< /Type /EmbeddedFile /Length 4 >>\nstream\nMZ\0\0\nendstream")


def _updated() -> bytes:
    """A later revision that replaces the content of the page."""
    first = with_root("")
    later = stream(TEXT.replace(WORDS, OTHER_WORDS))
    place = len(first)
    out = first + b"4 0 obj\n" + later + b"\nendobj\n"
    table = len(out)
    out += b"xref\n4 1\n%010d 00000 n \n" % place
    before = first.rindex(b"xref\n0 ")
    return out + b"trailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (before, table)


def _trailer(entries: str) -> bytes:
    return with_root("").replace(b"/Size 6", b"/Size 6 " + entries.encode())


def _without(mark: bytes, instead: bytes = b"") -> bytes:
    return with_root("").replace(mark, instead)


def _deep_tree(levels: int) -> bytes:
    nodes = [f"<< /Type /Pages /Parent {n} 0 R /Kids [{n + 2} 0 R] /Count 1 >>" for n in range(5, 5 + levels)]
    last = PAGE.replace(b"/Parent 2 0 R", b"/Parent %d 0 R" % (5 + levels))
    first = b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>"
    return file_of([ROOT, first, b"null", stream(TEXT), FONT, *(n.encode() for n in nodes), last])


def _outline(entries: str, *more: bytes) -> bytes:
    return with_root("/Outlines 6 0 R", f"<< /Type /Outlines {entries} >>".encode(), *more)


def _form(content: str, resources: str) -> bytes:
    data = content.encode()
    head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << {resources} >> /Length {len(data)} >>"
    return head.encode() + b"\nstream\n" + data + b"\nendstream"


def _chain_of_forms(length: int) -> bytes:
    forms = [_form("/X Do", f"/XObject << /X {n + 1} 0 R >>") for n in range(6, 6 + length)]
    return with_page(
        "", *forms, _form("0 0 1 1 re f", ""), content=f"{TEXT} /X Do", resources="/XObject << /X 6 0 R >>"
    )


_CARRIED = (
    _read(
        "content kept in another file", lambda: with_page("", b"<< /F (/etc/passwd) /Length 0 >>\nstream\n\nendstream")
    ),
    _read("an embedded program", _embedded, alerts=(HiddenHow.attachment,), said=("other.exe",), notes=("embedded",)),
    _read(
        "a portfolio",
        lambda: _embedded("/Collection << /View /D >>"),
        alerts=(HiddenHow.attachment,),
        notes=("is a portfolio",),
    ),
)
_LOCKS = (
    _refused("a password to open it", lambda: drawn("secret", "owner"), "password"),
    _read("only an owner's password", lambda: drawn("", "owner"), ordinary=True),
    _refused(
        "an unknown kind of lock",
        lambda: _trailer("/Encrypt << /Filter /Acme /V 9 >> /ID [(a) (a)]"),
        f"password|locked|protected|{DAMAGED}",
    ),
)
_CUT = tuple(
    _refused(f"cut at {share} % of its length", lambda share=share: drawn()[: len(drawn()) * share // 100])  # type: ignore[misc]
    for share in (1, 5, 20, 35, 50, 65, 80, 95)
)
_FLIPPED = tuple(
    _either(f"{count} bytes replaced (trial {seed})", lambda s=seed, c=count: flipped(s, c))  # type: ignore[misc]
    for seed, count in ((1, 1), (2, 1), (3, 5), (4, 5), (5, 30), (6, 200))
)
_BROKEN = (
    _either("cut in half with an end marker added", lambda: drawn()[: len(drawn()) // 2] + b"\n%%EOF\n"),
    _read("cross-reference table lost", lambda: _without(b"xref\n0 6", b"xxxx\n0 6")),
    _read("start of the table wrong", lambda: _without(b"startxref\n", b"startxref\n9")),
    _either("no trailer at all", lambda: _without(b"trailer", b"nothing")),
    _read("junk before the header", lambda: b"#!/bin/sh\n" * 40 + with_root("")),
    _refused("only a header and an end", lambda: b"%PDF-1.7\n%%EOF\n"),
    _refused("a catalogue without pages", lambda: file_of([b"<< /Type /Catalog >>"])),
    _refused("the root is missing", lambda: file_of([b"<< /Type /Pages /Kids [] /Count 0 >>"], root=9)),
    _refused("no page in the tree", lambda: tree_of("", 0)),
    _either("pages counted below zero", lambda: tree_of("3 0 R", -5)),
    Kind(
        "a later revision replaces the words",
        GROUP,
        _updated,
        "draft.pdf",
        shown=(OTHER_WORDS,),
        not_shown=("quick brown",),
    ),
)
_LOOPS = (
    _either("page tree that contains itself", lambda: tree_of("3 0 R 2 0 R", 2)),
    _either("page tree of only itself", lambda: tree_of("2 0 R", 1)),
    _either(
        "page tree whose levels contain each other",
        lambda: tree_of("6 0 R", 1, b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"),
    ),
    _either("page tree of 3,000 levels", lambda: _deep_tree(3_000)),
    _either("one page listed 200 times", lambda: tree_of("3 0 R " * 200, 200), LIMITS),
    _either("page that is its own parent", lambda: tree_of("3 0 R", 1, page=PAGE.replace(b"/Parent 2", b"/Parent 3"))),
    _either(
        "pages counted as two thousand million", lambda: tree_of("3 0 R", 2**31 - 1), f"{DAMAGED}|more than the limit"
    ),
    _refused("10,000 pages", lambda: tree_of("3 0 R " * 10_000, 10_000), "10000 pages, more than the limit of 2000"),
    _read(
        "previous table is the table itself",
        lambda: _trailer(f"/Prev {with_root('').rindex(b'xref' + bytes([10]) + b'0 ')}"),
    ),
    _either(
        "previous tables in a ring",
        lambda: _updated().replace(b"/Size 6 /Root 1 0 R >>", b"/Size 6 /Root 1 0 R /Prev %9d >>" % 700),
    ),
    _read(
        "outline whose entry follows itself",
        lambda: _outline("/First 7 0 R /Last 7 0 R", b"<< /Title (A) /Parent 6 0 R /Next 7 0 R >>"),
    ),
    _read(
        "outline whose entry contains itself",
        lambda: _outline("/First 7 0 R", b"<< /Title (A) /Parent 6 0 R /First 7 0 R >>"),
    ),
    _read("outline that is its own first entry", lambda: _outline("/First 6 0 R /Next 6 0 R /Title (A)")),
    _read(
        "form that draws itself",
        lambda: with_page(
            "", _form("/X Do", "/XObject << /X 6 0 R >>"), content=f"{TEXT} /X Do", resources="/XObject << /X 6 0 R >>"
        ),
    ),
    _read("forms within forms, 300 deep", lambda: _chain_of_forms(300)),
    _either(
        "length of a stream given by the stream",
        lambda: with_content(b"<< /Length 4 0 R >>\nstream\n" + TEXT.encode() + b"\nendstream"),
    ),
    _either(
        "tree of names that contains itself",
        lambda: with_root("/Names << /EmbeddedFiles 6 0 R >>", b"<< /Kids [6 0 R] >>"),
    ),
    _read(
        "layers that depend on themselves",
        lambda: with_root(
            "/OCProperties << /OCGs [6 0 R] /D << /Order [[[6 0 R]]] >> >>",
            b"<< /Type /OCMD /OCGs 6 0 R /VE [/Not 6 0 R] >>",
        ),
    ),
    _read(
        "notes whose pop-up is the note",
        lambda: with_page(
            "/Annots [6 0 R]", b"<< /Type /Annot /Subtype /Popup /Parent 6 0 R /Popup 6 0 R /Rect [0 0 9 9] >>"
        ),
    ),
)
_LIES = (
    Kind("a web page named .pdf", GROUP, f"<!doctype html><p>{WORDS}</p>".encode, "draft.pdf", shown=(WORDS,)),
    Kind("a PDF named .docx", GROUP, drawn, "draft.docx", shown=(WORDS,), ordinary=True),
    Kind("a PDF named .tex", GROUP, drawn, "draft.tex", shown=(WORDS,), ordinary=True),
    _read("a PDF that is a zip too", lambda: drawn() + zip_of(Entry(b"main.tex", b"\\documentclass{article}"))),
    Kind(
        "a zip that says it is a PDF too",
        GROUP,
        lambda: zip_of(Entry(b"main.tex", b"\\documentclass{article}"), before=b"%PDF-1.7\n"),
        "draft.zip",
        refused="cut short|damaged",
    ),
    Kind("an image named .pdf", GROUP, lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "draft.pdf", refused="PNG image"),
    Kind(
        "an ordinary note about the PDF header",
        GROUP,
        f"Files begin with %PDF-1.7 as a rule. {WORDS}".encode,
        "notes.txt",
        shown=(WORDS,),
        ordinary=True,
    ),
    _read(
        "an image whose filter is not known",
        lambda: with_page(
            "", image("/Width 9 /Height 9 /Filter /Acme"), content=f"{TEXT} /I Do", resources="/XObject << /I 6 0 R >>"
        ),
    ),
    _read(
        "a font whose program is junk",
        lambda: with_page(
            "",
            b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor 7 0 R >>",
            b"<< /Type /FontDescriptor /FontName /X /FontFile2 8 0 R >>",
            packed(b"junk" * 900),
            resources="",
        ),
    ),
)
KINDS: tuple[Kind, ...] = _CARRIED + _LOCKS + _CUT + _FLIPPED + _BROKEN + _LOOPS + _LIES
