"""Retrieval figures against scikit-learn and by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from evals.measures.figure import Works
from evals.measures.retrieving import ndcg, recall_at, reciprocal_rank, retrieving
from evals.records import Ranked, RetrievalQuery
from screener.words.framework import Tier


def query(gold: str, ranked: str, **more) -> RetrievalQuery:
    cases = tuple(Ranked(case_id=c, similarity=1 - n / 100, tier=Tier.hold) for n, c in enumerate(ranked))
    return RetrievalQuery(
        **{"query": ranked, "work": ranked, "suite": "citable", "gold": tuple(gold), "ranked": cases} | more
    )


def measured(*queries: RetrievalQuery) -> dict[str, float | None]:
    return {t.name: t.value() for t in retrieving(queries, Works.of(q.work for q in queries))}


@given(st.permutations("abcdefghijklmno"), st.sets(st.sampled_from("abcdefghijklmno"), min_size=1))
def test_ndcg_is_that_of_scikit_learn(ranked: list[str], gold: set[str]) -> None:
    relevance = np.array([[case in gold for case in ranked]], dtype=float)
    scores = np.arange(len(ranked), 0, -1, dtype=float)[None, :]
    assert ndcg(query("".join(gold), "".join(ranked))) == pytest.approx(ndcg_score(relevance, scores, k=10))


def test_recall_and_reciprocal_rank_by_hand() -> None:
    made = query("bx", "abc")
    assert [recall_at(made, k) for k in (1, 2, 10)] == [0.0, 0.5, 0.5]
    assert reciprocal_rank(made) == 0.5
    assert reciprocal_rank(query("x", "abc")) == 0.0


def test_a_case_that_is_ranked_twice_counts_once() -> None:
    assert recall_at(query("b", "aab"), 2) == 1.0
    assert ndcg(query("a", "aaa")) == 1.0


def test_figures_are_means_over_queries_of_a_suite() -> None:
    found = measured(query("a", "ab"), query("b", "ac"), query("c", "cd", suite="own_case"))
    assert found["retrieving.citable.recall_at_1"] == 0.5
    assert found["retrieving.citable.mrr"] == 0.5
    assert found["retrieving.own_case.recall_at_1"] == 1.0
    assert found["retrieving.citable.ndcg_at_10"] == pytest.approx(0.5)


def test_the_nearest_precedent_carries_the_right_tier_or_not() -> None:
    hold, more = Tier.hold, {"suite": "leave_one_out"}
    found = measured(
        query("", "ab", gold_tier=hold, **more),
        query("", "ba", gold_tier=Tier.publish, **more),
        query("", "", gold_tier=hold, **more),
    )
    assert found == {
        "retrieving.leave_one_out.tier": pytest.approx(1 / 3),
        "retrieving.leave_one_out.tier_majority": pytest.approx(2 / 3),
    }


def test_no_queries_make_no_figures() -> None:
    assert measured() == {}


def test_the_ideal_ranking_is_bounded_by_ten() -> None:
    letters = "abcdefghijklmno"
    assert ndcg(query(letters, letters)) == pytest.approx(1.0)
    assert ndcg(query("ab", "xxb")) == pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3)))
