"""Everything that the report shows of a run, measured and put beside its baselines."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from evals.measures.compare import Comparison, compare
from evals.measures.figure import Figure, Unit
from evals.measures.gate import Verdict, gate
from evals.measures.misses import FalseAlarm, Miss, TooOpen, too_open, worst_alarms, worst_misses
from evals.measures.rows import Rows, measured_drafts
from evals.measures.standing import Beside, Standing, contested, standings
from evals.measures.suite import Measured, Slice, measure
from evals.records import Run, Variant
from evals.report import spoken

KEY = (
    "finding.recall",
    "finding.recall_high",
    "finding.precision",
    "finding.false_alarms",
    "work.wss95",
    "work.wss95_in_order",
    "deciding.kappa",
    "deciding.kappa_humans",
    "deciding.under",
    "deciding.over",
    "arguing.accuracy",
    "arguing.accuracy_majority",
    "arguing.evidence_found",
    ".recall_at_5",
    ".ndcg_at_10",
    ".tier",
    "resisting.opened",
    "resisting.lost",
    "honesty.flags.ece",
    "honesty.unread",
    "honesty.ungrounded",
    "items.auc",
    "costing.tokens_in",
    "costing.money",
    "costing.seconds",
)
"""Names of the figures in the summary; one that begins with a dot stands for every suite of queries."""


@dataclass(frozen=True)
class FigureRow:
    """One figure beside its baselines."""

    figure: Figure
    beside: tuple[Beside | None, ...]
    """For each baseline run, in order; None where the two are not compared on this figure."""
    values: tuple[float | None, ...]
    """For each baseline run, in order, its value; None where it has none."""
    guess: Beside | None
    """The guess that serves as the figure's own baseline, where it has one."""
    contested: bool

    @property
    def all_beside(self) -> tuple[Beside, ...]:
        """Every baseline that the figure has."""
        return tuple(b for b in (self.guess, *self.beside) if b is not None and b.value is not None)

    @property
    def unbeaten(self) -> tuple[Beside, ...]:
        """The baselines that the figure does not surely beat."""
        return tuple(b for b in self.all_beside if b.standing is not Standing.better) if self.contested else ()

    @property
    def mark(self) -> str:
        """Which baselines it does not surely beat, 'no better than keyword list'; empty where it beats all it should."""
        said = [(spoken.STANDINGS[b.standing], spoken.guess(b.baseline)) for b in self.unbeaten]
        by: dict[str, list[str]] = {}
        for standing, name in said:
            by.setdefault(standing, []).append(name)
        return "; ".join(f"{standing} {', '.join(names)}" for standing, names in by.items())

    @property
    def beats_all(self) -> bool:
        """Whether there are baselines, and it surely beats each."""
        return self.contested and bool(self.all_beside) and not self.unbeaten


@dataclass(frozen=True)
class Section:
    """The figures of one question."""

    name: str
    title: str
    rows: tuple[FigureRow, ...]

    @property
    def with_baselines(self) -> bool:
        """Whether any baseline has any of the figures."""
        return any(value is not None for row in self.rows for value in row.values)


@dataclass(frozen=True)
class View:
    """All that the templates show."""

    run: Run
    measured: Measured
    baselines: tuple[tuple[Run, Measured], ...]
    sections: tuple[Section, ...]
    misses: tuple[Miss, ...]
    alarms: tuple[FalseAlarm, ...]
    too_open: tuple[TooOpen, ...]
    comparison: Comparison | None
    verdict: Verdict | None

    @property
    def rows(self) -> tuple[FigureRow, ...]:
        """All rows of all sections."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def summary(self) -> Section:
        """The figures that one looks at first."""
        return Section("summary", "Summary", tuple(row for row in self.rows if _is_key(row.figure.name)))

    def slices(self) -> dict[str, tuple[Slice, ...]]:
        """The slices by dimension; a dimension with a single slice says nothing and is left out."""
        made: dict[str, tuple[Slice, ...]] = {}
        for part in self.measured.slices:
            made[str(part.dimension)] = (*made.get(str(part.dimension), ()), part)
        return {name: parts for name, parts in made.items() if len(parts) > 1}


def view(run: Run, before: Run | None = None) -> View:
    """Measures a run and its baselines, and compares it with an earlier one. Raises ConfigurationError where the earlier run
    has nothing in common with it.
    """
    measured, rows = measure(run), Rows.of(measured_drafts(run))
    baselines = tuple((baseline, measure(baseline, by=(), bare=True)) for baseline in run.baselines)
    comparison = compare(before, run) if before else None
    return View(
        run=run,
        measured=measured,
        baselines=baselines,
        sections=tuple(_sections(run, measured, [found for _, found in baselines])),
        misses=worst_misses(rows),
        alarms=worst_alarms(rows),
        too_open=too_open(rows),
        comparison=comparison,
        verdict=gate(comparison) if comparison else None,
    )


def scope(run: Run) -> str:
    """What was screened, in one line: '27 drafts, 12 variants; markdown, pdf; 3 epochs; split test'."""
    drafts = measured_drafts(run)
    variants = Counter(d.variant for d in run.drafts if d.variant is not Variant.original)
    splits = sorted({d.split for d in run.drafts} | {i.split for i in run.items})
    epochs = len({d.epoch for d in run.drafts})
    parts = [
        _many(len({d.draft for d in drafts}), "draft"),
        *(_many(n, f"{variant} variant") for variant, n in sorted(variants.items())),
        _many(len(run.queries), "retrieval query", "retrieval queries") if run.queries else "",
        _many(len({i.item for i in run.items}), "short item") if run.items else "",
        f"as {', '.join(sorted({str(d.format) for d in drafts}))}" if drafts else "",
        _many(epochs, "epoch") if epochs > 1 else "",
        f"split {', '.join(splits)}" if splits else "",
    ]
    return "; ".join(part for part in parts if part and not part.startswith("0 "))


def cautions(view: View) -> list[str]:
    """What must be known before a figure is believed, one sentence each."""
    drafts = measured_drafts(view.run)
    failed = [d for d in drafts if d.failed]
    unread = sum(p.unread_because is not None for d in drafts for p in d.said.passages)
    silent = sum(d.said.tier is None for d in drafts)
    made = []
    if failed:
        made.append(f"{_many(len(failed), 'screening')} of {len(drafts)} failed; their passages count as unread.")
    if unread:
        made.append(
            f"{_many(unread, 'passage')} went unread; they are no negatives, and labelled ones in them are not found."
        )
    if silent:
        made.append(
            f"{_many(silent, 'screening')} of {len(drafts)} came without a suggestion and are in no tier figure."
        )
    if not view.run.baselines:
        made.append("No baseline was run beside it; a figure alone does not say whether it is good.")
    works = len({d.work for d in drafts})
    if 0 < works < 20:
        made.append(f"With {_many(works, 'draft')} every interval is rough, and mostly too narrow.")
    return made


def lead(view: View) -> list[str]:
    """The run in a few sentences."""
    found = {figure.name: figure for figure in view.measured.figures}
    made = [
        _sentence(found, "finding.recall", "{value} of the labelled passages that carry uplift were found ({span})."),
        _sentence(found, "finding.precision", "{value} of the flags point at one ({span})."),
        _sentence(found, "work.read95", "To meet 95 % of them, a reviewer reads {value} of the text ({span})."),
        _sentence(
            found, "deciding.kappa", "Suggested and labelled tier agree with a weighted kappa of {value} ({span})."
        ),
        _sentence(found, "deciding.under", "{value} of the suggestions are more open than the label ({span})."),
    ]
    judged = [row for row in view.rows if row.contested and row.all_beside]
    if judged:
        beaten = sum(row.beats_all for row in judged)
        made.append(f"{beaten} of {len(judged)} figures that have a baseline surely beat each of them.")
    return [sentence for sentence in made if sentence]


def _sentence(found: dict[str, Figure], name: str, words: str) -> str:
    figure = found.get(name)
    if figure is None or figure.value is None:
        return ""
    unit = "\u00a0%" if figure.unit is Unit.share else ""
    around = (
        f"95 % interval {spoken.span(figure)}{unit}" if figure.low is not None else "too few drafts for an interval"
    )
    return words.format(value=spoken.number(figure.value, figure.unit), span=around)


def _sections(run: Run, measured: Measured, others: list[Measured]) -> Iterable[Section]:
    beside, names = standings(run), [b.name for b in run.baselines]
    for name, title in spoken.SECTIONS.items():
        figures = [f for f in measured.figures if f.name.split(".")[0] == name]
        rows = tuple(_row(figure, beside, names, others) for figure in figures)
        if rows:
            yield Section(name, title, rows)


def _row(figure: Figure, beside: tuple[Beside, ...], names: list[str], others: list[Measured]) -> FigureRow:
    mine = {b.baseline: b for b in beside if b.figure == figure.name}
    guess = next((b for name, b in mine.items() if name not in names), None)
    theirs = [found.figure(figure.name) for found in others]
    return FigureRow(
        figure=figure,
        beside=tuple(mine.get(name) for name in names),
        values=tuple(other.value if other else None for other in theirs),
        guess=guess,
        contested=contested(figure.name, figure.better) or guess is not None,
    )


def _is_key(name: str) -> bool:
    return any(name.endswith(key) if key.startswith(".") else name == key for key in KEY)


def _many(n: int, one: str, more: str = "") -> str:
    return f"{n:,} {one if n == 1 else more or one + 's'}"
