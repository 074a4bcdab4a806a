"""Who works on a draft: reviewers, and authors beside its owner. An ended assignment stays as history."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from screener.storage.draft_rows import live_row, row_of
from screener.storage.tables import AssignmentRow


def assign(session: Session, draft_id: str, person_id: str, *, by: str, kind: str, at: datetime) -> None:
    """Assign a draft; nothing happens where it is so already. Raises NotFound, Purged."""
    row, _ = live_row(session, draft_id)
    if session.scalar(_standing(draft_id, kind).where(AssignmentRow.person_id == person_id)):
        return
    made = AssignmentRow(id=uuid4().hex, draft_id=draft_id, person_id=person_id, kind=kind, by=by, since=at)
    session.add(made)
    row.changed_at = at
    session.flush()


def unassign(session: Session, draft_id: str, person_id: str, *, kind: str, at: datetime) -> bool:
    """End an assignment; False where there is none. Raises NotFound."""
    row = row_of(session, draft_id, lock=True)
    standing = session.scalars(_standing(draft_id, kind).where(AssignmentRow.person_id == person_id)).all()
    for one in standing:
        one.ended_at = row.changed_at = at
    session.flush()
    return bool(standing)


def assigned(session: Session, draft_id: str, kind: str) -> tuple[str, ...]:
    """Ids of the people it is assigned to now, the longest first."""
    query = _standing(draft_id, kind).order_by(AssignmentRow.since, AssignmentRow.id)
    return tuple(one.person_id for one in session.scalars(query))


def _standing(draft_id: str, kind: str) -> Select[AssignmentRow]:
    return select(AssignmentRow).where(
        AssignmentRow.draft_id == draft_id, AssignmentRow.kind == kind, AssignmentRow.ended_at.is_(None)
    )
