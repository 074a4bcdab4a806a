"""Finds sentences that give orders to an automated reviewer: a small fitted model beside the rules."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screener.doors.embedder import Embedder
from screener.stages.integrity.cues import cues, few
from screener.stages.integrity.fitted import FittedOrders
from screener.stages.integrity.folding import folded
from screener.stages.integrity.language import in_another_language, in_latin_letters
from screener.stages.integrity.orders import order_in
from screener.words.errors import ConfigurationError

MOST_CHARACTERS = 1_000
"""Of one sentence looked at: a table read as one sentence is no order."""
MORE_WHERE_UNHEARD = 1.6
"""Times the threshold of probability. Sources are full of licences and notes to each other, which no model is shown."""


@dataclass(frozen=True)
class Seen:
    """One sentence as the model sees it."""

    plain: str
    cues: NDArray[np.float32]
    foreign: bool
    """In another language than English."""


def seen(sentence: str) -> Seen | None:
    """What there is to see in a sentence, or None where it has too few cues to be told from ordinary prose."""
    raw = " ".join(sentence[:MOST_CHARACTERS].split())
    plain = folded(raw)
    if few(plain):
        return None
    odd = _letters(plain) != _letters(raw)
    return Seen(plain, cues(plain, odd=odd, ruled=order_in(plain) is not None), in_another_language(plain))


def vectors_of(plain: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
    """Rows of the sentences' vectors; nought where most letters are of a script that the embedder cannot read."""
    readable = [in_latin_letters(text) for text in plain]
    rows = np.zeros((len(plain), embedder.dimension), dtype=np.float32)
    chosen = np.flatnonzero(readable)
    if len(chosen):
        rows[chosen] = embedder.embed([plain[int(i)] for i in chosen])
    return rows


class OrderFinder:
    """The fitted model with its embedder. May be shared between runs if the embedder may."""

    def __init__(self, fitted: FittedOrders, embedder: Embedder) -> None:
        """Raises ConfigurationError where the parameters belong to another embedder."""
        if fitted.embedder != embedder.model_id:
            raise ConfigurationError(
                "The parameters that find orders to a reviewer belong to another embedder; run 'screener corpus fit-orders'."
            )
        self._fitted, self._embedder = fitted, embedder

    def finds(self, sentences: Sequence[str], *, unheard: bool = False) -> list[bool]:
        """Whether each sentence gives orders to whoever, or whatever, reviews the text.

        `unheard`: it stands where no reader meets it, as comments in a source do; of such, more is asked.
        """
        more = MORE_WHERE_UNHEARD if unheard else 1.0
        near = self._near(sentences)
        out = [False] * len(sentences)
        for (i, one), probability in zip(near, self._probabilities([one for _, one in near]), strict=True):
            out[i] = probability >= more * self._fitted.threshold_for(foreign=one.foreign)
        return out

    def _near(self, sentences: Sequence[str]) -> list[tuple[int, Seen]]:
        """The sentences, by number, that a first look without the embedder does not leave out."""
        found = [(i, seen(sentence)) for i, sentence in enumerate(sentences)]
        return [(i, one) for i, one in found if one is not None and self._fitted.worth_a_look(one.plain, one.cues)]

    def _probabilities(self, near: Sequence[Seen]) -> Sequence[float]:
        if not near:
            return ()
        plain = [one.plain for one in near]
        rows = np.stack([one.cues for one in near])
        return [float(p) for p in self._fitted.probabilities(plain, rows, vectors_of(plain, self._embedder))]


def _letters(text: str) -> str:
    """Without gaps, and with ligatures and the like taken apart: those are no odd spelling."""
    return "".join(unicodedata.normalize("NFKC", text).replace("_", "").split())
