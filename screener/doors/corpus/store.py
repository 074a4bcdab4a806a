"""The vector store: embedded Chroma with our own vectors. Holds reviewed cases, never drafts."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from screener.doors.corpus.entries import Entry
from screener.doors.embedder import Embedder
from screener.words.case import Sensitivity
from screener.words.errors import CorpusError

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

Vectors = NDArray[np.float32]
_NAME = "cases"
_BATCH = 2_000
_MOST_HITS = 10_000
"""Hits asked for at once; SQLite stops at 32,766 variables."""
_LOCK_SECONDS = 60.0
_RESTRICTED = Sensitivity.restricted.value


@dataclass(frozen=True)
class Synced:
    """What a re-indexing did, in entries."""

    added: int
    changed: int
    removed: int
    unchanged: int
    rebuilt_because: str = ""


@dataclass(frozen=True)
class Hit:
    """One entry near a query: its id, its case, its text, and the cosine similarity."""

    entry_id: str
    case_id: str
    text: str
    similarity: float
    restricted: bool


class CaseStore:
    """One Chroma collection in one folder, owned by one process at a time while open."""

    def __init__(self, collection: "Collection", embedder: Embedder, rebuilt_because: str = "") -> None:
        self._collection = collection
        self._embedder = embedder
        self._rebuilt_because = rebuilt_because

    def sync(self, entries: Iterable[Entry]) -> Synced:
        """Make the store hold exactly `entries`, embedding only what is new or changed."""
        wanted = {entry.id: entry for entry in entries}
        held = self._held()
        gone = sorted(held.keys() - wanted.keys())
        fresh = [entry for entry in wanted.values() if held.get(entry.id) != entry.sha256]
        for i in range(0, len(gone), _BATCH):
            self._collection.delete(ids=gone[i : i + _BATCH])
        for i in range(0, len(fresh), _BATCH):
            self._upsert(fresh[i : i + _BATCH])
        added = sum(entry.id not in held for entry in fresh)
        return Synced(
            added=added,
            changed=len(fresh) - added,
            removed=len(gone),
            unchanged=len(wanted) - len(fresh),
            rebuilt_because=self._rebuilt_because,
        )

    def nearest(self, vectors: Vectors, k: int, *, with_restricted: bool) -> list[list[Hit]]:
        """For each row of `vectors` (n, dimension) its `k` nearest entries, best first."""
        if not len(vectors):
            return []
        if with_restricted:
            return self._query(vectors, k)
        # Chroma's own filter looks at all entries for every vector, so it is kept for where the rest is too little.
        more = self._query(vectors, 2 * k)
        allowed = [[hit for hit in row if not hit.restricted][:k] for row in more]
        short = [i for i, row in enumerate(allowed) if len(row) < k and len(row) < len(more[i])]
        if short:
            filtered = self._query(vectors[short], k, {"sensitivity": {"$ne": _RESTRICTED}})
            for i, row in zip(short, filtered, strict=True):
                allowed[i] = row
        return allowed

    def _query(self, vectors: Vectors, k: int, where: Any = None) -> list[list[Hit]]:
        """The answers to all vectors, asked for in batches: Chroma's database takes only so many variables at once."""
        rows = max(1, _MOST_HITS // k)
        return [row for i in range(0, len(vectors), rows) for row in self._query_batch(vectors[i : i + rows], k, where)]

    def _query_batch(self, vectors: Vectors, k: int, where: Any) -> list[list[Hit]]:
        answer = self._collection.query(
            query_embeddings=vectors,
            n_results=k,
            where=where,
            include=["metadatas", "documents", "distances"],
        )
        ids, metadatas, documents, distances = (
            answer["ids"],
            answer["metadatas"] or [],
            answer["documents"] or [],
            answer["distances"] or [],
        )
        return [
            [
                Hit(i, str(m["case_id"]), text, 1.0 - float(d), m["sensitivity"] == _RESTRICTED)
                for i, m, text, d in zip(*row, strict=True)
            ]
            for row in zip(ids, metadatas, documents, distances, strict=True)
        ]

    def count(self) -> int:
        """Number of entries held."""
        return self._collection.count()

    def _held(self) -> dict[str, str]:
        got = self._collection.get(include=["metadatas"])
        return {i: str(m["sha256"]) for i, m in zip(got["ids"], got["metadatas"] or [], strict=True)}

    def _upsert(self, batch: Sequence[Entry]) -> None:
        self._collection.upsert(
            ids=[entry.id for entry in batch],
            documents=[entry.text for entry in batch],
            metadatas=[entry.metadata() for entry in batch],
            embeddings=self._embedder.embed([entry.text for entry in batch]),
        )


@contextmanager
def open_store(folder: Path, embedder: Embedder) -> Iterator[CaseStore]:
    """The store in `folder`, made if absent and made anew where it was built with another embedder.

    Two processes on one Chroma folder corrupt it, so a file lock is held while it is open.
    Raises CorpusError where another process keeps it for more than a minute, or the folder cannot be used.
    """
    with _locked(folder), ExitStack() as closing:
        try:
            client = _client(folder)
            closing.callback(client.close)  # else this process would go on with what it holds in memory
            collection, rebuilt_because = _collection(client, embedder)
        except _chroma_faults() as error:
            raise CorpusError(
                f"The case index in {folder} cannot be used ({error}); "
                "delete that folder and run 'screener corpus index'."
            ) from error
        yield CaseStore(collection, embedder, rebuilt_because)


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
            f"The case index in {folder} cannot be used ({error}); choose another data folder."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _client(folder: Path) -> Any:
    import chromadb

    return chromadb.PersistentClient(path=os.fspath(folder), settings=_settings())


def _chroma_faults() -> tuple[type[Exception], ...]:
    """What Chroma raises where its folder is damaged: errors of its own, of the file system, and of its database."""
    from chromadb.errors import ChromaError

    return (ChromaError, OSError, sqlite3.Error, ValueError, RuntimeError)


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False, allow_reset=False)


def _collection(client: Any, embedder: Embedder) -> tuple["Collection", str]:
    """The collection for this embedder, and why it was made anew if it was."""
    stamp = {"embedder": embedder.model_id, "dimension": embedder.dimension}
    reason = ""
    if _NAME in {c.name for c in client.list_collections()}:
        held = client.get_collection(_NAME, embedding_function=None)
        was = held.metadata or {}
        if all(was.get(key) == value for key, value in stamp.items()):
            return held, ""
        reason = f"it was built with the embedder {was.get('embedder')} and the embedder is now {embedder.model_id}"
        client.delete_collection(_NAME)
    made = client.create_collection(
        _NAME,
        metadata=stamp,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine"}},
    )
    return made, reason
