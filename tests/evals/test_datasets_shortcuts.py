"""Shape alone does not give a label away."""

import numpy as np
import pytest

from evals.shortcuts import MOST, Shape, area, measured, shape_of_text

MEASURED = list(measured())


@pytest.mark.parametrize(("name", "count", "value"), MEASURED, ids=[name for name, _, _ in MEASURED])
def test_length_place_section_digits_and_punctuation_hardly_predict_the_label(
    name: str, count: int, value: float
) -> None:
    print(f"{name}: {count} passages, AUROC of shape alone {value:.3f}")
    assert count >= 150
    assert value <= MOST


def test_a_shape_that_gives_the_label_away_would_be_noticed() -> None:
    chance = np.random.default_rng(1)
    shapes = [
        Shape((float(up) + chance.normal(), chance.normal()), bool(up), f"g{i % 40}")
        for i, up in enumerate(chance.integers(0, 2, 400))
    ]
    assert area(shapes) > 0.70


def test_the_shape_of_a_text_is_its_length_digits_and_marks() -> None:
    assert shape_of_text("In 12 of 34 runs, it failed.") == (7.0, 4 / 28, 2 / 7)
