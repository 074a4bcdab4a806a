"""Recall, precision and F2 against examples counted by hand and against scikit-learn."""

import pytest
from sklearn.metrics import fbeta_score

from evals.measures.finding import finding, headline
from screener.words.framework import Severity
from tests.evals.measures.asked import on_rows
from tests.evals.measures.made_up import benign, draft, flag, mark

A = draft(
    "a",
    marks=[mark(10, 20), mark(30, 40, Severity.medium, "architecture"), mark(50, 60, Severity.low), benign(70, 80)],
    flags=[flag(10, 20), flag(12, 14, Severity.low), flag(35, 65, Severity.medium), flag(72, 78), flag(None, None)],
)
B = draft("b", marks=[mark(10, 20), mark(80, 90)], flags=[flag(0, 5), flag(82, 88)], unread=[1])


def test_figures_counted_by_hand() -> None:
    found = on_rows(finding, [A, B])
    # Gold: a has three, all touched; b has one unread and one touched.
    assert found["finding.recall"] == pytest.approx(4 / 5)
    assert found["finding.recall_read"] == 1.0
    assert found["finding.missed"] == 0.0
    assert found["finding.unread"] == pytest.approx(1 / 5)
    # Covered: a's first by an equal flag, b's last by six of ten characters.
    assert found["finding.recall_iou"] == pytest.approx(2 / 5)
    assert (found["finding.recall_high"], found["finding.recall_medium"]) == (pytest.approx(2 / 3), 1.0)
    # Flags that count: four of a (three right), two of b (one right).
    assert found["finding.precision"] == pytest.approx(4 / 6)
    assert found["finding.precision_iou"] == pytest.approx(2 / 6)
    assert found["finding.benign_flagged"] == 1.0
    # Plain passages read: a has 0,2,4,6,7,8,9 (4, 6 and 7 flagged), b has 0,2,…,7,9 (0 flagged).
    assert found["finding.false_alarms"] == pytest.approx(4 / 15)
    assert found["finding.concern"] == pytest.approx(3 / 4)
    # Severities said: high for high, medium for medium, medium for low, high for high.
    assert found["finding.severity_same"] == pytest.approx(3 / 4)
    assert found["finding.severity_low"] == 0.0


def test_f2_is_that_of_scikit_learn_where_each_flag_meets_one_passage() -> None:
    hits, misses, alarms = 5, 2, 3
    marks = [mark(n * 10, n * 10 + 10) for n in range(hits + misses)]
    flags = [flag(n * 10, n * 10 + 10) for n in [*range(hits), *range(10, 10 + alarms)]]
    found = on_rows(finding, [draft(marks=marks, flags=flags, length=200)])
    truth = [1] * (hits + misses) + [0] * alarms
    guess = [1] * hits + [0] * misses + [1] * alarms
    assert found["finding.f2"] == pytest.approx(fbeta_score(truth, guess, beta=2))
    assert found["finding.f2"] == found["finding.f2_iou"]


def test_no_gold_leaves_recall_undefined_and_not_zero() -> None:
    found = on_rows(finding, [draft(flags=[flag(0, 5)])])
    assert found["finding.recall"] is None
    assert found["finding.f2"] is None
    assert found["finding.precision"] == 0.0


def test_no_flags_is_no_recall_and_undefined_precision() -> None:
    found = on_rows(finding, [draft(marks=[mark(10, 20)])])
    assert (found["finding.recall"], found["finding.precision"], found["finding.f2"]) == (0.0, None, 0.0)


def test_everything_unread_is_no_recall_no_miss_and_no_false_alarm_rate() -> None:
    found = on_rows(finding, [draft(marks=[mark(10, 20), benign(30, 40)], unread=range(10))])
    assert (found["finding.recall"], found["finding.missed"], found["finding.unread"]) == (0.0, 0.0, 1.0)
    assert found["finding.recall_read"] is None
    assert found["finding.false_alarms"] is None
    assert found["finding.benign_flagged"] is None


def test_no_drafts_at_all_is_no_figure_at_all() -> None:
    assert set(on_rows(finding, []).values()) == {None}


def test_the_headline_is_a_part_of_the_whole() -> None:
    assert on_rows(headline, [A, B]).items() <= on_rows(finding, [A, B]).items()
