"""Where words that a reviewer typed stand in the draft."""

import pytest

from screener.web.pages.selecting import LONGEST, place_of
from screener.words.errors import Invalid

TEXT = "The water stood high.\nThe water was cold."


def test_words_are_found_whatever_white_space_is_between_them() -> None:
    assert place_of(TEXT, "stood   high. The", None, None) == (10, 25)
    assert place_of(TEXT, "The water", 22, 31) == (22, 31)


@pytest.mark.parametrize(
    ("words", "says"),
    [("", "Mark some"), ("wine", "do not stand"), ("The water", "2 times"), ("x " * LONGEST, "at most")],
)
def test_words_that_cannot_be_placed_are_told(words: str, says: str) -> None:
    with pytest.raises(Invalid, match=says) as refused:
        place_of(TEXT, words, None, None)
    assert refused.value.fields.keys() == {"words"}
