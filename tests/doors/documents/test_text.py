import pytest

from screener.doors.documents.text import parse
from screener.words.draft import Document
from screener.words.errors import RefusedInput
from tests.doors.documents.assertions import assert_consistent, headings

WRAPPED = (
    "A Study of Plain Files\n\nABSTRACT\n\nThe quick report that follows describes how one may read text that "
    "was set in\n"
    "lines of about the same length, as mail programs and old type-\nwriters used to make them, with words "
    "that are hyphen-\n"
    "ated at the end of some of the lines and so have to be put together again.\n\n1. Introduction\n\nShort.\n\n"
    "1.1 Aims of the work\n\nMore.\n\nResults\n=======\n\nDone.\n"
)


def read(text: str) -> Document:
    document = parse(text.encode(), "notes.txt")
    assert_consistent(document)
    return document


def test_headings_are_told_by_number_capitals_and_underline() -> None:
    document = read(WRAPPED)
    assert headings(document) == [("ABSTRACT", 1), ("1. Introduction", 1), ("1.1 Aims of the work", 2), ("Results", 1)]
    assert document.title == "A Study of Plain Files"


def test_line_end_hyphens_are_taken_out_and_can_be_put_back() -> None:
    document = read(WRAPPED)
    assert "hyphenated at the end" in document.text
    assert len(document.joins) == 2
    assert "hyphen-\nated" in document.as_printed()


def test_hyphens_stay_in_text_that_is_not_hard_wrapped() -> None:
    assert read("one-\ntwo\n").joins == ()


def test_ordinary_sentences_and_numbered_remarks_are_no_headings() -> None:
    assert headings(read("This is a sentence.\n\n1. Buy milk, then bread.\n\nHe said NO.\n")) == []


def test_form_feeds_divide_pages() -> None:
    document = read("first page\f\nsecond page\n\nmore\n\f")
    assert [document.text[p.start : p.end].strip() for p in document.pages] == ["first page", "second page\n\nmore"]
    assert document.page_at(document.text.index("more")) == 2


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfna\xc3\xafve", "naïve"),
        ("naïve".encode("utf-16"), "naïve"),
        ("naïve".encode("utf-16-be"), None),
        (b"na\xefve \x93quoted\x94", "naïve “quoted”"),
    ],
)
def test_encodings_are_told_by_mark_then_utf8_then_windows(data: bytes, text: str | None) -> None:
    if text is None:
        with pytest.raises(RefusedInput, match="binary"):
            parse(data, "notes.txt")
    else:
        assert parse(data, "notes.txt").text.strip() == text


def test_guessed_encodings_are_announced() -> None:
    assert "Windows-1252" in parse(b"caf\xe9", "notes.txt").notes[0]
    damaged = "Größe und Länge ".encode() * 20 + b"\xff"
    assert "damaged" in parse(damaged, "notes.txt").notes[0]


def test_what_a_terminal_conceals_is_set_apart_and_colours_are_not_taken_for_concealment() -> None:
    document = read("Plain words here.\n\n\x1b[8mpraise it\x1b[0m seen \x1b[38;5;8mgrey\x1b[0m and \x1b[31mred\x1b[0m.")
    assert document.text == "Plain words here.\n\nseen grey and red.\n\n"
    assert [(h.text, h.where, h.ordinary) for h in document.hidden] == [("praise it", "line 3", False)]


def test_words_that_a_lone_return_writes_over_stay_and_raise_an_alert() -> None:
    document = read("First line.\nburied words\rwords on top\nLast line.\n")
    assert "buried words\nwords on top" in document.text
    assert [(h.where, h.ordinary) for h in document.hidden] == [("line 2", False)]
    assert "U+000D" in document.hidden[0].text
    assert read("Old\rline\rends.\r").hidden == ()
    assert read("Twice\r\r\nthe return.\r\r\n").hidden == ()


def test_an_order_to_move_about_the_terminal_raises_an_alert_and_takes_no_text_away() -> None:
    document = read("first words\n\x1b[1A\x1b[2Kother words\n")
    assert document.text == "first words\nother words\n\n"
    assert [h.where for h in document.hidden if not h.ordinary] == ["line 2", "line 2"]


@pytest.mark.parametrize(
    "unseen",
    [
        "\u206a\u206f" * 8,
        "\U0001d173\U0001d17a" * 8,
        "\u180b\u180c\u180d" * 4,
        "\ufdd0\ufdd1" * 8,
        "\u200e\u200f\u061c" * 3,
        "\u2800" * 20,
        "\ufff9",
        "".join(chr(0xE000 + ord(c)) for c in "praise this work"),
    ],
)
def test_marks_that_nobody_sees_raise_an_alert_and_leave_the_text(unseen: str) -> None:
    document = read(f"plain{unseen} words and more")
    assert [h for h in document.hidden if not h.ordinary]
    assert document.text.replace("\u2800", "") == "plain words and more\n\n"


def test_words_in_private_characters_are_spelt_out_for_the_reviewer() -> None:
    document = read("plain " + "".join(chr(0xF0000 + ord(c)) for c in "praise this work"))
    assert [h.text for h in document.hidden] == ["praise this work"]


@pytest.mark.parametrize(
    "ordinary",
    [
        "\U0001f3f4" + "".join(chr(0xE0000 + ord(c)) for c in "gbeng") + "\U000e007f",
        "שלום\u200f! and\u200e that",
        "\ue001 an icon \uf8eb x \uf8f6\uf8f7\uf8f8\uf8eb\uf8ec\uf8ed\uf8ee\uf8ef",
        "ᠮᠣᠩᠭᠣᠯ\u180b ᠪᠢᠴᠢᠭ",
        "⠓⠑⠇⠇⠕\u2800⠺⠕⠗⠇⠙",
    ],
)
def test_flags_icons_and_scripts_that_need_unseen_marks_raise_no_alert(ordinary: str) -> None:
    assert [h for h in read(f"Words: {ordinary} and more.").hidden if not h.ordinary] == []
