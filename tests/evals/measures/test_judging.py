"""What a judge says against hand-computed shares, and its own stances against scikit-learn."""

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from evals.measures.judging import STANCES, judging
from evals.records import Judged, JudgedFactor, ScreenedDraft
from screener.words.framework import Stance
from tests.evals.measures.asked import on_drafts
from tests.evals.measures.made_up import draft, factor

FOR, EVEN, AGAINST, UNSHOWN = Stance


def verdict(name: str, own: Stance, *, sides: tuple[bool, bool] = (True, True), follows: bool = True) -> JudgedFactor:
    return JudgedFactor(factor=name, own=own, defence_holds=sides[0], offence_holds=sides[1], stance_follows=follows)


def judged(name: str, labels: dict[str, Stance], said: dict[str, Stance], *verdicts: JudgedFactor) -> ScreenedDraft:
    factors = tuple(factor(f, s) for f, s in said.items())
    made = draft(name, gold={"stances": labels}, said={"factors": factors})
    return made.model_copy(update={"judged": Judged(by="judge", factors=verdicts)})


def test_without_a_judge_there_are_no_figures() -> None:
    assert on_drafts(judging, [draft("a")]) == {}


def test_sides_stances_and_the_judge_itself_are_counted() -> None:
    made = [
        judged(
            "a",
            {"breadth": FOR, "transfer": AGAINST},
            {"breadth": FOR, "transfer": EVEN},
            verdict("breadth", FOR, sides=(True, False)),
            verdict("transfer", EVEN, follows=True),
        ),
        judged(
            "b", {"breadth": FOR}, {"breadth": AGAINST}, verdict("breadth", FOR, sides=(False, False), follows=False)
        ),
        judged("c", {"breadth": FOR}, {"breadth": FOR}),
    ]
    found = on_drafts(judging, made)
    assert found["judging.answered"] == pytest.approx(2 / 3)
    assert found["judging.sides_hold"] == pytest.approx(3 / 6)
    assert found["judging.stance_follows"] == pytest.approx(2 / 3)
    assert found["judging.own_accuracy"] == pytest.approx(2 / 3)
    assert found["judging.verdict_right"] == pytest.approx(2 / 3)


def test_a_factor_without_a_label_says_nothing_of_the_judge() -> None:
    found = on_drafts(judging, [judged("a", {}, {"breadth": FOR}, verdict("breadth", FOR))])
    assert found["judging.sides_hold"] == 1
    assert found["judging.own_accuracy"] is None


@given(st.lists(st.tuples(st.sampled_from(STANCES), st.sampled_from(STANCES)), min_size=2, max_size=40))
def test_the_judges_kappa_is_that_of_scikit_learn(pairs: list[tuple[Stance, Stance]]) -> None:
    made = [
        judged(f"d{n}", {"breadth": label}, {"breadth": EVEN}, verdict("breadth", own))
        for n, (label, own) in enumerate(pairs)
    ]
    found = on_drafts(judging, made)["judging.own_kappa"]
    labels, own = ([str(s) for s in side] for side in zip(*pairs, strict=True))
    if len({*labels, *own}) == 1:
        assert found is None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert found == pytest.approx(cohen_kappa_score(labels, own))
