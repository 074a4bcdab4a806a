"""Checked answers of models, kept between runs so that nothing finished is paid for twice. One SQLite file."""

import os
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

from screener.words.errors import ConfigurationError


class StoredAnswers:
    """Answers by key. May be shared between threads, and the file between processes.

    It only saves work: an answer that cannot be stored or read back is asked for again. Raises ConfigurationError where
    the file cannot be used at all.
    """

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            self._db = sqlite3.connect(os.fspath(file), check_same_thread=False, timeout=30)
            self._db.execute("pragma synchronous = normal")  # a power cut may cost the last answers, never the file
            with self._db:
                self._db.execute("pragma journal_mode = wal")
                self._db.execute("create table if not exists answer (key text primary key, text text not null)")
        except (OSError, sqlite3.Error) as error:
            raise ConfigurationError(
                f"The stored answers in {file} cannot be used ({error}); "
                "delete that file or choose another data folder."
            ) from error

    def get(self, key: str) -> str | None:
        """The stored text for a key, or None."""
        with self._lock:
            try:
                row = self._db.execute("select text from answer where key = ?", (key,)).fetchone()
            except sqlite3.OperationalError:
                return None
        return str(row[0]) if row else None

    def put(self, key: str, text: str) -> None:
        """Store the text of a checked answer; the latest stands."""
        with self._lock, suppress(sqlite3.OperationalError), self._db:
            self._db.execute("insert or replace into answer values (?, ?)", (key, text))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()
