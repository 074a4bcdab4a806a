"""Passages: they partition the text, keep to their size, and follow sections and pages."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from screener.stages.passages import LONGEST, SHORTEST, split
from screener.words.draft import Document, Page, PassageRole, Section
from tests.stages.making import document, paged, sectioned

WORDS = st.sampled_from(
    ["word ", "Sentence ends. ", "Question? ", "\n\n", "\n", "é", "好", "a" * 90, "; ", "\t", "\u00a0", "😀"]
)
TEXTS = st.text(max_size=400) | st.lists(WORDS, max_size=400).map("".join)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(TEXTS)
    edges = sorted(set(draw(st.lists(st.integers(0, len(text)), max_size=6))))
    titles = draw(
        st.lists(st.sampled_from(["Methods", "References", "5. Bibliography", "Results"]), min_size=7, max_size=7)
    )
    spans = [(a, b) for a, b in pairwise([*edges, len(text)]) if a < b]
    pages = [(a, b) for a, b in pairwise([0, *edges, len(text)]) if a < b]
    return document(
        text,
        sections=tuple(Section(title=t, level=1, start=a, end=b) for t, (a, b) in zip(titles, spans, strict=False)),
        pages=tuple(Page(number=i, start=a, end=b) for i, (a, b) in enumerate(pages, 1)) if draw(st.booleans()) else (),
    )


@settings(max_examples=150)
@given(documents(), st.integers(20, 300), st.integers(1, 100))
def test_passages_partition_any_text_and_none_is_too_long(doc: Document, longest: int, shortest: int) -> None:
    passages = split(doc, longest=longest, shortest=shortest)
    assert "".join(p.text for p in passages) == doc.text
    assert [p.index for p in passages] == list(range(len(passages)))
    assert all(doc.text[p.start : p.end] == p.text and 0 < len(p.text) <= longest for p in passages)
    assert all(one.end == other.start for one, other in pairwise(passages))


@given(documents(), st.integers(1, 100))
def test_a_passage_spans_the_edge_of_a_section_only_where_one_side_is_short(doc: Document, shortest: int) -> None:
    edges = {s.start for s in doc.sections}
    for passage in split(doc, longest=300, shortest=shortest):
        for edge in (e for e in edges if passage.start < e < passage.end):
            assert edge - passage.start < shortest


@given(documents())
def test_references_never_share_a_passage_with_prose(doc: Document) -> None:
    for passage in split(doc, longest=300, shortest=100):
        inside = {any("Ref" in t or "Bib" in t for t in doc.section_at(i)) for i in range(passage.start, passage.end)}
        assert len(inside) == 1
        if passage.text.strip():
            assert (passage.role is PassageRole.references) == inside.pop()


@given(documents())
def test_pages_are_those_of_the_first_and_the_last_visible_character(doc: Document) -> None:
    for passage in split(doc, longest=300):
        at = [i for i in range(passage.start, passage.end) if not doc.text[i].isspace()]
        if at:
            assert (passage.page_first, passage.page_last) == (doc.page_at(at[0]), doc.page_at(at[-1]))
            assert passage.section == doc.section_at(at[0])


def test_an_empty_document_has_no_passages() -> None:
    assert split(document("")) == ()


def test_a_short_document_is_one_passage_and_short_sections_are_joined() -> None:
    doc = sectioned(("One", "x" * 200), ("Two", "y" * 200), ("Three", "z" * 200))
    assert len(split(doc)) == 1


def test_long_sections_stand_apart() -> None:
    doc = sectioned(("One", "x" * SHORTEST), ("Two", "y" * SHORTEST))
    assert [p.section for p in split(doc)] == [("One",), ("Two",)]


def test_prose_is_cut_at_the_ends_of_paragraphs_into_pieces_of_like_size() -> None:
    doc = document(
        "This is a sentence of a paragraph. " * 18 + "\n\n" + ("This is a sentence of a paragraph. " * 18 + "\n\n") * 7
    )
    passages = split(doc)
    assert all(p.text.endswith("\n\n") for p in passages)
    assert max(len(p.text) for p in passages) < 2 * min(len(p.text) for p in passages)


def test_references_after_the_conclusion_and_before_an_appendix_are_told_apart() -> None:
    doc = sectioned(("1 Introduction", "It begins."), ("References", "[1] A. Author."), ("Appendix", "More prose."))
    assert [p.role for p in split(doc)] == [PassageRole.body, PassageRole.references, PassageRole.body]


def test_a_passage_across_pages_names_both() -> None:
    passage = split(paged("a" * 100, 40, 60))[0]
    assert (passage.page_first, passage.page_last) == (1, 2)


def test_a_hundred_thousand_characters_without_a_space_are_cut_all_the_same() -> None:
    passages = split(document("a" * 100_000))
    assert sum(len(p.text) for p in passages) == 100_000
    assert max(len(p.text) for p in passages) <= LONGEST
