"""What the readers share that score stretches of a few sentences: windows, the choice among overlapping ones, the claims."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from screener.stages.reading import DraftContext
from screener.stages.reading.features import looks_like_bibliography
from screener.words.draft import Passage
from screener.words.flag import ClaimedFlag, ReaderKind
from screener.words.framework import Severity
from screener.words.screening import ReaderDescription, Reading
from screener.words.sentences import windows

SHORTEST = 8
"""Words in a window at least, as for the embedded reader."""


@dataclass(frozen=True)
class Scored:
    """What a reader makes of one window: how likely it carries uplift, and of which sort."""

    score: float
    concern: str
    severity: Severity


class WindowReader(ABC):
    """Flags the windows of up to three sentences that score at or above a threshold, the strongest of those that overlap."""

    kind = ReaderKind.embedded
    name: str
    meaning: str
    threshold: float

    @abstractmethod
    def scored(self, texts: Sequence[str]) -> list[Scored]:
        """One verdict per text, in their order."""

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """The flags of one passage; its score is that of its best window."""
        spans = [(a, b) for a, b in windows(passage.text) if _readable(passage.text[a:b])]
        verdicts = self.scored([passage.text[a:b] for a, b in spans]) if spans else []
        above = [(v, span) for v, span in zip(verdicts, spans, strict=True) if v.score >= self.threshold]
        chosen: list[tuple[Scored, tuple[int, int]]] = []
        for verdict, span in sorted(above, key=lambda row: -row[0].score):
            if all(span[1] <= other[0] or span[0] >= other[1] for _, other in chosen):
                chosen.append((verdict, span))
        return Reading(
            passage_index=passage.index,
            reader=self.kind,
            model=self.name,
            claims=tuple(_claim(verdict, passage.text[a:b].strip()) for verdict, (a, b) in chosen),
            score=max((v.score for v in verdicts), default=0.0),
        )

    def describe(self, role: str) -> ReaderDescription:
        """Itself."""
        return ReaderDescription(kind=self.kind, role=role, model=self.name, meaning=self.meaning)


def _readable(text: str) -> bool:
    return len(text.split()) >= SHORTEST and not looks_like_bibliography(text)


def _claim(verdict: Scored, words: str) -> ClaimedFlag:
    return ClaimedFlag(
        concern=verdict.concern,
        severity=verdict.severity,
        quote=words,
        mechanism="Flagged by a baseline.",
        already_public="",
        smallest_edit="",
        self_confidence=round(verdict.score, 3),
    )
