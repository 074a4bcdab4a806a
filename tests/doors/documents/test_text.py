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
