"""What is kept is sealed: AES-256-GCM under a key per draft, which is itself wrapped by the master key.

The master key never seals text: from it come one key that wraps, one that seals what belongs to the installation, and one
that hashes (HKDF-SHA256, told apart by purpose). A wrapped key begins with the name of the master key that wrapped it, so
that a wrong one is recognised and told apart from damage. `about` (such as 'draft:9f…:original:3') is bound to what is
sealed: sealed bytes moved to another place do not open there.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from screener.storage.master_key import NAME_BYTES, MasterKey
from screener.words.errors import ConfigurationError, Unavailable

_NONCE = 12
_KEY = 32
_DAMAGED = "Something kept here was damaged or altered and cannot be opened; restore it from a backup."


class Vault:
    """Seals and opens. May be shared between threads."""

    def __init__(self, master: MasterKey) -> None:
        self.master_name = master.name
        self._prefix = bytes.fromhex(master.name)
        self._wrapping = AESGCM(_derived(master, b"wrapping"))
        self._own = AESGCM(_derived(master, b"installation"))
        self._hashing = _derived(master, b"hashing")

    def new_key(self) -> bytes:
        """A fresh key for one draft, wrapped, to be kept beside it. Destroying it destroys all that is sealed under it."""
        return self._wrap(os.urandom(_KEY))

    def seal(self, wrapped: bytes, plain: bytes, about: str) -> bytes:
        """`plain` sealed under a wrapped key; 28 bytes longer. Raises ConfigurationError under the wrong master key."""
        return _seal(AESGCM(self._unwrap(wrapped)), plain, about)

    def open(self, wrapped: bytes, sealed: bytes, about: str) -> bytes:
        """What was sealed, with the same `about`. Raises ConfigurationError (wrong master key), Unavailable (damaged)."""
        return _open(AESGCM(self._unwrap(wrapped)), sealed, about)

    def seal_own(self, plain: bytes, about: str) -> bytes:
        """Seal what belongs to the installation and outlives every draft."""
        return self._prefix + _seal(self._own, plain, about)

    def open_own(self, sealed: bytes, about: str) -> bytes:
        """What was sealed by `seal_own`. Raises as `open` does."""
        self._check(sealed)
        return _open(self._own, sealed[NAME_BYTES:], about)

    def keyed_hash(self, text: str) -> str:
        """64 hexadecimal digits that only the holder of the master key can make from the text (HMAC-SHA256)."""
        return hmac.new(self._hashing, text.encode(), hashlib.sha256).hexdigest()

    def rewrap(self, wrapped: bytes, under: "Vault") -> bytes:
        """The same key of a draft, wrapped by another master key. Raises ConfigurationError where this one is wrong."""
        return under._wrap(self._unwrap(wrapped))

    def _wrap(self, key: bytes) -> bytes:
        return self._prefix + _seal(self._wrapping, key, "key")

    def _unwrap(self, wrapped: bytes) -> bytes:
        self._check(wrapped)
        return _open(self._wrapping, wrapped[NAME_BYTES:], "key")

    def _check(self, sealed: bytes) -> None:
        if not hmac.compare_digest(sealed[:NAME_BYTES], self._prefix):
            raise ConfigurationError(wrong_key(sealed[:NAME_BYTES].hex(), self.master_name))


def wrong_key(needed: str, here: str) -> str:
    """One sentence for a master key that is not the one something was sealed under."""
    return (
        f"What is kept here was sealed under the master key '{needed}', and the one in use is '{here}'; "
        "put the right key in its place."
    )


def _derived(master: MasterKey, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), _KEY, salt=None, info=b"screener " + purpose).derive(master.secret)


def _seal(key: AESGCM, plain: bytes, about: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + key.encrypt(nonce, plain, about.encode())


def _open(key: AESGCM, sealed: bytes, about: str) -> bytes:
    try:
        return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise Unavailable(_DAMAGED) from error
