"""What the service shows of drafts, reviews, cases and accounts: made for one reader, holding nothing they may not see."""

from datetime import datetime

from pydantic import Field

from screener.words.case import Kind, Sensitivity, Verification
from screener.words.draft import Frozen, Passage
from screener.words.flag import Flag
from screener.words.framework import Attention, Severity, Tier
from screener.words.people import Person, Role, Scope
from screener.words.review import AddedFlag, Decision, Happened, Impression, Letter, Verdict
from screener.words.screening import DraftText, Screening
from screener.words.submission import DraftSensitivity, DraftStatus, ScreeningProgress


class QueueRow(Frozen):
    """One draft in a list. Without a name where the reader may only claim it; without the screen's view where that is
    kept back."""

    id: str
    work_id: str
    version: int
    name: str | None
    status: DraftStatus
    sensitivity: DraftSensitivity
    created_at: datetime
    changed_at: datetime
    size: int
    mine: bool
    """Whether the reader is one of its authors."""
    reviewers: tuple[str, ...] = ()
    """Names of the people it is assigned to."""
    assigned_to_me: bool = False
    suggested_tier: Tier | None = None
    attention: Attention | None = None
    unsure: bool = False
    incomplete: bool = False
    flags: int | None = None
    alerts: int | None = None
    unread: int | None = None
    passages: int | None = None
    decided_tier: Tier | None = None
    view_withheld: bool = False
    """True where the screen's view, or some of it, is kept back from this reader: blind first, claimed by nobody yet, or
    made with restricted cases."""
    may: frozenset[str] = frozenset()
    """Deeds (`uses.access.Deed`) that the reader may do to it now."""


class QueuePage(Frozen):
    """A page of a list."""

    rows: tuple[QueueRow, ...]
    following: str | None = None
    """Cursor of the next page; None on the last."""
    total: int = 0
    """How many there are on all pages."""


class VersionRow(Frozen):
    """One version of a work."""

    id: str
    version: int
    status: DraftStatus
    created_at: datetime
    decided_tier: Tier | None = None


class ShownDecision(Frozen):
    """A decision, with the name of who took it."""

    decision: Decision
    by_name: str
    number: int
    """1 for the first on this version."""


class ShownLetter(Frozen):
    """A letter, with the name of who wrote it."""

    letter: Letter
    by_name: str
    from_author: bool


class DraftView(Frozen):
    """A draft as its authors and others who may read it see it: status, decisions with the edits asked for, letters."""

    row: QueueRow
    owner_name: str
    coauthors: tuple[str, ...]
    """Names."""
    status_detail: str
    progress: ScreeningProgress
    versions: tuple[VersionRow, ...]
    decisions: tuple[ShownDecision, ...] = ()
    """On this version and those before it, oldest first; empty for purged drafts."""
    letters: tuple[ShownLetter, ...] = ()
    as_author: bool = False
    """Whether it is shown in the author's edition."""
    has_report: bool = False
    """Whether `report` has something to give now (screened, not purged, not kept back)."""


class JudgedFlag(Frozen):
    """A flag of the screen with what reviewers made of it."""

    flag: Flag
    standing: Verdict | None
    """The verdict that stands; None where nobody judged, or the verdict was taken back."""
    history: tuple[Verdict, ...]
    """Every verdict, oldest first."""
    severity: Severity | None
    """As it counts now: None where dismissed."""
    carried: bool
    """Whether the verdict that stands was carried over from an earlier version."""
    differing: tuple[Verdict, ...] = ()
    """The last verdicts of other people that come to something else; the latest verdict of all counts nevertheless."""


class ReviewView(Frozen):
    """Everything a reviewer works with on one draft."""

    draft: DraftView
    blind: bool
    """True where the reader owes a first impression: then there is text, and no screening, flag or other opinion."""
    text: DraftText
    passages: tuple[Passage, ...]
    screening: Screening | None
    """In the edition that the reader may see; None where blind."""
    with_restricted: bool
    """Whether restricted precedents are in it."""
    flags: tuple[JudgedFlag, ...] = ()
    added: tuple[AddedFlag, ...] = ()
    """Flags that reviewers added, withdrawn ones too."""
    own_impression: Impression | None = None
    impressions: tuple[Impression, ...] = ()
    """Of everybody; empty where blind."""
    history: tuple[Happened, ...] = ()
    names: dict[str, str] = Field(default_factory=dict)
    """Names of the people who occur in it, by id."""
    pages: int = 0
    """How many pages can be shown as pictures; 0 for formats without."""
    unjudged: int = 0
    """Flags on which no verdict stands."""
    differing: int = 0
    """Flags of which the reviewers' last verdicts come to different things."""
    left_behind: tuple[AddedFlag, ...] = ()
    """Flags that reviewers added to the version before, whose words do not stand in this one."""


class CaseSummary(Frozen):
    """A case in a list or among search results."""

    id: str
    title: str
    year: int
    kind: Kind
    field: str
    first: Tier
    final: Tier
    sensitivity: Sensitivity
    verification: Verification
    summary: str
    similarity: float | None = None
    """Cosine to the text searched for."""
    matches: str = ""
    distinguishes: str = ""
    from_here: bool = False
    """Whether it came from a draft that was decided in this installation."""


class Proposal(Frozen):
    """A case proposed from a decided draft."""

    id: str
    case_id: str
    draft_id: str | None
    state: str
    """'proposed', 'approved', 'rejected' or 'withdrawn'."""
    sensitivity: Sensitivity
    yaml: str
    by: str
    by_name: str
    at: datetime
    settled_by_name: str | None = None
    settled_at: datetime | None = None
    settled_because: str = ""


class Invitation(Frozen):
    """A one-time link to set a password, shown once."""

    person: Person
    token: str
    """The secret part of the link."""
    until: datetime


class SignedIn(Frozen):
    """A browser that is signed in."""

    cookie: str
    """The session's secret; only its hash is stored."""
    csrf: str
    person: Person
    expires_at: datetime


class ApiToken(Frozen):
    """A personal token as its owner sees it."""

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


class NewToken(Frozen):
    """A token just made: its secret is shown this once."""

    token: ApiToken
    secret: str
    """Begins with `scr_`."""


class Reviewer(Frozen):
    """Somebody to whom a draft can be assigned."""

    id: str
    name: str
    role: Role
