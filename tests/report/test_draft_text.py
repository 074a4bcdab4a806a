from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from screener.report.draft_text import DraftPage
from screener.report.marks import Mark
from screener.words.draft import Page, Passage, Section
from screener.words.framework import Severity
from screener.words.screening import Coverage, Screening, UnreadBecause, UnreadPassage
from tests.report.example import example_screening
from tests.report.example_text import TEXT, span
from tests.report.opened import Opened, draft_words

FLAGS = [Mark(*span("silencing helps"), "text-1", "Flag 1: low, A", Severity.low, "1")]


def shown(screening: Screening, marks: list[Mark]) -> str:
    return f'<div id="draft-text">{DraftPage(screening, marks, []).html()}</div>'


def marked(page: Opened, selector: str = "mark") -> list[str]:
    return [" ".join(node.text(deep=True).split()) for node in page.all(selector)]


def test_a_flag_is_marked_in_place_with_its_severity_in_words_and_its_number() -> None:
    page = Opened(shown(example_screening(), FLAGS))
    assert marked(page) == ["silencing helps"]
    assert page.one("mark").attributes["title"] == "Flag 1: low, A"
    assert page.one("sup a").attributes["aria-label"] == "Flag 1: low, A" and page.one("sup").text() == "1"


def test_overlapping_flags_are_split_so_that_each_stretch_names_all_of_its_flags() -> None:
    start = TEXT.index("the probe falls to chance")
    first = Mark(start, start + 15, "text-1", "Flag 1: low, A", Severity.low, "1")
    second = Mark(start + 10, start + 25, "text-2", "Flag 2: high, B", Severity.high, "2")
    page = Opened(shown(example_screening(), [first, second]))
    assert [node.text() for node in page.all("mark")] == ["the probe ", "falls", " to chance"]
    assert [node.attributes["title"] for node in page.all("mark")] == [
        "Flag 1: low, A",
        "Flag 1: low, A; Flag 2: high, B",
        "Flag 2: high, B",
    ]
    assert [node.attributes["class"] for node in page.all("mark")] == ["low", "high several", "high"]
    assert len(page.all("sup")) == 2


def test_a_flag_across_two_pages_is_marked_on_both_and_numbered_once() -> None:
    end = TEXT.index("2 Method")
    mark = Mark(end - 12, end + 8, "text-1", "Flag 1: low, A", Severity.low, "1")
    page = Opened(shown(example_screening(), [mark]))
    assert marked(page) == ["Section 4.", "2 Method"]
    assert len(page.all("sup")) == 1 and len(page.all("#text-1")) == 1


def test_an_unread_passage_is_hatched_and_says_why() -> None:
    page = Opened(shown(example_screening(), []))
    assert page.text(".why") == "Passage 4 was not read: the model declined to answer."
    assert all(node.text(deep=True).strip() for node in page.all(".unread")) and page.all(".unread .why")
    assert "Hebrew and Arabic" in page.one("p.unread").text(deep=True)


def test_a_scanned_page_says_that_nobody_has_read_it() -> None:
    assert "nobody has read it" in Opened(shown(example_screening(), [])).one("#page-3.scanned").text()


def test_section_headings_of_the_draft_are_headings_of_the_page() -> None:
    page = Opened(shown(example_screening(), []))
    assert [node.text(strip=True) for node in page.all("h3")] == [
        "Abstract",
        "1 Introduction",
        "2 Method",
        "3 Results",
        "4 Discussion",
        "References",
    ]
    assert [node.text(strip=True) for node in page.all("h4")] == ["2.1 Silencing a direction"]


ALPHABET = st.sampled_from(
    [*"ab <&\"'>\n\n\t.|", "é", "𝜆", "🧪", "ש", "ا", "\u202e", "\u200d", "\ufeff", "\x01", "\r", "\u0301", "\u2028"]
)


@settings(max_examples=150, deadline=None)
@given(st.text(ALPHABET, max_size=120), st.data())
def test_any_text_with_any_marks_pages_and_gaps_comes_back_code_point_for_code_point(
    text: str, data: st.DataObject
) -> None:
    cut = st.integers(0, len(text))
    screening = _drawn(text, sorted(data.draw(st.sets(cut, max_size=4))), data.draw(st.lists(cut, max_size=3)))
    marks = []
    for number in range(data.draw(st.integers(0, 5))):
        start, end = sorted((data.draw(cut), data.draw(cut)))
        words = text[start:end]
        if words.strip():
            first = start + len(words) - len(words.lstrip())
            marks.append(
                Mark(first, start + len(words.rstrip()), f"text-{number}", f"Flag {number}", Severity.high, str(number))
            )
    html = shown(screening, marks)
    page = Opened(html)
    assert draft_words(html) == text
    assert all(page.ids()[mark.anchor] == 1 for mark in marks)
    assert len(page.all("sup")) == len(marks)
    assert all(page.ids()[f"passage-{p.index + 1}"] == 1 for p in screening.passages)


def _drawn(text: str, edges: list[int], headings: list[int]) -> Screening:
    example = example_screening()
    bounds = [0, *[e for e in edges if 0 < e < len(text)], len(text)]
    spans = list(pairwise(bounds))
    pages = tuple(Page(number=n, start=a, end=b) for n, (a, b) in enumerate(spans, 1))
    passages = tuple(Passage(index=n, start=a, end=b, text=text[a:b]) for n, (a, b) in enumerate(spans))
    sections = tuple(
        Section(title=text[h : h + 3].strip() or "none", level=1 + h % 3, start=h, end=len(text)) for h in headings
    )
    return example.model_copy(
        update={
            "draft": example.draft.model_copy(update={"text": text, "pages": pages, "sections": sections}),
            "passages": passages,
            "coverage": Coverage(
                passages=len(passages),
                read=0,
                characters=len(text),
                characters_read=0,
                unread=(UnreadPassage(passage_index=0, because=UnreadBecause.refused, detail=""),),
            ),
        }
    )
