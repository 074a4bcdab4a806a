"""Words that texts have in common: runs of words, near-duplicates, and fingerprints of runs."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

_WORD = re.compile(r"[^\W_]+")
FINGERPRINT = 12
"""Hexadecimal digits that are kept of a hash: enough that two of a few hundred thousand runs hardly ever meet."""


def runs(text: str, length: int) -> list[str]:
    """All runs of `length` consecutive words, in order; case, punctuation and white space do not count."""
    words = [w.casefold() for w in _WORD.findall(text)]
    return [" ".join(words[i : i + length]) for i in range(len(words) - length + 1)]


def fingerprint(run: str) -> str:
    """A short hash of one run."""
    return hashlib.sha256(run.encode("utf-8")).hexdigest()[:FINGERPRINT]


def likeness(texts: Mapping[str, str], length: int = 4) -> Iterator[tuple[float, str, str]]:
    """Pairs of texts that share a run, with the share (0 to 1) of their runs that both hold (Jaccard)."""
    sets = {name: frozenset(runs(text, length)) for name, text in texts.items()}
    for (one, other), shared in _shared(sets).items():
        yield shared / len(sets[one] | sets[other]), one, other


def shared_runs(texts: Mapping[str, str], length: int) -> Counter[tuple[str, str]]:
    """How many runs of `length` words each pair of texts has in common; pairs without one are left out."""
    return _shared({name: frozenset(runs(text, length)) for name, text in texts.items()})


def _shared(sets: Mapping[str, Iterable[str]]) -> Counter[tuple[str, str]]:
    holders: dict[str, list[str]] = defaultdict(list)
    for name, held in sets.items():
        for run in held:
            holders[run].append(name)
    return Counter(pair for names in holders.values() for pair in combinations(sorted(names), 2))
