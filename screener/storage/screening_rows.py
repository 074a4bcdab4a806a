"""Reports: figures in a row of `screenings`, the whole sealed under kind 'screening'."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from screener.storage.sealed_parts import SealedParts, wrapped_key
from screener.storage.tables import ScreeningRow
from screener.words.errors import NotFound
from screener.words.screening import Screening, Status

KIND = "screening"


def record(session: Session, parts: SealedParts, draft_id: str, screening: Screening, *, run: int, at: datetime) -> str:
    """Keep the report of a run, once. Returns the id of the report that stands for it."""
    query = select(ScreeningRow.id).where(ScreeningRow.draft_id == draft_id, ScreeningRow.run == run)
    if standing := session.scalar(query):
        return standing
    session.add(_figures(draft_id, screening, run, at))
    session.flush()
    parts.put(session, draft_id, KIND, screening.id, screening.model_dump_json().encode())
    return screening.id


def read(session: Session, parts: SealedParts, draft_id: str, screening_id: str | None) -> Screening:
    """A report, the latest run's by default. Raises NotFound, Purged."""
    wrapped_key(session, draft_id)
    query = select(ScreeningRow.id).where(ScreeningRow.draft_id == draft_id).order_by(ScreeningRow.run.desc()).limit(1)
    which = session.scalar(query if screening_id is None else query.where(ScreeningRow.id == screening_id))
    if which is None:
        raise NotFound("There is no such report on this draft.")
    return Screening.model_validate_json(b"".join(parts.parts(session, draft_id, KIND, which)))


def _figures(draft_id: str, screening: Screening, run: int, at: datetime) -> ScreeningRow:
    suggestion, coverage, provenance = screening.suggestion, screening.coverage, screening.provenance
    return ScreeningRow(
        id=screening.id,
        draft_id=draft_id,
        run=run,
        complete=screening.status is Status.complete,
        suggested_tier=suggestion.tier,
        attention=suggestion.attention,
        unsure=suggestion.unsure,
        restricted_in_use=screening.restricted_in_use,
        passages=coverage.passages,
        unread=len(coverage.unread),
        refused_passages=coverage.reasons().get("refused", 0),
        flags=len(screening.flags),
        alerts=len(screening.alerts),
        models=sorted({reader.model for reader in provenance.readers}),
        calls=len(provenance.requests),
        tokens_in=provenance.tokens_in,
        tokens_out=provenance.tokens_out,
        seconds=(provenance.finished_at - provenance.started_at).total_seconds(),
        created_at=at,
    )
