"""PDF pages that only look as if they hid something."""

from collections.abc import Callable
from functools import partial

from tests.doors.documents.pdf.legitimate import LEGITIMATE, scan
from tests.doors.documents.pdf.legitimate import SHOWN as LEGIBLE
from tests.hostile.hidden_answers import SECRET, SHOWN, harmless
from tests.hostile.hidden_pdf import annotation, in_form, layers, page, state
from tests.hostile.kinds import Kind

_GROUP = "hidden in PDF"
_FILE = "draft.pdf"
_WIDE = "BT /F1 11 Tf "
_ORDINARY: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("mirrored text", page(f"{_WIDE} -1 0 0 1 390 200 Tm (seen in a mirror) Tj ET"), ""),
    ("turned text", page(f"{_WIDE} 0 1 -1 0 60 60 Tm (along the axis) Tj ET"), "along the axis"),
    ("text in nested forms", in_form(f"{_WIDE} 30 200 Td (drawn in a form) Tj ET"), "drawn in a form"),
    ("layer that is on for the screen", layers("/P /AnyOn", "[7 0 R 8 0 R]"), SECRET),
    (
        "dark slide",
        page("0.1 0.1 0.2 rg 0 0 400 250 re f 1 g BT /F1 18 Tf 30 200 Td (A dark slide) Tj ET"),
        "A dark slide",
    ),
    (
        "table head in white on blue",
        page(f"0.1 0.2 0.5 rg 20 190 300 20 re f 1 g {_WIDE} 30 196 Td (Model and score) Tj ET"),
        "Model and score",
    ),
    (
        "subscripts of subscripts",
        page(f"{_WIDE} 30 200 Td (where x) Tj /F1 5 Tf -2 Ts (i) Tj /F1 3.2 Tf -3 Ts (jk) Tj ET"),
        "where x",
    ),
    (
        "line numbers",
        page("BT /F1 6 Tf 0.5 g " + " ".join(f"1 0 0 1 8 {250 - 12 * n} Tm ({n + 1}) Tj" for n in range(18)) + " ET"),
        "",
    ),
    ("ligatures", page(f"/Span << /ActualText (ffi) >> BDC {_WIDE} 30 200 Td (ffi) Tj ET EMC"), ""),
    (
        "blanks to be filled in",
        page(f"{_WIDE} 30 200 Td (Name: ____________ Date: ______) Tj ET"),
        "Name: ____________",
    ),
    ("link without words", annotation("/Subtype /Link /Rect [10 10 90 30] /A << /S /URI /URI (https://a.b/c) >>"), ""),
    ("multiplied over a tint", state("/BM /Multiply", before="0.9 1 0.9 rg 20 190 370 30 re f 0 g"), SECRET),
    (
        "shaded ground",
        page(
            f"q 15 185 385 40 re W n /S1 sh Q {_WIDE} 30 200 Td (on a shaded ground) Tj ET",
            b"<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 400 0] /Function << /FunctionType 2 /Domain [0 1] "
            b"/C0 [1] /C1 [0.6] /N 1 >> /Extend [true true] >>",
            properties="/Shading << /S1 6 0 R >>",
        ),
        "on a shaded ground",
    ),
    (
        "symbols with names",
        page("/Span << /ActualText (\xfe\xff\x22\x1a) >> BDC BT /F1 11 Tf 30 200 Td (V) Tj ET EMC"),
        "",
    ),
)


KINDS: tuple[Kind, ...] = (
    *(harmless(_GROUP, f"PDF, {name}", _FILE, make, LEGIBLE) for name, make in LEGITIMATE.items()),
    *(harmless(_GROUP, f"PDF, {name}", _FILE, make, SHOWN, words) for name, make, words in _ORDINARY),
    harmless(_GROUP, "PDF, text layer over a scan", _FILE, partial(scan, LEGIBLE, layer=LEGIBLE), LEGIBLE),
    harmless(
        _GROUP, "PDF, text layer beneath a scan", _FILE, partial(scan, LEGIBLE, layer=LEGIBLE, beneath=True), LEGIBLE
    ),
)
