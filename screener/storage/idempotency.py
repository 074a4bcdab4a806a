"""What an upload with a key led to, so that sending it twice does it once. Keys are known by a keyed hash alone."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from screener.storage.draft_rows import now
from screener.storage.tables import IdempotencyRow
from screener.storage.vault import Vault
from screener.words.errors import Conflict


class Idempotency:
    """Keys that clients sent with uploads, per person."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def seen(self, session: Session, person_id: str, key: str, request: str) -> str | None:
        """The draft that this key led to, or None. `request` tells all that was asked (hashes, names).

        Raises Conflict where the key came with another request before.
        """
        row = session.get(IdempotencyRow, (person_id, self._hashed(key)))
        if row is None:
            return None
        if row.request_sha256 != self._hashed(request):
            raise Conflict("This idempotency key was sent with another request before; use a new key.")
        return row.draft_id

    def remember(
        self, session: Session, person_id: str, key: str, request: str, draft_id: str, at: datetime | None = None
    ) -> None:
        """Keep what a key led to, in the transaction that did it. At the end of it, of two at once one raises Conflict."""
        hashed = {"key": self._hashed(key), "request_sha256": self._hashed(request)}
        session.add(IdempotencyRow(person_id=person_id, draft_id=draft_id, at=at or now(), **hashed))
        session.flush()

    def expire(self, session: Session, before: datetime) -> None:
        """Forget keys older than a moment."""
        session.execute(delete(IdempotencyRow).where(IdempotencyRow.at < before))

    def _hashed(self, request: str) -> str:
        return self._vault.keyed_hash(f"request:{request}")
