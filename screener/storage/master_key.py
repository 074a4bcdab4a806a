"""The master key of an installation: 32 random bytes, from the environment or from a file that nobody else may read."""

import base64
import binascii
import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path

from screener.words.errors import ConfigurationError

NAME_BYTES = 8
_SIZE = 32


class MasterKey:
    """The key under which the keys of drafts are wrapped. It never shows itself in a representation or an error."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != _SIZE:
            raise ConfigurationError(f"The master key must be {_SIZE} bytes, written as base64.")
        self.secret = secret
        self.name = hashlib.sha256(b"name of a master key" + secret).digest()[:NAME_BYTES].hex()
        """16 hexadecimal digits by which it is recognised; they tell nothing of the key."""

    def __repr__(self) -> str:
        return f"MasterKey({self.name})"

    @classmethod
    def new(cls) -> "MasterKey":
        """A fresh one."""
        return cls(secrets.token_bytes(_SIZE))

    @classmethod
    def load(cls, file: Path, env: str | None = None) -> "MasterKey":
        """The key given by the environment (base64), else the one in the file, which is made where there is none.

        Raises ConfigurationError where it is no key, or where others than its owner may read the file.
        """
        if env is not None:
            return cls.decoded(env, "The master key in the environment")
        if not file.exists():
            with suppress(FileExistsError):  # another process was first: its key is the one
                cls.new().save(file)
        return cls.read(file)

    @classmethod
    def read(cls, file: Path) -> "MasterKey":
        """The key in a file. Raises ConfigurationError as `load` does."""
        try:
            if file.stat().st_mode & 0o077:
                raise ConfigurationError(f"Others may read the master key in {file}; run 'chmod 600 {file}'.")
            text = file.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"The master key cannot be read from {file}; correct that file.") from error
        return cls.decoded(text, f"The master key in {file}")

    @classmethod
    def decoded(cls, text: str, what: str) -> "MasterKey":
        """The key that `text` holds as base64; `what` names it in an error. Raises ConfigurationError."""
        try:
            return cls(base64.b64decode(text.strip(), validate=True))
        except (binascii.Error, ValueError) as error:
            raise ConfigurationError(f"{what} is not base64; put the right key in its place.") from error

    def save(self, file: Path) -> None:
        """Write it to a new file with mode 0600, whole or not at all.

        Raises FileExistsError where there is one, ConfigurationError where it cannot be written.
        """
        written = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(self.text().encode() + b"\n")
                out.flush()
                os.fsync(out.fileno())
            os.link(written, file)
        except OSError as error:
            if isinstance(error, FileExistsError) and file.exists():
                raise
            raise ConfigurationError(
                f"The master key cannot be written to {file} ({error.strerror}); choose another place for it."
            ) from error
        finally:
            with suppress(OSError):
                written.unlink()

    def text(self) -> str:
        """The key as base64, as the file and the environment hold it."""
        return base64.b64encode(self.secret).decode("ascii")
