"""What the service counts of itself: how often screen and reviewers agree, what was left unread, which models ran."""

from datetime import date, datetime

from screener.words.draft import Frozen
from screener.words.framework import Tier


class AgreementFigures(Frozen):
    """Screen against reviewers in one span of time. Shares are None where nothing was counted."""

    begins: date
    """First day of the span (a month)."""
    decisions: int = 0
    agreed: int = 0
    """Decisions for the tier that the screen suggested."""
    more_closed: int = 0
    """Decisions for a more closed tier than suggested: the screen had been too open."""
    more_open: int = 0
    unsuggested: int = 0
    """Decisions on drafts for which the screen had suggested nothing."""
    kappa: float | None = None
    """Agreement on tiers beyond chance, quadratic weights; None for fewer than two decisions or a single tier."""
    verdicts: int = 0
    """Flags with a verdict of a person that stands; those carried over are not counted again."""
    accepted: int = 0
    dismissed: int = 0
    changed: int = 0
    raised: int = 0
    """Of the changed, those made graver."""
    added: int = 0
    """Flags that reviewers added because the screen had missed them."""
    impressions: int = 0
    """First impressions recorded before the screen's view."""
    impressions_agreed: int = 0
    """Of these, the ones for the tier that was suggested."""

    @property
    def agreement(self) -> float | None:
        """Share of decisions with a suggestion that took it."""
        suggested = self.decisions - self.unsuggested
        return self.agreed / suggested if suggested else None

    @property
    def precision(self) -> float | None:
        """Share of judged flags that were not dismissed."""
        return 1 - self.dismissed / self.verdicts if self.verdicts else None


class ConcernFigures(Frozen):
    """What reviewers made of the flags of one concern."""

    concern: str
    judged: int
    dismissed: int
    changed: int
    added: int


class Override(Frozen):
    """A decision that did not take the suggestion."""

    draft_id: str
    at: datetime
    suggested: Tier | None
    decided: Tier
    by: str
    by_name: str


class ReadingFigures(Frozen):
    """What the screen left unread in one span of time."""

    begins: date
    screenings: int = 0
    incomplete: int = 0
    passages: int = 0
    unread: int = 0
    refused: int = 0

    @property
    def unread_rate(self) -> float | None:
        """Share of passages that were not read."""
        return self.unread / self.passages if self.passages else None

    @property
    def refusal_rate(self) -> float | None:
        """Share of passages that a model declined."""
        return self.refused / self.passages if self.passages else None


class ModelInUse(Frozen):
    """One combination of models that made screenings."""

    models: tuple[str, ...]
    screenings: int
    last_used: datetime
    passages: int
    unread: int
    refused: int
    calls: int
    tokens_in: int
    tokens_out: int
    seconds: float
    """Wall clock, summed."""


class DueLook(Frozen):
    """A decided draft whose next look has come or is near."""

    draft_id: str
    tier: Tier
    next_look: date
    decided_at: datetime
    by_name: str
    overdue: bool


class ChainCheck(Frozen):
    """Whether the audit is whole."""

    rows: int
    whole: bool
    head: str
    """Hash of the last line. Written down elsewhere, it tells later whether lines were cut off."""
    problems: tuple[str, ...] = ()
    """The first few, one sentence each."""


class Snapshot(Frozen):
    """Counts for a metrics collector: no names, no ids."""

    drafts_by_status: dict[str, int]
    oldest_waiting_seconds: float | None
    """Age of the oldest draft that waits for a reviewer."""
    oldest_queued_seconds: float | None
    screenings: int
    passages: int
    unread: int
    refused: int
    tokens_in: int
    tokens_out: int
    decisions_by_tier: dict[str, int]
    overrides: int
    people_by_role: dict[str, int]
    sessions: int
    due_looks: int
