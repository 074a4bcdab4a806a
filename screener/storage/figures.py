"""Counts for those who keep the service: read from the tables, without opening anything sealed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import false, func, select, true
from sqlalchemy.orm import Session

from screener.storage.tables import (
    AddedFlagRow,
    DecisionRow,
    DraftRow,
    ImpressionRow,
    PersonRow,
    ScreeningRow,
    SessionRow,
    VerdictRow,
)
from screener.words.framework import Severity, Tier
from screener.words.review import VerdictKind


@dataclass(frozen=True)
class DecisionFact:
    """A decision without its words."""

    draft_id: str
    number: int
    at: datetime
    by: str
    by_name: str
    tier: Tier
    suggested: Tier | None
    next_look: datetime | None
    screening_id: str


@dataclass(frozen=True)
class VerdictFact:
    """A verdict without its reason."""

    draft_id: str
    screening_id: str
    flag_id: str
    concern: str
    kind: VerdictKind
    severity: Severity | None
    flagged: Severity
    at: datetime


@dataclass(frozen=True)
class AddedFact:
    """A flag that a reviewer added and that stands."""

    concern: str
    at: datetime


@dataclass(frozen=True)
class ImpressionFact:
    """A first impression."""

    draft_id: str
    tier: Tier
    at: datetime


@dataclass(frozen=True)
class ScreeningFact:
    """One run's figures."""

    draft_id: str
    at: datetime
    complete: bool
    suggested: Tier | None
    passages: int
    unread: int
    refused: int
    models: tuple[str, ...]
    calls: int
    tokens_in: int
    tokens_out: int
    seconds: float


def decisions(session: Session, since: datetime | None = None) -> list[DecisionFact]:
    """Decisions, oldest first."""
    query = select(DecisionRow, PersonRow.name).join(PersonRow, PersonRow.id == DecisionRow.by)
    if since:
        query = query.where(DecisionRow.at >= since)
    found = session.execute(query.order_by(DecisionRow.at, DecisionRow.id))
    return [_decision(row, name) for row, name in found]


def due(session: Session, until: datetime) -> list[DecisionFact]:
    """Last decisions of drafts that are decided now, whose next look lies before `until`; the most overdue first."""
    last = select(DecisionRow.draft_id, func.max(DecisionRow.number).label("number")).group_by(DecisionRow.draft_id)
    latest = last.subquery()
    query = (
        select(DecisionRow, PersonRow.name)
        .join(latest, (latest.c.draft_id == DecisionRow.draft_id) & (latest.c.number == DecisionRow.number))
        .join(PersonRow, PersonRow.id == DecisionRow.by)
        .join(DraftRow, DraftRow.id == DecisionRow.draft_id)
        .where(DraftRow.status == "decided", DecisionRow.next_look.is_not(None), DecisionRow.next_look <= until)
        .order_by(DecisionRow.next_look)
    )
    return [_decision(row, name) for row, name in session.execute(query)]


def verdicts(session: Session, since: datetime | None = None) -> list[VerdictFact]:
    """Verdicts that people gave (not those carried over), oldest first."""
    query = select(VerdictRow).where(VerdictRow.carried_from.is_(None))
    if since:
        query = query.where(VerdictRow.at >= since)
    return [
        VerdictFact(
            draft_id=row.draft_id,
            screening_id=row.screening_id,
            flag_id=row.flag_id,
            concern=row.concern,
            kind=VerdictKind(row.kind),
            severity=Severity(row.severity) if row.severity else None,
            flagged=Severity(row.flagged_severity),
            at=row.at,
        )
        for row in session.scalars(query.order_by(VerdictRow.at, VerdictRow.id))
    ]


def added(session: Session, since: datetime | None = None) -> list[AddedFact]:
    """Flags that reviewers added and did not withdraw. One that is older than its draft was carried over to it, and counts
    on the version on which it was added."""
    query = (
        select(AddedFlagRow.concern, AddedFlagRow.at)
        .join(DraftRow, DraftRow.id == AddedFlagRow.draft_id)
        .where(AddedFlagRow.withdrawn_at.is_(None), AddedFlagRow.at >= DraftRow.created_at)
    )
    if since:
        query = query.where(AddedFlagRow.at >= since)
    return [AddedFact(concern, at) for concern, at in session.execute(query)]


def impressions(session: Session, since: datetime | None = None) -> list[ImpressionFact]:
    """First impressions."""
    query = select(ImpressionRow.draft_id, ImpressionRow.tier, ImpressionRow.at)
    if since:
        query = query.where(ImpressionRow.at >= since)
    return [ImpressionFact(draft_id, Tier(tier), at) for draft_id, tier, at in session.execute(query)]


def screenings(session: Session, since: datetime | None = None) -> list[ScreeningFact]:
    """Runs that ended with a report, oldest first."""
    query = select(ScreeningRow)
    if since:
        query = query.where(ScreeningRow.created_at >= since)
    return [
        ScreeningFact(
            draft_id=row.draft_id,
            at=row.created_at,
            complete=row.complete,
            suggested=_tier(row.suggested_tier),
            passages=row.passages,
            unread=row.unread,
            refused=row.refused_passages,
            models=tuple(row.models),
            calls=row.calls,
            tokens_in=row.tokens_in,
            tokens_out=row.tokens_out,
            seconds=row.seconds,
        )
        for row in session.scalars(query.order_by(ScreeningRow.created_at, ScreeningRow.id))
    ]


def with_restricted_cases(session: Session, *, unrecorded: bool) -> frozenset[str]:
    """Ids of the runs that could retrieve restricted cases; `unrecorded` says whether those of which it was not recorded
    count as such."""
    found = func.coalesce(ScreeningRow.restricted_in_use, true() if unrecorded else false())
    return frozenset(session.scalars(select(ScreeningRow.id).where(found)))


def drafts_by_status(session: Session) -> dict[str, int]:
    """How many drafts stand where."""
    rows = session.execute(select(DraftRow.status, func.count()).group_by(DraftRow.status))
    return {str(status): int(number) for status, number in rows}


def oldest(session: Session, status: str) -> datetime | None:
    """Since when the draft that has waited longest in a status has been there."""
    return session.scalars(
        select(DraftRow.changed_at).where(DraftRow.status == status).order_by(DraftRow.changed_at).limit(1)
    ).first()


def people_by_role(session: Session) -> dict[str, int]:
    """How many active people have which role."""
    rows = session.execute(select(PersonRow.role, func.count()).where(PersonRow.active).group_by(PersonRow.role))
    return {str(role): int(number) for role, number in rows}


def live_sessions(session: Session, now: datetime) -> int:
    """How many browsers are signed in."""
    return int(session.scalar(select(func.count()).select_from(SessionRow).where(SessionRow.expires_at > now)) or 0)


def totals(session: Session) -> tuple[int, int, int, int, int, int]:
    """Over all runs: how many, passages, unread, refused, tokens in, tokens out."""
    row = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(ScreeningRow.passages), 0),
            func.coalesce(func.sum(ScreeningRow.unread), 0),
            func.coalesce(func.sum(ScreeningRow.refused_passages), 0),
            func.coalesce(func.sum(ScreeningRow.tokens_in), 0),
            func.coalesce(func.sum(ScreeningRow.tokens_out), 0),
        )
    ).one()
    return (int(row[0]), int(row[1]), int(row[2]), int(row[3]), int(row[4]), int(row[5]))


def decisions_by_tier(session: Session) -> tuple[dict[str, int], int]:
    """Decisions by tier, and how many of all did not take the suggestion."""
    rows = session.execute(select(DecisionRow.tier, func.count()).group_by(DecisionRow.tier))
    agreed = session.scalar(
        select(func.count()).select_from(DecisionRow).where(DecisionRow.tier == DecisionRow.suggested_tier)
    )
    by_tier = {str(tier): int(number) for tier, number in rows}
    return by_tier, sum(by_tier.values()) - int(agreed or 0)


def _decision(row: DecisionRow, name: str) -> DecisionFact:
    return DecisionFact(
        draft_id=row.draft_id,
        number=row.number,
        at=row.at,
        by=row.by,
        by_name=name,
        tier=Tier(row.tier),
        suggested=_tier(row.suggested_tier),
        next_look=row.next_look,
        screening_id=row.screening_id,
    )


def _tier(kept: str | None) -> Tier | None:
    return Tier(kept) if kept else None
