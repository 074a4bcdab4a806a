"""The words of a text as the embedded reader counts them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import log, sqrt

LEAST_NORM = 25.0
"""Length below which a text's raw weights are not scaled up (about twenty common words): few words prove little."""
_TOKEN = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d[\d.,]*")
_NUMBER = "#"
_BIBLIOGRAPHY = (
    re.compile(r"\b(?:19|20)\d\d[a-z]?\b"),
    re.compile(r"\b(?:[A-Z]\. ?){1,3}[A-Z][a-z]+|\b[A-Z][a-z]+, (?:[A-Z]\. ?)+"),
    re.compile(
        r"\b(?:In|Proc\.?|Proceedings|Journal|Conference|Workshop|Transactions|arXiv|preprint|Technical report|pp?\."
        r"|vol\.|doi)\b"
    ),
    re.compile(r"\bet al\b"),
)


def terms(text: str) -> Iterator[str]:
    """Words and pairs of neighbouring words, lower case, every number alike. Order of the text."""
    words = [_NUMBER if token[0].isdigit() else token for token in _TOKEN.findall(text.casefold())]
    yield from words
    yield from (f"{one} {other}" for one, other in pairwise(words))


def looks_like_bibliography(text: str) -> bool:
    """Whether a stretch is (mostly) entries of a reference list: years, initials and venues, hardly a verb."""
    hits = [len(pattern.findall(text)) for pattern in _BIBLIOGRAPHY]
    words = max(1, len(text.split()))
    return sum(count > 0 for count in hits) >= 3 and sum(hits) / words > 0.12


def idf(texts: Iterable[str], at_least: int) -> dict[str, float]:
    """Smoothed inverse document frequency (ln((1+n)/(1+df)) + 1) of the terms that stand in `at_least` texts."""
    counted: Counter[str] = Counter()
    total = 0
    for text in texts:
        counted.update(set(terms(text)))
        total += 1
    return {term: log((1 + total) / (1 + n)) + 1 for term, n in sorted(counted.items()) if n >= at_least}


def weights(text: str, idf_of: dict[str, float]) -> dict[str, float]:
    """Sub-linear tf-idf of a text's known terms, of unit length, shorter for few words, empty where none is known."""
    counts = Counter(term for term in terms(text) if term in idf_of)
    raw = {term: (1 + log(n)) * idf_of[term] for term, n in counts.items()}
    norm = max(LEAST_NORM, sqrt(sum(value * value for value in raw.values())))
    return {term: value / norm for term, value in raw.items()}


def folded(texts: Sequence[str]) -> list[str]:
    """Texts with white space folded, as they are embedded and counted."""
    return [" ".join(text.split()) for text in texts]
