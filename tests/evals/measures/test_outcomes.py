"""What becomes of gold passages and flags, one rule at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.measures.outcomes import iou, meet, outcomes, rank_score
from evals.records import GoldTogether
from screener.words.framework import Severity
from tests.evals.measures.made_up import benign, draft, flag, mark


def test_touching_one_character_finds_a_passage_but_does_not_cover_it() -> None:
    row = outcomes(draft(marks=[mark(10, 20)], flags=[flag(19, 30)])).uplift[0]
    assert (row.found, row.found_iou) == (True, False)


def test_stretches_that_only_border_each_other_do_not_touch() -> None:
    row = outcomes(draft(marks=[mark(10, 20)], flags=[flag(20, 30), flag(0, 10)])).uplift[0]
    assert not row.found
    assert row.missed


def test_half_of_the_union_is_enough_to_cover() -> None:
    assert outcomes(draft(marks=[mark(10, 20)], flags=[flag(10, 30)])).uplift[0].found_iou
    assert not outcomes(draft(marks=[mark(10, 20)], flags=[flag(10, 31)])).uplift[0].found_iou


def test_an_ungrounded_flag_and_one_of_no_severity_find_nothing() -> None:
    flags = [flag(None, None), flag(10, 20, Severity.none)]
    made = outcomes(draft(marks=[mark(10, 20)], flags=flags))
    assert not made.uplift[0].found
    assert made.flags == ()


def test_a_passage_in_unread_text_is_unread_and_not_missed() -> None:
    row = outcomes(draft(marks=[mark(10, 20)], unread=[1])).uplift[0]
    assert (row.found, row.unread, row.missed) == (False, True, False)


def test_a_passage_of_which_half_was_read_was_missed() -> None:
    assert outcomes(draft(marks=[mark(15, 25)], unread=[1])).uplift[0].missed
    assert outcomes(draft(marks=[mark(14, 25)], unread=[1])).uplift[0].missed is False


def test_an_unread_passage_that_a_flag_still_touches_is_found() -> None:
    row = outcomes(draft(marks=[mark(10, 20)], unread=[1], flags=[flag(12, 14)])).uplift[0]
    assert (row.found, row.unread) == (True, False)


def test_everything_in_a_failed_screening_is_unread() -> None:
    made = outcomes(draft(marks=[mark(10, 20)], failed=True))
    assert made.uplift[0].unread
    assert made.passages == ()


def test_a_flag_in_unread_text_is_no_false_alarm() -> None:
    row = outcomes(draft(flags=[flag(10, 20)], unread=[1])).flags[0]
    assert (row.right, row.wrong, row.set_aside) == (False, False, True)


def test_a_flag_on_words_that_enable_only_together_is_set_aside() -> None:
    together = {"together": (GoldTogether(spans=((10, 20), (40, 50)), severity=Severity.medium),)}
    row = outcomes(draft(flags=[flag(12, 18)], gold=together)).flags[0]
    assert (row.right, row.wrong) == (False, False)


def test_a_flag_on_a_benign_label_is_wrong_and_known_to_be_on_it() -> None:
    row = outcomes(draft(marks=[benign(10, 20)], flags=[flag(12, 18)])).flags[0]
    assert (row.wrong, row.on_benign) == (True, True)


def test_a_flag_on_both_a_benign_and_an_uplift_label_is_right() -> None:
    row = outcomes(draft(marks=[benign(10, 20), mark(20, 30)], flags=[flag(15, 25)])).flags[0]
    assert (row.right, row.wrong, row.on_benign) == (True, False, False)


def test_unread_passages_and_lists_of_references_are_not_among_the_read_ones() -> None:
    made = draft(unread=[0])
    passages = [p.model_copy(update={"references": p.index == 9}) for p in made.said.passages]
    made = made.model_copy(update={"said": made.said.model_copy(update={"passages": tuple(passages)})})
    assert [row.seen.index for row in outcomes(made).passages] == list(range(1, 9))


def test_the_gravest_flag_that_touches_a_passage_gives_its_severity() -> None:
    flags = [flag(10, 12, Severity.low), flag(14, 16, Severity.medium, concern="architecture")]
    row = outcomes(draft(marks=[mark(10, 20)], flags=flags)).uplift[0]
    assert row.said_severity is Severity.medium
    assert row.same_concern


def test_unknown_confidence_does_not_push_a_flag_down() -> None:
    assert rank_score(flag(0, 1)) == 3
    assert rank_score(flag(0, 1, Severity.medium, confidence=0.25)) == 0.5


STRETCH = st.tuples(st.integers(0, 50), st.integers(1, 50)).map(lambda p: (p[0], p[0] + p[1]))


@given(STRETCH, STRETCH)
def test_overlap_counted_on_characters_agrees(one: tuple[int, int], other: tuple[int, int]) -> None:
    ours, theirs = set(range(*one)), set(range(*other))
    assert meet(one, other) is bool(ours & theirs)
    assert iou(one, other) == pytest.approx(len(ours & theirs) / len(ours | theirs))
    assert iou(one, other) == iou(other, one)


@given(st.lists(STRETCH, max_size=6), st.lists(STRETCH, max_size=6), st.sets(st.integers(0, 9)))
def test_every_gold_passage_is_found_or_missed_or_unread(
    gold: list[tuple[int, int]], said: list[tuple[int, int]], unread: set[int]
) -> None:
    made = outcomes(draft(marks=[mark(*g) for g in gold], flags=[flag(*f) for f in said], unread=sorted(unread)))
    assert all(row.found + row.missed + row.unread == 1 for row in made.uplift)
    assert all(row.found for row in made.uplift if row.found_iou)
    assert all(row.right + row.wrong + row.set_aside == 1 for row in made.flags)
