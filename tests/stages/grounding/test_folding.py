"""Folding: what is set differently becomes alike, and every character knows where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.stages.grounding.folding import fold, origin_of


@given(st.text(max_size=200))
def test_every_folded_character_comes_from_a_place_in_the_text_in_order(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.origin)
    assert folded.origin == sorted(folded.origin)
    assert all(0 <= at < len(text) for at in folded.origin)


@given(st.text(max_size=200))
def test_folded_text_holds_no_white_space_but_single_spaces(text: str) -> None:
    assert "  " not in fold(text).text
    assert all(c == " " or not c.isspace() for c in fold(text).text)


@given(st.text(max_size=100))
def test_folding_does_not_depend_on_how_accents_and_ligatures_were_coded(text: str) -> None:
    import unicodedata

    assert fold(unicodedata.normalize("NFD", text)).text == fold(unicodedata.normalize("NFC", text)).text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("long-\nterm", "longterm"),
        ("long-term", "longterm"),
        ("voila\u0300-term", "voila\u0300term"),
        ("3-5", "3-5"),
        ("a - b", "a - b"),
        ("x-1", "x-1"),
        ("- item", "- item"),
        ("ﬁne", "fine"),
        ("A\n\tB", "a b"),
        ("“x”", '"x"'),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_a_folded_span_gives_back_the_span_it_came_from() -> None:
    assert origin_of(fold("an inter-\nnal aﬃx"), 3, 11) == (3, 13)
