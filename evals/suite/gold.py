"""The labels of a draft as marks in the text that was screened."""

import re
from collections.abc import Iterator

from evals.records import Gold, GoldMark, GoldTogether, Planted
from evals.suite.drafts import ToScreen
from screener.stages.grounding import QuoteGate
from screener.words.case import Label
from screener.words.errors import ConfigurationError
from screener.words.labelled import GoldPassage
from screener.words.screening import DraftText

_CAPTION = re.compile(r"^(figure|fig\.|table|listing|box)\s*\d", re.IGNORECASE)


def gold_of(draft: ToScreen, text: DraftText) -> Gold:
    """What the labellers said, placed in the visible text of the form that was screened.

    Raises ConfigurationError where the words of a label are not there: a label that is lost would count for nothing.
    """
    gate = QuoteGate(text.text)
    labels = draft.labels
    injection = labels.injection
    return Gold(
        marks=tuple(_mark(draft, text, gate, passage) for passage in labels.passages),
        together=tuple(
            GoldTogether(spans=tuple(_place(draft, gate, quote) for quote in c.quotes), severity=c.severity)
            for c in labels.combinations
        ),
        tier=labels.tier,
        second_tier=draft.second,
        first_tier=draft.first,
        stances={factor: argued.stance for factor, argued in labels.factors.items()},
        precedents=labels.precedents,
        planted=Planted(how=injection.how, hidden=injection.hidden) if injection else None,
    )


def _mark(draft: ToScreen, text: DraftText, gate: QuoteGate, passage: GoldPassage) -> GoldMark:
    start, end = _place(draft, gate, passage.quote)
    return GoldMark(
        start=start,
        end=end,
        label=passage.label,
        concern=passage.concern,
        severity=passage.severity,
        traits=tuple(_traits(draft, text, passage, start)),
        quote=passage.quote,
        because=passage.because,
    )


def _place(draft: ToScreen, gate: QuoteGate, quote: str) -> tuple[int, int]:
    """Where the words of a label stand; the text of a draft has no marks of code or emphasis."""
    for words in (quote, quote.replace("`", ""), quote.replace("`", "").replace("*", "")):
        found = gate.find(words)
        if found.start is not None and found.end is not None and found.end > found.start:
            return found.start, found.end
    raise ConfigurationError(
        f"The labels of {draft.id} hold words that the {draft.format} of the draft does not show: “{quote[:80]}”"
    )


def _traits(draft: ToScreen, text: DraftText, passage: GoldPassage, start: int) -> Iterator[str]:
    if passage.label is Label.benign:
        yield "hard_negative"
    titles = [s.title.casefold() for s in text.sections if s.start <= start < s.end]
    if any("appendix" in title or re.match(r"^[a-z]\.\s", title) for title in titles):
        yield "appendix"
    line = _line(draft.manuscript, passage.quote)
    if line.startswith("|"):
        yield "table"
    elif line.startswith("[^"):
        yield "footnote"
    elif _CAPTION.match(line.strip("*_ ")):
        yield "caption"


def _line(manuscript: str, quote: str) -> str:
    """The line of the manuscript in which a quote stands, or nothing where it runs over several."""
    words = _folded(quote)
    return next((line.strip() for line in manuscript.splitlines() if words in _folded(line)), "")


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[|`*]", " ", text).split())
