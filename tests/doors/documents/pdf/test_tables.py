"""Tables whose cells wrap are read row by row and each cell whole; what only looks like one is left alone."""

import io
from functools import partial
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

from screener.doors.documents.pdf import parse
from tests.doors.documents.pdf.papers import column, paper, prose

_BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12.5, spaceAfter=6)
_CELL = ParagraphStyle("cell", fontName="Times-Roman", fontSize=8.5, leading=10)
SENTENCE = "The monitor keeps a running sum of its suspicion and calls a person when the sum has passed the limit. "
ROWS = [
    ("run", "what differs from the first setting", "score", "hours"),
    ("R1", "nothing differs here, it is the setting that all the other runs are held against", "0.52", "118"),
    ("R2", "the clip follows the variance of its group and is moved at every third step", "0.71", "203"),
    ("R3", "as in the second run, with the queue of prompts emptied once at half of the time", "0.66", "390"),
    ("R4", "a smaller grader, trained upon the same pairs as the large one was", "0.58", "1,240"),
]
RULED = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
BOOKED = [("LINEABOVE", (0, 0), (-1, 0), 0.8, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black)]


def typeset(columns: int, lines: list[Any], align: str = "TOP") -> bytes:
    """A paper of one or two columns with the table of ROWS between paragraphs."""
    width = (A4[0] - 100 - 16 * (columns - 1)) / columns
    frames = [Frame(50 + i * (width + 16), 50, width, A4[1] - 100, 0, 0, 0, 0) for i in range(columns)]
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, invariant=1)
    document.addPageTemplates(PageTemplate(frames=frames))
    cells = [[Paragraph(cell, _CELL) for cell in row] for row in ROWS]
    widths = [width * share for share in (0.12, 0.52, 0.18, 0.18)]
    table = Table(cells, colWidths=widths, style=TableStyle([*lines, ("VALIGN", (0, 0), (-1, -1), align)]))
    text = [Paragraph(SENTENCE * 6, _BODY) for _ in range(4)]
    document.build([*text[:2], table, Spacer(1, 10), *text[2:], *(Paragraph(SENTENCE * 6, _BODY) for _ in range(8))])
    return out.getvalue()


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("lines", [[], RULED, BOOKED], ids=["no rules", "grid", "booktabs"])
@pytest.mark.parametrize("align", ["TOP", "MIDDLE"])
def test_cells_that_wrap_are_read_whole_and_in_their_row(columns: int, lines: list[Any], align: str) -> None:
    text = parse(typeset(columns, lines, align), "x.pdf").text
    for row in ROWS[1:]:
        assert "\t".join(row) in text
    assert (SENTENCE * 6).strip() in text


def _close_set(canvas: Any) -> None:
    """A table as LaTeX sets it: rows no further apart than the lines of a cell."""
    prose(canvas)
    rows = [
        (["probe"], ["reads the residual stream", "at one layer only"], "0.91"),
        (["the second", "reader"], ["a second model reads all", "what the first one wrote", "and marks it"], "0.74"),
        (["rules"], ["a list of forbidden words"], "0.33"),
        (["both of", "the first"], ["the probe calls the reader", "when it is in doubt"], "0.95"),
    ]
    top = 600.0
    for name, does, score in rows:
        column(canvas, name, 110, top)
        column(canvas, does, 180, top)
        canvas.drawString(330, top, score)
        top -= 12 * max(len(name), len(does))


def test_rows_without_white_between_them_are_told_by_which_cells_go_on() -> None:
    text = parse(paper(_close_set), "x.pdf").text
    assert "probe\treads the residual stream at one layer only\t0.91\n" in text
    assert "the second reader\ta second model reads all what the first one wrote and marks it\t0.74\n" in text
    assert "rules\ta list of forbidden words\t0.33\nboth of the first\tthe probe calls the reader when" in text


def test_rows_of_one_line_stay_rows_though_wider_white_parts_them_into_groups() -> None:
    def grouped(canvas: Any) -> None:
        prose(canvas)
        for row in range(8):
            for x, cell in ((120, f"small {row}"), (220, "yes"), (300, ("no", "part")[row % 2]), (380, "yes")):
                canvas.drawString(x, 600 - 12 * row - 8 * (row // 4), cell)

    text = parse(paper(grouped), "x.pdf").text
    assert "small 0\tyes\tno\tyes\nsmall 1\tyes\tpart\tyes\nsmall 2" in text
    assert "small 6\tyes\tno\tyes\nsmall 7\tyes\tpart\tyes" in text


def test_rows_without_a_name_stay_rows_below_the_one_that_has_it() -> None:
    def named_once(canvas: Any) -> None:
        prose(canvas)
        for row in range(6):
            for x, cell in ((120, "" if row % 3 else f"family {row}"), (220, f"size {row}"), (300, f"0.{row}1")):
                canvas.drawString(x, 600 - 12 * row, cell)

    assert "family 0\tsize 0\t0.01\nsize 1\t0.11\nsize 2\t0.21\nfamily 3" in parse(paper(named_once), "x.pdf").text


def test_two_columns_of_paragraphs_with_white_between_them_are_no_table() -> None:
    def paragraphs(canvas: Any, x: float, top: float, name: str, lengths: list[int]) -> None:
        for number, length in enumerate(lengths):
            lines = [f"{name} {number} row {row} is set and goes on to the end here" for row in range(length)]
            column(canvas, [*lines, f"{name} {number} ends."], x, top)
            top -= 12 * (length + 1) + 6

    def page(canvas: Any) -> None:
        paragraphs(canvas, 60, 780, "left", [4, 7, 3, 9, 5, 6])
        paragraphs(canvas, 310, 780, "right", [6, 3, 8, 4, 7, 4])

    text = parse(paper(page), "x.pdf").text
    assert text.index("left 5 ends.") < text.index("right 0 row 0")
    assert "\t" not in text


def test_a_table_is_not_mixed_with_the_prose_of_the_other_column() -> None:
    def page(canvas: Any) -> None:
        lines = [f"line {row} of the prose that fills the left one of the columns" for row in range(40)]
        column(canvas, lines, 50, 780)
        column(canvas, [line.replace("left", "right") for line in lines[:12]], 310, 780)
        for row in range(9):
            canvas.drawString(310, 616 - 30 * row, f"N{row}")
            column(canvas, ["a cell of", "two lines"], 380, 616 - 30 * row, 11)
            canvas.drawString(480, 616 - 30 * row, f"0.{row}5")

    text = parse(paper(page), "x.pdf").text
    assert " ".join(f"line {row} of the prose that fills the left one of the columns" for row in range(40)) in text
    assert "N3\ta cell of two lines\t0.35\nN4\ta cell of two lines\t0.45" in text


def test_a_table_across_both_columns_keeps_its_rows() -> None:
    def page(canvas: Any) -> None:
        canvas.line(50, 800, 540, 800)
        for row in range(5):
            top = 785 - 28 * row
            column(canvas, [f"name {row}"], 50, top)
            column(canvas, ["what it does is told on the", "first and on the second line"], 150, top, 10)
            column(canvas, ["why it was chosen is", "told there"], 350, top, 10)
            canvas.drawString(500, top, f"0.{row}9")
        canvas.line(50, 645, 540, 645)
        lines = [f"line {row} of the prose that fills one of the columns here" for row in range(30)]
        column(canvas, lines, 50, 610)
        column(canvas, [line.replace("prose", "rest") for line in lines], 310, 610)

    text = parse(paper(page), "x.pdf").text
    told = "what it does is told on the first and on the second line\twhy it was chosen is told there"
    assert f"name 2\t{told}\t0.29\nname 3\t{told}\t0.39" in text
    assert "line 29 of the prose that fills one of the columns here line 0 of the rest" in text


def test_hanging_items_stay_paragraphs() -> None:
    def references(canvas: Any) -> None:
        prose(canvas)
        for item in range(5):
            canvas.drawString(72, 600 - 40 * item, f"[{item}]")
            column(
                canvas,
                ["A. Nobody. On the reading of plans, and on", "the writing of them. 2024."],
                100,
                600 - 40 * item,
            )

    text = parse(paper(references), "x.pdf").text
    assert "[3] A. Nobody. On the reading of plans, and on" in text
    assert "\t" not in text


def test_numbers_in_the_top_row_of_a_page_are_no_page_number() -> None:
    def page(canvas: Any) -> None:
        for row in range(8):
            canvas.drawString(80, 800 - 30 * row, f"name {row}")
            column(canvas, ["a cell of", "two lines"], 180, 800 - 30 * row, 11)
            canvas.drawString(300, 800 - 30 * row, str(row + 3))
        prose(canvas, 500)

    assert "name 0\ta cell of two lines\t3\nname 1" in parse(paper(page, page), "x.pdf").text


def test_a_caption_over_the_page_break_is_one_sentence() -> None:
    def first(canvas: Any) -> None:
        column(canvas, [f"line {row} of the prose that fills this page and goes on" for row in range(57)], 72, 780)
        column(canvas, ["This is its end."], 72, 84)
        column(canvas, ["Figure 1: The line shows how a score that rises slowly"], 72, 64)

    def second(canvas: Any) -> None:
        column(canvas, ["comes to its end without a fall."], 72, 780)
        prose(canvas, 740)

    text = parse(paper(first, second), "x.pdf").text
    assert "Figure 1: The line shows how a score that rises slowly comes to its end without a fall." in text


def test_the_mark_of_a_note_does_not_become_part_of_a_number() -> None:
    def noted(canvas: Any) -> None:
        canvas.drawString(72, 700, "We kept the rounds from 1 to 11.")
        at = 72 + canvas.stringWidth("We kept the rounds from 1 to 11.", "Times-Roman", 10)
        canvas.setFont("Times-Roman", 6)
        canvas.drawString(at, 704, "2")
        canvas.setFont("Times-Roman", 10)
        prose(canvas, 680)

    assert "from 1 to 11. 2" in parse(paper(noted), "x.pdf").text


def test_a_page_without_prose_keeps_to_the_columns_of_the_page_before() -> None:
    def text(canvas: Any) -> None:
        lines = [f"line {row} of the prose that fills one of the columns here" for row in range(40)]
        column(canvas, lines, 50, 780)
        column(canvas, lines, 310, 780)

    def tables(canvas: Any) -> None:
        for x, top, name in ((50, 780.0, "left"), (310, 774.5, "right")):
            for row in range(10):
                canvas.drawString(x, top - 33 * row, f"{name} {row}")
                column(canvas, ["one", "and two"], x + 90, top - 33 * row, 11)
                canvas.drawString(x + 160, top - 33 * row, f"0.{row}2")

    text_of = parse(paper(text, partial(tables)), "x.pdf").text
    assert "left 8\tone and two\t0.82\nleft 9\tone and two\t0.92" in text_of
    assert "right 0\tone and two\t0.02\nright 1" in text_of
