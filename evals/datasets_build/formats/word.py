"""A manuscript as a Word file, with real footnotes."""

import io
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from evals.datasets_build.formats.manuscript import Block, Kind, Look, Runs, notes_of, plain_of

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def as_docx(blocks: list[Block]) -> bytes:
    """The bytes of a Word file; the same for the same blocks."""
    document, notes = Document(), notes_of(blocks)
    numbers = {name: number for number, name in enumerate(notes, 1)}
    for block in blocks:
        _add(document, block, numbers)
    if notes:
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, _footnotes(notes), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def repacked(archive: bytes) -> bytes:
    """The archive with the times of writing taken out."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in sorted(given.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            made.writestr(ZipInfo(name, _LONG_AGO), given.read(name), ZIP_DEFLATED)
    return out.getvalue()


def _add(document: Any, block: Block, numbers: dict[str, int]) -> None:
    if block.kind is Kind.table:
        table = document.add_table(len(block.rows), max(len(row) for row in block.rows))
        for given, row in zip(block.rows, table.rows, strict=True):
            for runs, cell in zip(given, row.cells, strict=False):
                _fill(cell.paragraphs[0], runs, numbers)
        document.add_paragraph()
    elif block.kind is Kind.heading:
        _fill(document.add_heading(level=block.level), block.runs, numbers)
    elif block.kind is Kind.item:
        style = "List Bullet" if block.name in "-*" else "List Number"
        _fill(document.add_paragraph(style=style), block.runs, numbers)
    elif block.kind is not Kind.note:
        _fill(document.add_paragraph(style="Quote" if block.kind is Kind.quote else None), block.runs, numbers)


def _fill(paragraph: Any, runs: Runs, numbers: dict[str, int]) -> None:
    for run in runs:
        if run.look is Look.mark and run.text in numbers:
            paragraph._p.append(parse_xml(f'<w:r {_W}><w:footnoteReference w:id="{numbers[run.text]}"/></w:r>'))
        elif run.look is not Look.mark:
            made = paragraph.add_run(run.text)
            made.bold, made.italic = run.look is Look.bold or None, run.look is Look.italic or None


def _footnotes(notes: dict[str, Runs]) -> bytes:
    written = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r>'
        f'<w:t xml:space="preserve">{escape(plain_of(runs))}</w:t></w:r></w:p></w:footnote>'
        for number, runs in enumerate(notes.values(), 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {_W}>{written}</w:footnotes>'.encode()
