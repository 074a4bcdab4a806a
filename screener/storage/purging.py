"""Destroying a draft: its key, the bytes sealed under it, and every sealed word that people added."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from screener.storage import sweeping
from screener.storage.tables import (
    AddedFlagRow,
    DecisionRow,
    DraftRow,
    IdempotencyRow,
    ImpressionRow,
    LetterRow,
    ProgressRow,
    SealedRow,
    VerdictRow,
)
from screener.words.submission import DraftStatus

_WORDS = (
    (ImpressionRow, "note_sealed"),
    (VerdictRow, "reason_sealed"),
    (AddedFlagRow, "words_sealed"),
    (DecisionRow, "words_sealed"),
    (LetterRow, "text_sealed"),
)


def purge(session: Session, draft_id: str, at: datetime) -> None:
    """Destroy what is sealed of a draft; the row, who judged what and when, figures and audit remain.

    A case that came of it stays: it was written to outlive the draft, and is sealed under the installation's own key.
    """
    for gone in (SealedRow, ProgressRow, IdempotencyRow):
        session.execute(delete(gone).where(gone.draft_id == draft_id))
    for table, column in _WORDS:
        session.execute(update(table).where(table.draft_id == draft_id).values({column: b""}))
    emptied = {"wrapped_key": None, "name_sealed": None, "status_detail_sealed": None, "stop_asked": True}
    where = update(DraftRow).where(DraftRow.id == draft_id)
    session.execute(where.values(status=DraftStatus.purged, purged_at=at, changed_at=at, **emptied))
    sweeping.ask(session)
