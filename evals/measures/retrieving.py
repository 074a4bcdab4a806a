"""Does the corpus bring up the right precedents?

Relevance is binary. Recall@k and reciprocal rank are means over queries; nDCG@10 is measured against the ideal ranking of as
many right cases as there are, at most ten (Järvelin and Kekäläinen 2002).
"""

from collections import Counter
from collections.abc import Callable, Iterable
from math import log2

from evals.measures.figure import Better, Share, Tally, Unit, Works
from evals.records import RetrievalQuery
from screener.words.framework import Tier

_DEPTHS = (1, 5, 10)
_NDCG_DEPTH = 10


def recall_at(query: RetrievalQuery, k: int) -> float:
    """Share of the right cases among the first k."""
    return len(set(query.gold) & set(_ids(query)[:k])) / len(set(query.gold))


def ndcg(query: RetrievalQuery, k: int = _NDCG_DEPTH) -> float:
    """Discounted gain of the first k over that of the best ranking."""
    right = set(query.gold)
    gain = sum(1 / log2(n + 2) for n, case in enumerate(_ids(query)[:k]) if case in right)
    return gain / sum(1 / log2(n + 2) for n in range(min(k, len(right))))


def reciprocal_rank(query: RetrievalQuery) -> float:
    """1 over the rank of the first right case; 0 where none is ranked."""
    return next((1 / n for n, case in enumerate(_ids(query), 1) if case in query.gold), 0.0)


def retrieving(queries: Iterable[RetrievalQuery], works: Works) -> list[Tally]:
    """All figures about retrieval, for each suite of queries."""
    listed = tuple(queries)
    suites = sorted({q.suite for q in listed})
    return [tally for suite in suites for tally in _suite(suite, [q for q in listed if q.suite == suite], works)]


def _suite(suite: str, queries: list[RetrievalQuery], works: Works) -> list[Tally]:
    spoken = suite.replace("_", " ")
    asked = [q for q in queries if q.gold]
    scorers: list[tuple[str, str, Callable[[RetrievalQuery], float]]] = [
        *((f"recall_at_{k}", f"Recall@{k}", lambda q, k=k: recall_at(q, k)) for k in _DEPTHS),
        ("ndcg_at_10", "nDCG@10", ndcg),
        ("mrr", "Mean reciprocal rank", reciprocal_rank),
    ]
    made = []
    if asked:
        for name, title, scorer in scorers:
            unit = Unit.share if name.startswith("recall") else Unit.number
            share = Share(f"retrieving.{suite}.{name}", f"{title}, {spoken}", "queries", unit=unit)
            made.append(share.tally(works, asked, scorer))
    return made + _tiers(suite, [q for q in queries if q.gold_tier is not None], works)


def _tiers(suite: str, queries: list[RetrievalQuery], works: Works) -> list[Tally]:
    """Nothing retrieved is a wrong answer here: the question was what the nearest says."""
    if not queries:
        return []
    spoken = suite.replace("_", " ")
    common = Counter(q.gold_tier for q in queries)
    guess = max(Tier, key=lambda tier: (common[tier], -tier.rank))
    nearest = Share(f"retrieving.{suite}.tier", f"Nearest precedent has the right tier, {spoken}", "queries")
    always = Share(f"retrieving.{suite}.tier_majority", f"The same, always saying “{guess}”", "queries", Better.neither)
    return [
        nearest.tally(works, queries, lambda q: bool(q.ranked) and q.ranked[0].tier is q.gold_tier),
        always.tally(works, queries, lambda q: q.gold_tier is guess),
    ]


def _ids(query: RetrievalQuery) -> list[str]:
    return list(dict.fromkeys(ranked.case_id for ranked in query.ranked))
