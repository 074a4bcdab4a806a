"""Does the suggested tier agree with the labelled one, and which way does it err?

Tiers run from open to closed. Suggesting a more open tier than the label is *under-escalation*, the dangerous error. A
screening that suggests nothing asks for a person: it is neither right nor wrong, is left out of agreement and is counted
by itself.
"""

from collections.abc import Callable, Iterable

from evals.measures.bootstrap import sums
from evals.measures.figure import Better, Share, Tally, Unit, Works
from evals.measures.kappa import quadratic_kappa
from evals.records import ScreenedDraft
from screener.words.draft import Frozen
from screener.words.framework import Tier

TIERS = tuple(Tier)
Pair = tuple[Tier, Tier]


class Confusion(Frozen):
    """How often each suggestion met each label."""

    counts: tuple[tuple[int, ...], ...]
    """By labelled tier, then by suggested tier, open to closed; the last column is 'no suggestion', failed runs included."""


def confusion(drafts: Iterable[ScreenedDraft]) -> Confusion:
    """Screenings by labelled and suggested tier."""
    counts = [[0] * (len(TIERS) + 1) for _ in TIERS]
    for draft in drafts:
        said = len(TIERS) if draft.said.tier is None else draft.said.tier.rank
        counts[draft.gold.tier.rank][said] += 1
    return Confusion(counts=tuple(tuple(row) for row in counts))


def humans(drafts: Iterable[ScreenedDraft]) -> Confusion | None:
    """First labeller against second, each draft once; None where no draft has two."""
    pairs = [_both_humans(d) for d in _twice_labelled(drafts)]
    counts = [[sum(p == (one, two) for p in pairs) for two in TIERS] + [0] for one in TIERS]
    return Confusion(counts=tuple(tuple(row) for row in counts)) if pairs else None


def deciding(drafts: Iterable[ScreenedDraft], works: Works) -> list[Tally]:
    """All figures about tiers."""
    listed = tuple(drafts)
    decided = [d for d in listed if d.said.tier is not None]
    made = [_kappa("deciding.kappa", "Tier agreement, quadratic kappa", decided, works, _said)]
    made += _humans(listed, works)
    made += _errors(decided, works)
    nothing = Share("deciding.no_suggestion", "No suggestion made", "screenings", Better.neither)
    unsure = Share("deciding.unsure", "Suggestion marked unsure", "screenings", Better.neither)
    made.append(nothing.tally(works, listed, lambda d: d.said.tier is None))
    made.append(unsure.tally(works, decided, lambda d: d.said.unsure))
    return made


def steps_open(draft: ScreenedDraft) -> int:
    """How many steps more open the suggestion is than the label; negative where it is more closed; 0 without a suggestion."""
    return 0 if draft.said.tier is None else draft.gold.tier.rank - draft.said.tier.rank


def _humans(drafts: tuple[ScreenedDraft, ...], works: Works) -> list[Tally]:
    """Two people who labelled apart: the ceiling that one ought to look at beside the screen's agreement."""
    title = "The same between the two human labellers"
    return [_kappa("deciding.kappa_humans", title, _twice_labelled(drafts), works, _both_humans, better=Better.neither)]


def _twice_labelled(drafts: Iterable[ScreenedDraft]) -> list[ScreenedDraft]:
    return list({d.draft: d for d in drafts if d.gold.second_tier is not None}.values())


def _errors(decided: list[ScreenedDraft], works: Works) -> list[Tally]:
    screenings = "screenings with a suggestion"
    same = Share("deciding.same", "Same tier", screenings)
    near = Share("deciding.within_one", "Within one tier", screenings)
    under = Share("deciding.under", "Under-escalation: more open than the label", screenings, Better.down)
    far = Share("deciding.under_two", "Under-escalation by two steps or more", screenings, Better.down)
    over = Share("deciding.over", "Over-escalation: more closed than the label", screenings, Better.down)
    shut = Share("deciding.held_kept", "Drafts labelled hold, suggested hold", "screenings of such drafts")
    held = [d for d in decided if d.gold.tier is Tier.hold]
    return [
        same.tally(works, decided, lambda d: steps_open(d) == 0),
        near.tally(works, decided, lambda d: abs(steps_open(d)) <= 1),
        under.tally(works, decided, lambda d: steps_open(d) > 0),
        far.tally(works, decided, lambda d: steps_open(d) > 1),
        over.tally(works, decided, lambda d: steps_open(d) < 0),
        shut.tally(works, held, lambda d: steps_open(d) == 0),
    ]


def _kappa(
    name: str,
    title: str,
    drafts: Iterable[ScreenedDraft],
    works: Works,
    pair: Callable[[ScreenedDraft], Pair],
    better: Better = Better.up,
) -> Tally:
    table = works.table(drafts, lambda d: _cell(pair(d)), len(TIERS) ** 2)
    return Tally(
        name=name,
        title=title,
        statistic=sums(table, lambda s: quadratic_kappa(s, len(TIERS))),
        columns=len(works),
        works=int((table.sum(axis=1) > 0).sum()),
        units=round(float(table.sum())),
        of="screenings" if better is Better.up else "drafts",
        better=better,
        unit=Unit.number,
    )


def _cell(pair: Pair) -> list[float]:
    at = pair[0].rank * len(TIERS) + pair[1].rank
    return [float(n == at) for n in range(len(TIERS) ** 2)]


def _said(draft: ScreenedDraft) -> Pair:
    assert draft.said.tier is not None
    return draft.gold.tier, draft.said.tier


def _both_humans(draft: ScreenedDraft) -> Pair:
    assert draft.gold.second_tier is not None
    return draft.gold.first_tier or draft.gold.tier, draft.gold.second_tier
