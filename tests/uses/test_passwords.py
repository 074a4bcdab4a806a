"""Passwords are hashed, checked, and refused where they are weak."""

import pytest

from screener.uses.passwords import COMMONEST, check_new, hashed, is_outdated, matches
from screener.words.errors import Invalid

GOOD = "four unrelated words here"


def test_the_right_password_matches_and_no_other_does() -> None:
    kept = hashed(GOOD)
    assert kept.startswith("$argon2id$") and GOOD not in kept
    assert matches(GOOD, kept)
    assert not matches(GOOD + "!", kept)
    assert not is_outdated(kept)


def test_without_an_account_the_answer_is_no_and_a_hash_is_computed_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from argon2 import PasswordHasher

    computed: list[str] = []
    real = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda self, h, p: computed.append(h) or real(self, h, p))
    assert not matches("no account has this password", None)
    assert not matches(GOOD, None)
    assert len(computed) == 2


def test_a_damaged_hash_matches_nothing() -> None:
    assert not matches(GOOD, "not a hash")


@pytest.mark.parametrize("weak", ["short", "x" * 300, "abababababababab", "ada.lovelace@example.org", "Ada Lovelace X"])
def test_weak_passwords_are_refused(weak: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_new(weak, email="ada.lovelace@example.org", name="Ada Lovelace X")
    assert "password" in refused.value.fields


@pytest.mark.parametrize(
    ("weak", "says"),
    [
        ("passwordpassword", "over and over"),
        ("Correct-correct-correct", "over and over"),
        ("quokka1quokka1quokka1", "over and over"),
        ("adalovelace2024", "your name or address"),
        ("Lovelace.Ada.Lovelace", "your name or address"),
        ("ada@example.org1", "your name or address"),
        ("examplelovelace", "your name or address"),
        ("Password-2024!", "tried first"),
        ("letmeinplease1", "tried first"),
        ("qwertyuiop123", "tried first"),
        ("1q2w3e4r5t6y", "tried first"),
        ("CorrectHorseBatteryStaple", "tried first"),
        ("abcdefghijklm", "tried first"),
        ("September2025", "tried first"),
    ],
)
def test_passwords_that_are_guessed_first_are_refused_with_the_reason(weak: str, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        check_new(weak, email="ada@example.org", name="Ada Lovelace")


@pytest.mark.parametrize(
    "strong",
    [
        GOOD,
        "ada keeps nine herons",
        "password of a heron",
        "qwerty is a marmot",
        "ha-ha-ha said the owl",
        "ÄÖÜ ßeltene Wörter",
    ],
)
def test_a_long_phrase_is_taken_even_with_one_weak_word_in_it(strong: str) -> None:
    check_new(strong, email="ada@example.org", name="Ada Lovelace")


def test_the_list_of_the_commonest_is_written_as_it_is_looked_up() -> None:
    assert all(word == word.casefold() and word.isalnum() for word in COMMONEST)
