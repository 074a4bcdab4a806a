"""A figure: a number that the suite reports, how it is got from weights over works, and with its interval."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from evals.measures.bootstrap import Floats, Interval, Statistic, interval, ratio, sums, value_of
from screener.words.draft import Frozen


class OfWork(Protocol):
    """A row that belongs to a work."""

    @property
    def work(self) -> str:
        """The id of the work."""
        ...


Row = TypeVar("Row", bound=OfWork)


class Better(StrEnum):
    """Which way a figure should go."""

    up = "higher"
    down = "lower"
    neither = "neither"
    """It describes and does not judge."""


class Unit(StrEnum):
    """How a figure is written."""

    share = "share"
    """Between 0 and 1, shown in per cent."""
    number = "number"
    """A number on its own scale: kappa, a Brier score."""
    amount = "amount"
    """A count that need not be whole: calls, tokens."""
    seconds = "seconds"
    dollars = "dollars"


class Figure(Frozen):
    """A number with its 95 % interval."""

    name: str
    """For programs: 'finding.recall'."""
    title: str
    """For people."""
    value: float | None
    """None where the records do not define it: nothing to divide by, or unknown."""
    low: float | None = None
    high: float | None = None
    works: int
    """How many works have something that it counts; the interval is as wide as these are few."""
    units: int
    """How many things it counts: passages, flags, drafts …"""
    of: str
    """What those things are, in the plural."""
    better: Better = Better.up
    unit: Unit = Unit.share
    note: str = ""


@dataclass(frozen=True)
class Tally:
    """All that is needed to compute a figure on any draw of the works."""

    name: str
    title: str
    statistic: Statistic
    columns: int
    """Works in all: columns of the matrix of weights."""
    works: int
    """Of these, the ones that have anything to count."""
    units: int
    of: str
    better: Better = Better.up
    unit: Unit = Unit.share
    exact: bool = False
    """Whether it is a plain share, for which an exact bound exists where the bootstrap has none."""
    note: str = ""

    def value(self) -> float | None:
        """The figure on the works as they are."""
        return value_of(self.statistic, self.columns)

    def figure(self, *, bare: bool = False) -> Figure:
        """The figure on the works as they are, with its interval unless `bare`."""
        found = (
            Interval(self.value())
            if bare
            else interval(self.statistic, self.columns, holding=self.works, share=self.exact)
        )
        return Figure(
            name=self.name,
            title=self.title,
            value=found.value,
            low=found.low,
            high=found.high,
            works=self.works,
            units=self.units,
            of=self.of,
            better=self.better,
            unit=self.unit,
            note=self.note,
        )


@dataclass(frozen=True)
class Works:
    """The works of a comparison in a fixed order, so that two runs are resampled alike."""

    names: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> "Works":
        """The works that occur, in alphabetical order."""
        return cls(tuple(sorted(set(names))))

    def __len__(self) -> int:
        return len(self.names)

    def table(self, rows: Iterable[Row], counts: Callable[[Row], Sequence[float]], width: int) -> Floats:
        """Counts added up by work: (works × width). Rows of other works are left out."""
        at = {name: n for n, name in enumerate(self.names)}
        made = np.zeros((len(self.names), width))
        listed = [(at[row.work], counts(row)) for row in rows if row.work in at]
        if listed:
            places, values = zip(*listed, strict=True)
            np.add.at(made, list(places), np.asarray(values, dtype=np.float64))
        return made

    def columns(self, rows: Sequence[Row]) -> NDArray[np.intp]:
        """For each row the column of its work in a matrix of weights. Raises KeyError for a row of another work."""
        at = {name: n for n, name in enumerate(self.names)}
        return np.array([at[row.work] for row in rows], dtype=np.intp)


@dataclass(frozen=True)
class Share:
    """A figure that is one count over another."""

    name: str
    title: str
    of: str
    better: Better = Better.up
    unit: Unit = Unit.share
    note: str = ""

    def tally(
        self,
        works: Works,
        rows: Iterable[Row],
        over: Callable[[Row], float],
        under: Callable[[Row], float] = lambda _: 1.0,
    ) -> Tally:
        """Sum of `over` by sum of `under`, undefined where the latter is zero."""
        table = works.table(rows, lambda row: (float(over(row)), float(under(row))), 2)
        return Tally(
            name=self.name,
            title=self.title,
            statistic=sums(table, lambda s: ratio(s[:, 0], s[:, 1])),
            columns=len(works),
            works=int(np.count_nonzero(table[:, 1])),
            units=round(float(table[:, 1].sum())),
            of=self.of,
            better=self.better,
            unit=self.unit,
            exact=self.unit is Unit.share,
            note=self.note,
        )
