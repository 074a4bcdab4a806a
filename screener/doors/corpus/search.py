"""Both indexes as one: candidates for a text by vector and by word, under what its reader may see."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from screener.doors.corpus.entries import entries_of
from screener.doors.corpus.lexical import LexicalIndex, open_lexical
from screener.doors.corpus.store import CaseStore, Synced, open_store
from screener.doors.embedder import Embedder
from screener.words.case import Case


@dataclass(frozen=True)
class Candidate:
    """An entry that may be a precedent: cosine similarity, and BM25 as a share (0-1) of the text's best lexical hit."""

    entry_id: str
    case_id: str
    text: str
    similarity: float
    lexical: float


class CaseSearch:
    """Finds entries of cases for stretches of text."""

    def __init__(self, store: CaseStore, lexical: LexicalIndex, embedder: Embedder) -> None:
        self._store, self._lexical, self._embedder = store, lexical, embedder

    def sync(self, cases: Sequence[Case]) -> Synced:
        """Bring both indexes to exactly these cases."""
        entries = list(entries_of(cases))
        synced = self._store.sync(entries)
        self._lexical.sync(entries)
        return synced

    def count(self) -> int:
        """Number of entries held."""
        return self._store.count()

    def candidates(
        self,
        stretches: Sequence[Sequence[str]],
        *,
        k: int = 12,
        with_restricted: bool,
    ) -> list[list[Candidate]]:
        """For each group of texts (the windows of one passage) its candidate entries, most similar first.

        One batched vector query serves all groups. An entry's similarity is that of the nearest text of the group.
        """
        flat = [text for group in stretches for text in group]
        hits = self._store.nearest(self._embedder.embed(flat), k, with_restricted=with_restricted) if flat else []
        out, at = [], 0
        for group in stretches:
            words = self._lexical.nearest(" ".join(group), k, with_restricted=with_restricted)
            best = max(words.values(), default=1.0) or 1.0
            found: dict[str, Candidate] = {}
            for hit in (hit for row in hits[at : at + len(group)] for hit in row):
                if hit.entry_id not in found or found[hit.entry_id].similarity < hit.similarity:
                    share = words.get(hit.entry_id, 0.0) / best
                    found[hit.entry_id] = Candidate(hit.entry_id, hit.case_id, hit.text, hit.similarity, share)
            at += len(group)
            out.append(sorted(found.values(), key=lambda c: -c.similarity))
        return out

    def shared_words(self, one: str, other: str, most: int = 5) -> list[str]:
        """Distinctive words that two texts share, rarest first."""
        there = set(self._lexical.distinctive(other, most=200))
        return [word for word in self._lexical.distinctive(one, most=200) if word in there][:most]


@contextmanager
def open_search(folder: Path, embedder: Embedder) -> Iterator[CaseSearch]:
    """The case indexes kept in `folder`. Raises CorpusError as `open_store` does."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open_store(folder / "chroma", embedder) as store, open_lexical(folder / "lexical.sqlite") as lexical:
        yield CaseSearch(store, lexical, embedder)
