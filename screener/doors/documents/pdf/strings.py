"""Strings that a PDF holds beside its pages: names of layers and pages, reasons of signatures, data of programs."""

import re

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.pdf.objects import ObjectFile
from screener.words.draft import HiddenHow

_MOST = 500
"""Strings listed."""
_PROSE = re.compile(r"(?:(?:^|(?<=\s))[\"'(]?[^\W\d_]{2,}[.,;:!?)\"']{0,2}(?:\s+|$)){4}")
"""Four words in a row."""
_PLUMBING = frozenset(["Producer", "Creator", "PTEX.Fullbanner", "URI", "JS", "CreationDate", "ModDate", "ID", "Title"])
"""What programs say about themselves, and what is looked at elsewhere."""
_INKLESS = re.compile(rb"/DeviceN\s*\[\s*(?:/None\s*)+\]")
_BY_ZOOM = re.compile(rb"/Zoom\s*<<[^<>]{0,200}/(?:min|max)\b")


def list_strings(builder: DocumentBuilder, file: ObjectFile) -> None:
    """Set apart what is prose and said nowhere else. Titles of bookmarks are looked at elsewhere."""
    wheres = {text: key for key, text in file.strings() if key not in _PLUMBING and _PROSE.search(text)}
    for text in builder.unsaid(wheres)[:_MOST]:
        key = "".join(char for char in wheres[text] if char.isprintable())[:40]
        where = f"a string of the file ({key})" if key else "a string of the file"
        builder.hide(text, HiddenHow.metadata, where=where, ordinary=True)


def tell_doubts(builder: DocumentBuilder, file: ObjectFile) -> None:
    """Say where text may be drawn in a way that leaves no mark, and was read."""
    if _INKLESS.search(file.plain):
        builder.note("The file has a colour that prints nothing (DeviceN with None); words in it were read as text.")
    if _BY_ZOOM.search(file.plain):
        builder.note("A layer of the file shows at some magnifications only; its words were read as text.")
