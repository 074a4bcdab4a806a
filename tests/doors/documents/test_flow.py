from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.flow import Flow
from screener.words.draft import Document, Format, HiddenHow
from tests.doors.documents.assertions import assert_consistent


def poured(*steps: tuple[str, ...]) -> Document:
    flow = Flow(DocumentBuilder(Format.text))
    for name, *values in steps:
        getattr(flow, name)(*values)
    flow.close()
    document = flow.builder.build("test")
    assert_consistent(document)
    return document


def test_pieces_are_joined_with_single_spaces_and_blocks_with_blank_lines() -> None:
    assert (
        poured(("put", " a "), ("put", " b\n"), ("put", "c"), ("block",), ("block",), ("put", "d")).text
        == "a b c\n\nd\n\n"
    )


def test_lines_and_cells_keep_empty_places() -> None:
    document = poured(
        ("row",), ("put", "a"), ("tab",), ("tab",), ("put", "b"), ("row",), ("tab",), ("put", "c"), ("line",)
    )
    assert document.text == "a\t\tb\n\tc\n\n"


def test_kept_text_keeps_its_blanks() -> None:
    assert (
        poured(
            ("keep", "\nx\n  y\n\nz\n"),
        ).text
        == "x\n  y\n\nz\n\n"
    )


def test_hidden_neighbours_become_one_entry_at_the_place_where_they_stood() -> None:
    how = HiddenHow.style
    document = poured(("put", "ab "), ("put", "x", how), ("put", " "), ("put", "y", how), ("put", "c"))
    assert document.text == "ab c\n\n"
    assert [(h.text, h.offset) for h in document.hidden] == [("x y", 2)]


def test_a_heading_without_visible_words_opens_no_section() -> None:
    document = poured(("begin_heading", 1), ("put", "x", HiddenHow.style), ("end_heading",), ("put", "body"))
    assert document.sections == ()
    assert document.text == "body\n\n"
    assert document.hidden[0].text == "x"


def test_a_heading_inside_a_heading_belongs_to_it() -> None:
    document = poured(
        ("begin_heading", 1),
        ("put", "a "),
        ("begin_heading", 2),
        ("put", "b"),
        ("end_heading",),
        ("end_heading",),
    )
    assert [(s.title, s.level) for s in document.sections] == [("a b", 1)]
