"""Full-text search over the same entries: SQLite FTS5 with BM25 ranks words that a vector blurs."""

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from screener.doors.corpus.entries import Entry

_SCHEMA = """
create table if not exists entry (rowid integer primary key, id text unique, sensitivity text, sha256 text);
create virtual table if not exists body using fts5(text, tokenize = 'porter unicode61');
"""
_WORD = re.compile(r"[a-z][a-z0-9-]{3,}")
_COMMON = 0.12
"""A word that stands in a larger share of the entries tells nothing apart."""


class LexicalIndex:
    """Entries by the words they share with a text."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._counted: dict[str, int] = {}

    def sync(self, entries: Iterable[Entry]) -> None:
        """Make the index hold exactly `entries`, touching only what is new or changed."""
        self._counted.clear()
        wanted = {entry.id: entry for entry in entries}
        held = {i: (row, sha) for i, row, sha in self._db.execute("select id, rowid, sha256 from entry")}
        with self._db:
            for entry_id in [i for i, (_, sha) in held.items() if i not in wanted or wanted[i].sha256 != sha]:
                row = held.pop(entry_id)[0]
                self._db.execute("delete from entry where rowid = ?", (row,))
                self._db.execute("delete from body where rowid = ?", (row,))
            for entry in wanted.values():
                if entry.id not in held:
                    self._insert(entry)

    def nearest(self, text: str, k: int, *, with_restricted: bool) -> dict[str, float]:
        """Ids of up to `k` entries that share distinctive words with `text`, with their BM25 score (high is near)."""
        words = self.distinctive(text)
        if not words:
            return {}
        query = " OR ".join(f'"{word}"' for word in words)
        rows = self._db.execute(
            "select entry.id, -bm25(body) from body join entry on entry.rowid = body.rowid "
            "where body match ? and (? or sensitivity <> 'restricted') order by bm25(body) limit ?",
            (query, with_restricted, k),
        )
        return {str(i): float(score) for i, score in rows}

    def distinctive(self, text: str, most: int = 24) -> list[str]:
        """The words of `text` that the fewest entries hold, rarest first; words that no entry holds are left out."""
        words = sorted(set(_WORD.findall(text.casefold())))
        total = self._db.execute("select count(*) from entry").fetchone()[0]
        counted = [(self._documents_with(word), word) for word in words]
        telling = sorted((n, word) for n, word in counted if 0 < n <= max(3, _COMMON * total))
        return [word for _, word in telling[:most]]

    def _documents_with(self, word: str) -> int:
        if word not in self._counted:
            counting = "select count(*) from (select 1 from body where body match ? limit 5000)"
            self._counted[word] = int(self._db.execute(counting, (f'"{word}"',)).fetchone()[0])
        return self._counted[word]

    def _insert(self, entry: Entry) -> None:
        row = self._db.execute(
            "insert into entry (id, sensitivity, sha256) values (?, ?, ?)", (entry.id, entry.sensitivity, entry.sha256)
        ).lastrowid
        self._db.execute("insert into body (rowid, text) values (?, ?)", (row, entry.text))


@contextmanager
def open_lexical(file: Path) -> Iterator[LexicalIndex]:
    """The index in one SQLite file, made if absent."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    connection = sqlite3.connect(os.fspath(file))
    try:
        connection.executescript(_SCHEMA)
        file.chmod(0o600)
        yield LexicalIndex(connection)
    finally:
        connection.close()
