"""Percentile bootstrap over works (Efron and Tibshirani 1993, chapters 13 and 16), all resamples at once.

A work is a draft with its variants, forms and epochs: they resemble each other and are drawn together. A statistic is
given a matrix of weights, one row for each resample and one column for each work, saying how often the work was drawn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""Weights (resamples × works) to values (resamples); nan where a resample leaves the statistic undefined."""

RESAMPLES = 2000
SEED = 20250229
CONFIDENCE = 0.95
FEWEST = 6
"""Works that a difference needs to be tested: with fewer, not even agreement of all signs is significant at 5 %."""

_DEFINED = 0.8
"""Share of the resamples in which a figure must be defined for an interval to say anything."""


@dataclass(frozen=True)
class Interval:
    """A value with the percentile interval around it. Each is None where it is not defined."""

    value: float | None
    low: float | None = None
    high: float | None = None


@lru_cache(maxsize=64)
def weights(works: int, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """How often each work is drawn: (resamples × works), each row adding up to `works`. The same for the same arguments."""
    drawn = np.random.default_rng(seed).multinomial(works, np.full(works, 1 / works), size=resamples)
    made = drawn.astype(np.float64)
    made.setflags(write=False)
    return made


def value_of(statistic: Statistic, works: int) -> float | None:
    """The statistic on the works as they are; None where it is undefined."""
    if works == 0:
        return None
    value = float(statistic(np.ones((1, works)))[0])
    return value if np.isfinite(value) else None


def interval(statistic: Statistic, works: int, *, holding: int, share: bool = False, seed: int = SEED) -> Interval:
    """The statistic with its 95 % interval.

    `holding` is how many works have anything to count. No interval where these are fewer than two, or where more than a
    fifth of the resamples leave the statistic undefined. For a `share` that is 0 or 1 in every resample the bootstrap has
    nothing to vary; the exact binomial bound over the holding works (Clopper and Pearson 1934) is given instead.
    """
    value = value_of(statistic, works)
    if value is None or holding < 2:
        return Interval(value)
    drawn = statistic(weights(works, seed=seed))
    drawn = drawn[np.isfinite(drawn)]
    if len(drawn) < _DEFINED * RESAMPLES:
        return Interval(value)
    if share and value in {0.0, 1.0} and np.all(drawn == value):
        away = 1 - ((1 - CONFIDENCE) / 2) ** (1 / holding)
        return Interval(value, 0.0, away) if value == 0.0 else Interval(value, 1 - away, 1.0)
    low, high = _percentiles(drawn)
    return Interval(value, low, high)


@dataclass(frozen=True)
class Difference:
    """How a statistic changed between two runs over the same works."""

    value: float
    """Second run minus first."""
    low: float | None
    high: float | None
    p: float | None
    """Two-sided: twice the smaller share of resamples whose difference is not above, or not below, zero."""


def difference(first: Statistic, second: Statistic, works: int, *, holding: int, seed: int = SEED) -> Difference | None:
    """The paired bootstrap of a difference: both runs are resampled by the same draws. None where either is undefined.

    A resample that leaves the difference undefined counts as one without a difference: that the one draft which matters was
    not drawn must not make a change look sure. No interval and no p where fewer than `FEWEST` works hold anything to count.
    """
    one, two = value_of(first, works), value_of(second, works)
    if one is None or two is None:
        return None
    if holding < FEWEST:
        return Difference(two - one, None, None, None)
    drawn = weights(works, seed=seed)
    apart = second(drawn) - first(drawn)
    apart = np.where(np.isfinite(apart), apart, 0.0)
    low, high = _percentiles(apart)
    beyond = min(int(np.sum(apart <= 0)), int(np.sum(apart >= 0)))
    return Difference(two - one, low, high, min(1.0, 2 * (beyond + 1) / (len(apart) + 1)))


def sums(rows: Sequence[Sequence[float]] | Floats, of: Callable[[Floats], Floats]) -> Statistic:
    """A statistic that is a function of sums over works.

    `rows` has one row of counts for each work; `of` takes the sums (resamples × counts).
    """
    table = np.asarray(rows, dtype=np.float64)
    return lambda drawn: of(drawn @ table)


def ratio(over: Floats, under: Floats) -> Floats:
    """Element by element, nan where there is nothing to divide by."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(under > 0, over / under, np.nan)


def _percentiles(drawn: Floats) -> tuple[float, float]:
    edge = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(drawn, [edge, 100 - edge])
    return float(low), float(high)
