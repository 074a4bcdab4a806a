"""What a judge model makes of the arguments, and how far its judgement agrees with the labels.

The second half says what the first is worth: a judge whose own stances are no nearer to the labels than chance says nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from evals.measures.bootstrap import sums
from evals.measures.figure import Better, Share, Tally, Unit, Works
from evals.measures.kappa import plain_kappa
from evals.records import JudgedFactor, ScreenedDraft
from screener.words.framework import Stance

STANCES = tuple(Stance)


@dataclass(frozen=True)
class JudgedRow:
    """One factor of one screening that was judged."""

    work: str
    judged: JudgedFactor
    said: Stance | None
    """The screen's stance."""
    label: Stance | None
    """None where the labels have no stance on this factor."""


def judged_rows(drafts: Iterable[ScreenedDraft]) -> list[JudgedRow]:
    """Every factor of every screening that was judged."""
    return [
        JudgedRow(draft.work, factor, said.get(factor.factor), draft.gold.stances.get(factor.factor))
        for draft in drafts
        if draft.judged
        for said in [{f.factor: f.stance for f in draft.said.factors}]
        for factor in draft.judged.factors
    ]


def judging(drafts: Iterable[ScreenedDraft], works: Works) -> list[Tally]:
    """All figures about judging; none where no judge was asked."""
    asked = [d for d in drafts if d.judged is not None]
    if not asked:
        return []
    rows = judged_rows(asked)
    labelled = [row for row in rows if row.label is not None]
    answered = Share("judging.answered", "Arguments that the judge could judge", "screenings")
    sides = Share("judging.sides_hold", "Sides that hold, by the judge", "sides")
    follows = Share("judging.stance_follows", "Stances that follow from the sides, by the judge", "argued factors")
    own = Share("judging.own_accuracy", "The judge's own stances as labelled", "stances", Better.neither)
    right = Share("judging.verdict_right", "Verdicts on stances that the labels bear out", "stances", Better.neither)
    return [
        answered.tally(works, asked, lambda d: bool(d.judged and d.judged.factors)),
        sides.tally(works, rows, lambda r: r.judged.defence_holds + r.judged.offence_holds, lambda _: 2.0),
        follows.tally(works, rows, lambda r: r.judged.stance_follows),
        own.tally(works, labelled, lambda r: r.judged.own is r.label),
        _own_kappa(labelled, works),
        right.tally(works, labelled, lambda r: r.judged.stance_follows == (r.said is r.label)),
    ]


def _own_kappa(rows: list[JudgedRow], works: Works) -> Tally:
    size = len(STANCES)
    table = works.table(rows, _cell, size * size)
    return Tally(
        name="judging.own_kappa",
        title="The judge's own stances against the labels, kappa",
        statistic=sums(table, lambda s: plain_kappa(s, size)),
        columns=len(works),
        works=int(np.count_nonzero(table.sum(axis=1))),
        units=len(rows),
        of="stances",
        better=Better.neither,
        unit=Unit.number,
    )


def _cell(row: JudgedRow) -> list[float]:
    assert row.label is not None
    at = STANCES.index(row.label) * len(STANCES) + STANCES.index(row.judged.own)
    return [float(n == at) for n in range(len(STANCES) ** 2)]
