"""A run as Markdown: the figures beside their baselines, the changes, and the worst misses."""

import re
from collections.abc import Iterable

from evals.measures.compare import Comparison
from evals.measures.gate import Verdict
from evals.measures.misses import Miss
from evals.records import Run
from evals.report import spoken
from evals.report.view import FigureRow, View, cautions, lead, scope, view
from screener.report.inert import one_line, plain

_MISSES = 10


def to_markdown(run: Run, before: Run | None = None) -> str:
    """The summary of a run, beside an earlier one where one is given.

    Raises ConfigurationError where the earlier run has nothing in common with this one.
    """
    return "\n".join(_lines(view(run, before))) + "\n"


def _lines(shown: View) -> Iterable[str]:
    yield f"# Eval report: {_inert(shown.run.name)}"
    yield ""
    yield f"{_inert(scope(shown.run))}. Model {_inert(shown.run.provenance.model)}."
    yield ""
    yield from (f"* {_inert(sentence)}" for sentence in lead(shown))
    if warned := cautions(shown):
        yield ""
        yield from (f"* **Mind:** {_inert(sentence)}" for sentence in warned)
    if shown.comparison and shown.verdict:
        yield from _changed(shown.comparison, shown.verdict)
    names = [run.name for run, _ in shown.baselines]
    for section in shown.sections:
        yield from ("", f"## {section.title}", "")
        yield _row(["figure", "this run", "95 % interval", "of", *names])
        yield _row(["---", "--:", "--:", "---", *("--:" for _ in names)])
        yield from (_figure(row) for row in section.rows)
    if names:
        yield from ("", "✓ surely better than this baseline, = no better, ✗ worse, ? cannot be told.")
    if shown.misses:
        yield from ("", "## Worst misses", "")
        yield from (_miss(miss) for miss in shown.misses[:_MISSES])


def _figure(row: FigureRow) -> str:
    figure = row.figure
    others = [
        spoken.NOTHING
        if b is None or b.value is None
        else f"{spoken.number(b.value, figure.unit)} {spoken.SIGNS[b.standing]}"
        for b in row.beside
    ]
    guess = f" (guess: {spoken.SIGNS[row.guess.standing]})" if row.guess else ""
    note = f" ({figure.note})" if figure.note else ""
    return _row(
        [figure.title + note, spoken.value(figure) + guess, spoken.span(figure), spoken.counted(figure), *others]
    )


def _changed(comparison: Comparison, verdict: Verdict) -> Iterable[str]:
    state = "open" if verdict.passed else "closed"
    yield from ("", f"## Against “{_inert(comparison.first)}”: the gate is {state}", "")
    yield from (f"* {_inert(sentence)}" for sentence in (*verdict.reasons, *comparison.notes, *verdict.unsure))
    yield ""
    yield _row(["figure", "before", "after", "difference", "95 % interval", "p"])
    yield _row(["---", "--:", "--:", "--:", "--:", "--:"])
    for c in comparison.changes:
        if c.difference:
            around = spoken.change_span(c.low, c.high, c.unit)
            sides = [spoken.number(value, c.unit) for value in (c.before, c.after)]
            p = spoken.NOTHING if c.p is None else f"{c.p:.3f}"
            yield _row([c.title, *sides, spoken.change(c.difference, c.unit), around, p])


def _miss(miss: Miss) -> str:
    state = f"unread ({miss.unread_because})" if miss.unread_because else "missed"
    words = _inert(one_line(miss.quote, 200)) or "(words not recorded)"
    return f"* {miss.severity} {miss.concern or ''}, {_inert(miss.draft)} ({miss.format}), {state}: “{words}”"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_inert(cell).replace("|", "\\|") for cell in cells) + " |"


def _inert(text: str) -> str:
    """Text that Markdown does not read as anything but text."""
    return re.sub(r"([\\`*_<>\[\]#])", r"\\\1", " ".join(plain(text).split()))
