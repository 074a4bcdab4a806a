"""Answers of models about one draft, sealed under its key, so that a purge destroys them with it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from screener.storage.database import Database, Session
from screener.storage.drafts import Drafts
from screener.storage.vault import Vault
from screener.words.errors import NotFound, Purged, ScreenerError, Unavailable

KIND = "answer"
WRITE_AFTER = 0.1
"""Seconds after which an answer is written by itself, where no step was kept with it."""


class DraftAnswers:
    """The answer cache of one draft. Reading is from memory; writing happens behind.

    The name of an answer is a keyed hash: the key of the cache is a plain one over the draft's words, which somebody who
    has the database and a guess at the words could recognise.
    """

    def __init__(self, database: Database, drafts: Drafts, vault: Vault, draft_id: str) -> None:
        self._database, self._drafts, self._vault, self._draft_id = database, drafts, vault, draft_id
        self._held: dict[str, str] = {}
        self._unwritten: dict[str, str] = {}
        self._lock = threading.Lock()

    def load(self) -> None:
        """Take the answers of earlier runs into memory. Raises Unavailable, NotFound, Purged."""
        with self._database.reading() as session:
            found = self._drafts.all_bytes(session, self._draft_id, KIND)
        self._held |= dict(json.loads(pair) for pair in found.values())

    def get(self, key: str) -> str | None:
        """The stored text for a key, or None."""
        return self._held.get(key)

    def put(self, key: str, text: str) -> None:
        """Store the text of a checked answer. It is written with the next step that is kept, or a moment later."""
        with self._lock:
            self._held[key] = text
            first = not self._unwritten
            self._unwritten[key] = text
        if first:
            timer = threading.Timer(WRITE_AFTER, self.flush)
            timer.daemon = True
            timer.start()

    def flush(self) -> None:
        """Write what is not written yet. It only saves work, so what cannot be written now waits for the next time."""
        with suppress(Unavailable, NotFound, Purged), self.unwritten() as taken:
            if taken:
                with self._database.writing() as session:
                    self.write(session, taken)

    @contextmanager
    def unwritten(self) -> Iterator[dict[str, str]]:
        """What is not written yet, to be written within the block; where that raises, it is still to be written."""
        with self._lock:
            taken, self._unwritten = self._unwritten, {}
        try:
            yield taken
        except ScreenerError:
            with self._lock:
                self._unwritten = taken | self._unwritten
            raise

    def write(self, session: Session, answers: dict[str, str]) -> None:
        """Write answers in a transaction. Raises NotFound or Purged where the draft is gone."""
        for key, text in answers.items():
            name = self._vault.keyed_hash(key)
            self._drafts.put_bytes(session, self._draft_id, KIND, name, json.dumps([key, text]).encode())
