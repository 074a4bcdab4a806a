"""Sealing: nothing opens under another key, in another place, or after a change; a wrong master key is told as such."""

import pytest

from screener.storage.master_key import MasterKey
from screener.storage.vault import Vault
from screener.words.errors import ConfigurationError, Unavailable


def test_what_was_sealed_opens_again(vault: Vault) -> None:
    key = vault.new_key()
    for plain in (b"", b"words", bytes(1 << 20)):
        assert vault.open(key, vault.seal(key, plain, "here"), "here") == plain


def test_sealing_twice_gives_different_bytes_without_the_words(vault: Vault) -> None:
    key = vault.new_key()
    one, other = (vault.seal(key, b"distinctive words", "here") for _ in range(2))
    assert one != other
    assert b"distinctive" not in one
    assert len(one) == len(b"distinctive words") + 28


def test_it_opens_neither_in_another_place_nor_under_another_draft_nor_altered(vault: Vault) -> None:
    key = vault.new_key()
    sealed = vault.seal(key, b"words", "here")
    for use, bytes_, about in (
        (key, sealed, "there"),
        (vault.new_key(), sealed, "here"),
        (key, sealed[:-1] + bytes([sealed[-1] ^ 1]), "here"),
        (key, sealed[:5], "here"),
        (key, b"", "here"),
        (key[:-1] + bytes([key[-1] ^ 1]), sealed, "here"),
    ):
        with pytest.raises(Unavailable, match="damaged or altered"):
            vault.open(use, bytes_, about)


def test_a_wrong_master_key_is_told_by_name(vault: Vault) -> None:
    other = Vault(MasterKey.new())
    key, own = vault.new_key(), vault.seal_own(b"words", "case")
    for attempt in (lambda: other.seal(key, b"", ""), lambda: other.open_own(own, "case")):
        with pytest.raises(ConfigurationError, match=f"'{vault.master_name}'.*'{other.master_name}'"):
            attempt()


def test_what_belongs_to_the_installation_is_sealed_without_a_draft(vault: Vault) -> None:
    sealed = vault.seal_own(b"words", "case:1")
    assert vault.open_own(sealed, "case:1") == b"words"
    with pytest.raises(Unavailable):
        vault.open_own(sealed, "case:2")


def test_a_keyed_hash_is_the_same_under_the_same_master_key_only() -> None:
    master = MasterKey.new()
    assert Vault(master).keyed_hash("text") == Vault(master).keyed_hash("text")
    assert Vault(master).keyed_hash("text") != Vault(MasterKey.new()).keyed_hash("text")
    assert len(Vault(master).keyed_hash("text")) == 64


def test_a_key_wrapped_anew_opens_the_same_bytes_under_the_new_master_key_only(vault: Vault) -> None:
    after, key = Vault(MasterKey.new()), vault.new_key()
    sealed = vault.seal(key, b"words", "here")
    moved = vault.rewrap(key, after)
    assert after.open(moved, sealed, "here") == b"words"
    with pytest.raises(ConfigurationError):
        vault.open(moved, sealed, "here")
