"""The bootstrap against scipy's, and at its edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from evals.measures.bootstrap import RESAMPLES, Floats, difference, interval, ratio, sums, value_of, weights


def share(rows: list[tuple[float, float]]):
    return sums(rows, lambda s: ratio(s[:, 0], s[:, 1]))


def test_each_resample_draws_as_many_works_as_there_are() -> None:
    drawn = weights(7)
    assert drawn.shape == (RESAMPLES, 7)
    assert np.all(drawn.sum(axis=1) == 7)
    assert np.allclose(drawn.mean(axis=0), 1, atol=0.1)


def test_the_same_seed_draws_the_same_works() -> None:
    assert np.array_equal(weights(5, seed=1), weights(5, seed=1))
    assert not np.array_equal(weights(5, seed=1), weights(5, seed=2))


def test_the_interval_is_that_of_scipy() -> None:
    counts = np.random.default_rng(3).integers(0, 10, size=(40, 1))
    rows = np.hstack([counts, np.full((40, 1), 12)]).astype(float)
    ours = interval(share(rows.tolist()), 40, holding=40)
    theirs = stats.bootstrap(
        (rows[:, 0] / 12,), np.mean, n_resamples=9999, method="percentile", rng=np.random.default_rng(4)
    ).confidence_interval
    assert ours.value == pytest.approx(rows[:, 0].sum() / rows[:, 1].sum())
    assert ours.low == pytest.approx(theirs.low, abs=0.012)
    assert ours.high == pytest.approx(theirs.high, abs=0.012)


def test_a_share_that_never_varies_gets_the_exact_binomial_bound() -> None:
    found = interval(share([(0, 3)] * 10), 10, holding=10, share=True)
    exact = stats.binomtest(0, 10).proportion_ci(0.95, method="exact")
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(exact.high)
    full = interval(share([(3, 3)] * 10), 10, holding=10, share=True)
    assert full.low == pytest.approx(stats.binomtest(10, 10).proportion_ci(0.95, method="exact").low)


def test_one_work_has_a_value_and_no_interval() -> None:
    found = interval(share([(1, 2)]), 1, holding=1)
    assert (found.value, found.low, found.high) == (0.5, None, None)


def test_one_work_among_empty_ones_has_no_interval_either() -> None:
    found = interval(share([(1, 2), (0, 0), (0, 0)]), 3, holding=1)
    assert (found.value, found.low) == (0.5, None)


def test_nothing_to_divide_by_is_no_value() -> None:
    assert interval(share([(0, 0), (0, 0)]), 2, holding=0).value is None
    assert value_of(share([]), 0) is None


def test_no_interval_where_many_resamples_leave_the_figure_undefined() -> None:
    rare = lambda drawn: np.where(np.all(drawn == 1, axis=1), 1.0, np.nan)  # noqa: E731
    found = interval(rare, 6, holding=6)
    assert (found.value, found.low) == (1.0, None)


def test_a_run_does_not_differ_from_itself() -> None:
    same = share([(1, 2), (2, 2), (0, 2)] * 2)
    apart = difference(same, same, 6, holding=6)
    assert apart is not None
    assert (apart.value, apart.low, apart.high, apart.p) == (0.0, 0.0, 0.0, 1.0)


def test_pairing_sees_a_small_gain_that_every_draft_shares() -> None:
    spread = np.random.default_rng(5).uniform(0.1, 0.8, size=30)
    before, after = ([(v + more, 1.0) for v in spread] for more in (0.0, 0.02))
    apart = difference(share(before), share(after), 30, holding=30)
    alone = interval(share(before), 30, holding=30)
    assert apart is not None
    assert apart.low == pytest.approx(0.02)
    assert apart.p is not None and apart.p < 0.01
    assert alone.high is not None and alone.value is not None and alone.high - alone.value > 0.02


def test_a_difference_is_second_minus_first_and_its_sign_turns_with_the_order() -> None:
    one, two = share([(1, 4), (2, 4), (1, 4)] * 2), share([(3, 4), (1, 4), (4, 4)] * 2)
    there, back = difference(one, two, 6, holding=6), difference(two, one, 6, holding=6)
    assert there is not None and back is not None
    assert there.value == pytest.approx(4 / 12)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert there.p == pytest.approx(back.p)


def test_a_figure_that_one_run_lacks_has_no_difference() -> None:
    assert difference(share([(0, 0), (0, 0)]), share([(1, 2), (1, 2)]), 2, holding=2) is None


def test_fewer_than_six_works_are_not_tested() -> None:
    few = difference(share([(0, 1)] * 5), share([(1, 1)] * 5), 5, holding=5)
    assert few is not None and (few.value, few.low, few.p) == (1.0, None, None)
    enough = difference(share([(0, 1)] * 6), share([(1, 1)] * 6), 6, holding=6)
    assert enough is not None and enough.p is not None and enough.p < 0.01


def test_a_change_that_rests_on_one_draft_is_not_sure_even_if_the_figure_is_undefined_without_it() -> None:
    undefined = np.array([0.0] * 9 + [1.0])
    before = lambda drawn: np.where(drawn @ undefined > 0, 1.0, np.nan)  # noqa: E731
    after = lambda drawn: np.where(drawn @ undefined > 0, 0.5, np.nan)  # noqa: E731
    apart = difference(before, after, 10, holding=10)
    assert apart is not None
    assert (apart.value, apart.low, apart.high) == (-0.5, -0.5, 0.0)
    assert apart.p is not None and apart.p > 0.5


COUNTS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=20)


@given(COUNTS)
@settings(deadline=None, max_examples=50)
def test_the_interval_of_a_share_stays_between_zero_and_one(pairs: list[tuple[int, int]]) -> None:
    rows = [(float(min(a, b)), float(b)) for a, b in pairs]
    found = interval(share(rows), len(rows), holding=sum(b > 0 for _, b in rows), share=True)
    if found.value is not None and found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.high <= 1
        assert 0 <= found.value <= 1


@given(COUNTS)
@settings(deadline=None, max_examples=50)
def test_ratio_is_undefined_exactly_where_nothing_is_below(pairs: list[tuple[int, int]]) -> None:
    over, under = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    found: Floats = ratio(over, under)
    assert np.array_equal(np.isnan(found), under == 0)
