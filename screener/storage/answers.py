"""Checked answers of models, kept between runs so that nothing finished is paid for twice. One SQLite file."""

import os
import sqlite3
import threading
from pathlib import Path


class StoredAnswers:
    """Answers by key. May be shared between threads."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = not file.exists()
        self._db = sqlite3.connect(os.fspath(file), check_same_thread=False, timeout=30)
        if new:
            file.chmod(0o600)
        self._lock = threading.Lock()
        with self._lock, self._db:
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("create table if not exists answer (key text primary key, text text not null)")

    def get(self, key: str) -> str | None:
        """The stored text for a key, or None."""
        with self._lock:
            row = self._db.execute("select text from answer where key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def put(self, key: str, text: str) -> None:
        """Store the text of a checked answer; the latest stands."""
        with self._lock, self._db:
            self._db.execute("insert or replace into answer values (?, ?)", (key, text))

    def close(self) -> None:
        """Close the file."""
        self._db.close()
