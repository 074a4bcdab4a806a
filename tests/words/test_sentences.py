"""Sentences, blocks and windows: where they begin and end, and that nothing is lost between them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.words.sentences import LONGEST_CHARACTERS, LONGEST_WORDS, blocks, sentence_spans, windows

TEXTS = (
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            [
                "A word",
                "e.g. this",
                "et al. 2020",
                "End. ",
                "Is it? ",
                "“Quote.” ",
                "\n\n",
                "\n",
                "Fig. 3 ",
                "好。",
                "x",
                ": ",
            ]
        ),
        max_size=40,
    ).map("".join)
    | st.integers(1, 900).map(lambda n: "0.41 | " * n)
)


def sentences(text: str) -> list[str]:
    return [text[a:b].strip() for a, b in sentence_spans(text)]


@given(TEXTS)
def test_sentences_partition_the_text(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(a < b for a, b in spans)


@given(TEXTS)
def test_no_sentence_is_longer_than_an_embedder_reads(text: str) -> None:
    for start, end in sentence_spans(text):
        assert end - start <= LONGEST_CHARACTERS
        assert len(text[start:end].split()) <= LONGEST_WORDS


@given(TEXTS)
def test_blocks_follow_one_another_and_leave_out_blanks_only(text: str) -> None:
    spans = blocks(text)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


@given(TEXTS)
def test_every_word_stands_in_some_window(text: str) -> None:
    seen = {i for a, b in windows(text) for i in range(a, b)}
    assert all(i in seen for i, char in enumerate(text) if not char.isspace())


@given(TEXTS, st.integers(1, 80), st.integers(1, 4))
def test_windows_and_blocks_keep_to_their_size_unless_one_sentence_is_longer(text: str, words: int, most: int) -> None:
    whole = sentence_spans(text)
    for start, end in [*windows(text, words=words, most=most), *blocks(text, words=words)]:
        alone = (start, end) in whole
        assert alone or len(text[start:end].split()) <= words


@pytest.mark.parametrize(
    "text",
    [
        "See Fig. 3 for the curve.",
        "As in Smith et al. 2020 we use it.",
        "Some cases, e.g. Adam, fail.",
        "J. Smith and A. B. Jones wrote it.",
        "It costs approx. 5 dollars.",
        "Compare it with Eq. 4 and Sec. 2 of it.",
        "Version 2.0 costs 3.5 dollars.",
        "Is it so (cf. Table 2)",
    ],
)
def test_an_abbreviation_or_a_decimal_point_ends_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It works. It is fast! Is it? Yes", ["It works.", "It is fast!", "Is it?", "Yes"]),
        ("He said “Stop.” Then he left.", ["He said “Stop.”", "Then he left."]),
        ("It holds (see below.) The rest follows.", ["It holds (see below.)", "The rest follows."]),
        ("Es geht. Über allem steht es. Ärger droht.", ["Es geht.", "Über allem steht es.", "Ärger droht."]),
        ("Oui. Évidemment.", ["Oui.", "Évidemment."]),
        ("这是一句话。这是另一句！好吗？", ["这是一句话。", "这是另一句！", "好吗？"]),
        ("Methods\n\nWe did it.", ["Methods", "We did it."]),
        ("The steps are:\nfirst one, then two", ["The steps are:", "first one, then two"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_a_long_table_is_cut_at_the_ends_of_its_lines() -> None:
    table = "cell one | cell two | cell three | 0.5\n" * 60
    assert all(piece.endswith("0.5") and piece.startswith("cell one") for piece in sentences(table))
    assert len(sentences(table)) > 4


def test_windows_overlap_and_begin_at_each_sentence() -> None:
    text = "First one here. Second one here. Third one here. Fourth one here. Fifth."
    starts = [text[a:b].split(maxsplit=1)[0] for a, b in windows(text, most=2)]
    assert starts == ["First", "Second", "Third", "Fourth"]


def test_blank_text_has_no_blocks_and_no_windows() -> None:
    assert blocks(" \n\n ") == windows(" \n\n ") == []
