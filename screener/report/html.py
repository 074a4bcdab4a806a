"""A screening as one HTML file that asks for nothing else: opening it sends no request, and it needs no script."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from screener.report import egress, spoken, standing
from screener.report.alerts import grouped
from screener.report.cards import by_severity, cards, cases, worst_first
from screener.report.draft_text import DraftPage
from screener.report.marks import Quoted, flag_marks, hidden_points
from screener.report.strip import strip
from screener.report.templating import inert_environment
from screener.words.framework import Framework
from screener.words.screening import Screening


def to_html(screening: Screening, framework: Framework) -> str:
    """The report as a self-contained page. Every word of the draft and of a model is shown as inert text."""
    return _environment().get_template("report.html.j2").render(_context(screening, framework))


def policy() -> str:
    """The Content-Security-Policy of the report: its own style and script by hash, and nothing else."""
    style, script = (f"'sha256-{_digest(name)}'" for name in ("report.css", "report.js"))
    rest = "img-src data:; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; style-src {style}; script-src {script}; {rest}"


def _context(screening: Screening, framework: Framework) -> dict[str, Any]:
    terms, quoted, shown = spoken.Terms(framework), Quoted(screening), cards(screening)
    marks = flag_marks(shown, terms)
    unusual = tuple(h for h in screening.hidden if not h.ordinary)
    found = [card for card in shown if card.flag.grounded]
    known = cases(screening)
    return {
        "s": screening,
        "framework": framework,
        "terms": terms,
        "spoken": spoken,
        "egress": egress,
        "complete": standing.is_complete(screening),
        "headline": standing.headline(screening),
        "suggestion": standing.suggestion(screening, terms),
        "attention": standing.attention(screening),
        "policy": _own(policy()),
        "css": _own(_asset("report.css")),
        "js": _own(_asset("report.js")),
        "cards": found,
        "unfound": [card for card in shown if not card.flag.grounded],
        "worst_first": worst_first(found),
        "severities": by_severity(found),
        "cases": known,
        "case_number": {p.case_id: n for n, p in enumerate(known, 1)},
        "alerts": grouped(screening.alerts),
        "unusual": unusual,
        "ordinary": tuple(h for h in screening.hidden if h.ordinary),
        "quoted": quoted,
        "strip": strip(screening, marks),
        "text": DraftPage(screening, [*marks, *quoted.marks()], hidden_points(unusual)).html(),
    }


@cache
def _environment() -> Environment:
    return inert_environment(PackageLoader("screener.report"))


def _own(text: str) -> Markup:
    """Text of this package, which needs no escaping."""
    return Markup(text)  # noqa: S704


@cache
def _asset(name: str) -> str:
    return files("screener.report").joinpath(name).read_text(encoding="utf-8")


def _digest(name: str) -> str:
    return base64.b64encode(hashlib.sha256(_asset(name).encode()).digest()).decode()
