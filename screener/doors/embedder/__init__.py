"""Turns texts into vectors, so that texts with a like meaning lie close to each other."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from screener.doors.embedder.embedded import EmbeddedModel
from screener.doors.embedder.remembering import Remembering
from screener.doors.embedder.shipped_vectors import ShippedVectors, write_vectors

__all__ = ["EmbeddedModel", "Embedder", "Remembering", "ShippedVectors", "write_vectors"]


class Embedder(Protocol):
    """What the corpus and the readers ask of any embedder."""

    @property
    def model_id(self) -> str:
        """Name and short digest of the model: vectors with different ids must not be compared."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers in one vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length one per text, shape (len(texts), dimension), in the order of the texts."""
        ...
