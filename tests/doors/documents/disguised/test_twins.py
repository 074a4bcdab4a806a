"""The table of letters that look like Latin ones."""

import unicodedata

import pytest

from screener.doors.documents.disguised.twins import TWINS, Sort, alphabet


def test_every_twin_stands_for_one_latin_letter_and_is_none_itself() -> None:
    assert len(TWINS) > 900
    for letter, (latin, _) in TWINS.items():
        assert len(letter) == len(latin) == 1
        assert alphabet(latin) == "Latin"
        assert alphabet(letter) != "Latin"
        assert unicodedata.normalize("NFC", letter) == letter


@pytest.mark.parametrize(
    ("letter", "latin", "sort"),
    [
        ("а", "a", Sort.twin),
        ("ё", "ë", Sort.twin),
        ("ο", "o", Sort.twin),
        ("ν", "v", Sort.sign),
        ("т", "t", Sort.near),
        ("ո", "n", Sort.twin),
        ("Ꭺ", "A", Sort.twin),
        ("𝗈", "o", Sort.styled),
        ("ℎ", "h", Sort.styled),
        ("ｅ", "e", Sort.styled),
        ("ⅰ", "i", Sort.styled),
    ],
)
def test_a_letter_has_the_twin_that_a_reader_takes_it_for(letter: str, latin: str, sort: Sort) -> None:
    assert TWINS[letter] == (latin, sort)


@pytest.mark.parametrize(
    "letter", ["µ", "μ", "Ω", "Å", "β", "π", "Σ", "Δ", "я", "ж", "é", "ß", "ı", "中", "ℵ", "²", "ª"]
)
def test_letters_and_signs_that_look_like_no_latin_letter_have_no_twin(letter: str) -> None:
    assert letter not in TWINS


def test_letters_are_known_by_their_alphabet() -> None:
    assert [alphabet(c) for c in "aéỹαжԱᎠꓮⲁ中"] == [
        *["Latin"] * 3,
        *["Greek", "Cyrillic", "Armenian", "Cherokee", "Lisu", "Coptic", "other"],
    ]
