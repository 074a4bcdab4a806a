"""HTML: what a browser shows goes into the text, what it keeps from the reader is set apart."""

import re

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.decoding import decoded
from screener.doors.documents.html.walk import pour
from screener.words.draft import Document, Format

PARSER = "html 1 (selectolax, lexbor)"
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.I)


def parse(untrusted: bytes, name: str) -> Document:
    """An HTML page as a document; raises RefusedInput for bytes that are not text."""
    declared = _CHARSET.search(untrusted[:4096])
    text, notes = decoded(untrusted, name, declared.group(1).decode("ascii") if declared else "")
    builder = DocumentBuilder(Format.html, where="the page")
    for sentence in notes:
        builder.note(sentence)
    pour(text, builder)
    return builder.build(PARSER)
