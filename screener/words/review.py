"""What people add to a screening: first impressions, verdicts on flags, flags of their own, decisions, letters."""

from datetime import date, datetime
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from screener.words.draft import Frozen
from screener.words.framework import Severity, Tier

REASON = Field(min_length=3, max_length=4_000)


class VerdictKind(StrEnum):
    """What a reviewer made of a flag."""

    accept = "accept"
    dismiss = "dismiss"
    change_severity = "change_severity"
    withdraw = "withdraw"
    """The verdict before is taken back: the flag is unjudged again."""


class Verdict(Frozen):
    """A reviewer's judgement of one flag, with its reason. Appended; the latest stands."""

    id: str
    draft_id: str
    screening_id: str
    flag_id: str
    kind: VerdictKind
    severity: Severity | None = None
    """Set where the severity was changed."""
    reason: str
    by: str
    """Id of the person."""
    at: datetime
    carried_from: str | None = None
    """Id of the verdict on an earlier version that was carried over to an unchanged passage."""

    @model_validator(mode="after")
    def _severity_where_changed(self) -> Self:
        if (self.kind is VerdictKind.change_severity) != (self.severity is not None):
            raise ValueError("a changed severity is given with change_severity, and only with it")
        return self


class AddedFlag(Frozen):
    """A flag that a reviewer added by marking text: code points into the document's visible text."""

    id: str
    """'r1', 'r2', … within the draft."""
    draft_id: str
    start: int = Field(ge=0)
    end: int
    quote: str
    concern: str
    severity: Severity
    reason: str
    by: str
    at: datetime
    withdrawn_at: datetime | None = None


class Impression(Frozen):
    """What a reviewer thought before the screen's view was shown."""

    draft_id: str
    tier: Tier
    note: str
    by: str
    at: datetime


class DecisionConditions(Frozen):
    """What is tied to a decision."""

    audience: str = ""
    """Who may read it."""
    commitment: str = ""
    """What these readers commit to. Empty in decisions that were taken before it was asked for."""
    embargo_until: date | None = None
    next_look: date | None = None


class AskedEdit(Frozen):
    """An edit asked of the authors, with the place it is about."""

    says: str = REASON
    flag_id: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str = ""


class Decision(Frozen):
    """A named person's decision on a draft. Appended to a history, never overwritten."""

    id: str
    draft_id: str
    screening_id: str
    tier: Tier
    rationale: str
    conditions: DecisionConditions = DecisionConditions()
    edits: tuple[AskedEdit, ...] = ()
    by: str
    at: datetime
    overrides_suggestion: bool | None = None
    """Whether the screen had suggested another tier, or none; None for those who may not know what it suggested."""

    @model_validator(mode="after")
    def _carries_what_its_tier_needs(self) -> Self:
        if self.tier is Tier.publish_with_edits and not self.edits:
            raise ValueError("publish_with_edits names at least one edit")
        if self.tier is Tier.share_select and not self.conditions.audience:
            raise ValueError("share_select names its audience")
        if self.tier is Tier.hold and self.conditions.next_look is None:
            raise ValueError("hold names the date of the next look")
        return self


class LetterKind(StrEnum):
    """Why somebody wrote."""

    note = "note"
    """From the author to the reviewer, at upload."""
    reply = "reply"
    appeal = "appeal"


class Letter(Frozen):
    """Words between author and reviewers."""

    id: str
    draft_id: str
    kind: LetterKind
    text: str
    by: str
    at: datetime


class HappenedKind(StrEnum):
    """What the history of a draft shows."""

    uploaded = "uploaded"
    screened = "screened"
    claimed = "claimed"
    impression = "impression"
    verdict = "verdict"
    flag_added = "flag_added"
    decided = "decided"
    letter = "letter"
    status = "status"


class Happened(Frozen):
    """One line of a draft's history."""

    at: datetime
    kind: HappenedKind
    by: str | None
    says: str
