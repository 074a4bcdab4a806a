"""Reading without a language model: what resembles labelled passages of earlier cases, and how those were judged."""

import asyncio
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from screener.doors.embedder import Embedder
from screener.stages.reading.contract import DraftContext
from screener.stages.reading.features import folded, looks_like_bibliography
from screener.stages.reading.fitted import Array, FittedReader
from screener.stages.reading.languages import unknown_languages
from screener.words.case import Case, LabelledPassage, Sensitivity
from screener.words.draft import Passage
from screener.words.flag import ClaimedFlag, ReaderKind
from screener.words.framework import Severity
from screener.words.screening import ReaderDescription, Reading, UnreadBecause
from screener.words.sentences import blocks

NEIGHBOURS = 7
"""Labelled uplift passages that vote on concern and severity."""
SHORTEST = 8
"""Words in a block at least: shorter ones are headings and fragments."""
_GAP = re.compile(r"(?:\n[^\S\n]*){2,}|\Z")
"""What stands between paragraphs, and after the last."""


@dataclass(frozen=True)
class _Scored:
    text: str
    probability: float
    vector: Array


class EmbeddedReader:
    """Scores every block of whole sentences (about 60 words); a block above the threshold is a flag."""

    kind = ReaderKind.embedded

    def __init__(
        self,
        fitted: FittedReader,
        embedder: Embedder,
        cases: Sequence[Case],
        *,
        with_restricted: bool = False,
    ) -> None:
        """`with_restricted` says whether a flag may name restricted cases and tell what was said of them."""
        self._fitted, self._embedder = fitted, embedder
        self._passages: Mapping[tuple[str, int], tuple[Case, LabelledPassage]] = {
            (case.id, i): (case, passage)
            for case in cases
            if with_restricted or case.sensitivity is not Sensitivity.restricted
            for i, passage in enumerate(case.passages)
        }

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """Flags for the blocks that score above the threshold, strongest first; the passage's score is its best block's."""
        scored, flagged = await asyncio.to_thread(
            self._looked_at, passage
        )  # others are heard meanwhile: a stop, a model
        found = Reading(
            passage_index=passage.index,
            reader=self.kind,
            model=self.name,
            claims=tuple(self._claim(block) for block in flagged),
            score=max((s.probability for s in scored), default=0.0),
        )
        unknown = await asyncio.to_thread(unknown_languages, passage.text)
        return found.model_copy(update=_unread(unknown)) if unknown else found

    @property
    def name(self) -> str:
        """Embedder and corpus that the parameters were fitted with."""
        return f"embedded/{self._embedder.model_id}+{self._fitted.corpus_sha256[:8]}"

    def describe(self, role: str) -> ReaderDescription:
        """What a reading by it is worth, with its own measured figures."""
        m = self._fitted.measured
        return ReaderDescription(
            kind=self.kind,
            role=role,
            model=self.name,
            measured=m,
            meaning="No language model: it says which sentences resemble passages that reviewers judged before, and knows "
            f"nothing else. On labelled passages of cases it had not seen it found {m['recall']:.0%} of those that carry "
            f"uplift and raised a false alarm on {m['false_alarms_background']:.0%} of ordinary passages and "
            f"{m['false_alarms_hard']:.0%} of those that only sound like uplift. What it does not flag is not cleared. "
            "It knows neither what is public nor which edit would help.",
        )

    def _looked_at(self, passage: Passage) -> tuple[list[_Scored], list[_Scored]]:
        """All blocks, and those above the threshold, strongest first."""
        scored = self._scored(passage.text)
        above = [block for block in scored if block.probability >= self._fitted.threshold]
        return scored, sorted(above, key=lambda block: -block.probability)

    def _scored(self, text: str) -> list[_Scored]:
        """The blocks worth a look, scored."""
        kept = [(a, b) for a, b in blocks(text) if len(text[a:b].split()) >= SHORTEST]
        kept = [(a, b) for a, b in kept if not looks_like_bibliography(text[a:b])]
        if not kept:
            return []
        texts = folded([text[a:b] for a, b in kept])
        vectors = self._embedder.embed(texts)
        scores = self._fitted.probabilities(texts, vectors)
        return [_Scored(text[a:b].strip(), float(p), v) for (a, b), p, v in zip(kept, scores, vectors, strict=True)]

    def _claim(self, block: _Scored) -> ClaimedFlag:
        near = self._nearest(block.vector)
        concern, severity = _vote(near)
        told = [held for key, _, judged in near if (held := self._still(key, judged))][:1]
        return ClaimedFlag(
            concern=concern,
            severity=severity,
            quote=_without_headings(block.text),
            self_confidence=round(block.probability, 3),
            mechanism="; ".join(
                f"Resembles a passage of “{case.title}” ({case.year}) judged {passage.severity}: {passage.because}"
                for case, passage in told
            )
            or "Resembles labelled passages that are not in the corpus any more or may not be shown here.",
            already_public="",
            smallest_edit="",  # it knows neither, and says so once, in its description
        )

    def _still(
        self,
        key: tuple[str, int],
        judged: tuple[str | None, Severity],
    ) -> tuple[Case, LabelledPassage] | None:
        """The passage that was fitted on, unless it is gone, hidden, or judged differently since."""
        held = self._passages.get(key)
        return held if held and (held[1].concern, held[1].severity) == judged else None

    def _nearest(self, vector: Array) -> list[tuple[tuple[str, int], float, tuple[str | None, Severity]]]:
        fitted = self._fitted
        similarity = np.where(fitted.is_uplift, fitted.remembered @ vector, -1.0)
        best = np.argsort(-similarity, kind="stable")[:NEIGHBOURS]
        return [
            ((n.case_id, n.index), float(similarity[i]), (n.concern, n.severity))
            for i in best
            for n in [fitted.neighbours[i]]
        ]


def _without_headings(text: str) -> str:
    """The text from its first sentence to its last: a title, authors or a page number around them say nothing."""
    spans, start = [], 0
    for gap in _GAP.finditer(text):
        piece = text[start : gap.start()].rstrip()
        if len(piece.split()) >= SHORTEST or piece.endswith((".", "!", "?", ":", ";")):
            spans.append((start, gap.start()))
        start = gap.end()
    return text[spans[0][0] : spans[-1][1]].strip() if spans else text


def _unread(languages: str) -> dict[str, object]:
    """What a reading says of a passage in a language that its reader does not know; what it flagged stays."""
    return {
        "score": None,
        "unread_because": UnreadBecause.other_language,
        "unread_detail": f"Language: {languages}. A language model can read it; the embedded reader knows English only.",
    }


def _vote(near: Sequence[tuple[tuple[str, int], float, tuple[str | None, Severity]]]) -> tuple[str, Severity]:
    """Concern by weight of similarity; severity as the weighted mean of those neighbours, rounded to the nearest."""
    concerns: Counter[str] = Counter()
    for _, similarity, (concern, _) in near:
        concerns[concern or ""] += max(0.01, similarity) ** 4  # type: ignore[assignment]  # weights, not counts
    total = sum(max(0.01, s) ** 4 for _, s, _ in near)
    mean = sum(max(0.01, s) ** 4 * severity.rank for _, s, (_, severity) in near) / total
    return concerns.most_common(1)[0][0], list(Severity)[max(1, min(3, round(mean)))]
