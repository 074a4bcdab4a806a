"""Words that a PDF holds and its pages do not show, and pages that only look like it."""

import zlib
from collections.abc import Callable
from functools import partial

from screener.words.draft import HiddenHow
from tests.doors.documents.pdf.concealments import CONCEALED
from tests.doors.documents.pdf.concealments import SECRET as UNSEEN
from tests.doors.documents.pdf.concealments import VISIBLE as READ
from tests.doors.documents.pdf.plain import page_of, stream
from tests.hostile.hidden_answers import SECRET, SHOWN, concealed, set_aside
from tests.hostile.kinds import Kind

_GROUP = "hidden in PDF"
_FILE = "draft.pdf"
_FIRST = f"BT /F1 11 Tf 30 260 Td ({SHOWN}) Tj ET "
_LINE = f"BT /F1 11 Tf 30 200 Td ({SECRET}) Tj ET "


def page(content: str, *more: bytes, properties: str = "", catalog: str = "", page: str = "") -> Callable[[], bytes]:
    """A page that shows SHOWN and draws `content`; `more` are objects from number 6 on."""
    return partial(page_of, _FIRST + content, properties=properties, catalog=catalog, more=more, page=page)


def form(content: str, extra: str = "") -> bytes:
    """A form with a font that draws `content`."""
    resources = "/Resources << /Font << /F1 5 0 R >> >>"
    head = f"/Type /XObject /Subtype /Form /BBox [0 0 400 300] {resources} {extra}"
    return f"<< {head} /Length {len(content)} >>\nstream\n{content}\nendstream".encode("latin-1")


def _packet(inner: str) -> bytes:
    spaces = 'xmlns:x="adobe:ns:meta/" xmlns:rdf="rdf" xmlns:dc="dc" xmlns:pdf="pdf" xmlns:my="my"'
    return f"<x:xmpmeta {spaces}><rdf:RDF><rdf:Description>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>".encode()


def _with_metadata(packet: bytes, *, packed: bool) -> Callable[[], bytes]:
    data = zlib.compress(packet) if packed else packet
    head = b"<< /Type /Metadata /Subtype /XML" + b" /Filter /FlateDecode" * packed + b" /Length %d >>" % len(data)
    return page("", head + b"\nstream\n" + data + b"\nendstream", catalog="/Metadata 6 0 R")


def annotation(fields: str, *more: bytes, catalog: str = "") -> Callable[[], bytes]:
    """A page with one annotation of these fields."""
    return page("", f"<< /Type /Annot {fields} >>".encode(), *more, page="/Annots [6 0 R]", catalog=catalog)


def layers(policy: str, members: str, *more: bytes) -> Callable[[], bytes]:
    """Text in a membership dictionary over two layers, of which the second is off."""
    return page(
        f"/OC /L1 BDC {_LINE} EMC",
        f"<< /Type /OCMD /OCGs {members} {policy} >>".encode(),
        b"<< /Type /OCG /Name (On) >>",
        b"<< /Type /OCG /Name (Off) >>",
        *more,
        properties="/Properties << /L1 6 0 R >>",
        catalog="/OCProperties << /OCGs [7 0 R 8 0 R] /D << /Order [7 0 R 8 0 R] /ON [7 0 R] /OFF [8 0 R] >> >>",
    )


def state(fields: str, *more: bytes, before: str = "") -> Callable[[], bytes]:
    """Text drawn in a graphics state."""
    return page(
        f"{before} q /G1 gs {_LINE} Q",
        f"<< /Type /ExtGState {fields} >>".encode(),
        *more,
        properties="/ExtGState << /G1 6 0 R >>",
    )


def _soft_mask(content: str) -> Callable[[], bytes]:
    group = "/Group << /S /Transparency /CS /DeviceGray >>"
    return state("/SMask << /Type /Mask /S /Luminosity /G 7 0 R >>", form(content, group))


def in_form(content: str, extra: str = "", before: str = "", after: str = "") -> Callable[[], bytes]:
    """A page that draws `content` in a form."""
    return page(f"{before} /X1 Do {after}", form(content, extra), properties="/XObject << /X1 6 0 R >>")


def _type3(procedures: str, mode: str = "") -> Callable[[], bytes]:
    """SECRET in a font whose letters are drawn by `procedures`; its text layer gives the words."""
    letters = sorted(set(SECRET))
    names = " ".join(f"/g{ord(letter)} 7 0 R" for letter in letters)
    codes = " ".join(f"{ord(letter)} /g{ord(letter)}" for letter in letters)
    font = (
        f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << "
        f"{names} >> /Encoding << /Type /Encoding /Differences [{codes}] >> /FirstChar 32 /LastChar 126 "
        f"/Widths [{' '.join(['600'] * 95)}] /Resources << >> /ToUnicode 8 0 R >>"
    )
    pairs = "\n".join(f"<{ord(letter):02X}> <{ord(letter):04X}>" for letter in letters)
    mapping = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}\nendbfchar endcmap end"
    )
    return partial(
        page_of,
        f"{_FIRST} BT {mode} /F3 11 Tf 30 200 Td ({SECRET}) Tj ET",
        more=(font.encode(), stream(procedures), stream(mapping)),
        properties="",
        page="",
    )


def _with_font(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """The same file with its sixth object known as font /F3."""
    return lambda: _mended(make().replace(b"/F1 5 0 R >>", b"/F1 5 0 R /F3 6 0 R >>"))


def _mended(data: bytes) -> bytes:
    """A file whose cross-reference table is made anew."""
    from tests.doors.documents.pdf.plain import file_of

    body = data[data.index(b"1 0 obj") : data.index(b"xref\n")]
    objects = [part.split(b" 0 obj\n", 1)[1] for part in body.split(b"\nendobj\n") if part.strip()]
    return file_of(objects)


_SQUARE = "600 0 0 0 600 700 d1 0 0 500 700 re f"
_CONCEALED: tuple[tuple[str, Callable[[], bytes], HiddenHow], ...] = (
    ("soft mask without light", _soft_mask("0 g 0 0 400 300 re f"), HiddenHow.covered),
    ("soft mask that spares the rest", _soft_mask("0 g 0 0 400 300 re f 1 g 0 0 20 20 re f"), HiddenHow.covered),
    ("fill alpha in a state", state("/ca 0"), HiddenHow.invisible_mode),
    (
        "alpha of a group around it",
        page(
            "q /G1 gs /X1 Do Q",
            form(_LINE, "/Group << /S /Transparency >>"),
            b"<< /Type /ExtGState /ca 0 >>",
            properties="/XObject << /X1 6 0 R >> /ExtGState << /G1 7 0 R >>",
        ),
        HiddenHow.covered,
    ),
    ("blended into white", state("/BM /Screen", before="1 g 20 190 370 30 re f 0 g"), HiddenHow.covered),
    ("blended by the lighter colour", state("/BM /Lighten", before="1 g 20 190 370 30 re f 0 g"), HiddenHow.covered),
    (
        "white by a separation",
        page(
            f"/C1 cs 0 scn {_LINE}",
            b"[/Separation /Spot /DeviceGray 7 0 R]",
            b"<< /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>",
            properties="/ColorSpace << /C1 6 0 R >>",
        ),
        HiddenHow.low_contrast,
    ),
    (
        "white by an index",
        page(
            f"/C1 cs 1 scn {_LINE}", b"[/Indexed /DeviceRGB 1 <000000FFFFFF>]", properties="/ColorSpace << /C1 6 0 R >>"
        ),
        HiddenHow.low_contrast,
    ),
    (
        "white by a pattern",
        page(
            f"/Pattern cs /P1 scn {_LINE}",
            b"<< /Type /Pattern /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 400 0] "
            b"/Function << /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [1] /N 1 >> /Extend [true true] >> >>",
            properties="/Pattern << /P1 6 0 R >>",
        ),
        HiddenHow.low_contrast,
    ),
    ("white outline and white fill", page(f"1 g 1 G 2 Tr {_LINE}"), HiddenHow.covered),
    (
        "near-white on a coloured ground",
        page(f"0.95 0.9 0.8 rg 20 190 370 30 re f 0.9 0.88 0.82 rg {_LINE}"),
        HiddenHow.low_contrast,
    ),
    (
        "one colour over two grounds",
        page(f"0.2 0.4 0.6 rg 20 190 200 30 re f 0.22 0.42 0.62 rg 220 190 170 30 re f 0.21 0.41 0.61 rg {_LINE}"),
        HiddenHow.low_contrast,
    ),
    (
        "covered by many strips",
        page(_LINE + "1 g " + " ".join(f"{20 + 10 * n} 190 10.2 30 re f" for n in range(38))),
        HiddenHow.covered,
    ),
    (
        "covered by a curve",
        page(_LINE + "1 g 10 200 m 10 260 390 260 390 200 c 390 140 10 140 10 200 c f"),
        HiddenHow.covered,
    ),
    ("covered by a thick line", page(_LINE + "1 G 30 w 20 203 m 395 203 l S"), HiddenHow.covered),
    ("covered by a form", in_form("1 g 20 190 375 30 re f", before=_LINE), HiddenHow.covered),
    (
        "covered by an inline picture",
        page(_LINE + "q 380 0 0 40 15 185 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q"),
        HiddenHow.covered,
    ),
    (
        "covered by a shading",
        page(
            _LINE + "q 15 185 385 40 re W n /S1 sh Q",
            b"<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 400 0] /Function << /FunctionType 2 /Domain [0 1] "
            b"/C0 [1] /C1 [1] /N 1 >> /Extend [true true] >>",
            properties="/Shading << /S1 6 0 R >>",
        ),
        HiddenHow.covered,
    ),
    (
        "covered by an annotation",
        page(
            _LINE,
            b"<< /Type /Annot /Subtype /Square /Rect [15 185 395 225] /F 4 /C [1 1 1] /IC [1 1 1] /AP << /N 7 0 R >> "
            b">>",
            form("1 g 15 185 380 40 re f", "/Matrix [1 0 0 1 0 0]").replace(b"[0 0 400 300]", b"[15 185 395 225]"),
            page="/Annots [6 0 R]",
        ),
        HiddenHow.covered,
    ),
    (
        "clipped by its own form",
        page("/X1 Do", form(_LINE).replace(b"[0 0 400 300]", b"[0 0 10 10]"), properties="/XObject << /X1 6 0 R >>"),
        HiddenHow.clipped,
    ),
    ("clipped by other letters", page(f"q BT /F1 11 Tf 7 Tr 30 20 Td ( ) Tj ET {_LINE} Q"), HiddenHow.invisible_mode),
    ("tiny by the text matrix", page(f"BT /F1 11 Tf 0.05 0 0 0.05 30 200 Tm ({SECRET}) Tj ET"), HiddenHow.tiny),
    ("tiny by a user unit", page(f"BT /F1 0.5 Tf 30 200 Td ({SECRET}) Tj ET", page="/UserUnit 1"), HiddenHow.tiny),
    ("flat by horizontal scaling", page(f"BT /F1 11 Tf 0.3 Tz 30 200 Td ({SECRET}) Tj ET"), HiddenHow.tiny),
    ("raised off the page", page(f"BT /F1 11 Tf 900 Ts 30 200 Td ({SECRET}) Tj ET"), HiddenHow.off_page),
    ("beyond the right edge", page(f"BT /F1 11 Tf 900 200 Td ({SECRET}) Tj ET"), HiddenHow.off_page),
    ("outside a turned page", page(f"BT /F1 11 Tf 30 -90 Td ({SECRET}) Tj ET", page="/Rotate 90"), HiddenHow.off_page),
    (
        "layer of a form that is off",
        page(
            "/X1 Do",
            form(_LINE, "/OC 7 0 R"),
            b"<< /Type /OCG /Name (Off) >>",
            properties="/XObject << /X1 6 0 R >>",
            catalog="/OCProperties << /OCGs [7 0 R] /D << /OFF [7 0 R] >> >>",
        ),
        HiddenHow.covered,
    ),
    ("member of layers that must all be on", layers("/P /AllOn", "[7 0 R 8 0 R]"), HiddenHow.hidden_layer),
    ("member of a layer that is off", layers("/P /AnyOn", "[8 0 R]"), HiddenHow.hidden_layer),
    ("member of layers that must be off", layers("/P /AllOff", "[7 0 R]"), HiddenHow.hidden_layer),
    ("member by an expression", layers("/VE [/And 7 0 R [/Not 7 0 R]]", "[7 0 R]"), HiddenHow.hidden_layer),
    (
        "layers off unless switched on",
        page(
            f"/OC /L1 BDC {_LINE} EMC",
            b"<< /Type /OCG /Name (Layer) >>",
            properties="/Properties << /L1 6 0 R >>",
            catalog="/OCProperties << /OCGs [6 0 R] /D << /BaseState /OFF >> >>",
        ),
        HiddenHow.hidden_layer,
    ),
    ("letters without a shape", _with_font(_type3("600 0 0 0 0 0 d1")), HiddenHow.covered),
    ("letters shaped white", _with_font(_type3("600 0 d0 1 g 0 0 500 700 re f")), HiddenHow.covered),
    ("note", annotation(f"/Subtype /Text /Rect [10 10 30 30] /Contents ({SECRET})"), HiddenHow.annotation),
    (
        "note of a drawing",
        annotation(f"/Subtype /Highlight /Rect [10 10 30 30] /Contents ({SECRET})"),
        HiddenHow.annotation,
    ),
    ("pop-up", annotation(f"/Subtype /Popup /Rect [10 10 30 30] /Contents ({SECRET})"), HiddenHow.annotation),
    (
        "formatted note",
        annotation(f"/Subtype /Text /Rect [10 10 30 30] /RC (<body><p>{SECRET}</p></body>)"),
        HiddenHow.annotation,
    ),
    (
        "subject of a note",
        annotation(f"/Subtype /Text /Rect [10 10 30 30] /Contents (x) /Subj ({SECRET})"),
        HiddenHow.annotation,
    ),
    (
        "hidden free text",
        annotation(f"/Subtype /FreeText /F 2 /Rect [10 10 300 30] /DA (/F1 9 Tf) /Contents ({SECRET})"),
        HiddenHow.annotation,
    ),
    (
        "picture of a note that is not shown",
        annotation("/Subtype /Stamp /F 2 /Rect [10 10 390 60] /AP << /N 7 0 R >>", form(_LINE)),
        HiddenHow.annotation,
    ),
    (
        "value of a field",
        annotation(
            f"/Subtype /Widget /FT /Tx /T (f) /F 2 /Rect [10 10 90 30] /V ({SECRET})",
            catalog="/AcroForm << /Fields [6 0 R] >>",
        ),
        HiddenHow.annotation,
    ),
    (
        "options of a field",
        annotation(
            f"/Subtype /Widget /FT /Ch /T (f) /Rect [10 10 90 30] /Opt [(a) ({SECRET})]",
            catalog="/AcroForm << /Fields [6 0 R] >>",
        ),
        HiddenHow.annotation,
    ),
    (
        "value of a field's parent",
        annotation(
            "/Subtype /Widget /Parent 7 0 R /Rect [10 10 90 30]",
            f"<< /FT /Tx /T (f) /Kids [6 0 R] /V ({SECRET}) >>".encode(),
            catalog="/AcroForm << /Fields [7 0 R] >>",
        ),
        HiddenHow.annotation,
    ),
    (
        "address of a link",
        annotation(f"/Subtype /Link /Rect [10 10 90 30] /A << /S /URI /URI (mailto:a@b.c?body={SECRET}) >>"),
        HiddenHow.annotation,
    ),
    ("subject in the properties", page(""), HiddenHow.metadata),
    *(
        (f"XMP metadata, {name}", _with_metadata(packet, packed=packed), HiddenHow.metadata)
        for name, packet, packed in (
            ("a description", _packet(f"<dc:description>{SECRET}</dc:description>"), False),
            ("packed", _packet(f"<dc:description>{SECRET}</dc:description>"), True),
            ("an attribute", _packet(f'<rdf:Description pdf:Keywords="{SECRET}"/>'), False),
            ("a field of its own", _packet(f"<my:note>{SECRET}</my:note>"), False),
            ("between fields", _packet(f"<my:note/>{SECRET}<my:note/>"), False),
            ("a remark", _packet(f"<!-- {SECRET} -->"), False),
            ("in UTF-16", _packet(f"<my:note>{SECRET}</my:note>").decode().encode("utf-16"), False),
        )
    ),
    (
        "replacement text of one word",
        page(f"/Span << /ActualText ({SECRET}) >> BDC BT /F1 11 Tf 30 200 Td (plain) Tj ET EMC"),
        HiddenHow.attribute,
    ),
    (
        "replacement text in the structure",
        page(
            "/P << /MCID 0 >> BDC BT /F1 11 Tf 30 200 Td (plain) Tj ET EMC",
            b"<< /Type /StructTreeRoot /K [7 0 R] /ParentTree << /Nums [0 [7 0 R]] >> >>",
            f"<< /Type /StructElem /S /P /P 6 0 R /Pg 3 0 R /K 0 /ActualText ({SECRET}) >>".encode(),
            catalog="/StructTreeRoot 6 0 R /MarkInfo << /Marked true >>",
            page="/StructParents 0",
        ),
        HiddenHow.attribute,
    ),
)

_SET_ASIDE: tuple[tuple[str, Callable[[], bytes]], ...] = (
    (
        "alternative text of a figure",
        page(
            "/Figure << /MCID 0 >> BDC 20 20 60 60 re f EMC",
            b"<< /Type /StructTreeRoot /K [7 0 R] /ParentTree << /Nums [0 [7 0 R]] >> >>",
            f"<< /Type /StructElem /S /Figure /P 6 0 R /Pg 3 0 R /K 0 /Alt ({SECRET}) >>".encode(),
            catalog="/StructTreeRoot 6 0 R /MarkInfo << /Marked true >>",
            page="/StructParents 0",
        ),
    ),
    ("alternative text in the content", page(f"/Figure << /Alt ({SECRET}) >> BDC 20 20 60 60 re f EMC")),
    (
        "bookmark",
        page(
            "",
            b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
            f"<< /Title ({SECRET}) /Parent 6 0 R /Dest [3 0 R /Fit] >>".encode(),
            catalog="/Outlines 6 0 R",
        ),
    ),
    ("title in the properties", page("")),
)


def _properties(key: str) -> Callable[[], bytes]:
    def make() -> bytes:
        data = page("")()
        objects = data[data.index(b"1 0 obj") : data.index(b"xref\n")].count(b" 0 obj\n")
        added = f"\n{objects + 1} 0 obj\n<< /{key} ({SECRET}) >>\nendobj\n".encode()
        table = data.rindex(b"startxref")
        trailer = f"trailer\n<< /Size {objects + 2} /Root 1 0 R /Info {objects + 1} 0 R >>\n".encode()
        return data[: data.index(b"xref\n")] + added + trailer + data[table:]

    return make


def _made(name: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    keys = {"subject in the properties": "Subject", "title in the properties": "Title"}
    return _properties(keys[name]) if name in keys else make


KINDS: tuple[Kind, ...] = (
    *(
        Kind(
            name=f"PDF, {name}",
            group=_GROUP,
            make=make,
            file=_FILE,
            shown=(READ,),
            not_shown=tuple(UNSEEN.split()),
            alerts=(HiddenHow(how),),
            said=(UNSEEN,),
        )
        for name, (make, how) in CONCEALED.items()
    ),
    *(concealed(_GROUP, f"PDF, {name}", _FILE, _made(name, make), how) for name, make, how in _CONCEALED),
    *(set_aside(_GROUP, f"PDF, {name}", _FILE, _made(name, make)) for name, make in _SET_ASIDE),
)
