"""Rate limits that hold across workers: attempts are counted in the database, their subjects known by a keyed hash alone."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from screener.storage.draft_rows import now
from screener.storage.tables import AttemptRow
from screener.storage.vault import Vault
from screener.words.errors import TooMany


class Limits:
    """Counts attempts by kind ('sign-in', 'upload') and subject (an address, an id)."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def hit(
        self,
        session: Session,
        kind: str,
        subject: str,
        *,
        most: int,
        seconds: float,
        at: datetime | None = None,
        says: str = "Too many attempts",
    ) -> None:
        """Count an attempt; raises TooMany where there were `most` in the last `seconds`, and does not count that one.

        To be called in a transaction of its own, or the attempt is forgotten together with what failed.
        """
        at, hashed = at or now(), self._hashed(kind, subject)
        _in_turn(session, hashed)
        where = (AttemptRow.kind == kind, AttemptRow.subject_sha256 == hashed)
        session.execute(delete(AttemptRow).where(*where, AttemptRow.at <= at - timedelta(seconds=seconds)))
        found = session.execute(select(func.count(), func.min(AttemptRow.at)).where(*where)).one()
        if found[0] >= most:
            leaves = seconds - (at - (found[1] or at)).total_seconds()
            raise TooMany(f"{says}; try again in {_spoken(leaves)}.", after=max(leaves, 1.0))
        session.add(AttemptRow(kind=kind, subject_sha256=hashed, at=at))
        session.flush()

    def forget(self, session: Session, kind: str, subject: str) -> None:
        """Forget the attempts of a subject, as after a successful sign-in."""
        where = (AttemptRow.kind == kind, AttemptRow.subject_sha256 == self._hashed(kind, subject))
        session.execute(delete(AttemptRow).where(*where))

    def expire(self, session: Session, before: datetime) -> None:
        """Forget all attempts before a moment."""
        session.execute(delete(AttemptRow).where(AttemptRow.at < before))

    def _hashed(self, kind: str, subject: str) -> str:
        return self._vault.keyed_hash(f"attempt:{kind}:{subject}")


def _in_turn(session: Session, hashed: str) -> None:
    """Two attempts of one subject are counted one after the other; on SQLite all writers are."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": int(hashed[:15], 16)})


def _spoken(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} seconds"
    return f"{round(seconds / 60)} minutes"
