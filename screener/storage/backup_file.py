"""The form of a backup: a zip of one JSON-lines file per table, the installation's own corpus, and a manifest with hashes.

What is sealed in the database is sealed here too. The form is the same for SQLite and Postgres, so that a backup of one can
be restored into the other.
"""

import base64
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Column, LargeBinary
from sqlalchemy import Table as SqlTable

from screener.storage.tables import Table, UtcTime
from screener.storage.vault import Vault
from screener.words.draft import Frozen

FORMAT = 1
MANIFEST = "manifest.json"
KEY = "master.key"
LEFT_OUT = {"sessions", "attempts"}
"""Who is signed in, and how often somebody tried: nothing to bring back."""


class Member(Frozen):
    """One file inside a backup."""

    sha256: str
    rows: int = 0


class Manifest(Frozen):
    """What a backup holds, and what it needs."""

    format: int = FORMAT
    made_at: datetime
    version: str
    """Of the program."""
    revision: str
    """Of the tables."""
    database: str
    """'sqlite' or 'postgresql'."""
    master: str
    """Name of the master key without which nothing sealed can be opened."""
    holds_master_key: bool = False
    audit_lines: int
    audit_head: str
    """Hash of the audit's last line."""
    members: dict[str, Member]
    seal: str = ""
    """Keyed hash (HMAC) of all of the above, so that a backup that was altered is recognised."""

    def sealed(self, vault: Vault) -> "Manifest":
        """With its seal."""
        return self.model_copy(update={"seal": vault.keyed_hash(self._said())})

    def holds(self, vault: Vault) -> bool:
        """Whether it was sealed with this master key and is unaltered."""
        return self.seal == vault.keyed_hash(self._said())

    def _said(self) -> str:
        return "manifest:" + self.model_dump_json(exclude={"seal"})


def kept_tables() -> list[SqlTable]:
    """The tables of a backup, those that others point to first."""
    return [table for table in Table.metadata.sorted_tables if table.name not in LEFT_OUT]


def member_of(table: SqlTable) -> str:
    """The name of a table's file."""
    return f"tables/{table.name}.jsonl"


def is_corpus_member(name: str) -> bool:
    """Whether a name is one of a corpus file, and stays inside the corpus folder."""
    parts = PurePosixPath(name).parts
    return len(parts) > 1 and parts[0] == "corpus" and ".." not in parts and "\\" not in name


def encoded(table: SqlTable, row: Any) -> dict[str, Any]:
    """A row as JSON can hold it."""
    return {column.name: _plain(column, row[column.name]) for column in table.columns}


def decoded(table: SqlTable, line: dict[str, Any]) -> dict[str, Any]:
    """What `encoded` made, as the table takes it. Raises ValueError, KeyError or TypeError where it is not that."""
    return {column.name: _back(column, line[column.name]) for column in table.columns}


def _plain(column: "Column[Any]", value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(column.type, UtcTime) else value


def _back(column: "Column[Any]", value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value, validate=True)
    return datetime.fromisoformat(value) if isinstance(column.type, UtcTime) else value
