"""A file on its way in: sealed onto the disk as it comes, however slowly, with no transaction open meanwhile.

The file has no name on the disk and its key is in memory alone, so that nothing of it outlives the request or the process.
"""

import hashlib
import struct
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from screener.storage.sealed_parts import PART
from screener.storage.vault import Vault
from screener.words.errors import Unavailable

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True)
class Arrival:
    """A file that has come in whole. Of use inside the `receive` block alone."""

    size: int
    sha256: str
    _vault: Vault
    _key: bytes
    _file: IO[bytes]

    def chunks(self) -> Iterator[bytes]:
        """Its bytes from the beginning, in pieces of about 1 MiB; may be asked for more than once."""
        self._file.seek(0)
        number = 0
        while head := self._file.read(_LENGTH.size):
            sealed = self._file.read(_LENGTH.unpack(head)[0])
            yield self._vault.open(self._key, sealed, f"arrival:{number}")
            number += 1


class Arrivals:
    """Receives files into `folder`, which is made with mode 0700."""

    def __init__(self, vault: Vault, folder: Path) -> None:
        self._vault = vault
        self._folder = folder

    @contextmanager
    def receive(self, chunks: Iterable[bytes]) -> Iterator[Arrival]:
        """Take in a stream and give it back whole; gone after the block, and gone at once where the stream raises.

        Raises Unavailable where the disk is full, and whatever the stream raises.
        """
        with _let_go(self._opened()) as file:
            key, digest, size = self._vault.new_key(), hashlib.sha256(), 0
            for number, piece in enumerate(_pieces(chunks)):
                digest.update(piece)
                size += len(piece)
                self._write(file, self._vault.seal(key, piece, f"arrival:{number}"))
            yield Arrival(size, digest.hexdigest(), self._vault, key, file)

    def _opened(self) -> IO[bytes]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return tempfile.TemporaryFile(dir=self._folder)
        except OSError as error:
            raise self._unavailable(error) from error

    def _write(self, file: IO[bytes], sealed: bytes) -> None:
        try:
            file.write(_LENGTH.pack(len(sealed)) + sealed)
            file.flush()
        except OSError as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: OSError) -> Unavailable:
        return Unavailable(
            f"The file cannot be taken in at {self._folder} ({error.strerror}); free some space and try again."
        )


@contextmanager
def _let_go(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """A file that is closed in the end. On a full disk that fails too, for what is left of it is written once more: the
    fault that was there before is the one to tell."""
    try:
        yield file
    finally:
        with suppress(OSError):
            file.close()


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) >= PART:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)
