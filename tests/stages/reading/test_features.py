"""The words of a text as the embedded reader counts them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.stages.reading.features import folded, idf, looks_like_bibliography, terms, weights


def test_terms_are_words_pairs_and_numbers_alike() -> None:
    assert list(terms("The 12 cats don't")) == ["the", "#", "cats", "don't", "the #", "# cats", "cats don't"]


def test_rare_terms_weigh_more_and_terms_below_the_count_are_left_out() -> None:
    known = idf(["a cat", "a dog", "a bird", "a cat"], at_least=2)
    assert set(known) == {"a", "cat", "a cat"}
    assert known["cat"] > known["a"]
    assert known["a"] == pytest.approx(math.log(5 / 5) + 1)


@given(st.text(max_size=200))
def test_weights_have_unit_length_or_are_empty(text: str) -> None:
    found = weights(text, {"a": 1.0, "cat": 2.0, "#": 0.5})
    assert not found or math.isclose(sum(v * v for v in found.values()), 1.0)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("A. Smith and B. Jones. A title. In Proceedings of the Conference, pp. 1-9, 2019.", True),
        ("Smith, J. (2020). On things. Journal of Things, vol. 3. Jones, K. (2021). More. arXiv preprint.", True),
        ("We follow Smith et al. (2020) in training the small model on data from the 2019 workshop.", False),
        ("The model was trained for three days.", False),
        ("", False),
    ],
)
def test_a_reference_list_is_told_from_prose_that_cites(text: str, is_one: bool) -> None:
    assert looks_like_bibliography(text) is is_one


def test_white_space_is_folded() -> None:
    assert folded([" a\n b ", "c"]) == ["a b", "c"]
