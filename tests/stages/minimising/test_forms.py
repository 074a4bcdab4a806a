"""Single forms of bylines, thanks and mentions that a model must not see."""

import pytest

from screener.stages.minimising import veil
from screener.words.draft import Document, Format, Section

BYLINES = (
    "Marit Okonkwo-Lindqvist1 Tomasz Brzezinski2,∗",
    "Marit Okonkwo-Lindqvist¹, Tomasz Brzezinski² and Priya Venkataraman¹*",
    "Marit Okonkwo-Lindqvist^1^, Tomasz Brzezinski^2,*^, PRIYA VENKATARAMAN†",
)


def shown(byline: str, body: str) -> str:
    """What a model sees of a draft with this byline and body."""
    text = f"Curves of Small Models\n\n{byline}\n\nAbstract\n\nWe train.\n\n{body}\n"
    document = Document(format=Format.text, text=text, parser="made", title="Curves of Small Models")
    return veil(document).hide(text)


def thanked(words: str) -> str:
    """What a model sees of an acknowledgements section."""
    text = f"Curves\n\nAbstract\n\nWe train.\n\nAcknowledgements\n\n{words}\n"
    at = text.index("Acknowledgements")
    section = Section(title="Acknowledgements", level=1, start=at, end=len(text))
    return veil(Document(format=Format.text, text=text, parser="made", title="Curves", sections=(section,))).hide(text)


@pytest.mark.parametrize("byline", BYLINES)
@pytest.mark.parametrize(
    "said",
    [
        "As Brzezinski showed.",
        "BRZEZINSKI ET AL.",
        "Tomasz observed.",
        "Okonkwo‑Lindqvist (2023)",
        "Lindqvist scaling.",
        "Brzezi´nski wrote.",
        "Brzezinski² wrote.",
        "OkonkwoLindqvist",
    ],
)
def test_a_person_of_a_byline_with_marks_is_named_nowhere(byline: str, said: str) -> None:
    seen = shown(byline, said)
    for name in ("Okonkwo", "Lindqvist", "Tomasz", "Brzezi", "BRZEZINSKI", "VENKATARAMAN", "Venkataraman"):
        assert name not in seen


@pytest.mark.parametrize(
    "words",
    [
        "Thanks to Ingrid Halvorsen.",
        "Supported by the Halvorsen Foundation, grant LF-2291.",
        "Gustav Halvorsen helped with figures.",
        "Halvorsen helped with figures.",
        "Our colleagues in the Halvorsen group read the draft.",
    ],
)
def test_a_section_of_thanks_names_nobody(words: str) -> None:
    assert "Halvorsen" not in thanked(words)


def test_who_is_thanked_in_a_sentence_too_long_to_take_out_is_not_named_and_the_words_stay() -> None:
    many = (
        ", ".join(f"{given} Halvorsen" for given in ("Ingrid", "Gustav", "Solveig", "Torbjørn"))
        + " "
        + "for mixing parts " * 30
    )
    seen = thanked(f"We thank {many}.")
    assert "Halvorsen" not in seen and "for mixing parts" in seen


def test_a_name_that_is_a_word_too_is_taken_only_where_it_is_clear_who_is_meant() -> None:
    seen = shown(
        "Mark Long1, Tomasz Brzezinski2", "Long et al. saw it. M. Long agrees. Long runs are kept. Mark each run."
    )
    assert "Long runs are kept" in seen and "Mark each run" in seen
    assert "Long et al" not in seen and "M. Long" not in seen


def test_an_institution_is_not_named_further_down_either() -> None:
    seen = shown(
        "Tomasz Brzezinski1\n\n1Nordhavn Institute of Learning", "At the Nordhavn Institute of Learning we met."
    )
    assert "Nordhavn" not in seen


def test_notes_on_authors_at_the_foot_of_a_page_are_taken_out() -> None:
    seen = shown(
        "Tomasz Brzezinski1",
        "∗Work done while at Wombat Labs.\n\n1Nordhavn University, Oslo. Correspondence to: t@n.example.",
    )
    assert "Wombat" not in seen and "Nordhavn" not in seen
