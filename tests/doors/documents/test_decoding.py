import pytest

from screener.doors.documents.decoding import decoded, looks_like_text
from screener.words.errors import RefusedInput


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_marked_text_is_read_without_a_remark(encoding: str) -> None:
    assert decoded("Grüße".encode(encoding), "x") == ("Grüße", ())


def test_binary_data_is_refused_even_behind_a_mark() -> None:
    with pytest.raises(RefusedInput):
        decoded(b"abc\0def", "x")
    with pytest.raises(RefusedInput):
        decoded(b"\xff\xfe" + bytes(400), "x")


def test_an_encoding_the_file_declares_is_tried_and_an_unknown_one_passed_over() -> None:
    assert decoded("привет".encode("cp1251"), "x", "windows-1251")[0] == "привет"
    assert decoded(b"caf\xe9", "x", "no-such-thing")[0] == "café"


def test_control_characters_make_data_binary_only_in_numbers() -> None:
    assert looks_like_text(b"words " * 50 + b"\x01")
    assert not looks_like_text(b"\x01\x02ab")


def test_an_encoding_of_other_letters_is_refused_unless_the_file_names_it() -> None:
    russian = "Мы измеряем, сколько труда сберегает модель. " * 5
    with pytest.raises(RefusedInput, match="save it as UTF-8"):
        decoded(russian.encode("cp1251"), "a.txt")
    assert decoded(russian.encode("koi8-r"), "a.tex", "koi8-r")[0] == russian
    text, notes = decoded("Die Prüfung der Größe überzeugt; ça va, señor.".encode("cp1252"), "a.txt")
    assert "Prüfung" in text and notes
