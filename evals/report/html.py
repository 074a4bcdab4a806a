"""A run as one HTML file that asks for nothing else: opening it sends no request, and it holds no script."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evals.measures.deciding import TIERS, Confusion
from evals.records import Run
from evals.report import spoken
from evals.report.plots import Plot, pr_plot, reliability_plot, whisker, work_plot
from evals.report.view import View, cautions, lead, scope, view
from screener.report.inert import cut, one_line, plain

_SHADES = 5
_WORDS = 2_000
"""Characters of any one string of a draft or a screen that the report shows."""


@dataclass(frozen=True)
class Cell:
    """One cell of a confusion table."""

    count: int
    shade: int
    """0 (none) to 5 (the whole row)."""
    kind: str
    """'same', 'open' (the dangerous side), 'closed' or 'none'."""


def to_html(run: Run, before: Run | None = None) -> str:
    """The report as a self-contained page, beside an earlier run where one is given.

    Every word of a draft, a label or a model is shown as inert text. Raises ConfigurationError where the earlier run has
    nothing in common with this one.
    """
    return _environment().get_template("report.html.j2").render(_context(view(run, before)))


def policy() -> str:
    """The Content-Security-Policy of the report: its own style by hash, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_asset("report.css").encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def cells(table: Confusion) -> list[tuple[str, list[Cell]]]:
    """The rows of a confusion table, from open to closed, each with the name of the labelled tier."""
    made = []
    for label, counts in enumerate(table.counts):
        total = max(1, sum(counts))
        row = [Cell(n, -(-_SHADES * n // total), _kind(label, said)) for said, n in enumerate(counts)]
        made.append((spoken.tier(TIERS[label]), row))
    return made


def plots(shown: View) -> list[Plot]:
    """The plots for which the run has something to draw."""
    named = [(shown.run.name, shown.measured), *((run.name, measured) for run, measured in shown.baselines)]
    work = [(name, measured.work) for name, measured in named]
    made = [
        pr_plot([(name, measured.pr) for name, measured in named]),
        work_plot([*work, ("each draft from the top", shown.measured.work_in_order)]),
        reliability_plot("flags", "Confidence of the flags", shown.measured.flag_bins),
        reliability_plot("passages", "Scores of the passages", shown.measured.passage_bins),
    ]
    return [plot for plot in made if plot is not None]


def _context(shown: View) -> dict[str, Any]:
    return {
        "v": shown,
        "run": shown.run,
        "p": shown.run.provenance,
        "scope": scope(shown.run),
        "lead": lead(shown),
        "cautions": cautions(shown),
        "baselines": [run.name for run, _ in shown.baselines],
        "plots": plots(shown),
        "cells": cells,
        "said_tiers": [spoken.tier(t) for t in (*TIERS, None)],
        "spoken": spoken,
        "whisker": whisker,
        "policy": Markup(policy()),
        "css": Markup(_asset("report.css")),
    }


def _kind(label: int, said: int) -> str:
    if said >= len(TIERS):
        return "none"
    return "same" if said == label else "open" if said < label else "closed"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("evals.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"one_line": one_line, "drawn": Markup}
    return environment


def _finalized(value: object) -> object:
    """What a template prints: every string that is not our own markup is made plain and bounded first.

    `drawn` marks the coordinates of a curve as our own: they are numbers, and a bound would cut the curve off.
    """
    return plain(cut(value, _WORDS)) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _asset(name: str) -> str:
    return files("evals.report").joinpath(name).read_text(encoding="utf-8")
