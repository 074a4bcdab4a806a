"""The worst of a run, in the order in which somebody should look at it."""

from evals.measures.misses import too_open, worst_alarms, worst_misses
from evals.measures.rows import Rows
from screener.words.framework import Severity, Tier
from tests.evals.measures.made_up import benign, draft, flag, mark


def test_the_gravest_misses_stand_first_and_found_passages_nowhere() -> None:
    marks = [mark(10, 20, Severity.low), mark(30, 40, quote="worst"), mark(50, 60)]
    found = worst_misses(Rows.of([draft(marks=marks, flags=[flag(50, 60)])]))
    assert [(m.severity, m.quote) for m in found] == [(Severity.high, "worst"), (Severity.low, "")]


def test_a_miss_tells_what_the_screen_said_around_it() -> None:
    near = flag(32, 34, quote="elsewhere", says="saves a sweep")
    made = draft(marks=[mark(36, 40)], flags=[near], scores={3: 0.4}, tier=Tier.publish, label=Tier.hold)
    (miss,) = worst_misses(Rows.of([made]))
    assert (miss.score, miss.suggested, miss.label, miss.unread_because) == (0.4, Tier.publish, Tier.hold, "")
    assert [(n.quote, n.says) for n in miss.near] == [("elsewhere", "saves a sweep")]


def test_epochs_of_a_miss_are_one_row_with_a_count() -> None:
    made = [draft(marks=[mark(10, 20)], flags=[flag(10, 20)] if n == 2 else [], epoch=n) for n in (1, 2, 3)]
    (miss,) = worst_misses(Rows.of(made))
    assert (miss.times, miss.of) == (2, 3)


def test_an_unread_passage_says_why() -> None:
    (miss,) = worst_misses(Rows.of([draft(marks=[mark(10, 20)], unread=[1])]))
    assert miss.unread_because == "refused"
    (gone,) = worst_misses(Rows.of([draft(marks=[mark(10, 20)], failed=True, said={"failed_because": "no text"})]))
    assert gone.unread_because == "no text"


def test_false_alarms_come_loudest_first_and_right_flags_are_none() -> None:
    flags = [flag(10, 20, Severity.low), flag(30, 40, quote="loud"), flag(50, 60)]
    found = worst_alarms(Rows.of([draft(marks=[mark(50, 60), benign(30, 40)], flags=flags)]))
    assert [(a.quote, a.on_benign) for a in found] == [("loud", True), ("", False)]


def test_drafts_suggested_too_open_come_by_steps_and_the_others_not_at_all() -> None:
    made = [
        draft("one", label=Tier.share_select, tier=Tier.publish_with_edits),
        draft("two", label=Tier.hold, tier=Tier.publish),
        draft("fine", label=Tier.publish, tier=Tier.hold),
        draft("silent", label=Tier.hold, tier=None),
    ]
    assert [(t.draft, t.steps) for t in too_open(Rows.of(made))] == [("two", 3), ("one", 1)]


def test_the_list_is_bounded() -> None:
    marks = [mark(n, n + 1) for n in range(40)]
    assert len(worst_misses(Rows.of([draft(marks=marks)]), most=7)) == 7
