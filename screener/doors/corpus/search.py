"""Both indexes as one: candidates for a text by vector and by word, under what its reader may see."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from screener.doors.corpus.chroma import Held, Vectors
from screener.doors.corpus.entries import entries_of
from screener.doors.corpus.lexical import LexicalIndex, open_lexical
from screener.doors.corpus.store import CaseStore, Synced, open_store
from screener.doors.embedder import Embedder
from screener.words.case import Case

MOST_CASES = 60
"""Cases compared with a whole draft: so many by their words, and so many by how often its stretches met them."""


@dataclass(frozen=True)
class Candidate:
    """An entry that may be a precedent: cosine similarity, and BM25 as a share (0-1) of the text's best lexical hit."""

    entry_id: str
    case_id: str
    text: str
    similarity: float
    lexical: float


@dataclass(frozen=True)
class CaseMatch:
    """A case beside a whole draft."""

    best: Candidate
    """Its entry that is nearest to any stretch of the draft."""
    stretch: str
    """That stretch."""
    nearness: float
    """How near the case is as a whole, 0 to 2: its words' and its meaning's share of the nearest case's."""


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
        return self._grouped(stretches, self._vectors(stretches), k, with_restricted)

    def survey(
        self,
        stretches: Sequence[Sequence[str]],
        *,
        k: int = 12,
        with_restricted: bool,
        without: Collection[str] = (),
    ) -> tuple[list[list[Candidate]], list[CaseMatch]]:
        """What `candidates` gives for the passages of a draft, and the cases that are near to the draft as a whole,
        nearest first; those of `without` are left out of the latter."""
        vectors = self._vectors(stretches)
        groups = self._grouped(stretches, vectors, k, with_restricted)
        flat = [text for group in stretches for text in group]
        return groups, self._near_whole(flat, vectors, groups, with_restricted, without) if flat else []

    def _vectors(self, stretches: Sequence[Sequence[str]]) -> Vectors:
        return self._embedder.embed([text for group in stretches for text in group])

    def _near_whole(
        self,
        flat: Sequence[str],
        vectors: Vectors,
        groups: Sequence[Sequence[Candidate]],
        with_restricted: bool,
        without: Collection[str],
    ) -> list[CaseMatch]:
        """A long text is near to a case that shares many telling words with it and whose entries' mean vector points
        where its own does; a single stretch that is alike says less."""
        words = self._lexical.cases_near(" ".join(flat), with_restricted=with_restricted)
        met = Counter(candidate.case_id for group in groups for candidate in group)
        first = [
            *sorted(words, key=lambda i: (-words[i], i))[:MOST_CASES],
            *(i for i, _ in met.most_common(MOST_CASES)),
        ]
        wanted = [case_id for case_id in dict.fromkeys(first) if case_id not in without]
        entries: dict[str, list[Held]] = {}
        for held in self._store.of_cases(wanted, with_restricted=with_restricted):
            entries.setdefault(held.case_id, []).append(held)
        if not entries:
            return []
        middle = {i: float(_unit(vectors.mean(0)) @ _unit(_stacked(own).mean(0))) for i, own in entries.items()}
        most_words = max((words.get(i, 0.0) for i in entries), default=0.0) or 1.0
        most_alike = max(middle.values()) or 1.0
        matches = [
            _match(own, flat, vectors, words.get(i, 0.0) / most_words, middle[i] / most_alike)
            for i, own in entries.items()
        ]
        return sorted(matches, key=lambda m: (-m.nearness, m.best.case_id))

    def _grouped(
        self,
        stretches: Sequence[Sequence[str]],
        vectors: Vectors,
        k: int,
        with_restricted: bool,
    ) -> list[list[Candidate]]:
        hits = self._store.nearest(vectors, k, with_restricted=with_restricted)
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


def _match(own: Sequence[Held], flat: Sequence[str], vectors: Vectors, words: float, alike: float) -> CaseMatch:
    near = vectors @ _stacked(own).T
    at, which = (int(n) for n in np.unravel_index(int(near.argmax()), near.shape))
    best = own[which]
    found = Candidate(best.entry_id, best.case_id, best.text, float(near[at, which]), words)
    return CaseMatch(best=found, stretch=flat[at], nearness=words + alike)


def _stacked(own: Sequence[Held]) -> Vectors:
    return np.array([held.vector for held in own], dtype=np.float32)


def _unit(vector: Vectors) -> Vectors:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


@contextmanager
def open_search(folder: Path, embedder: Embedder) -> Iterator[CaseSearch]:
    """The case indexes kept in `folder`. Raises CorpusError as `open_store` does."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open_store(folder / "chroma", embedder) as store, open_lexical(folder / "lexical.sqlite") as lexical:
        yield CaseSearch(store, lexical, embedder)
