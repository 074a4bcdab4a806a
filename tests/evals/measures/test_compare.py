"""Two runs over the same drafts."""

import pytest

from evals.measures.compare import compare
from screener.words.errors import ConfigurationError
from screener.words.framework import Severity, Tier
from tests.evals.measures.made_up import draft, flag, mark, run
from tests.evals.measures.test_items import item
from tests.evals.measures.test_retrieving import query

MARKS = [mark(10, 20, quote="one"), mark(30, 40, Severity.medium, quote="two")]
HIT, OTHER = flag(10, 20), flag(30, 40)


def named(name: str, *, hits: int, **more):
    """Twelve drafts, so many of which have their first passage found."""
    return run(*(draft(f"d{n:02}", marks=MARKS, flags=[HIT] if n < hits else []) for n in range(12)), name=name, **more)


def test_a_gain_on_every_draft_is_sure_and_a_loss_is_too() -> None:
    better = compare(named("old", hits=0), named("new", hits=12)).change("finding.recall")
    assert better is not None
    assert (better.before, better.after, better.difference) == (0.0, 0.5, 0.5)
    assert better.surely_better and not better.surely_worse
    worse = compare(named("old", hits=12), named("new", hits=0)).change("finding.recall")
    assert worse is not None and worse.surely_worse and worse.p is not None and worse.p < 0.01


def test_where_lower_is_better_a_fall_is_a_gain() -> None:
    change = compare(named("old", hits=0), named("new", hits=12)).change("finding.missed")
    assert change is not None and change.surely_better


def test_one_draft_won_of_twelve_is_not_sure() -> None:
    change = compare(named("old", hits=6), named("new", hits=7)).change("finding.recall")
    assert change is not None and change.difference == pytest.approx(1 / 24)
    assert not change.surely_better


def test_a_run_compared_with_itself_changes_nothing() -> None:
    same = named("one", hits=5)
    found = compare(same, same)
    assert all(c.difference in {None, 0.0} for c in found.changes)
    assert (found.tiers, found.passages, found.notes) == ((), (), ())


def test_flips_name_the_drafts_and_the_passages_won_and_lost() -> None:
    before = run(
        draft("a", marks=MARKS, flags=[HIT], label=Tier.hold, tier=Tier.hold), draft("b", marks=MARKS), name="old"
    )
    after = run(
        draft("a", marks=MARKS, flags=[OTHER], label=Tier.hold, tier=Tier.share_select),
        draft("b", marks=MARKS, unread=[3]),
        name="new",
    )
    found = compare(before, after)
    (flip,) = found.tiers
    assert (flip.draft, flip.before, flip.after, flip.newly_too_open) == ("a", Tier.hold, Tier.share_select, True)
    assert [(p.quote, p.won, p.unread) for p in found.passages] == [("one", False, False), ("two", True, False)]


def test_a_lost_passage_that_was_not_read_says_so() -> None:
    before = run(draft("a", marks=MARKS, flags=[HIT]), name="old")
    (flip,) = compare(before, run(draft("a", marks=MARKS, unread=[1]), name="new")).passages
    assert (flip.won, flip.unread) == (False, True)


def test_only_common_drafts_are_compared_and_the_rest_is_said() -> None:
    before = run(draft("a", marks=MARKS, flags=[HIT]), draft("b", marks=MARKS), name="old")
    after = run(draft("b", marks=MARKS, flags=[HIT]), draft("c", marks=MARKS), draft("d"), name="new")
    found = compare(before, after)
    change = found.change("finding.recall")
    assert found.shared == 1
    assert change is not None and (change.before, change.after, change.low) == (0.0, 0.5, None)
    assert found.notes == (
        "1 drafts of “old” are left out, because the other run does not have them.",
        "2 drafts of “new” are left out, because the other run does not have them.",
    )


def test_nothing_in_common_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match="nothing in common"):
        compare(run(draft("a"), name="old"), run(draft("b"), name="new"))
    with pytest.raises(ConfigurationError):
        compare(run(draft("a")), run(draft("a", format="pdf")))


def test_changed_labels_and_other_epochs_are_said() -> None:
    before = run(draft("a", marks=MARKS), draft("a", marks=MARKS, epoch=2), name="old")
    found = compare(before, run(draft("a", marks=MARKS[:1]), name="new"))
    assert [note.split()[0] + " " + note.split()[1] for note in found.notes] == ["The labels", "The runs"]


def test_a_run_stored_without_the_labellers_words_has_the_same_labels() -> None:
    told, untold = ([mark(10, 20, quote="one", because=why)] for why in ("it saves a sweep", ""))
    assert compare(run(draft("a", marks=told), name="old"), run(draft("a", marks=untold), name="new")).notes == ()


def test_queries_and_items_are_compared_too() -> None:
    before = run(queries=(query("a", "ab"),), items=(item(1, "uplift", False), item(2, "uplift", False)), name="old")
    after = run(queries=(query("a", "ab"),), items=(item(1, "uplift", True),), name="new")
    found = compare(before, after)
    recall = found.change("items.recall")
    assert recall is not None and (recall.before, recall.after) == (0.0, 1.0)
    assert found.change("retrieving.citable.mrr") is not None
    assert found.notes == (
        "1 queries and short items of “old” are left out, because the other run does not have them.",
    )
