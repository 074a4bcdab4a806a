"""A run measured as a whole, and sliced."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.measures import Better, Dimension, measure
from screener.words.draft import Format
from screener.words.framework import Tier
from tests.evals.measures.made_up import draft, flag, mark, run, twin

A = draft("a", marks=[mark(10, 20), mark(30, 40, concern="architecture")], flags=[flag(10, 20)], domain="ai", words=900)
B = draft(
    "b",
    marks=[mark(10, 20)],
    flags=[flag(70, 80, concern="architecture")],
    domain="biology",
    label=Tier.hold,
    words=5000,
)
SLICED = measure(run(A, B))


def values(dimension: Dimension, name: str) -> dict[str, float | None]:
    return {
        part.value: next(f.value for f in part.figures if f.name == name)
        for part in SLICED.slices
        if part.dimension is dimension
    }


def test_figures_are_sliced_by_what_the_drafts_are() -> None:
    assert values(Dimension.field, "finding.recall") == {"ai": 0.5, "biology": 0.0}
    assert values(Dimension.tier, "finding.recall") == {"publish": 0.5, "hold": 0.0}
    assert values(Dimension.file_format, "finding.recall") == {"markdown": pytest.approx(1 / 3)}
    assert list(values(Dimension.length, "finding.recall")) == ["under 1,500 words", "3,500 words and over"]
    assert values(Dimension.tier, "deciding.under") == {"publish": 0.0, "hold": 1.0}


def test_a_concern_is_sliced_by_gold_for_recall_and_by_flag_for_precision() -> None:
    assert values(Dimension.concern, "finding.recall") == {"architecture": 0.0, "scaling": 0.5}
    assert values(Dimension.concern, "finding.precision") == {"architecture": 0.0, "scaling": 1.0}


def test_variants_count_for_resistance_alone() -> None:
    with_twin = measure(run(A, twin("a", marks=A.gold.marks)))
    alone = measure(run(A))
    for name in ("finding.recall", "finding.precision", "deciding.kappa"):
        assert with_twin.figure(name) == alone.figure(name)
    assert with_twin.figure("resisting.lost") is not None
    assert alone.figure("resisting.lost") is None


def test_forms_and_epochs_of_a_draft_are_one_work() -> None:
    both = measure(run(A, A.model_copy(update={"format": Format.pdf}), A.model_copy(update={"epoch": 2})))
    recall = both.figure("finding.recall")
    assert recall is not None
    assert (recall.units, recall.works, recall.low) == (6, 1, None)


def test_an_empty_run_has_no_figures_and_does_not_fall_over() -> None:
    assert measure(run()).figures == ()


def test_a_run_in_which_every_screening_failed_claims_nothing_good() -> None:
    found = measure(run(*(draft(n, marks=[mark(10, 20)], failed=True, tier=None) for n in "abc")))
    failed, recall, kappa = (found.figure(n) for n in ("honesty.failed", "finding.recall", "deciding.kappa"))
    assert failed is not None and failed.value == 1.0
    assert recall is not None and recall.value == 0.0
    assert kappa is not None and kappa.value is None


def test_names_are_given_once() -> None:
    names = [figure.name for figure in measure(run(A, B, twin("a"))).figures]
    assert len(names) == len(set(names))


SPAN = st.tuples(st.integers(0, 90), st.integers(1, 20)).map(lambda p: (p[0], min(100, p[0] + p[1])))
DRAFT = st.tuples(
    st.lists(SPAN, max_size=3),
    st.lists(SPAN, max_size=3),
    st.sets(st.integers(0, 9), max_size=4),
    st.sampled_from([*Tier, None]),
    st.sampled_from(Tier),
)


@given(st.lists(DRAFT, min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_every_interval_is_in_order_and_every_share_is_one(rows) -> None:
    drafts = [
        draft(
            f"d{n}",
            marks=[mark(*g) for g in gold],
            flags=[flag(*f) for f in said],
            unread=sorted(unread),
            tier=tier,
            label=label,
        )
        for n, (gold, said, unread, tier, label) in enumerate(rows)
    ]
    found = measure(run(*drafts), by=())
    for figure in found.figures:
        if figure.low is not None and figure.high is not None:
            assert figure.value is not None
            assert figure.low <= figure.high
        if figure.value is not None and figure.unit == "share" and not figure.name.startswith("work.wss"):
            assert 0 <= figure.value <= 1
        assert figure.better in Better
    by_name = {f.name: f.value for f in found.figures}
    if by_name["finding.recall"] is not None:
        parts = [by_name[f"finding.{part}"] for part in ("recall", "missed", "unread")]
        assert sum(part for part in parts if part is not None) == pytest.approx(1)
