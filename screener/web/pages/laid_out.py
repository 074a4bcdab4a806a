"""A draft as its reviewer reads it: the text with flags in place and their cards beside it, the map, and the figures above."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from markupsafe import Markup

from screener.report import egress, spoken, standing
from screener.report.alerts import grouped
from screener.report.cards import Card, cards, cases, snug
from screener.report.draft_text import DraftPage
from screener.report.marks import Mark, Point, Quoted, flag_marks, hidden_points
from screener.report.strip import Strip, strip
from screener.web.pages.rendering import environment
from screener.words.draft import HiddenText, Passage
from screener.words.framework import Framework, Severity
from screener.words.review import AddedFlag, VerdictKind
from screener.words.screening import Coverage, DraftText, Screening
from screener.words.views import JudgedFlag, ReviewView

ASKED = tuple(s for s in reversed(Severity) if s is not Severity.none)
"""The severities that a person may give a flag."""


_NOTHING_SAID = Coverage(passages=0, read=0, characters=0, characters_read=0)


@dataclass(frozen=True)
class TextAlone:
    """A draft without anything that the screen has to say about it."""

    draft: DraftText
    passages: tuple[Passage, ...]
    coverage: Coverage = _NOTHING_SAID
    hidden: tuple[HiddenText, ...] = ()


@dataclass(frozen=True)
class Typed:
    """What somebody typed beside a flag, and what was wrong with it."""

    flag_id: str = ""
    kind: str = ""
    severity: str = ""
    reason: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


NOTHING_TYPED = Typed()


@dataclass(frozen=True)
class JudgedCard:
    """A flag's card with what reviewers made of it."""

    card: Card
    judged: JudgedFlag

    @property
    def severity(self) -> Severity:
        """As it counts now; none where dismissed."""
        return self.judged.severity or Severity.none

    @property
    def said(self) -> str:
        """The verdict that stands in a word or two."""
        stands = self.judged.standing
        if stands is None:
            return "unjudged"
        words = {VerdictKind.accept: "accepted", VerdictKind.dismiss: "dismissed"}
        return words.get(stands.kind, f"changed to {stands.severity}")


class Laid:
    """Everything that the templates of the review draw, made from one view."""

    def __init__(self, view: ReviewView, framework: Framework, csrf: str | None, typed: Typed = NOTHING_TYPED) -> None:
        self.view, self.framework, self.csrf, self.typed = view, framework, csrf, typed
        self.terms = spoken.Terms(framework)

    def context(self) -> dict[str, Any]:
        """What every template of the review is given."""
        screening = self.view.screening
        return self._shared | (self._of_screening(screening) if screening else {"text": self._bare_text()})

    def card(self, flag_id: str) -> JudgedCard | None:
        """The card of one flag."""
        return next((c for c in self.judged if c.card.flag.id == flag_id), None)

    def card_html(self, shown: JudgedCard) -> Markup:
        """One card as HTML."""
        made = environment().get_template("parts/review_flag.html").render(self._shared | {"c": shown})
        return Markup(made.strip())  # noqa: S704  (a template's output)

    @cached_property
    def judged(self) -> tuple[JudgedCard, ...]:
        """Every flag of the screen, in reading order."""
        if self.view.screening is None:
            return ()
        made = cards(self.view.screening)
        return tuple(JudgedCard(card, flag) for card, flag in zip(made, self.view.flags, strict=True))

    @cached_property
    def _shared(self) -> dict[str, Any]:
        """What a single card is given too."""
        row = self.view.draft.row
        return {
            "view": self.view,
            "row": row,
            "may": row.may,
            "s": self.view.screening,
            "framework": self.framework,
            "terms": self.terms,
            "spoken": spoken,
            "egress": egress,
            "names": self.view.names,
            "csrf": self.csrf,
            "typed": self.typed,
            "faults": said(self.typed.faults),
            "add": said({}),
            "add_faults": said({}),
            "severities": ASKED,
            "title": self.view.text.title or row.name or "Draft",
        }

    def _of_screening(self, screening: Screening) -> dict[str, Any]:
        quoted, known = Quoted(screening), cases(screening)
        unusual = tuple(h for h in screening.hidden if not h.ordinary)
        marks = self._marks(screening)
        return {
            "headline": standing.headline(screening),
            "complete": standing.is_complete(screening),
            "suggestion": standing.suggestion(screening, self.terms),
            "attention": standing.attention(screening),
            "judged": self.judged,
            "unfound": [(c, self.card_html(c)) for c in self.judged if c.card.span is None],
            "added": [a for a in self.view.added if a.withdrawn_at is None],
            "withdrawn": [a for a in self.view.added if a.withdrawn_at is not None],
            "alerts": grouped(screening.alerts),
            "unusual": unusual,
            "ordinary": tuple(h for h in screening.hidden if h.ordinary),
            "quoted": quoted,
            "cases": known,
            "case_number": {p.case_id: n for n, p in enumerate(known, 1)},
            "strip": strip(screening, marks),
            "text": DraftPage(
                screening,
                [*marks, *quoted.marks()],
                hidden_points(unusual),
                beside=[*self._beside()],
                heads=self._pictures(),
            ).html(),
        }

    def _marks(self, screening: Screening) -> list[Mark]:
        as_judged = [replace(c.card, flag=c.card.flag.model_copy(update={"severity": c.severity})) for c in self.judged]
        made = flag_marks(tuple(as_judged), self.terms)
        for added in self._standing_additions():
            span = snug(screening.draft.text, added.start, added.end)
            says = f"Added flag {added.id}: {added.severity}, {self.terms.concern(added.concern)}"
            if span:
                made.append(Mark(*span, f"text-{added.id}", says, added.severity, added.id))
        return made

    def _beside(self) -> Sequence[Point]:
        found = [Point(c.card.span[0], self.card_html(c)) for c in self.judged if c.card.span]
        template = environment().get_template("parts/review_added.html")
        for added in self._standing_additions():
            html = template.render(self._shared | {"a": added}).strip()
            found.append(Point(added.start, Markup(html)))  # noqa: S704  (a template's output)
        return found

    def _standing_additions(self) -> list[AddedFlag]:
        return [a for a in self.view.added if a.withdrawn_at is None]

    def _pictures(self) -> dict[int, Markup]:
        template = environment().get_template("parts/page_picture.html")
        return {
            page.number: Markup(template.render(row=self.view.draft.row, number=page.number).strip())  # noqa: S704
            for page in self.view.text.pages[: self.view.pages]
        }

    def _bare_text(self) -> Markup:
        alone = TextAlone(self.view.text, self.view.passages)
        return DraftPage(alone, [], [], heads=self._pictures()).html()

    def bare_strip(self) -> Strip | None:
        """The map of the text alone."""
        return strip(TextAlone(self.view.text, self.view.passages), [])


def said(values: Mapping[str, str]) -> defaultdict[str, str]:
    """Values by name for a template, with nothing where there is none."""
    return defaultdict(str, values)
