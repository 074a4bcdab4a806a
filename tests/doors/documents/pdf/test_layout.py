"""Text comes in the order in which it is read, whatever the order in which it was drawn."""

from functools import partial
from typing import Any

import pytest

from screener.doors.documents.pdf import parse
from tests.doors.documents.pdf.concealments import picture
from tests.doors.documents.pdf.papers import LEFT, RIGHT, chart, column, paper, prose, table, two_columns


@pytest.mark.parametrize("across", [False, True])
def test_columns_are_read_one_after_the_other(across: bool) -> None:
    document = parse(paper(partial(two_columns, across=across)), "x.pdf")
    assert " ".join(LEFT + RIGHT) in document.text
    assert document.title == "A Title Over Both of the Columns of the Paper"


def test_the_cells_of_a_table_stay_in_their_rows() -> None:
    document = parse(paper(table), "x.pdf")
    assert "Model\tRecall\tCost\tLead\nsmall\t0.52\t1.2\t2\nlarge\t0.93\t9.0\t6" in document.text
    assert "\n\nTable 1: What was measured." in document.text
    assert document.images == 0


def test_a_drawn_chart_is_counted_and_its_caption_read() -> None:
    document = parse(paper(chart), "x.pdf")
    assert document.pages[0].images == 1
    assert "\n\nFigure 1: How the score rises." in document.text
    assert "steps taken" in document.text


def test_a_picture_is_counted_and_a_page_of_nothing_else_is_unread() -> None:
    document = parse(paper(lambda canvas: canvas.drawImage(picture(), 60, 100, 400, 600)), "x.pdf")
    assert (document.pages[0].scanned, document.images) == (True, 1)
    assert any("nobody has read" in note for note in document.notes)


def test_running_heads_and_page_numbers_stand_apart_from_a_sentence_over_the_page_break() -> None:
    def page(canvas: Any, number: int) -> None:
        canvas.drawString(72, 815, "Journal of Calm Studies")
        canvas.drawString(290, 30, str(number))
        rows = 52 if number == 1 else 5
        column(
            canvas,
            [
                f"sheet {number} line {row} of a long sentence that has no end and runs on and on and on"
                for row in range(rows)
            ],
            72,
            780,
        )

    document = parse(paper(partial(page, number=1), partial(page, number=2)), "x.pdf")
    assert "sheet 1 line 51 of a long sentence that has no end and runs on and on and on sheet 2" in document.text
    assert document.text.count("Journal of Calm Studies") == 2
    second = document.pages[1]
    assert document.text[second.start : second.end].startswith("sheet 2 line 0")


def test_line_numbers_in_the_margin_are_left_out_and_noted() -> None:
    def numbered(canvas: Any) -> None:
        prose(canvas, rows=20)
        canvas.setFont("Times-Roman", 6)
        column(canvas, [str(number) for number in range(11, 31)], 45, 740)

    document = parse(paper(numbered), "x.pdf")
    assert "Row 3 of this paragraph is set" in document.text
    assert "23" not in document.text
    assert any("line by line" in note for note in document.notes)


def test_the_chapters_and_pages_of_a_list_of_contents_are_kept() -> None:
    def contents(canvas: Any) -> None:
        for row in range(24):
            chapter, section = divmod(row, 4)
            name = f"{chapter + 1}.{section}" if section else str(chapter + 1)
            canvas.drawString(72 + 14 * bool(section), 740 - 14 * row, name)
            canvas.drawString(110, 740 - 14 * row, f"On the keeping of records and what follows, part {row}")
            canvas.drawRightString(520, 740 - 14 * row, str(row + 3))

    document = parse(paper(contents), "x.pdf")
    assert not any("line by line" in note for note in document.notes)
    assert all(number in document.text.split() for number in ("5", "4.2", "25"))


def test_a_larger_heading_that_opens_the_right_column_stays_out_of_the_line_beside_it() -> None:
    words = "a line of the left column that is quite as wide as the column"

    def page(canvas: Any) -> None:
        canvas.setFont("Times-Roman", 10)
        right = 72 + canvas.stringWidth(words) + 10.5
        for row in range(30):
            canvas.drawString(72, 700 - 12 * row, words)
        for row in range(1, 5):
            canvas.drawString(right, 700 - 12 * row, f"[{row}] a work that is cited here and nowhere")
        canvas.setFont("Times-Bold", 12)
        canvas.drawString(right, 700, "References")

    document = parse(paper(page), "x.pdf")
    assert "column References" not in document.text
    assert "\n\nReferences\n\n" in document.text


def test_the_numbers_of_a_table_column_are_kept() -> None:
    def counted(canvas: Any) -> None:
        prose(canvas)
        for row in range(8):
            canvas.drawString(120, 600 - 14 * row, str(row + 1))
            canvas.drawString(200, 600 - 14 * row, f"item {row}")

    document = parse(paper(counted), "x.pdf")
    assert "3\titem 2\n4\titem 3" in document.text


def test_a_stamp_at_a_right_angle_comes_after_the_text() -> None:
    def stamped(canvas: Any) -> None:
        canvas.saveState()
        canvas.translate(30, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "stamp:0000.00000v1 [aa.BB]")
        canvas.restoreState()
        prose(canvas)

    assert parse(paper(stamped), "x.pdf").text.endswith("stamp:0000.00000v1 [aa.BB]\n\n")


def test_a_broken_word_is_joined_and_can_be_broken_again() -> None:
    lines = [
        "We compare the two and report on the repre-",
        "sentation of plans, on state-of-the-",
        "art methods, and on well-",
        "known ones. The representation is small.",
    ]
    document = parse(paper(lambda canvas: column(canvas, lines, 72, 700)), "x.pdf")
    assert "the representation of plans, on state-of-the-art methods, and on well-known ones." in document.text
    assert "the repre-\nsentation of plans" in document.as_printed()
    assert len(document.joins) == 1


def test_headings_are_found_by_number_size_and_weight() -> None:
    def headed(canvas: Any) -> None:
        canvas.setFont("Times-Bold", 20)
        canvas.drawString(72, 780, "The Title of the Draft")
        for top, face, size, words in (
            (750, "Times-Bold", 13, "1 Introduction"),
            (640, "Times-Bold", 11, "1.1 Setting of the Work"),
            (530, "Times-Bold", 13, "2 Results"),
            (420, "Times-Bold", 13, "References"),
        ):
            canvas.setFont(face, size)
            canvas.drawString(72, top, words)
            canvas.setFont("Times-Roman", 10)
            prose(canvas, top - 20, rows=6)

    document = parse(paper(headed), "x.pdf")
    assert [(section.title, section.level) for section in document.sections] == [
        ("1 Introduction", 1),
        ("1.1 Setting of the Work", 2),
        ("2 Results", 1),
        ("References", 1),
    ]
    assert document.title == "The Title of the Draft"


def test_a_bold_run_in_title_opens_a_section_and_stays_with_its_paragraph() -> None:
    def run_in(canvas: Any) -> None:
        prose(canvas)
        canvas.setFont("Times-Bold", 10)
        canvas.drawString(72, 600, "Threat model.")
        canvas.setFont("Times-Roman", 10)
        canvas.drawString(142, 600, "We assume that the agent knows of the monitor but not its threshold.")

    document = parse(paper(run_in), "x.pdf")
    assert [section.title for section in document.sections] == ["Threat model"]
    assert "Threat model. We assume that the agent" in document.text


def test_bookmarks_make_headings_of_plain_lines() -> None:
    def marked(canvas: Any) -> None:
        canvas.drawString(72, 760, "Aims and scope")
        canvas.bookmarkPage("a")
        canvas.addOutlineEntry("Aims and scope", "a", level=0)
        prose(canvas, 730)

    assert [section.title for section in parse(paper(marked), "x.pdf").sections] == ["Aims and scope"]
