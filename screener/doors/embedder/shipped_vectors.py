"""Vectors of the shipped cases, computed when the package was made, so that the first run need not compute them."""

import hashlib
import os
import secrets
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from screener.doors.embedder import Embedder

SHIPPED = Path(__file__).with_name("vectors.npz")


class ShippedVectors:
    """An embedder that looks texts up in a file first and computes what is not there.

    The file is used only where it was made with the same model; where it is missing, everything is computed.
    """

    def __init__(self, embedder: "Embedder", file: Path = SHIPPED) -> None:
        self._embedder, self._file = embedder, file

    @property
    def model_id(self) -> str:
        """That of the embedder behind it."""
        return self._embedder.model_id

    @property
    def dimension(self) -> int:
        """Numbers in one vector."""
        return self._embedder.dimension

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length one per text, shape (len(texts), dimension), in the order of the texts."""
        held = [self._held.get(_key(text)) for text in texts] if self._file.is_file() else [None] * len(texts)
        fresh = iter(self._embedder.embed([text for text, row in zip(texts, held, strict=True) if row is None]))
        rows = [next(fresh) if row is None else row for row in held]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)

    @cached_property
    def _held(self) -> dict[str, NDArray[np.float32]]:
        with np.load(self._file, allow_pickle=False) as file:
            if str(file["model_id"]) != self.model_id:
                return {}
            rows = file["vectors"].astype(np.float32)
            rows /= np.linalg.norm(rows, axis=1, keepdims=True)
            return dict(zip(map(str, file["keys"]), rows, strict=True))


def write_vectors(embedder: "Embedder", texts: Sequence[str], file: Path = SHIPPED) -> None:
    """Compute and store the vectors of `texts` as half-precision numbers (cosine error below 0.001).

    The file is written whole or not at all: one that is there stays until the new one stands. Raises OSError.
    """
    unique = sorted(set(texts))
    vectors = embedder.embed(unique).astype(np.float16)
    made = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    try:
        with made.open("xb") as out:
            np.savez_compressed(
                out,
                model_id=np.array(embedder.model_id),
                keys=np.array([_key(text) for text in unique]),
                vectors=vectors,
            )
            out.flush()
            os.fsync(out.fileno())
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
