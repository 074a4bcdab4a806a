"""Restoring a backup into an empty place. All of it is checked before anything is written, and it is written whole or not."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Table as SqlTable
from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from screener.storage.audit import Audit, AuditCheck
from screener.storage.backup_file import (
    FORMAT,
    KEY,
    MANIFEST,
    Manifest,
    decoded,
    is_corpus_member,
    kept_tables,
    member_of,
)
from screener.storage.database import Database
from screener.storage.master_key import MasterKey
from screener.storage.migrating import NEEDED
from screener.storage.tables import Table
from screener.storage.vault import Vault
from screener.words.errors import ConfigurationError

_LARGEST_MANIFEST = 16 << 20
_BATCH = 4 << 20
"""Bytes of lines that are put into a table together."""


def restore_backup(
    file: Path, database: Database, *, own_corpus: Path, key_file: Path, key_env: str | None = None
) -> tuple[Manifest, AuditCheck]:
    """Restore all tables and the own corpus; returns what the backup held and whether its audit is whole.

    A master key that is in the backup is put in place where there is none. Raises ConfigurationError where the target is not
    empty, the file is no backup or was altered, the tables are of another version, or the master key is not the one needed.
    """
    with _opened(file) as archive:
        manifest = _manifest(archive, file)
        master = _key(archive, manifest, key_file, key_env)
        vault = Vault(master)
        if not manifest.holds(vault):
            raise ConfigurationError(f"The backup {file} was altered after it was made; use another one.")
        _check_hashes(archive, manifest, file)
        database.migrate()
        _check_empty(database, own_corpus)
        if not key_file.exists() and key_env is None:
            master.save(key_file)
        audit = _write(archive, manifest, database, vault, own_corpus)
    return manifest, audit


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (OSError, zipfile.BadZipFile) as error:
        raise ConfigurationError(
            f"{file} cannot be read as a backup; give the path of a file made by 'screener backup'."
        ) from error


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    names = [member.filename for member in archive.infolist()]
    try:
        if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
            raise ValueError("no manifest is so large")
        found = json.loads(archive.read(MANIFEST))
        if found.get("format") != FORMAT:
            raise ConfigurationError(
                f"The backup {file} has a form that this version does not know; restore it with the version that made it."
            )
        manifest = Manifest.model_validate(found)
    except (KeyError, ValueError, AttributeError, ValidationError) as error:
        raise ConfigurationError(f"{file} is not a backup of this program; give the path of one.") from error
    if sorted(names) != sorted([*manifest.members, MANIFEST]):
        raise ConfigurationError(f"The backup {file} does not hold what its manifest names; use another one.")
    if manifest.revision != NEEDED:
        raise ConfigurationError(
            f"The backup {file} was made by version {manifest.version}, whose tables differ; restore it with that version "
            "and start this one on it afterwards."
        )
    return manifest


def _key(archive: zipfile.ZipFile, manifest: Manifest, key_file: Path, key_env: str | None) -> MasterKey:
    """The master key: the one that is here, else the one in the backup."""
    if key_env is not None or key_file.exists():
        here = MasterKey.load(key_file, key_env)
    elif manifest.holds_master_key:
        here = MasterKey.decoded(archive.read(KEY).decode("ascii", "replace"), "The master key in the backup")
    else:
        raise ConfigurationError(
            f"The backup needs the master key '{manifest.master}', which is neither in it nor here; put it in {key_file} "
            "with mode 600, or in the environment."
        )
    if here.name != manifest.master:
        raise ConfigurationError(
            f"The backup needs the master key '{manifest.master}', and the one here is '{here.name}'; "
            "put the right one in its place."
        )
    return here


def _check_hashes(archive: zipfile.ZipFile, manifest: Manifest, file: Path) -> None:
    for name, member in manifest.members.items():
        digest = hashlib.sha256()
        with archive.open(name) as content:
            while piece := content.read(1 << 20):
                digest.update(piece)
        known = name == KEY or is_corpus_member(name) or name in {member_of(table) for table in kept_tables()}
        if digest.hexdigest() != member.sha256 or not known:
            raise ConfigurationError(f"The backup {file} is damaged or was altered (in {name}); use another one.")


def _check_empty(database: Database, own_corpus: Path) -> None:
    with database.reading() as session:
        filled = [
            table.name for table in Table.metadata.sorted_tables if session.scalar(select(exists(select(table.c[0]))))
        ]
    if filled:
        raise ConfigurationError(
            f"There is something in {database.where} already ({', '.join(filled)}); restore into an empty one."
        )
    if own_corpus.exists() and any(path.is_file() for path in own_corpus.rglob("*")):
        raise ConfigurationError(f"There are cases in {own_corpus} already; restore into an empty data folder.")


def _write(
    archive: zipfile.ZipFile, manifest: Manifest, database: Database, vault: Vault, own_corpus: Path
) -> AuditCheck:
    arriving = own_corpus.with_name(f".{own_corpus.name}.restoring")
    shutil.rmtree(arriving, ignore_errors=True)
    try:
        for name in filter(is_corpus_member, manifest.members):
            target = arriving.joinpath(*PurePosixPath(name).parts[1:])
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            target.write_bytes(archive.read(name))
        with database.writing() as session:
            for table in kept_tables():
                _fill(archive, session, table)
            audit = Audit(vault).verify(session)
        if arriving.exists():
            shutil.rmtree(own_corpus, ignore_errors=True)  # empty folders at most
            arriving.rename(own_corpus)
    finally:
        shutil.rmtree(arriving, ignore_errors=True)
    return audit


def _fill(archive: zipfile.ZipFile, session: Session, table: SqlTable) -> None:
    batch: list[dict[str, Any]] = []
    size = 0
    with archive.open(member_of(table)) as lines:
        for line in lines:
            batch.append(decoded(table, json.loads(line)))
            size += len(line)
            if size > _BATCH:
                session.execute(insert(table), batch)
                batch, size = [], 0
    if batch:
        session.execute(insert(table), batch)
