"""What a measurement gives: named figures in sections, printed as a table or as JSON."""

import statistics
from collections.abc import Callable, Sequence
from time import perf_counter

from pydantic import computed_field
from rich import box
from rich.console import Console
from rich.table import Table

from screener.words.draft import Frozen


class Figure(Frozen):
    """One measured number."""

    name: str
    value: float
    unit: str
    """'s', 'ms', 'pages/s', 'tokens' …; 'x' for a ratio, 'share' for a number from 0 to 1."""
    at_most: float | None = None
    """The number it should not exceed, where there is one."""
    remark: str = ""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def held(self) -> bool | None:
        """Whether the target is met; None without a target."""
        return None if self.at_most is None else self.value <= self.at_most


class Section(Frozen):
    """The figures of one measurement, with how they were taken."""

    title: str
    how: str
    figures: tuple[Figure, ...]

    def value(self, name: str) -> float:
        """The value of the figure with this name. Raises KeyError where there is none."""
        for figure in self.figures:
            if figure.name == name:
                return figure.value
        raise KeyError(name)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that at least this share of them does not exceed (nearest rank)."""
    ranked = sorted(values)
    rank = -int(-share * len(ranked) // 1)
    return ranked[max(0, min(len(ranked), rank) - 1)]


def seconds_of(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    began = perf_counter()
    work()
    return perf_counter() - began


def median_seconds(work: Callable[[], object], times: int) -> float:
    """The median wall-clock seconds of that many calls."""
    return statistics.median(seconds_of(work) for _ in range(times))


def show(sections: Sequence[Section], console: Console) -> None:
    """One plain table per section."""
    for section in sections:
        table = Table(
            title=section.title,
            title_justify="left",
            caption=section.how,
            caption_justify="left",
            box=box.SIMPLE,
            pad_edge=False,
        )
        for name in ("figure", "value", "target", ""):
            table.add_column(name, justify="right" if name in ("value", "target") else "left", overflow="fold")
        for figure in section.figures:
            target = "" if figure.at_most is None else f"<= {_spoken(figure.at_most, figure.unit)}"
            over = "OVER" if figure.held is False else ""
            remark = " ".join((over, figure.remark)).strip()
            table.add_row(figure.name, _spoken(figure.value, figure.unit), target, remark)
        console.print(table)


def _spoken(value: float, unit: str) -> str:
    if unit in ("tokens", "requests", "passages", "entries", "cores"):
        return f"{value:,.0f} {unit}"
    digits = 2 if abs(value) < 100 else 0
    return f"{value:,.3f}" if unit == "share" else f"{value:,.{digits}f} {unit}"
