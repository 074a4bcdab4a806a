"""Full-text search over the same entries: SQLite FTS5 with BM25 ranks words that a vector blurs."""

import logging
import math
import os
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from screener.doors.corpus.damage import may_be_damage, unusable
from screener.doors.corpus.entries import Entry

T = TypeVar("T")
_LOG = logging.getLogger(__name__)

_SCHEMA = """
create table if not exists entry (rowid integer primary key, id text unique, sensitivity text, sha256 text);
create virtual table if not exists body using fts5(text, tokenize = 'porter unicode61');
"""
_WORD = re.compile(r"[a-z][a-z0-9-]{3,}")
_COMMON = 0.12
"""A word that stands in a larger share of the entries tells nothing apart."""
_TELLING = 200
"""Words that a whole draft is sought by."""
_ALL = -1
"""SQLite's "no limit"."""


class LexicalIndex:
    """Entries by the words they share with a text, in a file or, where `file` is None, in memory alone.

    A damaged file is made anew, once, from the entries of `sync`.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._wanted: dict[str, Entry] = {}
        self._counted: dict[str, int] = {}
        self._made_anew = False
        self._connect()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def sync(self, entries: Iterable[Entry]) -> None:
        """Make the index hold exactly `entries`, touching only what is new or changed."""
        self._counted.clear()
        self._wanted = {entry.id: entry for entry in entries}
        self._whole(self._sync)

    def nearest(self, text: str, k: int, *, with_restricted: bool) -> dict[str, float]:
        """Ids of up to `k` entries that share distinctive words with `text`, with their BM25 score (high is near)."""
        words = self.distinctive(text)
        return self._whole(partial(self._nearest, words, k, with_restricted)) if words else {}

    def cases_near(self, text: str, *, with_restricted: bool) -> dict[str, float]:
        """Cases by the BM25 scores of all their entries together, for the words that tell a long text best."""
        words = self._whole(partial(self._telling, text))
        found = self._whole(partial(self._nearest, words, _ALL, with_restricted)) if words else {}
        scores: dict[str, float] = {}
        for entry_id, score in found.items():
            case_id = entry_id.rsplit("#", 1)[0]
            scores[case_id] = scores.get(case_id, 0.0) + score
        return scores

    def distinctive(self, text: str, most: int = 24) -> list[str]:
        """The words of `text` that the fewest entries hold, rarest first; words that no entry holds are left out."""
        words = sorted(set(_WORD.findall(text.casefold())))
        return self._whole(partial(self._rarest, words))[:most]

    def _sync(self) -> None:
        held = {i: (row, sha) for i, row, sha in self._db.execute("select id, rowid, sha256 from entry")}
        wanted = self._wanted
        with self._db:
            for entry_id in [i for i, (_, sha) in held.items() if i not in wanted or wanted[i].sha256 != sha]:
                row = held.pop(entry_id)[0]
                self._db.execute("delete from entry where rowid = ?", (row,))
                self._db.execute("delete from body where rowid = ?", (row,))
            for entry in wanted.values():
                if entry.id not in held:
                    self._insert(entry)

    def _nearest(self, words: Sequence[str], k: int, with_restricted: bool) -> dict[str, float]:
        query = " OR ".join(f'"{word}"' for word in words)
        rows = self._db.execute(
            "select entry.id, -bm25(body) from body join entry on entry.rowid = body.rowid "
            "where body match ? and (? or sensitivity <> 'restricted') order by bm25(body) limit ?",
            (query, with_restricted, k),
        )
        return {str(i): float(score) for i, score in rows}

    def _telling(self, text: str) -> list[str]:
        """The words of a text that weigh most by term frequency times inverse document frequency."""
        counted = Counter(_WORD.findall(text.casefold()))
        total = self._total()
        known = {word: n for word in counted if 0 < (n := self._documents_with(word)) <= max(3, _COMMON * total)}
        return sorted(known, key=lambda word: (-counted[word] * math.log(total / known[word]), word))[:_TELLING]

    def _total(self) -> int:
        return int(self._db.execute("select count(*) from entry").fetchone()[0])

    def _rarest(self, words: Sequence[str]) -> list[str]:
        total = self._total()
        counted = [(self._documents_with(word), word) for word in words]
        return [word for _, word in sorted((n, word) for n, word in counted if 0 < n <= max(3, _COMMON * total))]

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

    def _whole(self, work: Callable[[], T]) -> T:
        """What the work gives; where the file is damaged, what it gives after the file was made anew."""
        try:
            return work()
        except sqlite3.Error as error:
            self._make_anew(error)
        try:
            return work()
        except sqlite3.Error as error:
            raise unusable(self._place, str(error)) from error

    @property
    def _place(self) -> Path:
        return self._file.parent if self._file else Path("memory")

    def _connect(self) -> None:
        self._db = sqlite3.connect(os.fspath(self._file) if self._file else ":memory:")
        try:
            self._db.executescript(_SCHEMA)
        except sqlite3.Error as error:
            self._make_anew(error)
        if self._file:
            self._file.chmod(0o600)

    def _make_anew(self, error: sqlite3.Error) -> None:
        self._db.close()
        if self._file is None or self._made_anew or not may_be_damage(error):
            raise unusable(self._place, str(error)) from error
        self._made_anew = True
        _LOG.warning("The index of words in %s was damaged (%s); it is being made anew.", self._file, error)
        self._counted.clear()
        self._file.unlink()
        self._connect()
        self._sync()


@contextmanager
def open_lexical(file: Path | None) -> Iterator[LexicalIndex]:
    """The index in one SQLite file, made if absent, or in memory. Raises CorpusError where the file cannot be used."""
    if file:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    index = LexicalIndex(file)
    try:
        yield index
    finally:
        index.close()
