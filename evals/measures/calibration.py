"""Can a stated probability be taken at its word?

Brier score (Brier 1950) with the decomposition of Murphy (1973) into reliability, resolution and uncertainty, and the
expected calibration error over ten bins of equal width (Naeini et al. 2015; Guo et al. 2017). The Brier score of always
saying the base rate is the baseline. The decomposition uses the bins' mean forecasts, so its parts add up to the score only
as far as forecasts within a bin are alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.measures.bootstrap import Floats, interval, ratio, sums
from evals.measures.figure import Better, Tally, Unit, Works
from screener.words.draft import Frozen

BINS = 10
_COUNTS, _FORECASTS, _EVENTS = (slice(n * BINS, (n + 1) * BINS) for n in range(3))
_SQUARES = 3 * BINS
"""Column of the sum of squared errors, after three blocks of one column for each bin."""


@dataclass(frozen=True)
class Forecast:
    """A stated probability and whether the thing was so."""

    work: str
    stated: float
    """Between 0 and 1."""
    true: bool


class Bin(Frozen):
    """One bin of the reliability plot. Empty bins are left out."""

    low: float
    high: float
    count: int
    stated: float
    """Mean of what was stated."""
    true: float
    """Share that was so."""
    true_low: float | None
    true_high: float | None


def calibrated(name: str, what: str, forecasts: Sequence[Forecast], works: Works) -> list[Tally]:
    """The figures of calibration; undefined where nothing was stated. `what` follows 'Calibration error of'."""
    table = _table(forecasts, works)
    units, holding = len(forecasts), int((table[:, _COUNTS].sum(axis=1) > 0).sum())

    def tally(key: str, title: str, column: int, better: Better) -> Tally:
        return Tally(
            name=f"{name}.{key}",
            title=title,
            statistic=sums(table, lambda s: _parts(s)[:, column]),
            columns=len(works),
            works=holding,
            units=units,
            of="stated probabilities",
            better=better,
            unit=Unit.number,
        )

    return [
        tally("ece", f"Calibration error (ECE) of {what}", 0, Better.down),
        tally("brier", f"Brier score of {what}", 1, Better.down),
        tally("brier_base", "The same, always saying the base rate", 2, Better.neither),
        tally("reliability", f"Brier: reliability of {what}", 3, Better.down),
        tally("resolution", f"Brier: resolution of {what}", 4, Better.up),
    ]


def reliability(forecasts: Sequence[Forecast], works: Works) -> tuple[Bin, ...]:
    """The bins of the plot, each with an interval over works."""
    table = _table(forecasts, works)
    return tuple(_bin(table, n, works) for n in range(BINS) if table[:, n].sum() > 0)


def _bin(table: Floats, n: int, works: Works) -> Bin:
    count, stated, true = (table[:, block * BINS + n] for block in range(3))
    pair = np.stack([true, count], axis=1)
    share = interval(
        sums(pair, lambda s: ratio(s[:, 0], s[:, 1])), len(works), holding=int((count > 0).sum()), share=True
    )
    total = float(count.sum())
    return Bin(
        low=n / BINS,
        high=(n + 1) / BINS,
        count=round(total),
        stated=float(stated.sum()) / total,
        true=float(true.sum()) / total,
        true_low=share.low,
        true_high=share.high,
    )


def _table(forecasts: Sequence[Forecast], works: Works) -> Floats:
    return works.table(forecasts, _counted, 3 * BINS + 1)


def _counted(forecast: Forecast) -> list[float]:
    made = [0.0] * (3 * BINS + 1)
    n = min(int(forecast.stated * BINS), BINS - 1)
    made[n], made[BINS + n], made[2 * BINS + n] = 1, forecast.stated, forecast.true
    made[_SQUARES] = (forecast.stated - forecast.true) ** 2
    return made


def _parts(s: Floats) -> Floats:
    """ECE, Brier, base-rate Brier (which is the uncertainty), reliability, resolution: (tables × 5)."""
    counts, stated, true = s[:, _COUNTS], s[:, _FORECASTS], s[:, _EVENTS]
    total = counts.sum(axis=1)
    base = ratio(true.sum(axis=1), total)
    some = np.where(counts > 0, counts, 1)
    gap, lift = stated / some - true / some, true / some - base[:, None]
    return np.stack(
        [
            ratio((counts * np.abs(gap)).sum(axis=1), total),
            ratio(s[:, _SQUARES], total),
            base * (1 - base),
            ratio((counts * gap**2).sum(axis=1), total),
            ratio((counts * lift**2).sum(axis=1), total),
        ],
        axis=1,
    )
