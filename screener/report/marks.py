"""What is laid over the draft's text: stretches that are marked, and points where something stands."""

from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from screener.report.cards import Card, snug
from screener.report.spoken import HIDDEN, Terms
from screener.words.draft import HiddenText, Passage
from screener.words.framework import Severity
from screener.words.screening import Coverage, DraftText, Evidence, IntegrityAlert, Screening


class Laid(Protocol):
    """What a text is shown from: a screening, or as much of one as somebody may see."""

    @property
    def draft(self) -> DraftText:
        """The text."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Its passages."""

    @property
    def coverage(self) -> Coverage:
        """Which of them nobody read."""

    @property
    def hidden(self) -> tuple[HiddenText, ...]:
        """What does not show in it."""


@dataclass(frozen=True)
class Mark:
    """A stretch of the text, `[start, end)` in code points, without blank edges. Marks may overlap in any way."""

    start: int
    end: int
    anchor: str
    """HTML id of its beginning."""
    says: str = ""
    """For a flag: its number, severity and concern. Untrusted."""
    severity: Severity | None = None
    """None for words that were quoted as evidence or raised an alert."""
    number: str = ""
    """For a flag: the number of its card."""


@dataclass(frozen=True)
class Point:
    """Something without words of the draft that stands at one position."""

    offset: int
    html: Markup
    """Inline; its outermost elements have the class `apparatus`."""


class Quoted:
    """The stretches that evidence and alerts quote, each with one anchor however often it is quoted."""

    def __init__(self, screening: Screening) -> None:
        self._text = screening.draft.text
        self._anchors: dict[tuple[int, int], str] = {}
        argument = screening.argument
        quotes: list[Evidence | IntegrityAlert] = [*screening.alerts]
        quotes += [e for f in argument.factors for e in (*f.evidence_defence, *f.evidence_offence)]
        quotes += [e for c in argument.combinations for e in c.evidence]
        for quote in quotes:
            self.anchor(quote)

    def anchor(self, quote: Evidence | IntegrityAlert) -> str:
        """The HTML id of the quote's place in the text, or nothing where it has none."""
        span = snug(self._text, quote.start, quote.end)
        return self._anchors.setdefault(span, f"said-{len(self._anchors) + 1}") if span else ""

    def marks(self) -> list[Mark]:
        """One mark for each stretch."""
        return [Mark(start, end, anchor) for (start, end), anchor in self._anchors.items()]


def flag_marks(shown: tuple[Card, ...], terms: Terms) -> list[Mark]:
    """One mark for each flag whose words have a place."""
    return [
        Mark(
            *card.span,
            anchor=f"text-{card.number}",
            severity=card.flag.severity,
            number=card.number,
            says=f"Flag {card.number}: {card.flag.severity}, {terms.concern(card.flag.concern)}",
        )
        for card in shown
        if card.span
    ]


def hidden_points(hidden: tuple[HiddenText, ...]) -> list[Point]:
    """A small symbol where each piece of hidden text would have stood; `hidden` as the report lists it, in order."""
    symbol = Markup(
        '<a class="apparatus unseen" id="hidden-at-{}" href="#hidden-{}" title="Hidden text {}"'
        ' aria-label="Hidden text {}, {}">◌</a>'
    )
    return [
        Point(piece.offset, symbol.format(n, n, HIDDEN[piece.how], n, HIDDEN[piece.how]))
        for n, piece in enumerate(hidden, 1)
        if piece.offset is not None
    ]
