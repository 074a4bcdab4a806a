"""Figures beside their baselines."""

from evals.measures.standing import Standing, standings
from evals.records import Run
from screener.words.framework import Stance, Tier
from tests.evals.measures.made_up import draft, factor, flag, mark, run

MARKS = [mark(10, 20), mark(80, 90)]
HITS = [flag(10, 20), flag(80, 90)]
TIERS = list(Tier)


def twelve(name: str, flags, *, right: bool = True, **more) -> Run:
    drafts = [
        draft(f"d{n:02}", marks=MARKS, flags=flags, label=TIERS[n % 4], tier=TIERS[n % 4] if right else Tier.publish)
        for n in range(12)
    ]
    return run(*drafts, name=name, **more)


def standing(made: Run, figure: str, baseline: str) -> Standing | None:
    return next((b.standing for b in standings(made) if (b.figure, b.baseline) == (figure, baseline)), None)


def test_a_screen_that_finds_more_beats_the_baseline_and_the_reverse_is_worse() -> None:
    ours = twelve("ours", HITS, baselines=(twelve("silent", [], right=False),))
    assert standing(ours, "finding.recall", "silent") is Standing.better
    assert standing(ours, "deciding.under", "silent") is Standing.better
    theirs = twelve("silent", [], right=False, baselines=(twelve("ours", HITS),))
    assert standing(theirs, "finding.recall", "ours") is Standing.worse


def test_the_same_figures_are_level() -> None:
    ours = twelve("ours", HITS, baselines=(twelve("copy", HITS),))
    assert standing(ours, "finding.recall", "copy") is Standing.level


def test_a_figure_that_the_baseline_lacks_is_unknown() -> None:
    ours = twelve("ours", HITS, baselines=(twelve("silent", []),))
    assert standing(ours, "finding.precision", "silent") is Standing.unknown


def test_reading_from_the_top_and_guessing_are_baselines_of_every_run() -> None:
    ours = twelve("ours", HITS)
    assert standing(ours, "work.wss95", "work.wss95_in_order") is Standing.better
    stances = [Stance.balanced, Stance.favours_offence]
    argued = run(
        *(
            draft(
                f"d{n}",
                gold={"stances": {"breadth": stances[n % 2]}},
                said={"factors": (factor("breadth", stances[n % 2]),)},
            )
            for n in range(12)
        )
    )
    assert standing(argued, "arguing.accuracy", "arguing.accuracy_majority") is Standing.better


def test_costs_and_a_baseline_over_other_drafts_are_no_contest() -> None:
    ours = twelve("ours", HITS, baselines=(run(draft("elsewhere"), name="far"), twelve("near", [])))
    found = standings(ours)
    assert not [b for b in found if b.baseline == "far" or b.figure.startswith("costing.")]
