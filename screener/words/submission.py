"""What the service knows of a submitted draft: where it stands, how sensitive it is, and which steps are legal."""

from datetime import datetime
from enum import StrEnum

from screener.words.draft import Frozen
from screener.words.framework import Attention, Tier


class DraftStatus(StrEnum):
    """Where a submitted version stands."""

    queued = "queued"
    screening = "screening"
    awaiting_review = "awaiting_review"
    """Screened, wholly or in part; nobody has claimed it."""
    in_review = "in_review"
    decided = "decided"
    appealed = "appealed"
    refused = "refused"
    """The file cannot be screened as it is."""
    failed = "failed"
    """A fault of this installation; may be screened again."""
    cancelled = "cancelled"
    superseded = "superseded"
    """A later version stands in its place."""
    purged = "purged"
    """Its key, text and answers are destroyed; this row and the audit remain."""


class DraftSensitivity(StrEnum):
    """How far a draft may travel before it is decided. Settings say which models may see which."""

    ordinary = "ordinary"
    sensitive = "sensitive"
    secret = "secret"  # noqa: S105  (a level)


S = DraftStatus
LEGAL: dict[tuple[DraftStatus, DraftStatus], str] = {
    (S.queued, S.screening): "a worker took it",
    (S.queued, S.cancelled): "cancelled before it was taken",
    (S.screening, S.awaiting_review): "the screening ended with a report",
    (S.screening, S.refused): "the file cannot be screened as it is",
    (S.screening, S.failed): "a fault of this installation ended the screening",
    (S.screening, S.cancelled): "its author or a maintainer stopped it",
    (S.cancelled, S.queued): "asked for again",
    (S.failed, S.queued): "asked for again",
    (S.awaiting_review, S.queued): "screened anew under other models or prompts",
    (S.awaiting_review, S.in_review): "claimed by or assigned to a reviewer",
    (S.in_review, S.awaiting_review): "given back to the queue",
    (S.in_review, S.decided): "a named person decided",
    (S.decided, S.appealed): "its author appealed",
    (S.decided, S.in_review): "reopened, because the tier's next look came or new facts did",
    (S.appealed, S.in_review): "the appeal was taken up",
    **{
        (before, S.superseded): "a revision was uploaded"
        for before in (
            S.queued, S.screening, S.awaiting_review, S.in_review, S.decided, S.appealed, S.refused, S.failed, S.cancelled,
        )
    },
    **{(before, S.purged): "purged" for before in DraftStatus if before is not S.purged},
}  # fmt: skip
"""Every legal step and its reason; what is not here is refused."""
del S


class SubmittedDraft(Frozen):
    """One submitted version. Its name is the only text of it here, and it is decrypted for those who may see it."""

    id: str
    work_id: str
    """The chain of versions of one work."""
    version: int
    """1 for the first."""
    name: str
    owner_id: str
    sensitivity: DraftSensitivity
    status: DraftStatus
    status_detail: str = ""
    """One sentence for refused, failed and cancelled."""
    size: int
    """Bytes of the uploaded file."""
    created_at: datetime
    changed_at: datetime
    """When its row was last changed: status, people, runs."""
    screening_id: str | None = None
    """The latest screening that ended with a report."""
    suggested_tier: Tier | None = None
    attention: Attention | None = None
    unsure: bool = False
    restricted_in_use: bool | None = None
    """Whether that screening could retrieve restricted cases; None for one of which that was not recorded."""
    incomplete: bool = False
    flags: int = 0
    alerts: int = 0
    passages: int = 0
    unread: int = 0
    decided_tier: Tier | None = None
    reviewers: tuple[str, ...] = ()
    """Ids of the people it is assigned to."""


class ScreeningProgress(Frozen):
    """What a browser is told while a screening runs."""

    draft_id: str
    status: DraftStatus
    stage: str = ""
    done: int = 0
    total: int = 0
    flagged: int = 0
    unread: int = 0
    detail: str = ""
