"""Tables keep every cell that somebody wrote."""

from screener.doors.documents.markdown import parse
from screener.doors.documents.markdown.tables import widened

TABLE = "# T\n\n| a | b |\n|---|---|\n| one | two | the setting that matters |\n| three | four |\n\nAfter the table.\n"


def test_a_cell_beyond_the_header_is_read() -> None:
    text = parse(TABLE.encode(), "t.md").text
    assert "one\ttwo\tthe setting that matters" in text
    assert "three\tfour" in text


def test_lines_keep_their_numbers_and_even_tables_their_words() -> None:
    even = "| a | b |\n|---|---|\n| 1 | 2 |\n"
    assert widened(even) == (even, [])
    assert widened(TABLE)[0].count("\n") == TABLE.count("\n")


def test_pipes_in_code_are_not_a_table() -> None:
    code = "```\n| a |\n|---|\n| 1 | 2 |\n```\n"
    assert widened(code) == (code, [])
