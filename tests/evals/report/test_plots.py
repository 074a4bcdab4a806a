"""Where lines and dots go."""

import pytest

from evals.measures.calibration import Bin
from evals.measures.curves import PrPoint
from evals.measures.figure import Figure, Unit
from evals.measures.work import WorkPoint
from evals.report.plots import HEIGHT, WIDTH, pr_plot, reliability_plot, whisker, work_plot


def points(text: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def test_the_corners_of_the_data_are_the_corners_of_the_plot() -> None:
    plot = work_plot([("own", (WorkPoint(read=0, met=0), WorkPoint(read=1, met=1)))])
    assert plot is not None
    assert points(plot.lines[0].points) == [(plot.left, plot.bottom), (plot.right, plot.bottom), (plot.right, plot.top)]
    assert 0 < plot.left < plot.right < WIDTH and 0 < plot.top < plot.bottom < HEIGHT


def test_the_first_series_is_the_run_and_the_others_have_their_own_dashes() -> None:
    curve = (PrPoint(score=2, recall=0.2, precision=1), PrPoint(score=1, recall=0.5, precision=0.8))
    plot = pr_plot([("run", curve), ("silent", ()), ("words", curve[:1])])
    assert plot is not None
    assert [(line.name, line.kind) for line in plot.lines] == [("run", "own"), ("words", "other-1")]
    assert plot.lines[1].points == "" and len(plot.lines[1].dots) == 1


def test_nothing_to_draw_is_no_plot() -> None:
    assert pr_plot([("run", ())]) is None
    assert work_plot([("run", ())]) is None
    assert reliability_plot("flags", "t", ()) is None


def test_a_fuller_bin_has_a_larger_dot_and_its_whisker() -> None:
    few = Bin(low=0, high=0.1, count=1, stated=0.05, true=0, true_low=None, true_high=None)
    many = Bin(low=0.9, high=1, count=9, stated=0.95, true=1, true_low=0.7, true_high=1)
    plot = reliability_plot("flags", "t", (few, many))
    assert plot is not None
    one, two = plot.lines[0].dots
    assert one.size < two.size
    assert one.low is None and two.low is not None and two.high is not None and two.low > two.high


def test_a_strip_goes_from_nothing_to_one_and_costs_have_none() -> None:
    made = Figure(name="n", title="t", value=0.5, low=-0.2, high=1.4, works=3, units=3, of="flags")
    strip = whisker(made, [0.25, None])
    assert strip is not None
    assert (strip.low, strip.at, strip.high) == (0, pytest.approx(strip.width / 2), strip.width)
    assert strip.baselines == (strip.width / 4,)
    assert whisker(made.model_copy(update={"unit": Unit.seconds}), []) is None
    assert whisker(made.model_copy(update={"value": None}), []) is None
