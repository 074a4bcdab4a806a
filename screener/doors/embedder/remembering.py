"""Vectors remembered for the length of a run, so that two rooms that look at the same text cost one look."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from screener.doors.embedder import Embedder

MOST_REMEMBERED = 20_000
"""Vectors kept in memory (about 30 MB); past that the memory is emptied."""


class Remembering:
    """An embedder that computes each text once while it lives. Nothing is written anywhere. May be shared by threads."""

    def __init__(self, embedder: "Embedder") -> None:
        self._embedder = embedder
        self._remembered: dict[str, NDArray[np.float32]] = {}
        self._looking = threading.Lock()

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
        with self._looking:
            if len(self._remembered) > MOST_REMEMBERED:
                self._remembered.clear()
            fresh = list(dict.fromkeys(text for text in texts if text not in self._remembered))
            self._remembered.update(zip(fresh, self._embedder.embed(fresh), strict=True))
            return np.array([self._remembered[text] for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def forget(self) -> None:
        """Forget every text."""
        with self._looking:
            self._remembered.clear()
