"""Which kind of document some bytes are, by what they hold. A file's name decides only between kinds of text."""

import re
import tarfile
from enum import StrEnum

from screener.doors.documents.archives import gunzipped, opened_zip, unpacked_tar
from screener.doors.documents.decoding import decoded, how_to_mend, looks_like_text
from screener.words.errors import RefusedInput

ACCEPTED = "PDF, Word (.docx), LaTeX (.tex, or a .zip or .tar.gz of a project), Markdown, HTML and plain text"


class Kind(StrEnum):
    """What the bytes are: a document format, or an archive that holds a LaTeX project."""

    pdf = "pdf"
    docx = "docx"
    latex = "latex"
    latex_project = "latex_project"
    markdown = "markdown"
    html = "html"
    text = "text"


_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"BM", "a bitmap image"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"{\\rtf", "a rich-text (RTF) file"),
    (b"%!PS", "a PostScript file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"SQLite format 3", "a database"),
    (b"ID3", "an audio file"),
    (b"OggS", "an audio or video file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"RIFF", "an image, audio or video file"),
    (b"AT&TFORM", "a DjVu file"),
    (b"\xf7\x02", "a DVI file"),
)
_ZIPS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("xl/workbook.bin", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("META-INF/container.xml", "an EPUB book"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
    ("AndroidManifest.xml", "an Android program"),
    ("content.xml", "an OpenDocument file"),
    ("Index/Document.iwa", "a Pages document"),
)
_CLASS = re.compile(r"^[^%\n]*\\document(?:class|style)\b", re.M)
_TEX = re.compile(
    r"\\(section|subsection|chapter|begin|end|cite[pt]?|usepackage|label|ref|textbf|textit|emph|item|footnote|input"
    r"|caption|newcommand|def|maketitle|title|author|bibliography|includegraphics)\b\s*[\[{*\\]"
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_HTML_TAG = re.compile(r"</(p|div|h[1-6]|table|ul|ol|span|a|section|article|body|html|td|b|i|em|strong)\s*>", re.I)
_MARKDOWN = (
    re.compile(r"^ {0,3}#{1,6} \S", re.M),
    re.compile(r"^ {0,3}(?:```|~~~)", re.M),
    re.compile(r"\[[^\]\n]+\]\([^)\s]+[^)\n]*\)"),
    re.compile(r"^ {0,3}\|?[ \t]*:?-{3,}:?[ \t]*\|[-|: \t]*$", re.M),
    re.compile(r"\A---\n[\w-]+:.*?\n---\n", re.S),
    re.compile(r"(?<!\w)\*\*[^*\s][^*\n]*\*\*(?!\w)"),
    re.compile(r"^ {0,3}[-*+] \S.*\n {0,3}[-*+] \S", re.M),
    re.compile(r"^ {0,3}> \S", re.M),
)


def recognise(untrusted: bytes, name: str) -> Kind:
    """What kind of document this is; raises RefusedInput, naming what was seen, for anything we cannot read."""
    if not untrusted.strip(b" \t\r\n\f\v\xef\xbb\xbf"):
        raise RefusedInput(f"'{name}' is empty; check that the right file was chosen.")
    if _is_pdf(untrusted):
        return Kind.pdf
    if untrusted.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(untrusted, name)
    if untrusted.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _refused(name, *_ole_kind(untrusted))
    if untrusted.startswith(b"\x1f\x8b"):
        return _gzip_kind(untrusted, name)
    if is_tar(untrusted):
        return _project(list(unpacked_tar(untrusted, name).files), "a tar archive", name)
    _refuse_known(untrusted, name)
    if not looks_like_text(untrusted):
        raise _refused(name, "binary data of an unknown kind", how_to_mend(untrusted))
    text, _ = decoded(untrusted, name)
    if not text.strip():
        raise RefusedInput(f"'{name}' holds only blanks; check that the right file was chosen.")
    return _text_kind(text, name)


def _is_pdf(untrusted: bytes) -> bool:
    """Whether the header of a PDF stands at the start, or behind junk and not just in a text that speaks of it."""
    head = untrusted[:1024]
    begun = head.lstrip(b" \t\r\n\f\v\xef\xbb\xbf").startswith(b"%PDF-")
    return b"%PDF-" in head and (begun or b"endobj" in untrusted or not looks_like_text(untrusted))


def is_tar(untrusted: bytes) -> bool:
    """Whether the bytes are a tar archive, by their magic or by the checksum of their first header."""
    if untrusted[257:262] == b"ustar":
        return True
    if len(untrusted) < 1024 or b"\0" not in untrusted[:512]:
        return False
    try:
        tarfile.TarInfo.frombuf(untrusted[:512], "utf-8", "surrogateescape")
    except tarfile.TarError:
        return False
    return True


def _refuse_known(untrusted: bytes, name: str) -> None:
    for magic, seen in _MAGIC:
        if untrusted.startswith(magic) and (magic[:1] in (b"{", b"%") or not _plain(untrusted)):
            raise _refused(name, seen)
    if untrusted[4:8] == b"ftyp":
        raise _refused(name, "a video or photograph")


def _plain(untrusted: bytes) -> bool:
    """Whether short magic letters ('BM', 'MZ') may just be the first word of a text."""
    return looks_like_text(untrusted) and untrusted[:4].isascii() and untrusted[:4].decode("ascii").isprintable()


def _zip_kind(untrusted: bytes, name: str) -> Kind:
    paths = [entry.filename for entry in opened_zip(untrusted, name).infolist()]
    if "word/document.xml" in paths or ("[Content_Types].xml" in paths and any(p.startswith("word/") for p in paths)):
        return Kind.docx
    for path, seen in _ZIPS:
        if path in paths:
            raise _refused(name, seen)
    return _project(paths, "a zip archive", name)


def _gzip_kind(untrusted: bytes, name: str) -> Kind:
    inner = gunzipped(untrusted, name)
    if is_tar(inner):
        return _project(list(unpacked_tar(inner, name).files), "a tar.gz archive", name)
    if looks_like_text(inner) and _text_kind(decoded(inner, name)[0], name) is Kind.latex:
        return Kind.latex_project
    raise _refused(name, "a gzip file that is neither a tar archive nor LaTeX")


def _project(paths: list[str], seen: str, name: str) -> Kind:
    if any(path.lower().endswith((".tex", ".ltx")) for path in paths):
        return Kind.latex_project
    raise _refused(name, f"{seen} without any .tex file")


def _ole_kind(untrusted: bytes) -> tuple[str, str]:
    def holds(word: str) -> bool:
        return word.encode("utf-16-le") in untrusted

    if holds("EncryptedPackage"):
        return "an Office file protected by a password", "remove the password and submit it again"
    if holds("WordDocument"):
        return "a Word file of the old .doc kind", "save it as .docx"
    return "an old Office file", "save it as .docx or PDF"


def _text_kind(text: str, name: str) -> Kind:
    ending = name.lower().rsplit(".", 1)[-1] if "." in name else ""
    if _HTML_START.match(text[:20_000]):
        return Kind.html
    commands = {match.group(1) for match in _TEX.finditer(text[:400_000])}
    declares = _CLASS.search(text) and (ending not in ("md", "markdown", "html", "htm", "txt") or "begin" in commands)
    if declares or ending in ("tex", "ltx", "latex"):
        return Kind.latex
    return _loose_kind(text, ending, len(commands))


def _loose_kind(text: str, ending: str, commands: int) -> Kind:
    """Between Markdown, parts of pages, parts of papers and plain text, which have no sure sign."""
    if ending in ("md", "markdown", "mdown", "rmd", "qmd"):
        return Kind.markdown
    tags = {match.group(1).lower() for match in _HTML_TAG.finditer(text[:400_000])}
    if tags and (ending in ("html", "htm", "xhtml") or (len(tags) >= 3 and text.lstrip().startswith("<"))):
        return Kind.html
    if commands >= 4:
        return Kind.latex
    if ending != "txt" and sum(1 for sign in _MARKDOWN if sign.search(text)) >= 2:
        return Kind.markdown
    return Kind.text


def _refused(name: str, seen: str, remedy: str = "") -> RefusedInput:
    if remedy:
        return RefusedInput(f"'{name}' is {seen}; {remedy} (accepted: {ACCEPTED}).")
    return RefusedInput(f"'{name}' is {seen}, which cannot be screened; submit one of {ACCEPTED}.")
