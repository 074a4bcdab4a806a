"""Bytes about a draft, sealed in parts of 1 MiB, so that a large file never stands in memory whole.

Each part is bound to its draft, kind, name and place, and the last one to being the last: parts that were swapped, left out
or cut off at the end do not open.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import Delete, delete, insert, select
from sqlalchemy.orm import Session

from screener.storage.tables import DraftRow, SealedRow
from screener.storage.vault import Vault
from screener.words.errors import NotFound, Purged

PART = 1 << 20


class SealedParts:
    """The table `sealed`."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def put(self, session: Session, draft_id: str, kind: str, name: str, chunks: bytes | Iterable[bytes]) -> int:
        """Keep bytes under (kind, name) in place of what was there; returns how many. Raises NotFound, Purged.

        The draft is held meanwhile, so that no purge of the same moment leaves these bytes behind.
        """
        key = wrapped_key(session, draft_id, lock=True)
        session.execute(_which(draft_id, kind, name))
        size = 0
        for number, part, last in _numbered(chunks):
            sealed = self._vault.seal(key, part, _about(draft_id, kind, name, number, last=last))
            values = {"draft_id": draft_id, "kind": kind, "name": name, "part": number, "bytes_sealed": sealed}
            session.execute(insert(SealedRow), values)
            size += len(part)
        return size

    def parts(self, session: Session, draft_id: str, kind: str, name: str) -> Iterator[bytes]:
        """What was kept, part by part; to be used up while the transaction is open. Raises NotFound, Purged, Unavailable."""
        key = wrapped_key(session, draft_id)
        where = (SealedRow.draft_id == draft_id, SealedRow.kind == kind, SealedRow.name == name)
        count = len(session.scalars(select(SealedRow.part).where(*where)).all())
        if not count:
            raise NotFound("There is nothing kept of this draft under that name.")
        for number in range(count):
            sealed = session.scalar(select(SealedRow.bytes_sealed).where(*where, SealedRow.part == number))
            last = number == count - 1
            yield self._vault.open(key, sealed or b"", _about(draft_id, kind, name, number, last=last))

    def all(self, session: Session, draft_id: str, kind: str) -> dict[str, bytes]:
        """All that was kept under a kind, by name, in one query. Raises NotFound, Purged, Unavailable."""
        key = wrapped_key(session, draft_id)
        query = select(SealedRow.name, SealedRow.part, SealedRow.bytes_sealed).where(
            SealedRow.draft_id == draft_id, SealedRow.kind == kind
        )
        sealed: dict[str, list[bytes]] = defaultdict(list)
        for row in session.execute(query.order_by(SealedRow.name, SealedRow.part)):
            sealed[row.name].append(row.bytes_sealed)
        return {name: b"".join(self._opened(key, (draft_id, kind, name), parts)) for name, parts in sealed.items()}

    def _opened(self, key: bytes, place: tuple[str, str, str], sealed: list[bytes]) -> Iterator[bytes]:
        for number, part in enumerate(sealed):
            yield self._vault.open(key, part, _about(*place, number, last=number == len(sealed) - 1))

    def names(self, session: Session, draft_id: str, kind: str) -> list[str]:
        """The names kept under a kind, sorted."""
        query = select(SealedRow.name).where(
            SealedRow.draft_id == draft_id, SealedRow.kind == kind, SealedRow.part == 0
        )
        return sorted(session.scalars(query))

    def delete(self, session: Session, draft_id: str, kind: str | None = None) -> None:
        """Destroy all that is kept under a kind, or of the draft."""
        where = [SealedRow.draft_id == draft_id]
        if kind is not None:
            where.append(SealedRow.kind == kind)
        session.execute(delete(SealedRow).where(*where))


def wrapped_key(session: Session, draft_id: str, *, lock: bool = False) -> bytes:
    """The wrapped key of a draft; with `lock`, nobody destroys it until the transaction ends.

    Raises NotFound, or Purged where it is destroyed.
    """
    query = select(DraftRow.wrapped_key).where(DraftRow.id == draft_id)
    row = session.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound("There is no such draft.")
    if row.wrapped_key is None:
        raise Purged("This draft was purged: its text and everything said about it are destroyed.")
    return bytes(row.wrapped_key)


def _which(draft_id: str, kind: str, name: str) -> Delete:
    return delete(SealedRow).where(SealedRow.draft_id == draft_id, SealedRow.kind == kind, SealedRow.name == name)


def _about(draft_id: str, kind: str, name: str, number: int, *, last: bool) -> str:
    return f"draft:{draft_id}:{kind}:{name}:{number}:{'last' if last else 'more'}"


def _numbered(chunks: bytes | Iterable[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """The bytes in parts of 1 MiB: number, part, and whether it is the last. Nothing at all is one empty part."""
    held = bytearray()
    number = 0
    for chunk in (chunks,) if isinstance(chunks, bytes) else chunks:
        held += chunk
        while len(held) > PART:
            yield number, bytes(held[:PART]), False
            del held[:PART]
            number += 1
    yield number, bytes(held), True
