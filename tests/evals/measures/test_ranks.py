"""Figures about rankings against scikit-learn, and that a weight of two is the same as standing there twice."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from evals.measures.ranks import average_precision, roc_area

SCORED = st.lists(st.tuples(st.integers(0, 10), st.booleans(), st.integers(0, 3)), min_size=2, max_size=25)


def split(rows):
    scores, uplift, weight = zip(*rows, strict=True)
    return np.array(scores) / 10, np.array(uplift), np.array([weight], dtype=float)


@given(SCORED)
def test_the_roc_area_is_that_of_scikit_learn_on_repeated_rows(rows) -> None:
    scores, uplift, weight = split(rows)
    times = weight[0].astype(int)
    assume(len(set(np.repeat(uplift, times))) == 2)
    expected = roc_auc_score(np.repeat(uplift, times), np.repeat(scores, times))
    assert roc_area(scores, uplift, weight)[0] == pytest.approx(expected)


@given(SCORED)
def test_average_precision_is_that_of_scikit_learn_on_repeated_rows(rows) -> None:
    scores, uplift, weight = split(rows)
    times = weight[0].astype(int)
    assume(np.repeat(uplift, times).any())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = average_precision_score(np.repeat(uplift, times), np.repeat(scores, times))
    assert average_precision(scores, uplift, weight)[0] == pytest.approx(expected)


def test_one_label_alone_has_no_area() -> None:
    ones = np.ones((1, 3))
    assert math.isnan(roc_area(np.array([0.1, 0.2, 0.3]), np.array([True] * 3), ones)[0])
    assert math.isnan(average_precision(np.array([0.1, 0.2, 0.3]), np.array([False] * 3), ones)[0])
