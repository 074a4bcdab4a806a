"""The embedded reader's parameters: fitted by `screener corpus fit`, shipped as one JSON file."""

import base64
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from screener.stages.reading.features import weights
from screener.words.draft import Frozen
from screener.words.errors import ConfigurationError
from screener.words.framework import Severity

Array = NDArray[np.float32]
SHIPPED = Path(__file__).with_name("fitted.json")


class Linear(Frozen):
    """A linear score and the scale it is standardised by."""

    weights: tuple[float, ...]
    intercept: float
    mean: float
    deviation: float


class Neighbour(Frozen):
    """A labelled passage as the reader remembers it."""

    case_id: str
    index: int
    """Position among the case's passages."""
    concern: str | None
    severity: Severity


class FittedReader(Frozen):
    """All parameters. Scores are standardised by their out-of-fold mean and deviation, then mixed and calibrated."""

    version: int = 1
    embedder: str
    """Model id of the embedder that the weights belong to."""
    corpus_sha256: str
    background: int
    """Ordinary passages that were used beside the corpus, blocks of drafts included."""
    drafts: int
    """Labelled drafts that were used beside the corpus."""
    drafts_sha256: str
    """Hash over their texts and labels."""
    idf: dict[str, float]
    words: Linear
    """One weight per term, in the order of `idf`."""
    meaning: Linear
    """One weight per embedding dimension."""
    neighbours: tuple[Neighbour, ...]
    vectors: str
    """Their embeddings: base64 of int8 rows, each component times 127 over the largest of all."""
    largest: float
    nearest: Linear
    """One weight: how much nearer the closest uplift passages are than the closest benign ones."""
    mix: tuple[float, float, float]
    """Weights of words, meaning and nearest in the logit."""
    bias: float
    threshold: float
    """Calibrated probability from which a window is flagged."""
    prior: float
    """Share of windows assumed to carry uplift when probabilities were calibrated."""
    measured: dict[str, float]
    """Out-of-fold figures, cases held out whole."""

    @cached_property
    def remembered(self) -> Array:
        """Embeddings of the neighbours, (n, dimension), rows of unit length."""
        raw = np.frombuffer(base64.b64decode(self.vectors), dtype=np.int8).reshape(len(self.neighbours), -1)
        rows = raw.astype(np.float32) * (self.largest / 127.0)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    @cached_property
    def is_uplift(self) -> NDArray[np.bool_]:
        """Which neighbours carry uplift."""
        return np.array([n.severity is not Severity.none for n in self.neighbours])

    @cached_property
    def _term_weights(self) -> dict[str, float]:
        return dict(zip(self.idf, self.words.weights, strict=True))

    def logits(self, texts: Sequence[str], vectors: Array) -> Array:
        """One logit per text. `vectors` are the texts' embeddings, (n, dimension), unit rows."""
        words = np.array([self._by_words(text) for text in texts], dtype=np.float32)
        meaning = vectors @ np.array(self.meaning.weights, dtype=np.float32) + self.meaning.intercept
        near = nearness(vectors @ self.remembered.T, self.is_uplift) * self.nearest.weights[0]
        parts = zip(self.mix, (words, meaning, near), (self.words, self.meaning, self.nearest), strict=True)
        total = sum(weight * (score - line.mean) / line.deviation for weight, score, line in parts)
        return np.asarray(total + self.bias, dtype=np.float32)

    def probabilities(self, texts: Sequence[str], vectors: Array) -> Array:
        """Calibrated probability (0-1) that each text carries uplift."""
        return np.asarray(1 / (1 + np.exp(-self.logits(texts, vectors))), dtype=np.float32)

    def _by_words(self, text: str) -> float:
        own = self._term_weights
        return sum(value * own[term] for term, value in weights(text, self.idf).items()) + self.words.intercept


def nearness(similarity: Array, is_uplift: NDArray[np.bool_], k: int = 5) -> Array:
    """Mean cosine to the `k` nearest uplift passages less that to the `k` nearest benign ones; rows are texts."""
    return np.asarray(_top(similarity[:, is_uplift], k) - _top(similarity[:, ~is_uplift], k), dtype=np.float32)


def _top(similarity: Array, k: int) -> Array:
    k = min(k, similarity.shape[1])
    return np.asarray(np.partition(similarity, -k, axis=1)[:, -k:].mean(axis=1), dtype=np.float32)


def load(file: Path = SHIPPED) -> FittedReader:
    """The fitted parameters. Raises ConfigurationError where the file is missing or not of this version."""
    try:
        return FittedReader.model_validate_json(file.read_bytes())
    except OSError as error:
        raise ConfigurationError(
            f"The embedded reader's parameters are missing ({file}); run 'screener corpus fit'."
        ) from error
    except ValidationError as error:
        raise ConfigurationError(
            f"The embedded reader's parameters in {file} do not fit this version; run 'screener corpus fit'."
        ) from error
