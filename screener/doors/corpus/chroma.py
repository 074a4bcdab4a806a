"""What is asked of Chroma: a client for a folder, one collection with our own vectors, and plain rows back."""

import ctypes
import os
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from screener.doors.corpus.entries import Entry
from screener.doors.embedder import Embedder
from screener.words.case import Sensitivity

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

Vectors = NDArray[np.float32]
_NAME = "cases"
_M_MMAP_THRESHOLD, _LARGE = -3, 128 * 2**10
_RESTRICTED = Sensitivity.restricted.value


@dataclass(frozen=True)
class Held:
    """One entry as it is kept: its id, its case, its text (none where it is held back), and its vector."""

    entry_id: str
    case_id: str
    text: str
    vector: Vectors


@dataclass(frozen=True)
class Hit:
    """One entry near a query: its id, its case, its text (none where it is held back), and the cosine similarity."""

    entry_id: str
    case_id: str
    text: str
    similarity: float
    restricted: bool


def connect(folder: Path) -> Any:
    """A client that keeps its data in `folder`. Raises one of `faults` where the folder is damaged."""
    _hand_out_clean_memory()
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False, allow_reset=False)
    try:
        return chromadb.PersistentClient(path=os.fspath(folder), settings=settings)
    except faults():
        SharedSystemClient.clear_system_cache()  # it keeps what failed, and would hand it out again
        raise


def _hand_out_clean_memory() -> None:
    """Chroma writes its vectors' whole memory to a file, also the part that it has not filled. On glibc, let large blocks
    always come fresh from the kernel (zeroed), so that no words once held there stand in that file."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)


def faults() -> tuple[type[Exception], ...]:
    """What is raised where a folder is damaged: Chroma's errors, those of files and databases, and rows that lack parts."""
    from chromadb.errors import ChromaError

    return (ChromaError, OSError, sqlite3.Error, ValueError, RuntimeError, KeyError, TypeError)


def collection_for(client: Any, embedder: Embedder) -> tuple["Collection", str]:
    """The collection for this embedder, and why it was made anew if it was."""
    try:
        return _agreed(client, embedder)
    except faults():  # another process made it, or took the old one away, at the same moment
        return _agreed(client, embedder)


def _agreed(client: Any, embedder: Embedder) -> tuple["Collection", str]:
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


def held(collection: "Collection") -> dict[str, str]:
    """The hash of every entry that the collection holds, by its id."""
    got = collection.get(include=["metadatas"])
    return {i: str(m["sha256"]) for i, m in zip(got["ids"], got["metadatas"] or [], strict=True)}


def put(entries: Sequence[Entry], vectors: Vectors, collection: "Collection") -> None:
    """Add entries, or replace those that are there. Of one whose text is held back, all but its text."""
    collection.upsert(
        ids=[entry.id for entry in entries],
        documents=["" if entry.held_back else entry.text for entry in entries],
        metadatas=[entry.metadata() for entry in entries],
        embeddings=vectors,
    )


def hits(vectors: Vectors, k: int, with_restricted: bool, collection: "Collection") -> list[list[Hit]]:
    """For each vector its `k` nearest entries, best first; the database does the filtering."""
    where: Any = None if with_restricted else {"sensitivity": {"$ne": _RESTRICTED}}
    answer = collection.query(
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


def entries_of_cases(case_ids: Sequence[str], with_restricted: bool, collection: "Collection") -> list[Held]:
    """All entries of these cases with their vectors."""
    where: Any = {"case_id": {"$in": list(case_ids)}}
    if not with_restricted:
        where = {"$and": [where, {"sensitivity": {"$ne": _RESTRICTED}}]}
    got = collection.get(where=where, include=["metadatas", "documents", "embeddings"])
    vectors = np.asarray(got["embeddings"] if got["embeddings"] is not None else [], dtype=np.float32)
    return [
        Held(i, str(m["case_id"]), text, vector)
        for i, m, text, vector in zip(got["ids"], got["metadatas"] or [], got["documents"] or [], vectors, strict=True)
    ]
