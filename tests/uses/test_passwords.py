"""Passwords are hashed, checked, and refused where they are weak."""

import pytest

from screener.uses.passwords import check_new, hashed, is_outdated, matches
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


def test_a_long_phrase_is_taken() -> None:
    check_new(GOOD, email="ada@example.org", name="Ada")
