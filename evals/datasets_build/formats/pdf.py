"""A manuscript as PDF, in one column or two."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

from evals.datasets_build.formats.manuscript import Block, Kind, Look, Run, Runs

_MARGIN, _GUTTER = 56.0, 16.0
_TAGS = {Look.bold: "b", Look.italic: "i", Look.mark: "super"}


def as_pdf(blocks: list[Block], columns: int) -> bytes:
    """The bytes of a PDF with one or two columns; the same for the same blocks."""
    _fonts()
    out = io.BytesIO()
    width = (A4[0] - 2 * _MARGIN - (columns - 1) * _GUTTER) / columns
    frames = [
        Frame(_MARGIN + i * (width + _GUTTER), _MARGIN, width, A4[1] - 2 * _MARGIN, 0, 0, 0, 0) for i in range(columns)
    ]
    document = BaseDocTemplate(out, pagesize=A4, invariant=1)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=_folio))
    document.build([flowable for block in blocks for flowable in _set(block, width, 9.0 if columns == 2 else 10.0)])
    return out.getvalue()


def unsupported(text: str) -> set[str]:
    """The characters that the font has no form for."""
    _fonts()
    known = pdfmetrics.getFont("Vera").face.charToGlyph
    return {c for c in text if not c.isspace() and ord(c) not in known}


@cache
def _fonts() -> None:
    """The fonts that come with reportlab, so that the bytes do not depend on the machine."""
    folder = Path(reportlab.__file__).with_name("fonts")
    for name in ("Vera", "VeraBd", "VeraIt", "VeraBI"):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt", boldItalic="VeraBI")


def _folio(canvas: object, document: BaseDocTemplate) -> None:
    canvas.setFont("Vera", 8)  # type: ignore[attr-defined]
    canvas.drawCentredString(A4[0] / 2, _MARGIN / 2, str(document.page))  # type: ignore[attr-defined]


def _set(block: Block, width: float, size: float) -> Iterator[Flowable]:
    body = ParagraphStyle("body", fontName="Vera", fontSize=size, leading=size * 1.35, spaceAfter=size * 0.6)
    if block.kind is Kind.heading:
        grown = size * (1.7 if block.level == 1 else 1.25 if block.level == 2 else 1.1)
        style = ParagraphStyle(
            "heading",
            fontName="VeraBd",
            fontSize=grown,
            leading=grown * 1.3,
            spaceBefore=size,
            spaceAfter=size * 0.5,
            keepWithNext=1,
        )
        yield Paragraph(_marked(block.runs), style)
    elif block.kind is Kind.table:
        cell = ParagraphStyle("cell", fontName="Vera", fontSize=size * 0.8, leading=size)
        count = max(len(row) for row in block.rows)
        rows = [[Paragraph(_marked(c), cell) for c in row] + [""] * (count - len(row)) for row in block.rows]
        lines = TableStyle([("LINEBELOW", (0, 0), (-1, 0), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        yield Table(rows, colWidths=[width / count] * count, style=lines)
        yield Spacer(1, size * 0.8)
    elif block.kind is Kind.note:
        note = ParagraphStyle("note", fontName="Vera", fontSize=size * 0.8, leading=size, spaceAfter=size * 0.5)
        yield Paragraph(_marked((Run(block.name, Look.mark), Run(" "), *block.runs)), note)
    else:
        sign = {"-": "• ", "*": "• "}.get(block.name, f"{block.name} ") if block.kind is Kind.item else ""
        yield Paragraph(escape(sign) + _marked(block.runs), body)


def _marked(runs: Runs) -> str:
    out = []
    for run in runs:
        tag = _TAGS.get(run.look)
        out.append(f"<{tag}>{escape(run.text)}</{tag}>" if tag else escape(run.text))
    return "".join(out)
