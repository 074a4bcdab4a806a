"""A piece of work that was reviewed earlier, and what is retrieved from it."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from screener.words.draft import Frozen
from screener.words.framework import Severity, Stance, Tier


class Kind(StrEnum):
    """Whether a case happened, or was invented to teach."""

    real = "real"
    illustrative = "illustrative"


class Sensitivity(StrEnum):
    """Who may see a case in a report."""

    open = "open"
    restricted = "restricted"


class Verification(StrEnum):
    """How far the facts of a case were checked against a source."""

    seen_in_tools = "seen_in_tools"
    partly_seen = "partly_seen"
    general_knowledge_unverified = "general_knowledge_unverified"
    illustrative = "illustrative"

    @property
    def spoken(self) -> str:
        """The status in words for a reader of a report."""
        return {
            Verification.seen_in_tools: "source seen",
            Verification.partly_seen: "source seen in part",
            Verification.general_knowledge_unverified: "unverified: from general knowledge, no source seen",
            Verification.illustrative: "invented example",
        }[self]


class Label(StrEnum):
    """What a careful reviewer says of a labelled passage."""

    uplift = "uplift"
    benign = "benign"


class Sort(StrEnum):
    """Whether a labelled passage sounds like what it is."""

    plain = "plain"
    hard_negative = "hard_negative"
    soft_positive = "soft_positive"


class LabelledPassage(Frozen):
    """A short stretch of prose with a reviewer's judgement."""

    text: str = Field(min_length=40)
    label: Label
    concern: str | None = None
    severity: Severity
    sort: Sort = Sort.plain
    because: str = Field(min_length=10)

    @model_validator(mode="after")
    def _label_and_severity_agree(self) -> Self:
        if (self.label is Label.uplift) != (self.severity is not Severity.none):
            raise ValueError("uplift needs a severity of low, medium or high, and benign needs none")
        if self.label is Label.uplift and self.concern is None:
            raise ValueError("an uplift passage needs a concern")
        misplaced = {Sort.hard_negative: Label.uplift, Sort.soft_positive: Label.benign}
        if misplaced.get(self.sort) is self.label:
            raise ValueError("a hard_negative is benign and a soft_positive is uplift")
        return self


class Argued(Frozen):
    """The stance that was taken on one factor, and why."""

    stance: Stance
    because: str = Field(min_length=10)


class PastDecision(Frozen):
    """The first decision, the last, and why it changed."""

    first: Tier
    final: Tier
    why_changed: str | None = None

    @model_validator(mode="after")
    def _a_change_has_a_reason(self) -> Self:
        if self.first is not self.final and not self.why_changed:
            raise ValueError("why_changed is required where first and final differ")
        return self


class Conditions(Frozen):
    """What was tied to the decision."""

    audience: str | None = None
    embargo: str | None = None
    next_look: str | None = None


class Case(Frozen):
    """One file of `corpus/cases/`."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    kind: Kind
    title: str
    year: int = Field(ge=1900, le=2100)
    domain: str
    field: str
    summary: str
    at_stake: str
    decided_by: str
    decision: PastDecision
    rationale: str
    conditions: Conditions | None = None
    outcome: str
    factors: dict[str, Argued]
    concerns: tuple[str, ...] = ()
    distinguish: str
    sensitivity: Sensitivity = Sensitivity.open
    sources: tuple[str, ...] = ()
    verification: Verification
    fact: str | None = None
    """Id of the public fact it re-tells, for real cases."""
    passages: tuple[LabelledPassage, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _real_cases_name_their_source(self) -> Self:
        if (self.kind is Kind.illustrative) != (self.verification is Verification.illustrative):
            raise ValueError("kind illustrative goes with verification illustrative, and only with it")
        if self.kind is Kind.real and not self.sources:
            raise ValueError("a real case names its sources")
        return self


class Precedent(Frozen):
    """A case retrieved for a passage or a draft."""

    case_id: str
    title: str
    year: int
    kind: Kind
    verification: Verification
    sensitivity: Sensitivity
    first: Tier
    final: Tier
    similarity: float = Field(ge=-1, le=1)
    """Cosine between the passage's nearest sentence window and the case's nearest entry."""
    passage_index: int | None = None
    """The draft's passage it was found for; None for the draft as a whole."""
    matched_text: str
    """The entry of the case that was nearest."""
    matched_severity: Severity | None = None
    """Severity of that entry where it is a labelled passage."""
    matches: str
    """One sentence: what the two have in common."""
    distinguishes: str
    """One or two sentences: what sets the case apart."""
    rationale: str
