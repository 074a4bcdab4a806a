"""More words that a PDF holds and its pages do not show, strings beside the pages, and pages that only look like it."""

from collections.abc import Callable

from screener.words.draft import HiddenHow
from tests.hostile.hidden_answers import SECRET, SHOWN, concealed, harmless, set_aside
from tests.hostile.hidden_pdf import annotation, form, page
from tests.hostile.kinds import Kind

_GROUP = "hidden in PDF"
_FILE = "draft.pdf"
_LINE = f"BT /F1 11 Tf 30 200 Td ({SECRET}) Tj ET "
_PLAIN = "BT /F1 11 Tf 30 200 Td (plain) Tj ET"
_INKLESS = b"[/DeviceN [/None] /DeviceGray 7 0 R]"
_GREY = b"<< /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>"
_TREE = b"<< /Type /StructTreeRoot /K [7 0 R] /ParentTree << /Nums [0 [7 0 R]] >> >>"


def _layer(name: str, usage: str = "") -> Callable[[], bytes]:
    return page(
        f"/OC /L1 BDC {_PLAIN} EMC",
        f"<< /Type /OCG /Name ({name}) {usage} >>".encode(),
        properties="/Properties << /L1 6 0 R >>",
        catalog="/OCProperties << /OCGs [6 0 R] /D << /Order [6 0 R] >> >>",
    )


def _structured(element: str) -> Callable[[], bytes]:
    return page(
        f"/P << /MCID 0 >> BDC {_PLAIN} EMC",
        _TREE,
        f"<< /Type /StructElem /S /P /P 6 0 R /Pg 3 0 R /K 0 {element} >>".encode(),
        catalog="/StructTreeRoot 6 0 R /MarkInfo << /Marked true >>",
        page="/StructParents 0",
    )


_CONCEALED: tuple[tuple[str, Callable[[], bytes], HiddenHow], ...] = (
    ("clipped to a sliver", page(f"q 0 203 400 1 re W n {_LINE} Q"), HiddenHow.clipped),
    ("the same words in white on top", page(f"{_LINE} 1 g {_LINE}"), HiddenHow.covered),
    (
        "cut out of white",
        page(f"q BT /F1 11 Tf 7 Tr 30 200 Td ({SECRET}) Tj ET 1 g 0 0 400 300 re f Q"),
        HiddenHow.invisible_mode,
    ),
    (
        "in the mode that clips, on other words",
        page(f"{_LINE.replace(SECRET, 'printed words that stand here already')} 7 Tr {_LINE}"),
        HiddenHow.invisible_mode,
    ),
    ("below the page as cut", page(_LINE, page="/CropBox [0 240 400 300]"), HiddenHow.off_page),
)

_SET_ASIDE: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("name of a layer", _layer(SECRET)),
    ("label of the pages", page("", catalog=f"/PageLabels << /Nums [0 << /P ({SECRET}) >>] >>")),
    ("what an abbreviation stands for", page(f"/Span << /E ({SECRET}) >> BDC {_PLAIN} EMC")),
    ("title of a part of the structure", _structured(f"/T ({SECRET})")),
    ("properties of a user", _structured(f"/A << /O /UserProperties /P [<< /N (n) /V ({SECRET}) >>] >>")),
    (
        "reason of a signature",
        page(
            "",
            f"<< /Type /Annot /Subtype /Widget /FT /Sig /T (s) /F 132 /Rect [0 0 0 0] /V << /Reason ({SECRET}) >> >>".encode(),
            page="/Annots [6 0 R]",
            catalog="/AcroForm << /Fields [6 0 R] >>",
        ),
    ),
    ("data of a program", page("", catalog=f"/PieceInfo << /App << /Private ({SECRET}) >> >>")),
    (
        "string in hexadecimal digits",
        page("", catalog=f"/PieceInfo << /App << /Private <{SECRET.encode().hex()}> >> >>"),
    ),
    ("name of a place", page("", catalog=f"/Names << /Dests << /Names [({SECRET}) [3 0 R /Fit]] >> >>")),
)

_DOUBTFUL: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    (
        "a colour that prints nothing",
        page(f"q /C1 cs 1 scn {_LINE} Q", _INKLESS, _GREY, properties="/ColorSpace << /C1 6 0 R >>"),
        "prints nothing",
    ),
    (
        "words printed over words",
        page(_LINE + "BT /F1 11 Tf 30 200 Td (xmwxmwmx xmwx mwxmwxm xmwxmwxmwm xmw wmw) Tj ET"),
        "words on other words",
    ),
)

_FIELD = "/Subtype /Widget /FT /Tx /T (name) /F 4 /Rect [10 10 90 30]"
_ORDINARY: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    (
        "heading filled through its letters",
        page("q BT /F1 18 Tf 7 Tr 30 200 Td (A heading in colours) Tj ET 0.1 0.2 0.6 rg 0 0 400 250 re f Q"),
        "A heading in colours",
    ),
    (
        "printer's marks",
        page(
            "BT /F1 11 Tf 30 200 Td (Words on the page.) Tj ET BT /F1 5 Tf 2 2 Td (crop) Tj ET",
            page="/CropBox [10 10 390 290]",
        ),
        "Words on the page.",
    ),
    ("empty form field", annotation(f"{_FIELD} /TU (Your name)", catalog="/AcroForm << /Fields [6 0 R] >>"), ""),
    (
        "yellow words with narrow letters",
        page("1 1 0.3 rg BT /F1 11 Tf 30 200 Td (all the little hidden places) Tj ET"),
        "all the little hidden places",
    ),
    (
        "large units",
        page("BT /F1 1.5 Tf 3 200 Td (Set in units of ten points) Tj ET", page="/UserUnit 10"),
        "Set in units of ten points",
    ),
    ("layer with a name", _layer("Dimensions of the plan"), "plain"),
    (
        "double strike for bold",
        page("BT /F1 11 Tf 30 200 Td (struck twice) Tj ET BT /F1 11 Tf 30.3 200 Td (struck twice) Tj ET"),
        "struck twice",
    ),
    (
        "part of a figure that is cropped",
        page("q 0 190 90 30 re W n BT /F1 11 Tf 30 200 Td (kept half) Tj ET Q"),
        "kept half",
    ),
    (
        "form with a clip of its own",
        page(
            "q 20 190 200 20 re W n /X1 Do Q",
            form("BT /F1 11 Tf 30 200 Td (in its clip) Tj ET"),
            properties="/XObject << /X1 6 0 R >>",
        ),
        "in its clip",
    ),
)

KINDS: tuple[Kind, ...] = (
    *(concealed(_GROUP, f"PDF, {name}", _FILE, make, how) for name, make, how in _CONCEALED),
    *(set_aside(_GROUP, f"PDF, {name}", _FILE, make) for name, make in _SET_ASIDE),
    *(Kind(f"PDF, {name}", _GROUP, make, _FILE, shown=(SHOWN,), notes=(said,)) for name, make, said in _DOUBTFUL),
    concealed(_GROUP, "PDF, tiny by a small unit", _FILE, page(_LINE, page="/UserUnit 0.1"), HiddenHow.tiny, shown=()),
    *(harmless(_GROUP, f"PDF, {name}", _FILE, make, SHOWN, words) for name, make, words in _ORDINARY),
)
