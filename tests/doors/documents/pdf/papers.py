"""Draws PDFs laid out like papers: columns, tables, running heads, margins, figures."""

import io
from collections.abc import Callable
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

LEFT = [
    "The monitor reads every step that the",
    "agent takes and keeps a running sum of",
    "its suspicion. When the sum passes a",
    "limit that was set beforehand, a person",
    "is called to look at the whole episode",
    "and to decide whether it may go on as",
]
RIGHT = [
    "planned or has to be stopped at once.",
    "Most episodes never come near the limit",
    "and nobody looks at them. The few that",
    "do are read from their beginning to the",
    "end by two people, who do not talk with",
    "each other before they have written it.",
]
RAGGED = "set in a plain face and a plain size for the sake of this test"


def paper(*draw: Callable[[Any], None], size: tuple[float, float] = A4) -> bytes:
    """One page for each drawing function."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size)
    for each in draw:
        canvas.setFont("Times-Roman", 10)
        each(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def column(canvas: Any, lines: list[str], x: float, top: float, pitch: float = 12) -> None:
    """Lines below each other."""
    for number, line in enumerate(lines):
        canvas.drawString(x, top - pitch * number, line)


def two_columns(canvas: Any, *, across: bool = False) -> None:
    """A title over two columns; `across` draws the rows from left to right instead of column by column."""
    canvas.setFont("Times-Bold", 18)
    canvas.drawString(60, 780, "A Title Over Both of the Columns of the Paper")
    canvas.setFont("Times-Roman", 10)
    if across:
        for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            canvas.drawString(60, 740 - 12 * number, left)
            canvas.drawString(246, 740 - 12 * number, right)
        return
    column(canvas, RIGHT, 246, 740)
    column(canvas, LEFT, 60, 740)


def prose(canvas: Any, top: float = 740, rows: int = 8, x: float = 72) -> None:
    """A paragraph of one column."""
    column(canvas, [f"Row {number} of this paragraph is {RAGGED}, and goes on here" for number in range(rows)], x, top)


def table(canvas: Any) -> None:
    """A paragraph, a table of three rows and four columns between rules, and its caption."""
    prose(canvas)
    rows = [("Model", "Recall", "Cost", "Lead"), ("small", "0.52", "1.2", "2"), ("large", "0.93", "9.0", "6")]
    for row, cells in enumerate(rows):
        for number, cell in enumerate(cells):
            canvas.drawString(120 + 90 * number, 600 - 14 * row, cell)
    canvas.line(110, 614, 480, 614)
    canvas.line(110, 564, 480, 564)
    canvas.drawString(120, 545, "Table 1: What was measured.")


def chart(canvas: Any) -> None:
    """A paragraph, a drawn chart with labels, and its caption."""
    prose(canvas)
    path = canvas.beginPath()
    path.moveTo(150, 420)
    path.curveTo(200, 560, 260, 400, 350, 560)
    canvas.drawPath(path)
    for number in range(5):
        canvas.circle(160 + 40 * number, 450 + 15 * number, 4, fill=1)
    canvas.drawString(210, 440, "steps taken")
    canvas.drawString(150, 390, "Figure 1: How the score rises.")
