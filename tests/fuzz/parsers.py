"""What is fuzzed: one function of bytes for each parser, and the sound files that the fuzzer starts from."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from screener.words.draft import Document
from screener.words.errors import RefusedInput
from tests.doors.documents.assertions import assert_consistent
from tests.hostile.docx_tricks import remade
from tests.hostile.good_files import good_files
from tests.hostile.zips import Entry, zip_of

_NESTING = 12_000
"""As in the parser's process."""
_BETWEEN = b"\n%%%%\n"
"""Divides the files of a project in the fuzzer's input."""


@dataclass(frozen=True)
class Parser:
    """One target: `module.parse` on what `wrapped` makes of the fuzzer's bytes."""

    name: str
    module: str
    file: str
    seeds: tuple[bytes, ...]
    wrapped: Callable[[bytes], bytes] = bytes
    call: str = "parse"

    def try_once(self, data: bytes) -> None:
        """Parse, and raise whatever is neither a consistent document nor a refusal."""
        parse = getattr(import_module(self.module), self.call)
        try:
            document = parse(self.wrapped(data), self.file)
        except RefusedInput as refusal:
            assert str(refusal)
            return
        if isinstance(document, Document):
            assert_consistent(document)


def _word(data: bytes) -> bytes:
    """Bytes that are no zip become the document part of a sound Word file, so that the damage reaches the parser."""
    return data if data.startswith(b"PK") else remade({"word/document.xml": data})


def _project(data: bytes) -> bytes:
    if data.startswith((b"PK", b"\x1f\x8b")):
        return data
    main, *others = data.split(_BETWEEN)
    return zip_of(Entry(b"main.tex", main), *(Entry(b"part%d.tex" % n, text) for n, text in enumerate(others)))


def parsers() -> dict[str, Parser]:
    """All targets by name."""
    sys.setrecursionlimit(_NESTING)
    good, folder = good_files(), "screener.doors.documents"
    found = (
        Parser("pdf", f"{folder}.pdf", "draft.pdf", (good["draft.pdf"],)),
        Parser("docx", f"{folder}.docx", "draft.docx", (good["draft.docx"], _document_part()), _word),
        Parser("latex", f"{folder}.latex", "draft.tex", (good["draft.tex"],)),
        Parser("project", f"{folder}.latex_project", "draft.zip", (good["draft.tex"] + _BETWEEN + b"Part.",), _project),
        Parser("archives", f"{folder}.reader", "draft.zip", (good["draft.zip"], good["draft.tar.gz"]), call="read"),
        Parser("markdown", f"{folder}.markdown", "draft.md", (good["draft.md"],)),
        Parser("html", f"{folder}.html", "draft.html", (good["draft.html"],)),
        Parser("text", f"{folder}.text", "draft.txt", (good["draft.txt"],)),
        Parser("recognise", f"{folder}.recognise", "draft", tuple(good.values()), call="recognise"),
    )
    return {parser.name: parser for parser in found}


def _document_part() -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(good_files()["draft.docx"])) as archive:
        return archive.read("word/document.xml")
