"""Synthetic cases in clusters, with an embedder that costs next to nothing."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from screener.doors.corpus import entries_of
from screener.doors.corpus.entries import Entry
from screener.words.case import Case, Kind, Label, LabelledPassage, PastDecision, Sensitivity, Verification
from screener.words.framework import Severity, Tier

Vectors = NDArray[np.float32]
DIMENSION = 384
CLUSTERS = 100
SPREAD = 0.6
"""Length of the noise around a centre of length one: neighbours within a cluster have a cosine of about 0.73."""
WORDS = 20_000
"""Different words that texts are made of; how often each is drawn follows Zipf's law."""


class ClusterVectors:
    """Places a text near the centre of the cluster that its first word names; the rest of the text decides where."""

    model_id = "synthetic-clusters"
    dimension = DIMENSION

    def __init__(self, seed: int = 0) -> None:
        centres = np.random.default_rng(seed).normal(size=(CLUSTERS, DIMENSION))
        self._centres = centres / np.linalg.norm(centres, axis=1, keepdims=True)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length one per text, shape (len(texts), dimension)."""
        if not texts:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        rows = np.stack([self._row(text) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def _row(self, text: str) -> NDArray[np.float64]:
        draw = np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little"))
        centre: NDArray[np.float64] = self._centres[int(text.split(maxsplit=1)[0].removeprefix("cluster"))]
        return np.asarray(centre + draw.normal(size=DIMENSION) * (SPREAD / np.sqrt(DIMENSION)))


class Texts:
    """Texts of made-up words, each in a random cluster."""

    def __init__(self, seed: int) -> None:
        self._draw = np.random.default_rng(seed)
        shares = 1.0 / np.arange(1, WORDS + 1)
        self._shares = shares / shares.sum()

    def some(self, count: int, words: int) -> list[str]:
        """That many texts of so many words."""
        clusters = self._draw.integers(CLUSTERS, size=count)
        drawn = self._draw.choice(WORDS, size=(count, words), p=self._shares)
        return [f"cluster{c} " + " ".join(f"word{w:x}" for w in row) for c, row in zip(clusters, drawn, strict=True)]


def cases(count: int, seed: int = 1, restricted_every: int = 5) -> list[Case]:
    """Cases of two entries each (a summary and a labelled passage); every fifth is restricted."""
    texts = Texts(seed).some(2 * count, 40)
    return [_case(n, texts[2 * n], texts[2 * n + 1], restricted=n % restricted_every == 0) for n in range(count)]


def _case(number: int, summary: str, passage: str, *, restricted: bool) -> Case:
    title, rest = summary.split(maxsplit=1)
    return Case(
        id=f"made-{number}",
        kind=Kind.illustrative,
        title=f"{title} {number}",
        year=2024,
        domain="none",
        field="none",
        summary=rest,
        at_stake="Nothing.",
        decided_by="nobody",
        decision=PastDecision(first=Tier.publish, final=Tier.publish),
        rationale="Made up.",
        outcome="None.",
        factors={},
        distinguish="Made up.",
        verification=Verification.illustrative,
        sensitivity=Sensitivity.restricted if restricted else Sensitivity.open,
        passages=(LabelledPassage(text=passage, label=Label.benign, severity=Severity.none, because="It is made up."),),
    )


def entries(made: Sequence[Case], *, with_restricted: bool) -> list[Entry]:
    """The entries a search may find."""
    return [entry for entry in entries_of(made) if with_restricted or entry.sensitivity != Sensitivity.restricted]
