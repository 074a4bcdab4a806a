"""What closes the gate, and what does not."""

from pathlib import Path

from evals.measures.compare import compare
from evals.measures.gate import GATED, gate
from evals.measures.suite import Frame, tallies
from evals.records import Ranked, RetrievalQuery, read_run
from screener.words.framework import Tier
from tests.evals.measures.made_up import draft, flag, mark, run

MARKS = [mark(10, 20, quote="one")]
HIT = [flag(10, 20)]
HELD = {"label": Tier.hold, "tier": Tier.hold}


def twelve(flags: int, **more):
    tiers = [Tier.publish, Tier.share_select]
    return [
        draft(
            f"d{n:02}",
            **{"marks": MARKS, "flags": HIT if n < flags else [], "tier": tiers[n % 2], "label": tiers[n % 2]} | more,
        )
        for n in range(12)
    ]


def verdict(before, after):
    return gate(compare(run(*before, name="old"), run(*after, name="new")))


def test_the_same_run_passes() -> None:
    assert verdict(twelve(6), twelve(6)).passed


def test_a_significant_drop_closes_it() -> None:
    found = verdict(twelve(12), twelve(2))
    assert not found.passed
    assert found.reasons[0].startswith("Recall, any overlap went from 1.000 to 0.167")


def test_a_drop_within_chance_does_not() -> None:
    assert verdict(twelve(7), twelve(6)).passed


def test_a_new_tier_below_hold_closes_it_whatever_the_figures_say() -> None:
    before = [*twelve(6), draft("h", **HELD)]
    after = [*twelve(6), draft("h", label=Tier.hold, tier=Tier.share_select)]
    found = verdict(before, after)
    assert found.reasons == ("h (markdown) is labelled hold; “share_select” is suggested, and was not before.",)


def test_a_draft_that_was_too_open_before_is_no_new_miss() -> None:
    open_one = draft("h", label=Tier.hold, tier=Tier.share_select)
    still = draft("h", label=Tier.hold, tier=Tier.publish_with_edits)
    assert verdict([*twelve(6), open_one], [*twelve(6), still]).passed


def test_a_withheld_suggestion_is_no_miss_but_giving_it_up_is() -> None:
    withheld = draft("h", label=Tier.hold, tier=None)
    opened = draft("h", label=Tier.hold, tier=Tier.publish)
    assert verdict([*twelve(6), draft("h", **HELD)], [*twelve(6), withheld]).passed
    assert not verdict([*twelve(6), withheld], [*twelve(6), opened]).passed


def test_a_passage_lost_in_a_draft_labelled_hold_closes_it_but_one_left_unread_does_not() -> None:
    before = [*twelve(6), draft("h", marks=MARKS, flags=HIT, **HELD)]
    missed = [*twelve(6), draft("h", marks=MARKS, **HELD)]
    unread = [*twelve(6), draft("h", marks=MARKS, unread=[1], **HELD)]
    assert verdict(before, missed).reasons == (
        "h (markdown) is labelled hold; a passage of high severity is no longer found.",
    )
    assert verdict(before, unread).passed


def test_a_figure_that_can_no_longer_be_measured_closes_it() -> None:
    found = verdict(twelve(6), twelve(6, failed=True, tier=None))
    assert any("can no longer be measured" in reason for reason in found.reasons)


def test_too_few_drafts_are_said_and_not_judged() -> None:
    found = verdict([draft("a", marks=MARKS, flags=HIT)], [draft("a", marks=MARKS, flags=[flag(50, 60)])])
    assert found.passed
    assert "Recall, any overlap: too few drafts to tell whether it changed." in found.unsure


def queried(ranked: tuple[str, ...]):
    """Twelve questions to the corpus, each with one citable case and the same answer."""
    shown = tuple(Ranked(case_id=case, similarity=0.5) for case in ranked)
    queries = tuple(
        RetrievalQuery(query=f"q{n}", work=f"q{n}", suite="citable", gold=("right",), ranked=shown) for n in range(12)
    )
    return run(*twelve(6), name="found" if "right" in ranked else "lost", queries=queries)


def test_a_corpus_that_finds_nothing_any_more_closes_it() -> None:
    good, bad = queried(("right", "other")), queried(("other",))
    assert gate(compare(good, good)).passed
    assert any("Recall@5" in reason for reason in gate(compare(good, bad)).reasons)


def test_every_gated_figure_is_one_that_a_run_has() -> None:
    baseline = read_run(Path(__file__).parents[3] / "evals" / "baseline-embedded.json")
    named = {tally.name for tally in tallies(baseline, Frame.of(baseline))}
    assert set(GATED) <= named
