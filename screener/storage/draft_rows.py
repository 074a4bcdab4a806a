"""From rows of `drafts` and what hangs on them to `SubmittedDraft`, many at once with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from screener.storage.tables import AssignmentRow, DecisionRow, DraftRow, ScreeningRow
from screener.storage.vault import Vault
from screener.words.errors import NotFound, Purged
from screener.words.framework import Attention, Tier
from screener.words.submission import DraftSensitivity, DraftStatus, SubmittedDraft


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def row_of(session: Session, draft_id: str, *, lock: bool = False) -> DraftRow:
    """The row of a draft; with `lock`, nobody else changes it until the transaction ends. Raises NotFound."""
    query = select(DraftRow).where(DraftRow.id == draft_id).execution_options(populate_existing=True)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound("There is no such draft.")
    return row


def live_row(session: Session, draft_id: str) -> tuple[DraftRow, bytes]:
    """The row of a draft, locked, and its wrapped key. Raises NotFound, or Purged where the key is destroyed."""
    row = row_of(session, draft_id, lock=True)
    if row.wrapped_key is None:
        raise Purged("This draft was purged: its text and everything said about it are destroyed.")
    return row, row.wrapped_key


def latest_screening() -> type[ScreeningRow]:
    """An alias of `screenings` that holds each draft's latest run alone, to be joined by `draft_id`."""
    newest = select(
        ScreeningRow,
        func.row_number().over(partition_by=ScreeningRow.draft_id, order_by=ScreeningRow.run.desc()).label("age"),
    ).subquery()
    return aliased(ScreeningRow, select(newest).where(newest.c.age == 1).subquery())


def submitted(session: Session, vault: Vault, rows: Sequence[DraftRow]) -> list[SubmittedDraft]:
    """The drafts of these rows, in their order. Raises ConfigurationError under the wrong master key."""
    ids = [row.id for row in rows]
    screenings, decisions, reviewers = _screenings(session, ids), _tiers(session, ids), _reviewers(session, ids)
    return [_joined(vault, row, screenings.get(row.id), decisions.get(row.id), reviewers[row.id]) for row in rows]


def _screenings(session: Session, ids: list[str]) -> dict[str, ScreeningRow]:
    query = select(ScreeningRow).where(ScreeningRow.draft_id.in_(ids)).order_by(ScreeningRow.run)
    return {found.draft_id: found for found in session.scalars(query)}


def _tiers(session: Session, ids: list[str]) -> dict[str, str]:
    query = (
        select(DecisionRow.draft_id, DecisionRow.tier).where(DecisionRow.draft_id.in_(ids)).order_by(DecisionRow.number)
    )
    return {found.draft_id: found.tier for found in session.execute(query)}


def _reviewers(session: Session, ids: list[str]) -> dict[str, tuple[str, ...]]:
    query = (
        select(AssignmentRow.draft_id, AssignmentRow.person_id)
        .where(AssignmentRow.draft_id.in_(ids), AssignmentRow.kind == "reviewer", AssignmentRow.ended_at.is_(None))
        .order_by(AssignmentRow.since, AssignmentRow.id)
    )
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for one in session.execute(query):
        found[one.draft_id] += (one.person_id,)
    return found


def _joined(
    vault: Vault, row: DraftRow, screening: ScreeningRow | None, decided: str | None, reviewers: tuple[str, ...]
) -> SubmittedDraft:
    draft = SubmittedDraft(
        id=row.id,
        work_id=row.work_id,
        version=row.version,
        name=opened(vault, row.wrapped_key, row.name_sealed, f"draft:{row.id}:name"),
        owner_id=row.owner_id,
        sensitivity=DraftSensitivity(row.sensitivity),
        status=DraftStatus(row.status),
        status_detail=opened(vault, row.wrapped_key, row.status_detail_sealed, f"draft:{row.id}:detail"),
        size=row.size,
        created_at=row.created_at,
        changed_at=row.changed_at,
        decided_tier=Tier(decided) if decided else None,
        reviewers=reviewers,
    )
    return draft.model_copy(update=_figures(screening)) if screening else draft


def _figures(screening: ScreeningRow) -> dict[str, object]:
    return {
        "screening_id": screening.id,
        "suggested_tier": Tier(screening.suggested_tier) if screening.suggested_tier else None,
        "attention": Attention(screening.attention),
        "unsure": screening.unsure,
        "restricted_in_use": screening.restricted_in_use,
        "incomplete": not screening.complete,
        "flags": screening.flags,
        "alerts": screening.alerts,
        "passages": screening.passages,
        "unread": screening.unread,
    }


def opened(vault: Vault, key: bytes | None, sealed: bytes | None, about: str) -> str:
    """Sealed words, or the empty string where they, or their key, were destroyed."""
    return vault.open(key, sealed, about).decode() if key and sealed else ""
