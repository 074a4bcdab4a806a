"""How each figure stands beside its baselines: other runs over the same drafts, and guesses made from the run itself."""

from collections.abc import Iterable
from enum import StrEnum

from evals.measures.bootstrap import Difference, difference
from evals.measures.compare import Change, compare
from evals.measures.figure import Better, Tally
from evals.measures.suite import Frame, tallies
from evals.records import Run
from screener.words.draft import Frozen
from screener.words.errors import ConfigurationError

OWN = {
    "work.wss95": "work.wss95_in_order",
    "arguing.accuracy": "arguing.accuracy_majority",
    "arguing.macro_f1": "arguing.macro_f1_majority",
    "honesty.flags.brier": "honesty.flags.brier_base",
    "honesty.passages.brier": "honesty.passages.brier_base",
}
"""Figures whose baseline is another figure of the same run. Besides these: the nearest precedent's tier, for each suite."""

_CONTESTED = ("finding.", "work.", "deciding.", "arguing.", "retrieving.", "items.")
"""What baselines compete in. That doing nothing costs nothing and refuses nothing is no feat."""

_PEOPLE = ("finding.unread", "items.unread", "deciding.unsure")


class Standing(StrEnum):
    """Where a figure stands beside one baseline."""

    better = "better"
    """The whole interval of the difference is on the good side."""
    level = "level"
    """The interval holds zero: it does not beat the baseline."""
    worse = "worse"
    unknown = "unknown"
    """One of the two is undefined, or there are too few drafts to tell."""


class Beside(Frozen):
    """One figure beside one baseline."""

    figure: str
    baseline: str
    """Name of the baseline's run, or of the figure that serves as one."""
    value: float | None
    """The baseline's, on the drafts that both have."""
    standing: Standing


def standings(run: Run) -> tuple[Beside, ...]:
    """Every contested figure beside every baseline that has it. A baseline with nothing in common is left out."""
    made = list(_own(run))
    for baseline in run.baselines:
        try:
            compared = compare(baseline, run)
        except ConfigurationError:
            continue
        made += [
            Beside(figure=c.name, baseline=baseline.name, value=c.before, standing=_of_change(c))
            for c in compared.changes
            if contested(c.name, c.better)
        ]
    return tuple(made)


def contested(name: str, better: Better) -> bool:
    """Whether a figure is one that baselines compete in."""
    return better is not Better.neither and name.startswith(_CONTESTED) and name not in _PEOPLE


def _own(run: Run) -> Iterable[Beside]:
    by = {tally.name: tally for tally in tallies(run, Frame.of(run))}
    nearest = {name: f"{name}_majority" for name in by if name.startswith("retrieving.") and name.endswith(".tier")}
    for name, guess in {**OWN, **nearest}.items():
        if name in by and guess in by:
            ours, theirs = by[name], by[guess]
            apart = difference(theirs.statistic, ours.statistic, ours.columns, holding=ours.works)
            yield Beside(figure=name, baseline=guess, value=theirs.value(), standing=_of_difference(apart, ours))


def _of_change(change: Change) -> Standing:
    if change.difference is None or change.low is None:
        return Standing.unknown
    if change.surely_better:
        return Standing.better
    return Standing.worse if change.surely_worse else Standing.level


def _of_difference(apart: Difference | None, ours: Tally) -> Standing:
    if apart is None or apart.low is None or apart.high is None:
        return Standing.unknown
    if apart.low > 0 or apart.high < 0:
        return Standing.better if (apart.low > 0) is (ours.better is Better.up) else Standing.worse
    return Standing.level
