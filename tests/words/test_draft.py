"""Documents: pages, sections and hyphens by position."""

from screener.words.draft import Document, Join, Section
from tests.stages.making import document, paged


def test_a_position_has_a_page_only_where_the_format_has_pages() -> None:
    doc = paged("abcdef", 3, 3)
    assert [doc.page_at(i) for i in (0, 2, 3, 5, 6, 99)] == [1, 1, 2, 2, 2, 2]
    assert document("abc").page_at(0) is None


def test_the_sections_of_a_position_are_named_from_the_outside_in() -> None:
    doc = document(
        "x" * 30, sections=(Section(title="A", level=1, start=0, end=20), Section(title="B", level=2, start=10, end=20))
    )
    assert [doc.section_at(i) for i in (0, 10, 20)] == [("A",), ("A", "B"), ()]


def test_hyphens_at_line_ends_can_be_put_back() -> None:
    doc: Document = document(
        "interpretability is hard", joins=(Join(offset=5, removed="-\n"), Join(offset=20, removed="-\n"))
    )
    assert doc.as_printed() == "inter-\npretability is -\nhard"
