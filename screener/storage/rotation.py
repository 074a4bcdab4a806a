"""The master key: whether it is the right one, and changing it for another."""

from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from screener.storage import sweeping
from screener.storage.audit import Audit
from screener.storage.cases import CaseRecords
from screener.storage.database import Database
from screener.storage.master_key import NAME_BYTES, MasterKey
from screener.storage.tables import AttemptRow, AuditHead, CaseRow, DraftRow, IdempotencyRow
from screener.storage.vault import Vault, wrong_key
from screener.words.errors import ConfigurationError


def check_master_key(database: Database, vault: Vault) -> None:
    """Whether what is kept was sealed under this key; to be called at start, after the tables are there.

    Raises ConfigurationError naming both keys where it was another.
    """
    with database.reading() as session:
        needed = needed_key(session)
    if needed is not None and needed != vault.master_name:
        raise ConfigurationError(wrong_key(needed, vault.master_name))


def needed_key(session: Session) -> str | None:
    """The name of the master key under which things are kept here; None where nothing is kept yet."""
    if head := session.get(AuditHead, 1, populate_existing=True):
        return head.master
    for column in (DraftRow.wrapped_key, CaseRow.yaml_sealed):
        if sealed := session.scalar(select(column).where(column.is_not(None)).limit(1)):
            return sealed[:NAME_BYTES].hex()
    return None


def rotate(database: Database, before: Vault, after: Vault) -> int:
    """Put everything under another master key in one transaction; returns the number of drafts.

    What was ever copied from here (old backups, old pages on a disk) can then be opened with the old key alone: destroy it,
    and what was purged is gone from those too. Answers kept under a keyed name are asked for again.
    Raises ConfigurationError where `before` is the wrong key, or the audit is not whole and would be sealed over.
    """
    with database.writing() as session:
        audit = Audit(before).verify(session)
        if not audit.whole:
            raise ConfigurationError(
                f"The master key is not changed because the audit does not hold: {audit.problems[0]} "
                "Find out what happened to it first."
            )
        rows = session.scalars(select(DraftRow).where(DraftRow.wrapped_key.is_not(None))).all()
        for row in rows:
            row.wrapped_key = before.rewrap(row.wrapped_key or b"", after)
        CaseRecords(before).reseal(session, after)
        for counted in (AttemptRow, IdempotencyRow):  # they hold keyed hashes that nobody can make again
            session.execute(delete(counted))
        if audit.lines:
            Audit(after).seal(session, audit.lines, audit.head)
        sweeping.ask(session)
    return len(rows)


def rotate_file(database: Database, file: Path) -> tuple[MasterKey, Path, int]:
    """Change the key in `file` for a fresh one; nobody else may use the database meanwhile.

    The new key is on the disk before anything is put under it, so that a crash at any moment loses nothing: called again, it
    is carried on. Returns the new key, the file in which the old one is left, and the number of drafts. Raises
    ConfigurationError.
    """
    coming = file.with_name(f"{file.name}.next")
    old = MasterKey.read(file)
    new = MasterKey.read(coming) if coming.exists() else MasterKey.new()
    if not coming.exists():
        new.save(coming)
    with database.reading() as session:
        moved = needed_key(session) == new.name
    count = 0 if moved else rotate(database, Vault(old), Vault(new))
    left = file.with_name(f"{file.name}.{old.name}")
    file.replace(left)
    coming.replace(file)
    return new, left, count
