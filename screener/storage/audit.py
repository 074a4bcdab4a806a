"""The audit: lines chained by their hashes, only ever added, its end sealed with the master key.

Whoever changes, removes or swaps lines breaks the chain; whoever cuts lines off the end, or writes the whole chain anew, lacks
the master key for the seal. Somebody who puts back an older copy of the whole database is found by the head that a backup,
or a person, wrote down elsewhere.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from screener.storage.draft_rows import now
from screener.storage.tables import AuditEntry, AuditHead
from screener.storage.vault import Vault
from screener.words.audit import AuditRow
from screener.words.draft import Frozen
from screener.words.errors import Unavailable

FIRST = "0" * 64
_LONGEST = 500
"""Characters of one detail: room for ids and names of settings, none for text of a draft."""
_LOCK = 0x5C3EE1
"""Advisory lock of Postgres under which lines are added."""
_TOLD = 20


class AuditCheck(Frozen):
    """What a walk along the whole audit found."""

    whole: bool
    lines: int
    head: str
    """Hash of the last line, 64 zeros where there is none. Write it down elsewhere to know later that nothing was cut off."""
    problems: tuple[str, ...]
    """The first twenty, one sentence each."""


class Audit:
    """The audit of an installation."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def append(
        self, session: Session, actor: str, action: str, about: str, *, at: datetime | None = None, **detail: str
    ) -> AuditRow:
        """Add a line in the transaction of what it tells; ids, never text of a draft. Best called last in it.

        `actor` is a person's id or 'system'. Raises ValueError for a detail of more than 500 characters, and Unavailable
        where the master key was changed while this process ran: a line under the old key would undo the change.
        """
        if any(len(value) > _LONGEST for value in detail.values()):
            raise ValueError("a detail of the audit is longer than an id or a name can be")
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        sealed = session.get(AuditHead, 1, populate_existing=True)
        if sealed is not None and sealed.master != self._vault.master_name:
            raise Unavailable("The master key was changed while this process ran; restart it with the new key.")
        last = session.execute(
            select(AuditEntry.number, AuditEntry.sha256).order_by(AuditEntry.number.desc()).limit(1)
        ).one_or_none()
        number, previous = (last.number + 1, last.sha256) if last else (1, FIRST)
        row = AuditRow(
            number=number,
            at=(at or now()).astimezone(UTC),
            actor=actor,
            action=action,
            about=about,
            detail=detail,
            previous=previous,
            sha256="",
        )
        row = row.model_copy(update={"sha256": line_hash(row)})
        session.add(AuditEntry(**row.model_dump()))
        self.seal(session, row.number, row.sha256)
        session.flush()
        return row

    def seal(self, session: Session, number: int, sha256: str) -> None:
        """Seal the end of the audit with this vault's master key."""
        seal = self._vault.keyed_hash(_end(number, sha256))
        head = AuditHead(id=1, number=number, sha256=sha256, seal=seal, master=self._vault.master_name)
        session.merge(head)

    def page(
        self,
        session: Session,
        *,
        before: int | None = None,
        limit: int = 100,
        actor: str | None = None,
        action: str | None = None,
        about: str | None = None,
    ) -> tuple[AuditRow, ...]:
        """Lines, the newest first; `before` is the number of the last line of the page before. `action` may end in '.'."""
        query = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(limit)
        if before is not None:
            query = query.where(AuditEntry.number < before)
        if actor is not None:
            query = query.where(AuditEntry.actor == actor)
        if action is not None:
            same = (
                AuditEntry.action.startswith(action, autoescape=True)
                if action.endswith(".")
                else AuditEntry.action == action
            )
            query = query.where(same)
        if about is not None:
            query = query.where(AuditEntry.about == about)
        return tuple(_line(entry) for entry in session.scalars(query))

    def verify(self, session: Session) -> AuditCheck:
        """Walk along all lines and compare every hash, the numbers, and the seal of the end."""
        problems: list[str] = []
        number, previous = 0, FIRST
        for row in _lines(session):
            problems += _faults(row, number, previous)
            number, previous = row.number, row.sha256
        problems += self._faults_of_end(session.get(AuditHead, 1, populate_existing=True), number, previous)
        return AuditCheck(whole=not problems, lines=number, head=previous, problems=tuple(problems[:_TOLD]))

    def _faults_of_end(self, head: AuditHead | None, number: int, sha256: str) -> Iterator[str]:
        if head is None:
            if number:
                yield "The seal of the audit's end is missing."
            return
        if head.master != self._vault.master_name:
            yield f"The audit's end is sealed with another master key ('{head.master}')."
        elif head.seal != self._vault.keyed_hash(_end(head.number, head.sha256)):
            yield "The seal of the audit's end does not hold."
        if head.number > number:
            yield f"Lines {number + 1} to {head.number} are missing from the end."
        elif (head.number, head.sha256) != (number, sha256):
            yield f"The last line, {number}, is not the one that was sealed as the end."


def line_hash(row: AuditRow) -> str:
    """SHA-256 over everything a line says and the hash of the line before."""
    said = [row.number, row.at.astimezone(UTC).isoformat(timespec="microseconds"), row.actor, row.action, row.about]
    text_ = json.dumps([*said, row.detail, row.previous], sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text_.encode()).hexdigest()


def _faults(row: AuditRow, number: int, previous: str) -> Iterator[str]:
    if row.number == number + 2:
        yield f"Line {number + 1} is missing."
    elif row.number > number + 2:
        yield f"Lines {number + 1} to {row.number - 1} are missing."
    elif row.previous != previous:
        yield f"Line {row.number} does not follow the line before it."
    if row.sha256 != line_hash(row):
        yield f"Line {row.number} was changed."


def _lines(session: Session) -> Iterator[AuditRow]:
    query = select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=1_000, populate_existing=True)
    for entry in session.scalars(query):
        yield _line(entry)


def _line(entry: AuditEntry) -> AuditRow:
    return AuditRow.model_validate({name: getattr(entry, name) for name in AuditRow.model_fields})


def _end(number: int, sha256: str) -> str:
    return f"end of the audit:{number}:{sha256}"
