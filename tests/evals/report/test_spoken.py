"""Numerals."""

import pytest

from evals.measures.figure import Figure, Unit
from evals.report import spoken


def figure(value, low=None, high=None, unit=Unit.share, name="finding.recall", **more) -> Figure:
    return Figure(
        **{
            "name": name,
            "title": "t",
            "value": value,
            "low": low,
            "high": high,
            "works": 3,
            "units": 8,
            "of": "flags",
            "unit": unit,
        }
        | more
    )


@pytest.mark.parametrize(
    ("value", "unit", "says"),
    [
        (0.691, Unit.share, "69\u00a0%"),
        (0.0, Unit.share, "0\u00a0%"),
        (0.996, Unit.share, "99.6\u00a0%"),
        (0.004, Unit.share, "0.4\u00a0%"),
        (-0.05, Unit.share, "−5\u00a0%"),
        (0.734, Unit.number, "0.73"),
        (1234.4, Unit.amount, "1,234"),
        (3.25, Unit.amount, "3.2"),
        (0.0, Unit.amount, "0"),
        (12.34, Unit.seconds, "12.3\u00a0s"),
        (0.0421, Unit.dollars, "$0.042"),
        (0.0, Unit.dollars, "$0.00"),
        (None, Unit.share, "–"),
    ],
)
def test_values_are_written_with_their_unit(value, unit, says) -> None:
    assert spoken.number(value, unit) == says


def test_an_unknown_cost_is_called_unknown_and_never_nothing() -> None:
    assert spoken.value(figure(None, unit=Unit.dollars, name="costing.money")) == "unknown"
    assert spoken.value(figure(None)) == "–"


def test_intervals_with_a_minus_are_written_in_words() -> None:
    assert spoken.span(figure(0.7, 0.61, 0.82)) == "61–82"
    assert spoken.span(figure(0.1, -0.05, 0.2)) == "−5 to 20"
    assert spoken.span(figure(12.0, 10.0, 14.0, Unit.seconds)) == "10.0–14.0"
    assert spoken.span(figure(0.7)) == ""


def test_differences_have_their_sign_and_shares_are_points() -> None:
    assert spoken.change(0.041, Unit.share) == "+4.1\u00a0points"
    assert spoken.change(-0.02, Unit.number) == "−0.02"
    assert spoken.change(-0.0001, Unit.number) == "0.00"
    assert spoken.change(None, Unit.share) == "–"
    assert spoken.change_span(-0.09, 0.064, Unit.share) == "−9.0 to +6.4"


def test_what_is_counted_is_said_once() -> None:
    assert spoken.counted(figure(0.5)) == "8 flags in 3"
    assert spoken.counted(figure(0.5, of="screenings")) == "8 screenings"
