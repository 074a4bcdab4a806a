"""Figures and names in the words and numerals of the report."""

from evals.measures.figure import Better, Figure, Unit
from evals.measures.standing import Standing
from screener.words.framework import Tier

SECTIONS = {
    "finding": "Finding what carries uplift",
    "work": "Work saved",
    "deciding": "Suggesting a tier",
    "arguing": "Arguing both ways",
    "judging": "The arguments before a judge model",
    "retrieving": "Retrieving precedents",
    "resisting": "Resisting words to the reader",
    "honesty": "Honesty",
    "items": "Short items",
    "costing": "Cost",
}
"""Headings by the first word of a figure's name, in the order of the report."""

TIERS = {
    Tier.publish: "publish",
    Tier.publish_with_edits: "publish with edits",
    Tier.share_select: "share with a circle",
    Tier.hold: "hold",
}
STANDINGS = {
    Standing.better: "better than",
    Standing.level: "no better than",
    Standing.worse: "worse than",
    Standing.unknown: "cannot be told from",
}
SIGNS = {Standing.better: "✓", Standing.level: "=", Standing.worse: "✗", Standing.unknown: "?"}
GUESSES = {
    "work.wss95_in_order": "reading from the top",
    "arguing.accuracy_majority": "guessing the commonest",
    "arguing.macro_f1_majority": "guessing the commonest",
    "honesty.flags.brier_base": "saying the base rate",
    "honesty.passages.brier_base": "saying the base rate",
}
"""Figures that serve as baselines of others. The commonest tier of a suite of queries is named by its own title."""

NOTHING = "–"
_THIN = "\u00a0"
"""Between a number and its sign, where a line must not break."""


def guess(name: str) -> str:
    """A figure that serves as a baseline, as it is named behind 'no better than'."""
    return GUESSES.get(name, "saying the commonest tier" if name.endswith(".tier_majority") else name)


def tier(which: Tier | None) -> str:
    """A tier in words, or that there is none."""
    return "no suggestion" if which is None else TIERS[which]


def number(value: float | None, unit: Unit) -> str:
    """A value as the report writes it; a dash where there is none."""
    if value is None:
        return NOTHING
    if unit is Unit.share:
        return f"{_signed(f'{100 * value:.{_places(value)}f}')}{_THIN}%"
    return _signed(_unit(value, unit))


def value(figure: Figure) -> str:
    """A figure's value; a cost that has none is unknown, anything else had nothing to count."""
    if figure.value is None and figure.name.startswith("costing."):
        return "unknown"
    return number(figure.value, figure.unit)


def span(figure: Figure) -> str:
    """The interval, '67–80' or '0.61–0.82'; empty where there is none."""
    if figure.low is None or figure.high is None:
        return ""
    if figure.unit is Unit.share:
        low, high = (_signed(f"{100 * edge:.{_places(edge)}f}") for edge in (figure.low, figure.high))
    else:
        low, high = (_signed(_unit(edge, figure.unit).removesuffix(f"{_THIN}s")) for edge in (figure.low, figure.high))
    return f"{low} to {high}" if "−" in low + high else f"{low}–{high}"


def counted(figure: Figure) -> str:
    """What a figure counts: '212 labelled passages, 27 drafts'."""
    whole = {"drafts", "screenings"} & set(figure.of.split())
    return f"{figure.units:,} {figure.of}" + ("" if whole or figure.works == figure.units else f" in {figure.works}")


def change(value: float | None, unit: Unit) -> str:
    """A difference with its sign; shares in percentage points."""
    if value is None:
        return NOTHING
    return _step(value, unit) + (f"{_THIN}points" if unit is Unit.share else "")


def change_span(low: float | None, high: float | None, unit: Unit) -> str:
    """The interval of a difference, '−9.0 to +6.4', in the unit of the difference; empty where there is none."""
    return "" if low is None or high is None else f"{_step(low, unit)} to {_step(high, unit)}"


def direction(better: Better) -> str:
    """Which way is good."""
    return {Better.up: "higher is better", Better.down: "lower is better", Better.neither: ""}[better]


def _step(value: float, unit: Unit) -> str:
    written = f"{100 * value:.1f}" if unit is Unit.share else _unit(value, unit)
    if not any(digit in written for digit in "123456789"):
        return written.removeprefix("-")
    return ("+" if value > 0 else "") + _signed(written)


def _unit(value: float, unit: Unit) -> str:
    if unit is Unit.seconds:
        return f"{value:,.1f}{_THIN}s"
    if unit is Unit.dollars:
        return f"${value:,.3f}" if 0 < abs(value) < 1 else f"${value:,.2f}"
    if unit is Unit.amount:
        return f"{value:,.0f}" if abs(value) >= 100 or value == 0 else f"{value:,.1f}"
    return f"{value:.2f}"


def _places(value: float) -> int:
    """A share near its end, and not at it, keeps a decimal: 99.6 is not 100."""
    return 1 if 0 < abs(value) < 0.01 or 0.99 < abs(value) < 1 else 0


def _signed(text: str) -> str:
    return text.replace("-", "−")
