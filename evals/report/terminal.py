"""A run, or a comparison of two, on the terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.measures.compare import Comparison
from evals.measures.gate import gate
from evals.measures.standing import Standing
from evals.records import Run
from evals.report import spoken
from evals.report.view import FigureRow, cautions, lead, scope, view
from screener.report.inert import one_line, plain

_FLIPS = 20
_OWN_COLUMNS, _BASELINE_COLUMN = 44, 18
"""Characters that a figure's title, value and interval need at least, and each baseline."""
_AT_EASE = 170
"""Characters of a line that is not written to a terminal."""
_STYLES = {Standing.better: "green", Standing.level: "yellow", Standing.worse: "red", Standing.unknown: "dim"}


def print_summary(run: Run, console: Console | None = None) -> None:
    """The figures of a run beside its baselines."""
    shown = view(run)
    out = console or _console()
    out.print(f"[bold]{_safe(run.name)}[/bold]  {_safe(scope(run))}")
    for sentence in lead(shown):
        out.print(f"• {_safe(sentence)}")
    for sentence in cautions(shown):
        out.print(f"[yellow]mind:[/yellow] {_safe(sentence)}")
    names = [_safe(baseline.name) for baseline, _ in shown.baselines]
    room = max(1, (out.width - _OWN_COLUMNS) // _BASELINE_COLUMN)
    for section in shown.sections:
        for first in range(0, max(1, len(names)), room):
            some = slice(first, first + room)
            title = section.title if first == 0 else f"{section.title}, beside more baselines"
            out.print()
            out.print(_table(title, section.rows, names, some))


def _console() -> Console:
    """As wide as the terminal; wide enough for every baseline where there is none."""
    out = Console()
    return out if out.is_terminal else Console(width=max(out.width, _AT_EASE))


def _table(title: str, rows: Iterable[FigureRow], names: list[str], some: slice) -> Table:
    """The figures beside some of the baselines."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("figure", min_width=24)
    for name in ("this run", "95 %", *names[some]):
        table.add_column(name, justify="right")
    for row in rows:
        title, own, around, *others = _cells(row)
        table.add_row(title, own, around, *others[some])
    return table


def print_comparison(comparison: Comparison, console: Console | None = None) -> None:
    """What changed between two runs, and whether the gate is open."""
    out = console or Console()
    out.print(
        f"[bold]{_safe(comparison.first)} → {_safe(comparison.second)}[/bold]  {comparison.shared} texts in common"
    )
    for note in comparison.notes:
        out.print(f"[yellow]mind:[/yellow] {_safe(note)}")
    table = Table("figure", box=None, pad_edge=False)
    for name in ("before", "after", "difference", "95 %", "p"):
        table.add_column(name, justify="right")
    for c in comparison.changes:
        if c.difference:
            style = "green" if c.surely_better else "red" if c.surely_worse else ""
            around = spoken.change_span(c.low, c.high, c.unit)
            sides = [spoken.number(value, c.unit) for value in (c.before, c.after)]
            p = "" if c.p is None else f"{c.p:.3f}"
            table.add_row(c.title, *sides, spoken.change(c.difference, c.unit), around, p, style=style)
    out.print(table if table.row_count else "No figure differs.")
    _print_flips(comparison, out)
    verdict = gate(comparison)
    for sentence in verdict.reasons:
        out.print(f"[red]closed:[/red] {_safe(sentence)}")
    out.print("The gate is open." if verdict.passed else "The gate is closed.")


def _print_flips(comparison: Comparison, out: Console) -> None:
    for flip in comparison.tiers:
        way = f"{spoken.tier(flip.before)} → {spoken.tier(flip.after)}, labelled {spoken.tier(flip.label)}"
        out.print(f"tier of {_safe(flip.draft)} ({flip.format}): {way}")
    grave = sorted(comparison.passages, key=lambda p: (p.won, -p.severity.rank))
    for passage in grave[:_FLIPS]:
        state = "won" if passage.won else "unread now" if passage.unread else "lost"
        words = _safe(one_line(passage.quote, 90)) or "(words not recorded)"
        out.print(f"{state}: {passage.severity}, {_safe(passage.draft)} ({passage.format}): “{words}”")
    if len(grave) > _FLIPS:
        out.print(f"… and {len(grave) - _FLIPS} more passages; the HTML report lists them all.")


def _cells(row: FigureRow) -> list[str]:
    figure = row.figure
    title = figure.title + (f" ({figure.note})" if figure.note else "")
    own = spoken.value(figure)
    if row.guess:
        own += f" {_mark(row.guess.standing)}"
    others = [
        spoken.number(value, figure.unit) + (f" {_mark(b.standing)}" if b and b.value is not None else "")
        for value, b in zip(row.values, row.beside, strict=True)
    ]
    return [_safe(title), own, spoken.span(figure), *others]


def _mark(standing: Standing) -> str:
    return f"[{_STYLES[standing]}]{spoken.SIGNS[standing]}[/]"


def _safe(text: str) -> str:
    return escape(plain(text))
