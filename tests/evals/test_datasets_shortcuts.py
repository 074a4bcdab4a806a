"""Shape alone does not give a label away."""

import numpy as np
import pytest

from evals.shortcuts import MOST, Shape, area, main, shape_of_text


def test_length_place_section_digits_and_punctuation_hardly_predict_the_label(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main() == 0
    shown = {
        line.split("  ")[0].strip(): float(line.split("alone ")[1].split()[0])
        for line in capsys.readouterr().out.splitlines()
    }
    assert set(shown) == {"drafts", "corpus", "short items"}
    assert max(shown.values()) <= MOST


def test_a_shape_that_gives_the_label_away_would_be_noticed() -> None:
    chance = np.random.default_rng(1)
    shapes = [
        Shape((float(up) + chance.normal(), chance.normal()), bool(up), f"g{i % 40}")
        for i, up in enumerate(chance.integers(0, 2, 400))
    ]
    assert area(shapes) > 0.70


def test_the_shape_of_a_text_is_its_length_digits_and_marks() -> None:
    assert shape_of_text("In 12 of 34 runs, it failed.") == (7.0, 4 / 28, 2 / 7)
