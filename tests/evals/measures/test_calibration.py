"""Calibration against scikit-learn and a sum done by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss

from evals.measures.calibration import Forecast, calibrated, reliability
from evals.measures.figure import Works


def measured(pairs: list[tuple[float, bool]]) -> dict[str, float | None]:
    forecasts = [Forecast(f"d{n}", stated, true) for n, (stated, true) in enumerate(pairs)]
    tallies = calibrated("honesty", "flags", forecasts, Works.of(f.work for f in forecasts))
    return {t.name.removeprefix("honesty."): t.value() for t in tallies}


PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


@given(PAIRS)
def test_the_brier_score_is_that_of_scikit_learn(pairs: list[tuple[float, bool]]) -> None:
    stated, true = zip(*pairs, strict=True)
    found = measured(pairs)
    assert found["brier"] == pytest.approx(brier_score_loss(true, stated, pos_label=True, labels=[False, True]))
    base = sum(true) / len(true)
    expected = brier_score_loss(true, [base] * len(true), pos_label=True, labels=[False, True])
    assert found["brier_base"] == pytest.approx(expected)


@given(st.lists(st.tuples(st.sampled_from([0.05, 0.25, 0.45, 0.85]), st.booleans()), min_size=1, max_size=40))
def test_the_parts_add_up_where_forecasts_in_a_bin_are_alike(pairs: list[tuple[float, bool]]) -> None:
    found = measured(pairs)
    assert found["brier"] == pytest.approx(found["reliability"] - found["resolution"] + found["brier_base"])


def test_the_calibration_error_by_hand() -> None:
    # Bin 0.2-0.3: two of 0.2 and 0.3-, one true: |0.225 - 0.5|. Bin 0.9-1: two of 1.0, both true: 0.
    found = measured([(0.2, True), (0.25, False), (1.0, True), (1.0, True)])
    assert found["ece"] == pytest.approx(0.5 * abs(0.225 - 0.5))


@given(PAIRS)
def test_a_perfect_oracle_has_no_error(pairs: list[tuple[float, bool]]) -> None:
    found = measured([(float(true), true) for _, true in pairs])
    assert (found["ece"], found["brier"], found["reliability"]) == pytest.approx((0.0, 0.0, 0.0))


def test_the_bins_hold_every_forecast_once_and_empty_ones_are_left_out() -> None:
    forecasts = [Forecast("a", 0.0, False), Forecast("b", 0.09, True), Forecast("a", 1.0, True)]
    first, last = reliability(forecasts, Works.of("ab"))
    assert (first.count, first.stated, first.true) == (2, pytest.approx(0.045), 0.5)
    assert (last.low, last.high, last.count, last.true) == (0.9, 1.0, 1, 1.0)
    assert last.true_low is None, "one draft has no interval"


def test_nothing_stated_leaves_everything_undefined() -> None:
    assert set(measured([]).values()) == {None}
    assert reliability([], Works.of([])) == ()
