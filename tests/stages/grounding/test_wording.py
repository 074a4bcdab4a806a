"""Whether two nearly equal stretches say the same: numbers, negations and content words decide."""

import pytest

from screener.stages.grounding.wording import same_wording

REGION = "so the small model learns in 40 hours, which no other did before"


def words(quote: str, region: str = REGION) -> str | None:
    span = same_wording(quote, region)
    return region[slice(*span)] if span else None


@pytest.mark.parametrize(
    "quote",
    [
        "the small model learns in 40 hours",
        "a small model learns in 40 hours",
        "the smal model learns in 40 hours",
        "the small model learn in 40 hours",
    ],
)
def test_slips_articles_and_inflections_are_the_same_wording(quote: str) -> None:
    assert words(quote) == "the small model learns in 40 hours"


@pytest.mark.parametrize(
    "quote",
    [
        "the small model learns in 41 hours",
        "the large model learns in 40 hours",
        "the small model never learns in 40 hours",
        "which other did before",
        "which no other did after",
        "",
        "§ ¶",
    ],
)
def test_another_number_sign_or_content_word_is_another_wording(quote: str) -> None:
    assert words(quote) is None


def test_surplus_at_both_ends_of_the_region_is_trimmed() -> None:
    assert words("model learns in 40 hours") == "model learns in 40 hours"


def test_numbers_of_citations_do_not_count() -> None:
    assert words("the model learns quickly", "the model [3, 4] learns quickly") == "the model [3, 4] learns quickly"


def test_many_words_left_out_make_another_wording() -> None:
    assert words("the model in hours", "the very small and shallow model in those long hours") is None
