"""The precision-recall curve and the ranking of passages."""

import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from evals.measures.curves import pr_curve, ranking
from evals.measures.rows import Rows
from screener.words.framework import Severity
from tests.evals.measures.asked import on_rows
from tests.evals.measures.made_up import draft, flag, mark


def test_the_curve_lowers_the_bar_one_score_at_a_time() -> None:
    flags = [flag(10, 20, confidence=0.9), flag(70, 80, confidence=0.5), flag(30, 40, Severity.low, confidence=0.5)]
    points = pr_curve(Rows.of([draft(marks=[mark(10, 20), mark(30, 40), mark(50, 60)], flags=flags)]))
    assert [p.score for p in points] == pytest.approx([2.7, 1.5, 0.5])
    assert [p.recall for p in points] == pytest.approx([1 / 3, 1 / 3, 2 / 3])
    assert [p.precision for p in points] == pytest.approx([1, 1 / 2, 2 / 3])


def test_two_flags_on_one_passage_find_it_once() -> None:
    points = pr_curve(
        Rows.of([draft(marks=[mark(10, 20)], flags=[flag(10, 12, confidence=0.9), flag(15, 18, confidence=0.4)])])
    )
    assert [(p.recall, p.precision) for p in points] == [(1.0, 1.0), (1.0, 1.0)]


def test_there_is_no_curve_without_gold_or_flags() -> None:
    assert pr_curve(Rows.of([draft(flags=[flag(0, 5)])])) == ()
    assert pr_curve(Rows.of([draft(marks=[mark(0, 5)])])) == ()


def test_the_ranking_of_passages_is_that_of_scikit_learn_and_leaves_out_the_unread() -> None:
    scores = {0: 0.1, 1: 0.8, 2: 0.3, 3: 0.3, 4: 0.9, 5: 0.2}
    found = on_rows(ranking, [draft(marks=[mark(10, 20), mark(35, 38), mark(45, 47)], scores=scores, unread=[4])])
    truth, said = [0, 1, 0, 1, 0], [0.1, 0.8, 0.3, 0.3, 0.2]
    assert found["finding.auc"] == pytest.approx(roc_auc_score(truth, said))
    assert found["finding.ap"] == pytest.approx(average_precision_score(truth, said))
    assert on_rows(ranking, [draft()]) == {}
