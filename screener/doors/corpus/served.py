"""The vector store behind a Chroma server, for several processes that share one: `chroma run`, on this machine or near it.

The server's own access control cannot be relied on (Chroma 1.5 ignores its settings for it), so it belongs on loopback
or behind a proxy that asks who comes. What it is told of a draft are vectors to compare with; nothing of it is stored.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from screener.doors.corpus import chroma
from screener.doors.corpus.chroma import Hit, Vectors
from screener.doors.corpus.entries import Entry
from screener.doors.corpus.store import CaseStore
from screener.doors.embedder import Embedder
from screener.words.errors import CorpusError


class ServedStore(CaseStore):
    """One collection on a server. Another process may change it meanwhile: `sync` puts back what is missing."""

    def __init__(self, address: str, embedder: Embedder) -> None:
        super().__init__(Path("served"), embedder)
        self._address = address

    def open(self) -> None:
        """Connect. Raises CorpusError where the server cannot be reached."""
        try:
            self._connect()
        except chroma.faults() as error:
            raise self._unreachable(error) from error

    def close(self) -> None:
        """Let go of the connection; what is stored stays."""
        self._client = self._collection = None

    def _query_all(self, vectors: Vectors, k: int) -> list[list[Hit]]:
        """Answers out of all entries. There may be few of them while another process changes the collection."""
        return self._query(vectors, k, with_restricted=True)

    def _make_anew(self, because: str, error: Exception | None = None) -> None:
        """Connect again, for the collection may have been made anew by another process, and put back what is missing."""
        try:
            self._connect()
            held = chroma.held(self._collection)
        except chroma.faults() as again:
            raise self._unreachable(again) from (error or again)
        missing: list[Entry] = [entry for entry in self._wanted.values() if held.get(entry.id) != entry.sha256]
        if missing:
            chroma.put(missing, self._embedder.embed([entry.text for entry in missing]), self._collection)

    def _break_seal(self) -> None:
        self._brought_to = ""

    def _connect(self) -> None:
        self._client = _client(self._address)
        self._collection, changed = chroma.collection_for(self._client, self._embedder)
        self._rebuilt_because = changed or self._rebuilt_because

    def _unreachable(self, error: Exception) -> CorpusError:
        return CorpusError(
            f"The Chroma server at {self._address} does not answer ({' '.join(str(error).split())[:200]}); "
            "start it with 'chroma run', or correct service.chroma_url."
        )


@contextmanager
def open_served(address: str, embedder: Embedder) -> Iterator[CaseStore]:
    """The store behind the server at `address` (http://host:port). Raises CorpusError where it does not answer."""
    store = ServedStore(address, embedder)
    try:
        store.open()
        yield store
    finally:
        store.close()


def _client(address: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(address)
    secure = parts.scheme == "https"
    return chromadb.HttpClient(
        host=parts.hostname or "",
        port=parts.port or (443 if secure else 8000),
        ssl=secure,
        settings=Settings(anonymized_telemetry=False),
    )
