"""Where lines and dots go in the plots. The templates draw them as SVG; nothing here makes markup."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evals.measures.calibration import Bin
from evals.measures.curves import PrPoint
from evals.measures.figure import Figure, Unit
from evals.measures.work import WANTED, WorkPoint

WIDTH, HEIGHT = 360, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 12, 12, 44
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_STRIP = 120.0
"""Width of the strip that shows an interval in a table."""


@dataclass(frozen=True)
class Tick:
    """A grid line with its number."""

    at: float
    says: str


@dataclass(frozen=True)
class Dot:
    """A dot, with a whisker where it has an interval."""

    x: float
    y: float
    size: float = 3.0
    low: float | None = None
    high: float | None = None
    says: str = ""


@dataclass(frozen=True)
class Line:
    """A series with its name."""

    name: str
    kind: str
    """Class of the style sheet: 'own', or 'other-0' to 'other-4'."""
    points: str
    """For a polyline; empty where there is only a dot."""
    dots: tuple[Dot, ...] = ()


@dataclass(frozen=True)
class Plot:
    """A square of shares against shares."""

    id: str
    title: str
    says: str
    """What it shows, in words, for who does not see it."""
    x: str
    y: str
    lines: tuple[Line, ...]
    across: tuple[Tick, ...] = ()
    """Horizontal marks besides the grid."""
    diagonal: bool = False
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    top: float = _TOP
    bottom: float = HEIGHT - _BOTTOM
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def x_ticks(self) -> tuple[Tick, ...]:
        """Vertical grid lines."""
        return tuple(Tick(_x(t), f"{t:.0%}") for t in _TICKS)

    @property
    def y_ticks(self) -> tuple[Tick, ...]:
        """Horizontal grid lines."""
        return tuple(Tick(_y(t), f"{t:.0%}") for t in _TICKS)


@dataclass(frozen=True)
class Whisker:
    """An interval on a strip from 0 to 1, in units of the strip's width."""

    at: float
    low: float | None
    high: float | None
    baselines: tuple[float, ...]
    width: float = _STRIP


def pr_plot(series: Sequence[tuple[str, tuple[PrPoint, ...]]]) -> Plot | None:
    """Precision against recall for the run and its baselines; None where none of them has a curve."""
    lines = [
        Line(
            name,
            _kind(n),
            _joined((p.recall, p.precision) for p in points) if len(points) > 1 else "",
            (Dot(_x(points[-1].recall), _y(points[-1].precision), 4.0, says="all flags"),),
        )
        for n, (name, points) in enumerate(series)
        if points
    ]
    return _plot(
        "pr",
        "Precision and recall of the flags",
        "Each line goes from the flags with the highest severity × confidence to all flags, which the dot marks.",
        "Recall: labelled passages found",
        "Precision: flags that are right",
        lines,
    )


def work_plot(series: Sequence[tuple[str, tuple[WorkPoint, ...]]]) -> Plot | None:
    """Passages met against text read; None where there is no gold."""
    lines = [
        Line(name, _kind(n), _steps([(p.read, p.met) for p in points]))
        for n, (name, points) in enumerate(series)
        if points
    ]
    return _plot(
        "work",
        "Work saved",
        "How many labelled passages a reviewer has met after reading a share of each draft, flags first.",
        "Share of the text read",
        "Labelled passages met",
        lines,
        across=(Tick(_y(WANTED), "95 %"),),
    )


def reliability_plot(name: str, title: str, bins: tuple[Bin, ...]) -> Plot | None:
    """What was so against what was stated; None where nothing was stated."""
    total = sum(b.count for b in bins)
    dots = tuple(
        Dot(
            _x(b.stated),
            _y(b.true),
            3 + 6 * (b.count / total) ** 0.5,
            None if b.true_low is None else _y(b.true_low),
            None if b.true_high is None else _y(b.true_high),
            f"stated {b.stated:.0%}, so in {b.true:.0%} of {b.count}",
        )
        for b in bins
    )
    lines = [Line(title, "own", _joined((b.stated, b.true) for b in bins), dots)] if bins else []
    says = "On the diagonal, what is stated is so. A larger dot stands for more of them; whiskers are 95 % intervals."
    return _plot(f"reliability-{name}", title, says, "Stated probability", "Share that was so", lines, diagonal=True)


def whisker(figure: Figure, baselines: Iterable[float | None]) -> Whisker | None:
    """The strip of a figure; None where it has no value, or is no share or index."""
    if figure.value is None or figure.unit not in {Unit.share, Unit.number}:
        return None
    return Whisker(
        at=_along(figure.value),
        low=None if figure.low is None else _along(figure.low),
        high=None if figure.high is None else _along(figure.high),
        baselines=tuple(_along(value) for value in baselines if value is not None),
    )


def _plot(
    name: str,
    title: str,
    says: str,
    x: str,
    y: str,
    lines: list[Line],
    *,
    across: tuple[Tick, ...] = (),
    diagonal: bool = False,
) -> Plot | None:
    return Plot(name, title, says, x, y, tuple(lines), across, diagonal) if lines else None


def _kind(n: int) -> str:
    return "own" if n == 0 else f"other-{(n - 1) % 5}"


def _x(value: float) -> float:
    return round(_LEFT + value * (WIDTH - _LEFT - _RIGHT), 2)


def _y(value: float) -> float:
    return round(HEIGHT - _BOTTOM - value * (HEIGHT - _TOP - _BOTTOM), 2)


def _along(value: float) -> float:
    return round(min(1.0, max(0.0, value)) * _STRIP, 2)


def _joined(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{_x(x)},{_y(y)}" for x, y in points)


def _steps(points: list[tuple[float, float]]) -> str:
    """A line that goes along before it goes up."""
    made = points[:1]
    for (_, before), (x, y) in pairwise(points):
        made += [(x, before), (x, y)]
    return _joined(made)
