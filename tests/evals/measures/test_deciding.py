"""Tier agreement against scikit-learn, and the dangerous error apart from the cautious one."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from evals.measures.deciding import TIERS, confusion, deciding, humans
from evals.measures.kappa import quadratic_kappa
from screener.words.framework import Tier
from tests.evals.measures.asked import on_drafts
from tests.evals.measures.made_up import draft

OPEN, EDITS, SELECT, HOLD = Tier


def decided(*pairs: tuple[Tier, Tier | None]):
    return [draft(f"d{n}", label=label, tier=said) for n, (label, said) in enumerate(pairs)]


@given(st.lists(st.tuples(st.sampled_from(TIERS), st.sampled_from(TIERS)), min_size=1, max_size=30))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[Tier, Tier]]) -> None:
    found = on_drafts(deciding, decided(*pairs))["deciding.kappa"]
    ones, twos = ([t.rank for t in side] for side in zip(*pairs, strict=True))
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        expected = cohen_kappa_score(ones, twos, labels=range(4), weights="quadratic")
    assert found == (None if math.isnan(expected) else pytest.approx(expected))


def test_kappa_is_computed_for_many_tables_at_once() -> None:
    tables = np.array([np.eye(4).ravel(), np.fliplr(np.eye(4)).ravel(), np.zeros(16)])
    found = quadratic_kappa(tables, 4)
    assert found[:2] == pytest.approx([1.0, -1.0])
    assert math.isnan(found[2])


def test_errors_are_told_apart_by_their_direction_and_size() -> None:
    made = decided((HOLD, OPEN), (HOLD, SELECT), (SELECT, SELECT), (OPEN, EDITS), (EDITS, EDITS))
    found = on_drafts(deciding, made)
    assert found["deciding.same"] == pytest.approx(2 / 5)
    assert found["deciding.within_one"] == pytest.approx(4 / 5)
    assert found["deciding.under"] == pytest.approx(2 / 5)
    assert found["deciding.under_two"] == pytest.approx(1 / 5)
    assert found["deciding.over"] == pytest.approx(1 / 5)
    assert found["deciding.held_kept"] == 0.0


def test_no_suggestion_is_neither_right_nor_wrong_and_is_counted() -> None:
    found = on_drafts(deciding, decided((HOLD, None), (OPEN, OPEN)))
    assert found["deciding.no_suggestion"] == 0.5
    assert (found["deciding.under"], found["deciding.same"]) == (0.0, 1.0)


def test_a_screen_that_never_suggests_has_no_agreement_at_all() -> None:
    found = on_drafts(deciding, decided((HOLD, None), (OPEN, None)))
    assert found["deciding.no_suggestion"] == 1.0
    assert found["deciding.kappa"] is None
    assert found["deciding.under"] is None


def test_confusion_has_a_column_for_no_suggestion() -> None:
    made = confusion(decided((HOLD, OPEN), (HOLD, HOLD), (OPEN, None)))
    assert made.counts == ((0, 0, 0, 0, 1), (0, 0, 0, 0, 0), (0, 0, 0, 0, 0), (1, 0, 0, 1, 0))


def test_the_human_kappa_takes_each_draft_once_and_the_first_labels_as_they_were() -> None:
    two = {"second_tier": SELECT, "first_tier": SELECT}
    made = [
        draft("a", label=HOLD, gold=two),
        draft("a", label=HOLD, gold=two, epoch=2),
        draft("b", label=OPEN, gold={"second_tier": OPEN}),
        draft("c", label=HOLD),
    ]
    assert on_drafts(deciding, made)["deciding.kappa_humans"] == pytest.approx(1.0)
    table = humans(made)
    assert table is not None
    assert sum(sum(row) for row in table.counts) == 2
    assert humans([draft()]) is None
