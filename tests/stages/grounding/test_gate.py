"""The quote gate: words that are there are found at their place, and others are not."""

import re
from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from screener.stages.grounding import QuoteGate
from screener.words.flag import Grounding

TEXT = (
    "We trained the small model for forty hours on public data, and the attack raised the score to 91.5 on the "
    "held-out benchmark [12], which was not expected. The method needs no gradient access, and it costs about "
    "300 dollars per run. "
    "The model can't recover without the filter. Accuracy increases with the length of the reasoning that is allowed. "
    "A secure channel was used before training, never after it."
)
GATE = QuoteGate(TEXT)


def shown(text: str, quote: str, within: tuple[int, int] | None = None) -> tuple[Grounding, str | None]:
    found = QuoteGate(text).find(quote, within)
    return found.how, None if found.start is None else text[found.start : found.end]


@pytest.mark.parametrize(
    "quote",
    [
        "the attack raised the score to 91.5",
        "benchmark [12]",
        "no gradient access",
        '"The method needs no gradient access"',
        "  about 300 dollars per run.  ",
        "“never after it.”",
    ],
)
def test_words_copied_letter_by_letter_are_found_exactly(quote: str) -> None:
    found = GATE.find(quote)
    assert found.how is Grounding.exact
    assert TEXT[found.start : found.end] == quote.strip().strip('"“”')


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        ("the long\n  line  break of it", "long line break", "long\n  line  break"),
        ("an inter-\npretability tool", "interpretability tool", "inter-\npretability tool"),
        ("a self-\nattention layer", "self-attention layer", "self-\nattention layer"),
        ("the Monte-\nCarlo run", "Monte-Carlo run", "Monte-\nCarlo run"),
        ("a pre\u2011training run", "pre-training run", "pre\u2011training run"),
        ("an e\ufb03cient \ufb01lter here", "efficient filter", "e\ufb03cient \ufb01lter"),
        ("he said “it’s ‘fine’” then", "said \"it's 'fine'\" then", "said “it’s ‘fine’” then"),
        ("the range 3–5 — roughly", "range 3-5 - roughly", "range 3–5 — roughly"),
        ("THE SMALL Model", "the small model", "THE SMALL Model"),
        ("a soft\u00adhyphen\u200b word", "softhyphen word", "soft\u00adhyphen\u200b word"),
        ("cafe\u0301 noir here", "café noir", "cafe\u0301 noir"),
        ("die Straße hier", "die strasse hier", "die Straße hier"),
        ("a\u00a0b\u2009c d e", "a b c d", "a\u00a0b\u2009c d"),
    ],
)
def test_what_only_was_set_differently_is_found_and_given_as_the_draft_has_it(
    text: str, quote: str, words: str
) -> None:
    assert shown(text, quote) == (Grounding.normalised, words)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("We ... on public data", None),
        (
            "trained the small model ... held-out benchmark",
            "trained the small model for forty hours on public data, and the "
            "attack raised the score to 91.5 on the held-out benchmark",
        ),
        ("The method needs […] 300 dollars", "The method needs no gradient access, and it costs about 300 dollars"),
        ("300 dollars per run … The method needs", None),
    ],
)
def test_a_quote_with_an_ellipsis_needs_all_its_parts_in_order(quote: str, words: str | None) -> None:
    how, found = shown(TEXT, quote)
    assert (how, found) == ((Grounding.fuzzy, words) if words else (Grounding.ungrounded, None))


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        (
            "We trained a small model for forty hours on public data",
            "We trained the small model for forty hours on public data",
        ),
        (
            "the attack raised the score to 91.5 on the held-out benchmark, which was not expected",
            "the attack raised the score to 91.5 on the held-out benchmark [12], which was not expected",
        ),
        (
            "The method needs no gradeint access, and it costs about 300 dolars per run",
            "The method needs no gradient access, and it costs about 300 dollars per run",
        ),
        (
            "Accuracy increased with the length of the reasoning that is allowed",
            "Accuracy increases with the length of the reasoning that is allowed",
        ),
        (
            "A secure channel was used just before training, never after it",
            "A secure channel was used before training, never after it",
        ),
    ],
)
def test_a_slip_of_the_pen_is_found_as_nearly_equal_and_given_as_whole_words(quote: str, words: str) -> None:
    assert shown(TEXT, quote) == (Grounding.fuzzy, words)


@pytest.mark.parametrize(
    "quote",
    [
        "the attack raised the score to 95.1 on the held-out benchmark",
        "the attack raised the score to 91.5 on the held-out benchmark [12], which was expected",
        "The method needs gradient access, and it costs about 300 dollars per run",
        "The method needs no gradient access, and it costs about 3000 dollars per run",
        "The method needs no gradient access, and it costs about dollars per run",
        "We trained the large model for forty hours on public data, and the attack raised the score",
        "We trained the small model for fourteen hours on public data, and the attack raised the score",
        "The model can recover without the filter. Accuracy increases with the length",
        "The model can't recover with the filter. Accuracy increases with the length",
        "Accuracy decreases with the length of the reasoning that is allowed",
        "An insecure channel was used before training, never after it",
        "A secure channel was used after training, never before it",
        "The score was lowered by the attack on the benchmark of the small model",
        "We never trained the small model for forty hours on public data",
        "An entirely different sentence about something that stands nowhere in it",
    ],
)
def test_another_sentence_number_or_sign_is_never_taken_for_the_draft_s_words(quote: str) -> None:
    assert GATE.find(quote).how is Grounding.ungrounded


@pytest.mark.parametrize(
    "quote", ["the score to 91", "raised the score to 9", "the model can", "costs about 30", "of reason", "ccuracy"]
)
def test_a_quote_that_cuts_a_word_or_a_number_is_not_found(quote: str) -> None:
    assert GATE.find(quote).how is Grounding.ungrounded


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("trained the small model for forty hou", "trained the small model for forty hours"),
        ("rained the small model for forty hours", "trained the small model for forty hours"),
        ("The model can't recover without the filt", "The model can't recover without the filter"),
    ],
)
def test_a_long_quote_that_was_cut_off_inside_a_word_is_completed(quote: str, words: str) -> None:
    assert shown(TEXT, quote) == (Grounding.fuzzy, words)


@pytest.mark.parametrize(
    "quote",
    [
        "and the attack raised the score to 91",
        "which was not expected. The method needs n",
        "without the filter. The model can",
        "and it costs about 300 dollars per run. The model can",
        "A secure channel was used before training, ne",
    ],
)
def test_a_quote_that_was_cut_off_before_something_that_matters_is_not_completed(quote: str) -> None:
    assert GATE.find(quote).how is Grounding.ungrounded


@pytest.mark.parametrize("quote", ["", "  ", "a", "...", "…", '""', "[...]", "- -", "\0", "[12]"])
def test_too_little_to_look_for_is_never_an_error(quote: str) -> None:
    assert QuoteGate("nothing like it stands here").find(quote).how is Grounding.ungrounded
    assert QuoteGate("").find(quote).how is Grounding.ungrounded


def test_repeated_words_are_those_of_the_passage_that_was_read() -> None:
    text = "The same words here. " * 5
    for start in range(0, len(text), 21):
        found = QuoteGate(text).find("The same words here.", within=(start, start + 21))
        assert (found.start, found.end) == (start, start + 20)


def test_repeated_words_with_another_line_break_are_those_of_the_passage_that_was_read() -> None:
    text = "The same words here. The same\nwords here."
    found = QuoteGate(text).find("The same words here.", within=(21, len(text)))
    assert (found.how, found.start) == (Grounding.normalised, 21)


def test_words_outside_the_passage_are_found_there_but_never_nearly() -> None:
    assert GATE.find("A secure channel was used", within=(0, 50)).how is Grounding.exact
    assert GATE.find("A secure chanel was used just before training", within=(0, 50)).how is Grounding.ungrounded


def test_the_edge_of_a_passage_counts_as_the_edge_of_a_word() -> None:
    assert QuoteGate("abcdefghij").find("cdef", within=(2, 6)).how is Grounding.exact


def test_scripts_without_spaces_are_quoted_from_the_middle() -> None:
    assert shown("我们训练了一个小模型。", "训练了一个") == (Grounding.exact, "训练了一个")


# Whatever is quoted

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N"], max_codepoint=0x24F), min_size=1, max_size=9)
PROSE = st.lists(WORDS, min_size=3, max_size=40).map(" ".join)


def mutated(draw: st.DrawFn, words: list[str]) -> str:
    out = []
    for word in words:
        at = draw(st.integers(1, max(1, len(word) - 1)))
        can_break = len(word) > 2 and word[at - 1].isalpha() and word[at].isalpha()
        out.append(word[:at] + "-\n" + word[at:] if can_break and draw(st.integers(0, 4)) == 0 else word)
        out.append(draw(st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", " \n "])))
    return "".join(out)


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and a run of whole words of it set differently."""
    text = draw(PROSE)
    spans = [m.span() for m in re.finditer(r"\S+", text)]
    first = draw(st.integers(0, len(spans) - 1))
    last = draw(st.integers(first, min(len(spans) - 1, first + 15)))
    return text, mutated(draw, text[spans[first][0] : spans[last][1]].split(" "))


@settings(max_examples=300)
@given(quoted())
def test_any_run_of_words_is_found_however_it_was_set_and_the_place_gives_back_the_words(case: tuple[str, str]) -> None:
    text, quote = case
    assume(len(quote.strip()) >= 3)
    found = QuoteGate(text).find(quote)
    assert found.how in (Grounding.exact, Grounding.normalised)
    assert found.start is not None
    assert found.end is not None
    assert letters(text[found.start : found.end]) == letters(quote)


@settings(max_examples=300)
@given(st.text(max_size=200), st.text(max_size=60), st.tuples(st.integers(0, 200), st.integers(0, 200)).map(sorted))
def test_any_text_and_any_quote_give_a_place_within_the_text_or_none(text: str, quote: str, span: list[int]) -> None:
    begin, end = (min(n, len(text)) for n in span)
    found = QuoteGate(text).find(quote, within=(begin, end))
    if found.how is Grounding.ungrounded:
        assert (found.start, found.end) == (None, None)
    else:
        assert found.start is not None
        assert found.end is not None
        assert 0 <= found.start < found.end <= len(text)


@given(PROSE.filter(lambda t: len(t.split()) > 6), st.data())
def test_a_changed_number_is_never_found(text: str, data: st.DataObject) -> None:
    words = text.split()
    at = data.draw(st.integers(1, len(words) - 2))
    draft = " ".join([*words[:at], "4711", *words[at:]])
    quote = " ".join([*words[:at], "4712", *words[at:]])
    assert QuoteGate(draft).find(quote).how is Grounding.ungrounded


def letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def test_two_hundred_quotes_are_looked_up_in_a_long_draft_within_seconds() -> None:
    sentences = [
        f"Sentence {i} says that model {i % 97} reached a loss of {i / 7:.3f} after step {i * 13}."
        for i in range(5_500)
    ]
    text = " ".join(sentences)
    assert len(text) > 400_000
    quotes = [sentences[i * 27] for i in range(100)] + [
        f"Statement {i} claims nothing that stands in there, whatever somebody looks for." for i in range(100)
    ]
    began = process_time()
    gate = QuoteGate(text)
    how = [gate.find(quote).how for quote in quotes]
    assert process_time() - began < 5
    assert (how.count(Grounding.exact), how.count(Grounding.ungrounded)) == (100, 100)
