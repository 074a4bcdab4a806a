"""Does the defender's-advantage case come out as the labellers argued it?

A stance that the screen leaves out is wrong; a screening without any argument is left out and counted. The majority guess
gives every factor the stance that its labels have most often, seen on these very drafts: a baseline that knows more than it
could.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np

from evals.measures.bootstrap import Floats, ratio, sums
from evals.measures.figure import Better, Share, Tally, Unit, Works
from evals.records import SaidFactor, ScreenedDraft
from screener.words.framework import Stance

STANCES = tuple(Stance)
_ABSENT = len(STANCES)
_WIDE = len(STANCES) * (len(STANCES) + 1)
_NEAREST = (1, 3, 5)


@dataclass(frozen=True)
class StanceRow:
    """One factor of one screening."""

    work: str
    factor: str
    label: Stance
    said: Stance | None
    """None where the screen left the factor out."""
    guess: Stance
    """The majority guess for this factor."""


@dataclass(frozen=True)
class _Factor:
    work: str
    said: SaidFactor


@dataclass(frozen=True)
class _Cited:
    work: str
    right: bool


def stance_rows(drafts: Iterable[ScreenedDraft]) -> list[StanceRow]:
    """Every labelled factor of every screening that has an argument."""
    argued = [d for d in drafts if d.said.factors]
    guesses = majority(argued)
    return [
        StanceRow(draft.work, factor, label, said.get(factor), guesses[factor])
        for draft in argued
        for said in [{f.factor: f.stance for f in draft.said.factors}]
        for factor, label in draft.gold.stances.items()
    ]


def majority(drafts: Iterable[ScreenedDraft]) -> dict[str, Stance]:
    """For each factor its commonest label; of equally common ones the first in the order of the stances."""
    seen: dict[str, Counter[Stance]] = {}
    for draft in drafts:
        for factor, label in draft.gold.stances.items():
            seen.setdefault(factor, Counter())[label] += 1
    return {factor: max(STANCES, key=count.__getitem__) for factor, count in seen.items()}


def arguing(drafts: Iterable[ScreenedDraft], works: Works) -> list[Tally]:
    """All figures about arguments."""
    listed = tuple(drafts)
    rows = stance_rows(listed)
    stances = "stances"
    said = Share("arguing.accuracy", "Stances as labelled", stances)
    guess = Share("arguing.accuracy_majority", "The same, guessing the commonest", stances, Better.neither)
    gain = Share("arguing.gain", "Gain over guessing the commonest", stances, unit=Unit.number)
    return [
        said.tally(works, rows, lambda r: r.said is r.label),
        guess.tally(works, rows, lambda r: r.guess is r.label),
        gain.tally(works, rows, lambda r: float(r.said is r.label) - float(r.guess is r.label)),
        _macro_f1("arguing.macro_f1", "Stances, macro F1", rows, works, guessed=False),
        _macro_f1("arguing.macro_f1_majority", "The same, guessing the commonest", rows, works, guessed=True),
        *_substance(listed, works),
        *_citing(listed, works),
    ]


def _substance(drafts: tuple[ScreenedDraft, ...], works: Works) -> list[Tally]:
    factors = [_Factor(d.work, f) for d in drafts for f in d.said.factors]
    there = Share("arguing.argued", "Screenings with an argument", "screenings")
    both = Share("arguing.both_sides", "Factors argued both ways", "argued factors")
    found = Share("arguing.evidence_found", "Evidence quotes found in the draft", "evidence quotes")
    return [
        there.tally(works, drafts, lambda d: bool(d.said.factors)),
        both.tally(works, factors, lambda f: f.said.for_defence and f.said.for_offence),
        found.tally(works, factors, lambda f: f.said.evidence_grounded, lambda f: f.said.evidence),
    ]


def _citing(drafts: tuple[ScreenedDraft, ...], works: Works) -> list[Tally]:
    """Precedents of the draft as a whole, nearest first, against the ones that an argument may cite."""
    asked = [d for d in drafts if d.gold.precedents and not d.failed]
    cited = [_Cited(d.work, case in d.gold.precedents) for d in asked for f in d.said.factors for case in f.precedents]
    right = Share("arguing.cited_right", "Cited precedents that fit", "citations")
    made = [right.tally(works, cited, lambda c: c.right)]
    for k in _NEAREST:
        recall = Share(f"arguing.citable_at_{k}", f"Citable precedents among the nearest {k}", "screenings")
        made.append(recall.tally(works, asked, partial(citable_recall, k=k)))
    return made


def citable_recall(draft: ScreenedDraft, k: int) -> float:
    """Share of the citable cases that are among the k nearest to the draft as a whole (at least one case is citable)."""
    whole = sorted((p for p in draft.said.precedents if p.passage_index is None), key=lambda p: p.rank)
    nearest = list(dict.fromkeys(p.case_id for p in whole))[:k]
    wanted = set(draft.gold.precedents)
    return len(wanted & set(nearest)) / len(wanted)


def _macro_f1(name: str, title: str, rows: list[StanceRow], works: Works, *, guessed: bool) -> Tally:
    table = works.table(rows, lambda r: _cell(r.label, r.guess if guessed else r.said), _WIDE)
    return Tally(
        name=name,
        title=title,
        statistic=sums(table, macro_f1),
        columns=len(works),
        works=int((table.sum(axis=1) > 0).sum()),
        units=len(rows),
        of="stances",
        better=Better.neither if guessed else Better.up,
        unit=Unit.number,
    )


def macro_f1(tables: Floats) -> Floats:
    """Unweighted mean of the F1 of each stance that occurs among labels or answers; a left-out answer is a miss."""
    cells = tables.reshape(-1, len(STANCES), len(STANCES) + 1)
    hits = np.einsum("tii->ti", cells[:, :, : len(STANCES)])
    labelled, said = cells.sum(axis=2), cells.sum(axis=1)[:, : len(STANCES)]
    occurs = (labelled + said) > 0
    each = np.where(occurs, 2 * hits / np.where(occurs, labelled + said, 1), 0)
    return ratio(each.sum(axis=1), occurs.sum(axis=1).astype(np.float64))


def _cell(label: Stance, said: Stance | None) -> list[float]:
    column = _ABSENT if said is None else STANCES.index(said)
    at = STANCES.index(label) * (len(STANCES) + 1) + column
    return [float(n == at) for n in range(_WIDE)]
