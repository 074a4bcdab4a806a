"""All figures of a run, and what its report draws."""

from collections.abc import Iterable
from dataclasses import dataclass

from evals.measures.arguing import arguing
from evals.measures.calibration import Bin, reliability
from evals.measures.costing import costing
from evals.measures.curves import PrPoint, pr_curve, ranking
from evals.measures.deciding import Confusion, confusion, deciding, humans
from evals.measures.figure import Figure, Tally, Works
from evals.measures.finding import finding, headline
from evals.measures.honesty import flag_forecasts, honesty, passage_forecasts
from evals.measures.items import itemised
from evals.measures.judging import judging
from evals.measures.resisting import resisting
from evals.measures.retrieving import retrieving
from evals.measures.rows import Dimension, Rows, measured_drafts, slices
from evals.measures.work import WorkPoint, work_curve, work_saved
from evals.records import Run, ScreenedDraft
from screener.words.draft import Frozen


@dataclass(frozen=True)
class Frame:
    """What a run is resampled over. Drafts, queries and short items are drawn apart from each other."""

    drafts: Works
    queries: Works
    items: Works

    @classmethod
    def of(cls, run: Run) -> "Frame":
        """The works that occur in a run."""
        return cls(
            Works.of(d.work for d in run.drafts),
            Works.of(q.work for q in run.queries),
            Works.of(i.work for i in run.items),
        )


class Slice(Frozen):
    """The headline figures of a part of the drafts."""

    dimension: Dimension
    value: str
    drafts: int
    figures: tuple[Figure, ...]


class Measured(Frozen):
    """A run, measured."""

    figures: tuple[Figure, ...]
    slices: tuple[Slice, ...] = ()
    confusion: Confusion
    humans: Confusion | None
    """First labeller against second, where any draft has two."""
    pr: tuple[PrPoint, ...]
    work: tuple[WorkPoint, ...]
    work_in_order: tuple[WorkPoint, ...]
    flag_bins: tuple[Bin, ...]
    passage_bins: tuple[Bin, ...]

    def figure(self, name: str) -> Figure | None:
        """The figure of this name; None where the run has nothing that it is about."""
        return next((figure for figure in self.figures if figure.name == name), None)


def tallies(run: Run, frame: Frame) -> list[Tally]:
    """Every figure of a run, ready to be computed on any draw of the works of the frame."""
    drafts = measured_drafts(run)
    made: list[Tally] = []
    if run.drafts:
        rows = Rows.of(drafts)
        made += [*finding(rows, frame.drafts), *ranking(rows, frame.drafts), *work_saved(drafts, frame.drafts)]
        made += [*deciding(drafts, frame.drafts), *arguing(drafts, frame.drafts), *judging(drafts, frame.drafts)]
        made += [*resisting(run.drafts, frame.drafts), *honesty(rows, frame.drafts), *costing(drafts, frame.drafts)]
    return made + retrieving(run.queries, frame.queries) + itemised(run.items, frame.items)


def measure(run: Run, *, by: Iterable[Dimension] = tuple(Dimension), bare: bool = False) -> Measured:
    """All figures with their intervals (unless `bare`), the slices asked for, and the curves."""
    drafts = measured_drafts(run)
    rows, works = Rows.of(drafts), Works.of(d.work for d in drafts)
    return Measured(
        figures=tuple(tally.figure(bare=bare) for tally in tallies(run, Frame.of(run))),
        slices=tuple(part for dimension in by for part in _slices(drafts, dimension)),
        confusion=confusion(drafts),
        humans=humans(drafts),
        pr=pr_curve(rows),
        work=work_curve(drafts),
        work_in_order=work_curve(drafts, in_order=True),
        flag_bins=reliability(flag_forecasts(rows), works),
        passage_bins=reliability(passage_forecasts(rows), works),
    )


def _slices(drafts: tuple[ScreenedDraft, ...], by: Dimension) -> list[Slice]:
    made = []
    for value, rows in slices(drafts, by).items():
        works = Works.of(d.work for d in rows.drafts)
        found = headline(rows, works)
        if by is not Dimension.concern:
            wanted = {"deciding.kappa", "deciding.under"}
            found += [tally for tally in deciding(rows.drafts, works) if tally.name in wanted]
        figures = tuple(tally.figure() for tally in found)
        made.append(Slice(dimension=by, value=value, drafts=len({d.draft for d in rows.drafts}), figures=figures))
    return made
