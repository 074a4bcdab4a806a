"""The vector store: embedded Chroma with our own vectors. Holds reviewed cases, never drafts."""

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from screener.doors.corpus import chroma
from screener.doors.corpus.chroma import Held, Hit, Vectors
from screener.doors.corpus.damage import may_be_damage, unusable
from screener.doors.corpus.entries import Entry
from screener.doors.corpus.seal import Seal, fingerprint, read_seal, segment_files, write_seal
from screener.doors.embedder import Embedder
from screener.words.errors import CorpusError

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

T = TypeVar("T")
Found = TypeVar("Found", Hit, Held)
_BATCH = 2_000
_MOST_HITS = 10_000
"""Hits asked for at once; SQLite stops at 32,766 variables."""
_LOCK_SECONDS = 60.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Synced:
    """What a re-indexing did, in entries."""

    added: int
    changed: int
    removed: int
    unchanged: int
    rebuilt_because: str = ""


class CaseStore:
    """One Chroma collection in one folder, owned by one process at a time while open.

    What it holds is derived from the case files. Where its files turn out to be damaged it is therefore made anew,
    once, and a warning is logged; CorpusError is raised where that does not help.
    """

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._folder, self._embedder = folder, embedder
        self._seal_file = folder.with_suffix(".seal")
        self._client: Any = None
        self._collection: Any = None
        self._wanted: dict[str, Entry] = {}
        self._brought_to = ""  # fingerprint of the entries that the store holds, all of them and no others, if known
        self._made_anew = False
        self._rebuilt_because = ""

    def open(self) -> None:
        """Connect. Raises CorpusError where the folder cannot be used."""
        seal = read_seal(self._seal_file)
        try:
            if seal and seal.files != segment_files(self._folder):
                self._make_anew("its files are not as they were left")
                return
            self._brought_to = seal.entries if seal else ""
            self._connect()
        except chroma.faults() as error:
            self._make_anew(str(error), error)

    def close(self) -> None:
        """Let go of the folder, and seal what it holds."""
        self._disconnect()
        if self._brought_to:
            with suppress(OSError):  # without a seal the next opening compares all entries, no more
                write_seal(self._seal_file, Seal(entries=self._brought_to, files=segment_files(self._folder)))

    def sync(self, entries: Iterable[Entry]) -> Synced:
        """Make the store hold exactly `entries`, embedding only what is new or changed."""
        self._wanted = {entry.id: entry for entry in entries}
        mark = fingerprint(self._wanted.values())
        if mark == self._brought_to and self.count() == len(self._wanted):
            return Synced(0, 0, 0, len(self._wanted), self._rebuilt_because)
        held = self._asked(chroma.held)
        gone = sorted(held.keys() - self._wanted.keys())
        fresh = [entry for entry in self._wanted.values() if held.get(entry.id) != entry.sha256]
        if gone or fresh:
            self._break_seal()
        for i in range(0, len(gone), _BATCH):
            self._asked(partial(_delete, gone[i : i + _BATCH]))
        self._upsert(fresh)
        self._brought_to = mark
        added = sum(entry.id not in held for entry in fresh)
        return Synced(
            added=added,
            changed=len(fresh) - added,
            removed=len(gone),
            unchanged=len(self._wanted) - len(fresh),
            rebuilt_because=self._rebuilt_because,
        )

    def nearest(self, vectors: Vectors, k: int, *, with_restricted: bool) -> list[list[Hit]]:
        """For each row of `vectors` (n, dimension) its `k` nearest entries, best first."""
        if not len(vectors):
            return []
        if with_restricted:
            return self._query_all(vectors, k)
        # Chroma's own filter looks at all entries for every vector, so it is kept for where the rest is too little.
        more = self._query_all(vectors, 2 * k)
        allowed = [[hit for hit in row if not hit.restricted][:k] for row in more]
        short = [i for i, row in enumerate(allowed) if len(row) < k and len(row) < len(more[i])]
        if short:
            filtered = self._query(vectors[short], k, with_restricted=False)
            for i, row in zip(short, filtered, strict=True):
                allowed[i] = row
        return allowed

    def of_cases(self, case_ids: Sequence[str], *, with_restricted: bool) -> list[Held]:
        """All entries of these cases (a few hundred at most) with their vectors."""
        if not case_ids:
            return []
        found = self._asked(partial(chroma.entries_of_cases, case_ids, with_restricted))
        return [kept for entry in found if (kept := self._with_text(entry))]

    def count(self) -> int:
        """Number of entries held."""
        return self._asked(lambda collection: collection.count())

    def _query_all(self, vectors: Vectors, k: int) -> list[list[Hit]]:
        """Answers out of all entries. Less than half of what there must be comes from a damaged segment."""
        rows = self._query(vectors, k, with_restricted=True)
        if 2 * min(map(len, rows)) >= min(k, self.count()):
            return rows
        self._make_anew("it finds only a part of its entries")
        return self._query(vectors, k, with_restricted=True)

    def _query(self, vectors: Vectors, k: int, *, with_restricted: bool) -> list[list[Hit]]:
        """The answers to all vectors, asked for in batches: Chroma's database takes only so many variables at once."""
        size = max(1, _MOST_HITS // k)
        batches = [vectors[i : i + size] for i in range(0, len(vectors), size)]
        rows = [row for batch in batches for row in self._asked(partial(chroma.hits, batch, k, with_restricted))]
        return [[found for hit in row if (found := self._with_text(hit))] for row in rows]

    def _with_text(self, hit: Found) -> Found | None:
        """The entry with the text that was held back; None where another process put it in and its text is not known."""
        entry = self._wanted.get(hit.entry_id)
        if hit.text:
            return hit
        return replace(hit, text=entry.text) if entry else None

    def _upsert(self, entries: Sequence[Entry]) -> None:
        for i in range(0, len(entries), _BATCH):
            batch = entries[i : i + _BATCH]
            vectors = self._embedder.embed([entry.text for entry in batch])
            self._asked(partial(chroma.put, batch, vectors))

    def _asked(self, ask: "Callable[[Collection], T]") -> T:
        """What the collection answers; where it cannot, what it answers after it was made anew."""
        try:
            return ask(self._collection)
        except chroma.faults() as error:
            self._make_anew(str(error), error)
        try:
            return ask(self._collection)
        except chroma.faults() as error:
            raise unusable(self._folder, str(error)) from error

    def _make_anew(self, because: str, error: Exception | None = None) -> None:
        """Delete the folder and index the entries again. Raises CorpusError the second time, and where it cannot help."""
        if self._made_anew or (error and not may_be_damage(error)):
            raise unusable(self._folder, because) from error
        self._made_anew = True
        self._rebuilt_because = f"it was damaged ({because})"
        _LOG.warning("The case index in %s was damaged (%s); it is being made anew.", self._folder, because)
        self._break_seal()
        try:
            self._disconnect()
            shutil.rmtree(self._folder)
            self._folder.mkdir(mode=0o700)
            self._connect()
        except chroma.faults() as again:
            raise unusable(self._folder, str(again)) from again
        self._upsert([*self._wanted.values()])
        self._brought_to = fingerprint(self._wanted.values())

    def _break_seal(self) -> None:
        self._brought_to = ""
        self._seal_file.unlink(missing_ok=True)

    def _connect(self) -> None:
        self._client = chroma.connect(self._folder)
        self._collection, changed = chroma.collection_for(self._client, self._embedder)
        if changed:
            self._rebuilt_because = changed
            self._break_seal()

    def _disconnect(self) -> None:
        """Close the client: else this process would go on with what it holds in memory."""
        client, self._client = self._client, None
        if client is not None:
            client.close()


@contextmanager
def open_store(folder: Path, embedder: Embedder) -> Iterator[CaseStore]:
    """The store in `folder`, made if absent, and made anew where it is damaged or was built with another embedder.

    Two processes on one Chroma folder corrupt it, so a file lock is held while it is open.
    Raises CorpusError where another process keeps it for more than a minute, or the folder cannot be used.
    """
    with _locked(folder):
        store = CaseStore(folder, embedder)
        try:
            store.open()
            yield store
        finally:
            store.close()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder, made if absent, for this process (and this thread) alone."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(folder.with_suffix(".lock"), timeout=_LOCK_SECONDS, mode=0o600)
        lock.acquire()
    except Timeout as error:
        raise CorpusError(
            f"Another screener process has used {folder} for over a minute; wait for it or choose another data folder."
        ) from error
    except OSError as error:
        raise CorpusError(
            f"The case index in {folder} cannot be used ({error.strerror or error}); choose another data folder."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _delete(ids: list[str], collection: "Collection") -> None:
    collection.delete(ids=ids)
