"""Stances against scikit-learn, and what is brought forward for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score

from evals.measures.arguing import STANCES, arguing, citable_recall
from screener.words.framework import Stance
from tests.evals.measures.asked import on_drafts
from tests.evals.measures.made_up import draft, factor, shown

FOR, EVEN, AGAINST, UNSHOWN = Stance


def argued(name: str, labels: dict[str, Stance], said: dict[str, Stance], **more):
    factors = tuple(factor(f, s) for f, s in said.items())
    return draft(name, gold={"stances": labels} | more, said={"factors": factors})


@given(st.lists(st.tuples(st.sampled_from(STANCES), st.sampled_from(STANCES)), min_size=1, max_size=40))
def test_accuracy_and_macro_f1_are_those_of_scikit_learn(pairs: list[tuple[Stance, Stance]]) -> None:
    made = [argued(f"d{n}", {"breadth": one}, {"breadth": two}) for n, (one, two) in enumerate(pairs)]
    found = on_drafts(arguing, made)
    truth, said = ([str(s) for s in side] for side in zip(*pairs, strict=True))
    assert found["arguing.accuracy"] == pytest.approx(accuracy_score(truth, said))
    assert found["arguing.macro_f1"] == pytest.approx(f1_score(truth, said, average="macro", zero_division=0))


def test_the_majority_guess_is_made_for_each_factor() -> None:
    made = [
        argued("a", {"breadth": FOR, "transfer": AGAINST}, {"breadth": FOR, "transfer": EVEN}),
        argued("b", {"breadth": FOR, "transfer": AGAINST}, {"breadth": FOR, "transfer": AGAINST}),
        argued("c", {"breadth": EVEN, "transfer": AGAINST}, {"breadth": EVEN, "transfer": AGAINST}),
    ]
    found = on_drafts(arguing, made)
    assert found["arguing.accuracy_majority"] == pytest.approx(5 / 6)
    assert found["arguing.accuracy"] == pytest.approx(5 / 6)
    assert found["arguing.gain"] == pytest.approx(0)


def test_a_factor_that_is_left_out_is_wrong() -> None:
    found = on_drafts(arguing, [argued("a", {"breadth": FOR, "transfer": FOR}, {"breadth": FOR})])
    assert found["arguing.accuracy"] == 0.5
    assert found["arguing.macro_f1"] == pytest.approx(2 / 3)


def test_a_screening_without_an_argument_is_left_out_and_counted() -> None:
    made = [argued("a", {"breadth": FOR}, {"breadth": FOR}), draft("b", gold={"stances": {"breadth": EVEN}})]
    found = on_drafts(arguing, made)
    assert (found["arguing.accuracy"], found["arguing.argued"]) == (1.0, 0.5)


def test_both_sides_and_evidence_are_counted_over_factors_and_quotes() -> None:
    factors = (
        factor("breadth", FOR, evidence=4, evidence_grounded=3),
        factor("transfer", FOR, for_offence=False, evidence=1, evidence_grounded=0),
    )
    found = on_drafts(arguing, [draft(said={"factors": factors})])
    assert found["arguing.both_sides"] == 0.5
    assert found["arguing.evidence_found"] == pytest.approx(3 / 5)


def test_citable_cases_are_looked_for_among_the_nearest_to_the_whole_draft() -> None:
    made = draft(
        gold={"precedents": ("x", "y")},
        said={"precedents": (shown("z", 1), shown("x", 2), shown("y", 1, passage_index=0), shown("y", 6))},
    )
    assert [citable_recall(made, k) for k in (1, 2, 3)] == [0.0, 0.5, 1.0]


def test_citations_are_right_where_the_case_may_be_cited() -> None:
    factors = (factor("breadth", FOR, precedents=("x", "q")), factor("transfer", FOR, precedents=("x",)))
    found = on_drafts(arguing, [draft(gold={"precedents": ("x", "y")}, said={"factors": factors})])
    assert found["arguing.cited_right"] == pytest.approx(2 / 3)


def test_without_labels_or_arguments_nothing_is_claimed() -> None:
    found = on_drafts(arguing, [draft()])
    assert found.pop("arguing.argued") == 0.0
    assert set(found.values()) == {None}
