"""Long runs of a draft's words are found in another text, however they are set."""

from screener.uses.verbatim import DraftWords

DRAFT = "We trained the probe on stored activations, and it held up on three further families of tasks that nobody had tuned."


def test_a_long_run_is_found_whatever_its_case_and_punctuation() -> None:
    text = "They say: WE TRAINED THE PROBE on stored activations – and it held up on three further families. Good."
    assert DraftWords(DRAFT).longest_quotation(text) == (
        "WE TRAINED THE PROBE on stored activations – and it held up on three further families"
    )


def test_short_phrases_and_other_words_are_no_quotation() -> None:
    words = DraftWords(DRAFT)
    assert words.longest_quotation("A probe on stored activations held up on three tasks.") == ""
    assert words.longest_quotation("") == ""


def test_the_longer_of_two_quotations_is_told() -> None:
    words = DraftWords("a b c d e f g", most=2)
    assert words.longest_quotation("a b c x c d e f g") == "c d e f g"
