"""The tables of the service. What ends in `_sealed` is encrypted (see `vault`); nothing else holds text of a draft.

`drafts` carries the wrapped key under which everything sealed about that draft was encrypted; destroying the key makes
the rest noise. Verdicts, decisions, letters and the audit are only ever added to.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, DateTime, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """An aware point in time; SQLite keeps it without its zone, so UTC is put on and taken off here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: always UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From the database: always aware."""
        if value is None:
            return None
        at: datetime = value
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


class Table(DeclarativeBase):
    """Every table of the service."""


Id = String(32)
"""uuid4 as 32 hexadecimal digits."""


class PersonRow(Table):
    """An account."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    """Lower case."""
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    cleared: Mapped[bool] = mapped_column(Boolean, default=False)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    password_hash: Mapped[str | None] = mapped_column(String(300))
    """argon2id; none for people who sign in elsewhere or have not set one."""
    oidc_issuer: Mapped[str | None] = mapped_column(String(300))
    oidc_subject: Mapped[str | None] = mapped_column(String(300))
    invitation_sha256: Mapped[str | None] = mapped_column(String(64))
    """Of the one-time link with which a password is set."""
    invitation_until: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    __table_args__ = (UniqueConstraint("oidc_issuer", "oidc_subject"),)


class SessionRow(Table):
    """A browser that is signed in."""

    __tablename__ = "sessions"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of the cookie's value."""
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class TokenRow(Table):
    """A personal API token."""

    __tablename__ = "tokens"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class DraftRow(Table):
    """One submitted version of a work."""

    __tablename__ = "drafts"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    work_id: Mapped[str] = mapped_column(Id, index=True)
    version: Mapped[int] = mapped_column(Integer)
    owner_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    sensitivity: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16), index=True)
    status_detail_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    """None once purged."""
    size: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    runs: Mapped[int] = mapped_column(Integer, default=0)
    """How often a screening of it was begun; names the run of the engine."""
    stop_asked: Mapped[bool] = mapped_column(Boolean, default=False)
    purged_at: Mapped[datetime | None] = mapped_column(UtcTime)
    __table_args__ = (UniqueConstraint("work_id", "version"),)


class SealedRow(Table):
    """Bytes about a draft, encrypted under its key, in parts: the original, the document, readings, reports, answers."""

    __tablename__ = "sealed"
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    """'original', 'step', 'screening', 'answer', 'page'."""
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    """Never text of the draft: a step's name, a key's hash, a page's number."""
    part: Mapped[int] = mapped_column(Integer, primary_key=True)
    bytes_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ScreeningRow(Table):
    """One run over one draft: figures alone. The report is sealed under kind 'screening' and this row's id."""

    __tablename__ = "screenings"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), index=True)
    run: Mapped[int] = mapped_column(Integer)
    complete: Mapped[bool] = mapped_column(Boolean)
    suggested_tier: Mapped[str | None] = mapped_column(String(32))
    attention: Mapped[str] = mapped_column(String(16))
    unsure: Mapped[bool] = mapped_column(Boolean)
    restricted_in_use: Mapped[bool | None] = mapped_column(Boolean)
    """Whether the run could retrieve restricted cases; None for runs that were kept before this was."""
    passages: Mapped[int] = mapped_column(Integer)
    unread: Mapped[int] = mapped_column(Integer)
    refused_passages: Mapped[int] = mapped_column(Integer, default=0)
    flags: Mapped[int] = mapped_column(Integer)
    alerts: Mapped[int] = mapped_column(Integer)
    models: Mapped[list[str]] = mapped_column(JSON)
    calls: Mapped[int] = mapped_column(Integer, default=0)
    tokens_in: Mapped[int] = mapped_column(Integer, default=0)
    tokens_out: Mapped[int] = mapped_column(Integer, default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    __table_args__ = (UniqueConstraint("draft_id", "run"),)


class ProgressRow(Table):
    """Where a running screening stands."""

    __tablename__ = "progress"
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(32), default="")
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    flagged: Mapped[int] = mapped_column(Integer, default=0)
    unread: Mapped[int] = mapped_column(Integer, default=0)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class AssignmentRow(Table):
    """Who reviews a draft, or writes it beside its owner."""

    __tablename__ = "assignments"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    """'reviewer' or 'author'."""
    by: Mapped[str] = mapped_column(Id)
    since: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ImpressionRow(Table):
    """A reviewer's first impression, before the screen's view."""

    __tablename__ = "impressions"
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    tier: Mapped[str] = mapped_column(String(32))
    note_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UtcTime)


class VerdictRow(Table):
    """A judgement of a flag. Only ever added."""

    __tablename__ = "verdicts"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), index=True)
    screening_id: Mapped[str] = mapped_column(String(64))
    flag_id: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    severity: Mapped[str | None] = mapped_column(String(16))
    flagged_severity: Mapped[str] = mapped_column(String(16))
    """As the screen had it, for agreement over time."""
    concern: Mapped[str] = mapped_column(String(64))
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    carried_from: Mapped[str | None] = mapped_column(Id)


class AddedFlagRow(Table):
    """A flag that a reviewer added."""

    __tablename__ = "added_flags"
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    concern: Mapped[str] = mapped_column(String(64))
    severity: Mapped[str] = mapped_column(String(16))
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """JSON: quote and reason."""
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)


class DecisionRow(Table):
    """A decision. Only ever added."""

    __tablename__ = "decisions"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    """1 for the first of its draft. Unique, so that of two decisions at once one is refused."""
    screening_id: Mapped[str] = mapped_column(String(64))
    tier: Mapped[str] = mapped_column(String(32))
    suggested_tier: Mapped[str | None] = mapped_column(String(32))
    next_look: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """JSON: rationale, conditions, edits."""
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    __table_args__ = (UniqueConstraint("draft_id", "number"),)


class LetterRow(Table):
    """Words between author and reviewers. Only ever added."""

    __tablename__ = "letters"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class CaseRow(Table):
    """A case that came from a decided draft: proposed, then approved into the corpus or turned down."""

    __tablename__ = "cases"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(String(120), index=True)
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("drafts.id"))
    state: Mapped[str] = mapped_column(String(16), index=True)
    """'proposed', 'approved', 'rejected', 'withdrawn'."""
    sensitivity: Mapped[str] = mapped_column(String(16))
    yaml_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Under the installation's own key, so that a case outlives its purged draft."""
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    settled_by: Mapped[str | None] = mapped_column(Id)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settled_because_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    __table_args__ = (
        Index(
            "cases_standing",
            "case_id",
            unique=True,
            sqlite_where=text("state IN ('proposed', 'approved')"),
            postgresql_where=text("state IN ('proposed', 'approved')"),
        ),
    )
    """Of the cases of one id, one alone stands; two that are proposed at the same moment are told apart here."""


class AuditEntry(Table):
    """One line of the audit. Only ever added."""

    __tablename__ = "audit"
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor: Mapped[str] = mapped_column(String(32), index=True)
    action: Mapped[str] = mapped_column(String(64), index=True)
    about: Mapped[str] = mapped_column(String(120), index=True)
    detail: Mapped[dict[str, str]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Table):
    """Where the audit ends, sealed with the master key, so that lines cut off its end are missed."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """Always 1."""
    number: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))
    """Keyed hash (HMAC) of number and hash."""
    master: Mapped[str] = mapped_column(String(16))
    """Name of the master key that made the seal."""


class IdempotencyRow(Table):
    """What an upload with a key led to, so that sending it twice does it once."""

    __tablename__ = "idempotency"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    """Keyed hash (HMAC) of what the client sent: it may hold a file's name."""
    request_sha256: Mapped[str] = mapped_column(String(64))
    """Keyed hash (HMAC) of the request, so that it cannot be guessed from here."""
    draft_id: Mapped[str] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(UtcTime)


class AttemptRow(Table):
    """A counted attempt (sign-in, upload), for rate limits that hold across workers."""

    __tablename__ = "attempts"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject_sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
    __table_args__ = (Index("attempts_by_subject", "kind", "subject_sha256", "at"),)
