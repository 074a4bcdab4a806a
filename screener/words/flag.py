"""What a reader found in a passage, and how its quote was found in the draft."""

from enum import StrEnum

from pydantic import Field

from screener.words.draft import Frozen
from screener.words.framework import Severity


class Grounding(StrEnum):
    """How the quote of a flag was found in the draft."""

    exact = "exact"
    normalised = "normalised"
    """Equal after whitespace, hyphenation, ligatures, quotes and dashes are made alike."""
    fuzzy = "fuzzy"
    """Nearly equal, by alignment above a high threshold."""
    ungrounded = "ungrounded"
    """Not found. Kept, and never the sole basis of a suggestion."""


class ReaderKind(StrEnum):
    """Who read."""

    llm = "llm"
    embedded = "embedded"


class ConfidenceFrom(StrEnum):
    """Where a flag's confidence comes from."""

    token_probability = "token_probability"  # noqa: S105  (a token of text)
    agreement = "agreement"
    calibrated_score = "calibrated_score"
    none = "none"


class ClaimedFlag(Frozen):
    """A flag as a reader states it, before its quote has been looked for."""

    concern: str
    severity: Severity
    quote: str
    mechanism: str
    """Who could do what that they cannot do today."""
    already_public: str
    smallest_edit: str
    self_confidence: float | None = Field(default=None, ge=0, le=1)
    """The model's own number. Shown as such, never used alone."""


class Flag(Frozen):
    """A concern in a passage, with its words in the draft."""

    id: str
    """Stable within the screening: 'f1', 'f2', … in reading order."""
    passage_index: int
    reader: ReaderKind
    concern: str
    severity: Severity
    mechanism: str
    already_public: str
    smallest_edit: str
    quote: str
    """As the draft has it where grounded; as the reader claimed it where not."""
    grounding: Grounding
    start: int | None = None
    end: int | None = None
    page: int | None = None
    section: tuple[str, ...] = ()
    confidence: float | None = Field(default=None, ge=0, le=1)
    confidence_from: ConfidenceFrom = ConfidenceFrom.none
    self_confidence: float | None = None
    precedents: tuple[str, ...] = ()
    """Ids of the cases shown beside it, nearest first."""

    @property
    def grounded(self) -> bool:
        """Whether its words were found in the draft."""
        return self.grounding is not Grounding.ungrounded

    @property
    def weight(self) -> float:
        """Severity (0 to 3) times confidence, which counts as 1 where there is none: what to look at first."""
        return self.severity.rank * (1.0 if self.confidence is None else self.confidence)
