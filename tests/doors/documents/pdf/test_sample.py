"""The sample paper, set in two columns by LaTeX, reads from start to end as its source does."""

from functools import cache
from pathlib import Path

from screener.doors.documents.pdf import parse
from screener.words.draft import Document

_SAMPLE = Path(__file__).parents[4] / "samples" / "monitor-paper.pdf"


@cache
def _sample() -> Document:
    return parse(_SAMPLE.read_bytes(), _SAMPLE.name)


def test_the_title_and_the_sections_are_those_of_the_paper() -> None:
    document = _sample()
    assert document.title == "Reading the Plan: Low-Cost Activation Monitoring for Agentic Language Models"
    numbered = [section.title for section in document.sections if section.level == 1]
    assert numbered[:7] == [
        "Abstract",
        "1 Introduction",
        "2 Background and Related Work",
        "3 Method",
        "4 Experiments",
        "5 Results",
        "6 Discussion",
    ]
    assert "5.5 Side observations" in [section.title for section in document.sections if section.level == 2]


def test_sentences_run_on_over_columns_pages_and_floats() -> None:
    text = _sample().text
    assert "We set out to build a safety tool and believe that we have built one." in text
    assert "brings recall to 0.74 at the original rate of false positives" in text
    assert "the weakness described in Section 5.4 was found only because" in text


def test_the_results_table_keeps_its_rows() -> None:
    assert "Plan-phase probe, full\t0.971\t0.93 [0.91, 0.95]\t6\t0.4" in _sample().text


def test_nothing_in_it_is_hidden_but_its_metadata() -> None:
    assert [hidden for hidden in _sample().hidden if not hidden.ordinary] == []


def test_its_pages_cover_the_text() -> None:
    document = _sample()
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)
    assert not any(page.scanned for page in document.pages)
    assert document.images == 1
