"""Sums, colours and transforms of style sheets are worked out as browsers do."""

import pytest

from screener.doors.documents.html.boxes import spelt_out
from screener.doors.documents.html.colour import colour_in
from screener.doors.documents.html.lengths import pixels
from screener.doors.documents.html.rules import Rule, rules_in
from screener.doors.documents.html.transforms import moved


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("calc(1px + 2px)", 3.0),
        ("calc(10px - 2 * 3px)", None),
        ("calc(10px * 2 - 5px)", 15.0),
        ("min(4px, 1em)", 4.0),
        ("max(4px, 1em)", 16.0),
        ("clamp(2px, 50px, 9px)", 9.0),
        ("calc(calc(1px + 1px) + 1px)", 3.0),
        ("-1.5em", -24.0),
        ("auto", None),
        ("calc(", None),
    ],
)
def test_lengths_are_worked_out_or_left_unknown(value: str, expected: float | None) -> None:
    assert pixels(value) == pytest.approx(expected) if expected is not None else pixels(value) is None


@pytest.mark.parametrize(
    ("value", "colour", "opacity"),
    [
        ("oklch(1 0 0)", (255, 255, 255), 1.0),
        ("oklab(0% 0 0)", (0, 0, 0), 1.0),
        ("color(srgb 1 0 0 / 50%)", (255, 0, 0), 0.5),
        ("hwb(0 100% 0%)", (255, 255, 255), 1.0),
        ("color-mix(in srgb, red 50%, blue)", (128, 0, 128), 1.0),
        ("color-mix(in srgb, black 0%, transparent)", (0, 0, 0), 0.0),
        ("rgba(0 0 0 / 0)", (0, 0, 0), 0.0),
        ("lab(100 0 0)", (255, 255, 255), 1.0),
    ],
)
def test_colours_of_every_notation_are_known(value: str, colour: tuple[int, int, int], opacity: float) -> None:
    found = colour_in(value)
    assert found is not None
    assert all(abs(a - b) <= 2 for a, b in zip(found[0], colour, strict=True))
    assert found[1] == pytest.approx(opacity)


def test_nested_rules_carry_the_selector_around_them() -> None:
    rules = list(rules_in(".a{color:red;& p{display:none} > b{color:blue}}"))
    assert Rule(":is(.a) p", {"display": "none"}) in rules
    assert Rule(":is(.a) > b", {"color": "blue"}) in rules
    assert Rule(".a", {"color": "red"}) in rules


def test_shorthands_are_taken_apart_and_transforms_multiply() -> None:
    assert spelt_out({"inset": "1px 2px"}) == {
        "inset": "1px 2px",
        "top": "1px",
        "right": "2px",
        "bottom": "1px",
        "left": "2px",
    }
    assert moved({"transform": "scale(0.5) scale(0.1, 2)"}, 16).scale == pytest.approx(0.05)
    assert moved({"zoom": "20%"}, 16).scale == pytest.approx(0.2)
