"""The parameters of the finder of orders: fitted by `screener corpus fit-orders`, shipped as one JSON file."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from screener.stages.integrity.cues import WIDTH
from screener.stages.integrity.words import weights
from screener.words.draft import Frozen
from screener.words.errors import ConfigurationError

Array = NDArray[np.float32]
SHIPPED = Path(__file__).with_name("fitted.json")
VECTOR_SCALE = 4.0
"""What a sentence's vector, which has length one, is multiplied by beside cues of nought and one."""
WORD_SCALE = 4.0


class Score(Frozen):
    """A linear score over cues, words and, for the second look, the vector."""

    cues: tuple[float, ...]
    """One weight per cue, in the order of `cues.cues`."""
    words: tuple[float, ...]
    """One weight per term, in the order of `FittedOrders.idf`."""
    vector: tuple[float, ...] = ()
    """One weight per dimension; empty for the first look."""
    intercept: float


class FittedOrders(Frozen):
    """All parameters. The first look needs no embedder and chooses what the second looks at."""

    version: int = 1
    embedder: str
    """Model id of the embedder that the weights belong to."""
    sentences_sha256: str
    """Hash over the written sentences, orders and look-alikes."""
    drafts_sha256: str
    """Hash over the drafts whose sentences are the ordinary background."""
    orders: int
    look_alikes: int
    background: int
    """Sentences of each kind that were fitted on or counted."""
    idf: dict[str, float]
    first: Score
    bar: float
    """Score of the first look below which no second look is taken."""
    second: Score
    slope: float
    bias: float
    """Score of the second look to logit: slope times score plus bias."""
    prior: float
    """Share of looked-at sentences assumed to be orders when probabilities were calibrated."""
    threshold: float
    """Calibrated probability from which a sentence in English is taken for an order."""
    threshold_foreign: float
    """The same for other languages, which are known less well."""
    measured: dict[str, float]
    """Out-of-fold figures, families of wording held out whole."""
    recall_by_family: dict[str, float]
    alarms_by_family: dict[str, float]
    """Of the look-alikes, by manner."""

    @cached_property
    def _word_weights(self) -> dict[str, tuple[float, float]]:
        return {t: (a, b) for t, a, b in zip(self.idf, self.first.words, self.second.words, strict=True)}

    def _by_words(self, plain: str) -> tuple[float, float]:
        own, first, second = self._word_weights, 0.0, 0.0
        for term, value in weights(plain, self.idf).items():
            first += WORD_SCALE * value * own[term][0]
            second += WORD_SCALE * value * own[term][1]
        return first, second

    def threshold_for(self, *, foreign: bool) -> float:
        """Probability from which a sentence is taken for an order."""
        return self.threshold_foreign if foreign else self.threshold

    def worth_a_look(self, plain: str, cues: Array) -> bool:
        """Whether cues and words alone come near to those of an order."""
        line = self.first
        return float(cues @ _array(line.cues)) + self._by_words(plain)[0] + line.intercept >= self.bar

    def probabilities(self, plain: Sequence[str], cues: Array, vectors: Array) -> Array:
        """Calibrated probability (0-1) that each sentence gives orders to its reader; rows as the sentences."""
        line = self.second
        words = np.array([self._by_words(text)[1] for text in plain], dtype=np.float32)
        score = cues @ _array(line.cues) + words + VECTOR_SCALE * (vectors @ _array(line.vector)) + line.intercept
        return np.asarray(1 / (1 + np.exp(-(self.slope * score + self.bias))), dtype=np.float32)


def _array(values: Sequence[float]) -> Array:
    return np.array(values, dtype=np.float32)


def load(file: Path = SHIPPED) -> FittedOrders:
    """The fitted parameters. Raises ConfigurationError where the file is missing or not of this version."""
    try:
        fitted = FittedOrders.model_validate_json(file.read_bytes())
    except OSError as error:
        raise ConfigurationError(
            f"The parameters that find orders to a reviewer are missing ({file}); run 'screener corpus fit-orders'."
        ) from error
    except ValidationError as error:
        raise ConfigurationError(
            f"The parameters in {file} do not fit this version; run 'screener corpus fit-orders'."
        ) from error
    if not len(fitted.first.cues) == len(fitted.second.cues) == WIDTH:
        raise ConfigurationError(
            f"The parameters in {file} were fitted on other cues; run 'screener corpus fit-orders'."
        )
    return fitted
