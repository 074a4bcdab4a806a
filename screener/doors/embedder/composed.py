"""Longer texts as the mean of their sentences, so that overlapping windows of a draft cost one look at each sentence."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from screener.words.sentences import sentence_spans

if TYPE_CHECKING:
    from screener.doors.embedder import Embedder

MOST_REMEMBERED = 50_000
"""Sentence vectors kept in memory; past that the memory is emptied."""


class SentenceMeans:
    """An embedder whose vector of a text is the mean of its sentences' vectors, weighted by their words, unit length.

    Sentences seen before are not computed again while this object lives; nothing is written anywhere.
    """

    def __init__(self, sentences: "Embedder") -> None:
        self._sentences = sentences
        self._remembered: dict[str, NDArray[np.float32]] = {}
        self._looking = threading.Lock()

    @property
    def model_id(self) -> str:
        """That of the sentence embedder, with the way of composing."""
        return f"{self._sentences.model_id}/sentence-means"

    @property
    def dimension(self) -> int:
        """Numbers in one vector."""
        return self._sentences.dimension

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length one per text, shape (len(texts), dimension), in the order of the texts."""
        split = [_sentences_of(text) for text in texts]
        with self._looking:
            self._look_up([sentence for sentences in split for sentence in sentences])
            return np.array([self._mean(sentences) for sentences in split], dtype=np.float32).reshape(
                -1, self.dimension
            )

    def _look_up(self, sentences: Sequence[str]) -> None:
        if len(self._remembered) > MOST_REMEMBERED:
            self._remembered.clear()
        fresh = list(dict.fromkeys(s for s in sentences if s not in self._remembered))
        self._remembered.update(zip(fresh, self._sentences.embed(fresh), strict=True))

    def _mean(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        weights = np.array([max(1, len(s.split())) for s in sentences], dtype=np.float32)
        rows = np.stack([self._remembered[s] for s in sentences])
        total = (rows * weights[:, None]).sum(axis=0)
        length = float(np.linalg.norm(total))
        return np.asarray(total / length if length > 1e-6 else rows[0], dtype=np.float32)


def _sentences_of(text: str) -> list[str]:
    """The sentences of a text, white space folded; the text itself where it has none."""
    return [s for a, b in sentence_spans(text) if (s := " ".join(text[a:b].split()))] or [text.strip()]
