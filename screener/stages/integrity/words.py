"""The words and word pairs of a sentence, as the fitted finder of orders counts them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import log, sqrt

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\s\w]")
_NUMBER = "#"


def terms(plain: str) -> Iterator[str]:
    """Words and marks and pairs of neighbours, lower case, every number alike."""
    words = [_NUMBER if token[0].isdigit() else token for token in _TOKEN.findall(plain.casefold())]
    yield from words
    yield from (f"{one} {other}" for one, other in pairwise(words))


def idf(texts: Iterable[str], at_least: int) -> dict[str, float]:
    """Smoothed inverse document frequency of the terms that stand in `at_least` texts."""
    counted: Counter[str] = Counter()
    total = 0
    for text in texts:
        counted.update(set(terms(text)))
        total += 1
    return {term: round(log((1 + total) / (1 + n)) + 1, 3) for term, n in sorted(counted.items()) if n >= at_least}


def weights(plain: str, idf_of: dict[str, float]) -> dict[str, float]:
    """Sub-linear tf-idf of the known terms of a sentence, of unit length; empty where none is known."""
    counts = Counter(term for term in terms(plain) if term in idf_of)
    raw = {term: (1 + log(n)) * idf_of[term] for term, n in counts.items()}
    norm = sqrt(sum(value * value for value in raw.values())) or 1.0
    return {term: value / norm for term, value in raw.items()}
