"""Work saved, against examples read by hand and a reader who goes character by character."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.measures.work import reading_order, when_met, work_curve, work_saved
from evals.records import ScreenedDraft
from screener.words.framework import Severity
from tests.evals.measures.asked import on_drafts
from tests.evals.measures.made_up import draft, flag, mark


def test_flags_come_first_by_severity_times_confidence_then_unread_then_the_rest() -> None:
    flags = [flag(60, 70, Severity.low), flag(20, 30, confidence=0.5), flag(40, 50, Severity.medium)]
    order = reading_order(draft(flags=flags, unread=[8]))
    assert order == [(40, 50), (20, 30), (60, 70), (80, 90), (0, 20), (30, 40), (50, 60), (70, 80), (90, 100)]


def test_a_passage_is_met_when_reading_reaches_it() -> None:
    made = draft(marks=[mark(40, 45), mark(5, 15), mark(90, 95)], flags=[flag(35, 50)])
    assert [met.share for met in when_met(made)] == pytest.approx([0.05, 0.20, 0.90])
    assert [met.share for met in when_met(made, in_order=True)] == pytest.approx([0.40, 0.05, 0.90])


def test_work_saved_counted_by_hand() -> None:
    found = on_drafts(work_saved, [draft(marks=[mark(40, 45), mark(80, 85)], flags=[flag(40, 50), flag(80, 90)])])
    assert found["work.read95"] == pytest.approx(0.10)
    assert found["work.wss95"] == pytest.approx(0.85)
    assert found["work.wss95_in_order"] == pytest.approx(0.95 - 0.80)


def test_one_passage_in_twenty_may_be_left_for_later() -> None:
    marks = [mark(n, n + 1) for n in range(19)] + [mark(99, 100)]
    found = on_drafts(work_saved, [draft(marks=marks)])
    assert found["work.read95"] == pytest.approx(0.18)


def test_a_screen_that_read_nothing_saves_nothing_over_reading_from_the_top() -> None:
    found = on_drafts(work_saved, [draft(marks=[mark(30, 40), mark(90, 99)], unread=range(10))])
    assert found["work.wss95"] == found["work.wss95_in_order"]


def test_without_gold_there_is_nothing_to_save() -> None:
    made = [draft(flags=[flag(0, 10)])]
    assert set(on_drafts(work_saved, made).values()) == {None}
    assert work_curve(made) == ()


def test_the_curve_goes_from_nothing_to_everything() -> None:
    curve = work_curve([draft(marks=[mark(40, 45), mark(80, 85)], flags=[flag(40, 50)])])
    assert [p.read for p in curve] == pytest.approx([0, 0, 0.80, 1])
    assert [p.met for p in curve] == [0, 0.5, 1, 1]


SPAN = st.tuples(st.integers(0, 98), st.integers(1, 20)).map(lambda p: (p[0], min(100, p[0] + p[1])))


def slowly(made: ScreenedDraft) -> list[int]:
    """The characters in the order in which they are read, one by one."""
    seen: dict[int, None] = {}
    flags = [f for f in made.said.flags if f.start is not None]
    for f in sorted(flags, key=lambda f: (-f.severity.rank * (f.confidence or 1.0), f.start)):
        seen |= dict.fromkeys(range(f.start, f.end))
    for p in made.said.passages:
        seen |= dict.fromkeys(range(p.start, p.end)) if p.unread_because else {}
    return list(seen | dict.fromkeys(range(made.characters)))


@given(
    st.lists(SPAN, min_size=1, max_size=5),
    st.lists(st.tuples(SPAN, st.sampled_from([Severity.low, Severity.high])), max_size=5),
    st.sets(st.integers(0, 9)),
)
def test_a_reader_who_goes_character_by_character_agrees(
    gold: list[tuple[int, int]], said: list[tuple[tuple[int, int], Severity]], unread: set[int]
) -> None:
    made = draft(marks=[mark(*g) for g in gold], flags=[flag(*f, s) for f, s in said], unread=sorted(unread))
    order = slowly(made)
    read = [n for start, end in reading_order(made) for n in range(start, end)]
    assert sorted(read) == list(range(100))
    expected = [min(order.index(n) for n in range(*g)) / 100 for g in gold]
    assert [met.share for met in when_met(made)] == pytest.approx(expected)
    curve = work_curve([made])
    assert all(a.read <= b.read and a.met <= b.met for a, b in pairwise(curve))
