"""Writing a backup while the service runs: everything in it is of one moment."""

import hashlib
import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Table as SqlTable
from sqlalchemy import select
from sqlalchemy.orm import Session

from screener import __version__
from screener.storage.audit import FIRST
from screener.storage.backup_file import KEY, MANIFEST, Manifest, Member, encoded, kept_tables, member_of
from screener.storage.database import Database
from screener.storage.master_key import MasterKey
from screener.storage.migrating import NEEDED
from screener.storage.rotation import check_master_key
from screener.storage.tables import AuditHead
from screener.storage.vault import Vault
from screener.words.errors import ConfigurationError

_AT_ONCE = 16
"""Rows fetched together: a sealed part has up to 1 MiB."""


def write_backup(
    file: Path, database: Database, vault: Vault, *, own_corpus: Path, with_key: MasterKey | None = None
) -> Manifest:
    """Write all tables and the own corpus to `file`, whole or not at all, readable by this user alone.

    The master key is in it only where `with_key` is given. Raises ConfigurationError where the file exists or cannot be
    written or the key is the wrong one, Unavailable where the database cannot be read.
    """
    if file.exists():
        raise ConfigurationError(f"There is already a file {file}; choose another name for the backup.")
    check_master_key(database, vault)
    unfinished = file.with_name(f".{file.name}.unfinished-{os.getpid()}")
    try:
        with os.fdopen(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                manifest = _write(archive, database, vault, own_corpus, with_key)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(file)
    except OSError as error:
        raise ConfigurationError(
            f"The backup cannot be written to {file} ({error.strerror}); choose another place for it."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _write(
    archive: zipfile.ZipFile, database: Database, vault: Vault, own_corpus: Path, with_key: MasterKey | None
) -> Manifest:
    members = {}
    with database.reading() as session:
        head = session.get(AuditHead, 1)
        lines, last = (head.number, head.sha256) if head else (0, FIRST)
        for table in kept_tables():
            members[member_of(table)] = _write_table(archive, session, table)
    for path in sorted(p for p in own_corpus.rglob("*") if p.is_file() and not p.is_symlink()):
        name = "corpus/" + path.relative_to(own_corpus).as_posix()
        members[name] = _write_bytes(archive, name, path.read_bytes())
    if with_key:
        members[KEY] = _write_bytes(archive, KEY, with_key.text().encode())
    manifest = Manifest(
        made_at=datetime.now(UTC),
        version=__version__,
        revision=NEEDED,
        database=database.url.get_backend_name(),
        master=vault.master_name,
        holds_master_key=with_key is not None,
        audit_lines=lines,
        audit_head=last,
        members=members,
    ).sealed(vault)
    archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def _write_table(archive: zipfile.ZipFile, session: Session, table: SqlTable) -> Member:
    digest, count = hashlib.sha256(), 0
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
    with archive.open(member_of(table), "w", force_zip64=True) as out:
        for row in session.execute(query).mappings():
            line = json.dumps(encoded(table, row), separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            out.write(line)
            count += 1
    return Member(sha256=digest.hexdigest(), rows=count)


def _write_bytes(archive: zipfile.ZipFile, name: str, content: bytes) -> Member:
    archive.writestr(name, content)
    return Member(sha256=hashlib.sha256(content).hexdigest())
