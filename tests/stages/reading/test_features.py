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
def test_weights_are_never_longer_than_one_and_empty_only_without_a_known_term(text: str) -> None:
    found = weights(text, {"a": 1.0, "cat": 2.0, "#": 0.5})
    assert sum(v * v for v in found.values()) <= 1.0 + 1e-9
    assert bool(found) == any(term in ("a", "cat", "#") for term in terms(text))


def test_a_long_text_has_unit_length_and_a_short_one_of_the_same_words_less() -> None:
    known = {f"w{letter}": 6.0 for letter in "abcdefghijklmnopqrstuvwxyz"}
    length = [math.sqrt(sum(v * v for v in weights(" ".join([*known][:n]), known).values())) for n in (2, 26)]
    assert length[0] < 0.5
    assert length[1] == pytest.approx(1.0)


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
