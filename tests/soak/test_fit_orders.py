"""Fitting the finder of orders: what it is fitted on, how its figures are made, and that a fit can be repeated."""

from pathlib import Path

import numpy as np
import pytest

from screener.stages.integrity.fitted import FittedOrders, load
from screener.uses.fit_orders import fit_orders
from screener.uses.labelled import ReadDraft, read_one
from screener.uses.written_orders import Sort, Written, read_written, sha256
from screener.words.errors import ConfigurationError
from tests.stages.making import WordCounts

EVALS = Path(__file__).parents[2] / "evals"
SENTENCES, DATASETS = EVALS / "datasets_orders", EVALS / "datasets"


@pytest.fixture(scope="module")
def drafts() -> tuple[ReadDraft, ...]:
    first = DATASETS / "labels" / "first"
    return tuple(read_one(DATASETS, first / f"{name}.yaml") for name in ("a-corran-final-report", "c-night-shift"))


@pytest.fixture(scope="module")
def written() -> tuple[Written, ...]:
    return read_written(SENTENCES)


@pytest.fixture(scope="module")
def some(written: tuple[Written, ...]) -> tuple[Written, ...]:
    return written[::3]


@pytest.fixture(scope="module")
def fitted(some: tuple[Written, ...], drafts: tuple[ReadDraft, ...]) -> FittedOrders:
    return fit_orders(some, drafts, WordCounts())


def test_there_are_many_sentences_in_many_families_and_none_twice(written: tuple[Written, ...]) -> None:
    orders = [item for item in written if item.sort is Sort.order]
    others = [item for item in written if item.sort is Sort.look_alike]
    assert len(orders) >= 300
    assert len(others) >= 600
    assert min(len({item.family for item in sort}) for sort in (orders, others)) >= 15
    assert len({item.text for item in written}) == len(written)


def test_the_shipped_parameters_come_from_the_sentences_in_the_repository(written: tuple[Written, ...]) -> None:
    assert load().sentences_sha256 == sha256(written)


def test_a_fit_counts_what_it_was_given(fitted: FittedOrders, some: tuple[Written, ...]) -> None:
    assert fitted.orders + fitted.look_alikes == len(some)
    assert fitted.background > 100
    assert set(fitted.recall_by_family) == {item.family for item in some if item.sort is Sort.order}


def test_false_alarms_stay_within_the_limits_that_the_threshold_was_set_for(fitted: FittedOrders) -> None:
    assert fitted.measured["alarms_look_alikes_both"] <= 0.05
    assert fitted.measured["alarms_background_finder"] <= 0.001
    assert fitted.measured["recall_both"] > fitted.measured["recall_rules"]


def test_a_second_fit_is_the_same(
    fitted: FittedOrders, some: tuple[Written, ...], drafts: tuple[ReadDraft, ...]
) -> None:
    again = fit_orders(some, drafts, WordCounts())
    assert again.measured == fitted.measured
    assert np.allclose(again.second.vector, fitted.second.vector, atol=1e-3)


def test_a_sort_without_sentences_is_refused(written: tuple[Written, ...]) -> None:
    with pytest.raises(ConfigurationError, match="background"):
        fit_orders(written, (), WordCounts())


def test_a_missing_file_and_one_without_families_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"attacks\.txt cannot be read"):
        read_written(tmp_path)
    (tmp_path / "attacks.txt").write_text("A sentence without a family.\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="no sentences"):
        read_written(tmp_path)


def test_lines_before_the_first_family_are_comments_and_later_ones_are_sentences(tmp_path: Path) -> None:
    for name in ("attacks.txt", "look-alikes.txt"):
        (tmp_path / name).write_text("# About.\n[code]\n# skip this test\n[x] done\n", encoding="utf-8")
    assert [item.text for item in read_written(tmp_path)] == ["# skip this test", "[x] done"] * 2
