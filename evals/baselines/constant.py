"""The two readers that look at nothing."""

from screener.stages.reading import DraftContext
from screener.words.draft import Passage, PassageRole
from screener.words.flag import ClaimedFlag, ReaderKind
from screener.words.framework import Severity
from screener.words.screening import ReaderDescription, Reading

COMMONEST = "training_efficiency"
"""The concern that most labelled passages of `dev` carry."""


class FlagNothing:
    """Reads every passage and flags none."""

    kind = ReaderKind.embedded

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """Nothing found."""
        return Reading(passage_index=passage.index, reader=self.kind, model="nothing", score=0.0)

    def describe(self, role: str) -> ReaderDescription:
        """Itself."""
        return ReaderDescription(kind=self.kind, role=role, model="nothing", meaning="It flags nothing.")


class FlagEverything:
    """Flags the whole of every passage of the body, with medium severity."""

    kind = ReaderKind.embedded

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """One flag around everything."""
        words = passage.text.strip()
        claims = () if not words or passage.role is PassageRole.references else (_whole(words),)
        return Reading(passage_index=passage.index, reader=self.kind, model="everything", score=1.0, claims=claims)

    def describe(self, role: str) -> ReaderDescription:
        """Itself."""
        return ReaderDescription(kind=self.kind, role=role, model="everything", meaning="It flags everything.")


def _whole(words: str) -> ClaimedFlag:
    return ClaimedFlag(
        concern=COMMONEST,
        severity=Severity.medium,
        quote=words,
        mechanism="Flagged because everything is.",
        already_public="",
        smallest_edit="",
        self_confidence=1.0,
    )
