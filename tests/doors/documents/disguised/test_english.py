"""Which words count as English ones."""

import pytest

from screener.doors.documents.disguised.english import is_english


@pytest.mark.parametrize("word", ["ignore", "Ignored", "REVIEWERS", "attack", "nearly", "reporting", "the"])
def test_common_words_and_their_endings_are_english(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize("word", ["vmax", "nfkb", "cop2", "poca", "caxap", "tov", "hcl", "dna", "xyz", "s", ""])
def test_symbols_and_words_of_other_languages_are_not(word: str) -> None:
    assert not is_english(word)


def test_accents_do_not_make_a_word_another() -> None:
    assert is_english("réport")
