"""The form of a decision: filled in from what the review settled, read back as it was typed, checked field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from pydantic import ValidationError
from starlette.datastructures import FormData

from screener.uses.deciding import LONGEST_RATIONALE
from screener.uses.judging import SHORTEST
from screener.uses.reviewing import Ruling
from screener.web.line_ends import with_line_feeds
from screener.words.errors import Invalid
from screener.words.framework import Tier
from screener.words.review import AskedEdit, DecisionConditions, VerdictKind
from screener.words.views import ReviewView

MOST_EDITS = 200
_ACCEPTED = (VerdictKind.accept, VerdictKind.change_severity)


@dataclass(frozen=True)
class EditRow:
    """One edit asked for, as it stands in the form."""

    says: str = ""
    flag_id: str = ""
    quote: str = ""
    """The flag's words, shown beside it; the decision takes them from the flag."""


@dataclass(frozen=True)
class RulingForm:
    """What stands in the form."""

    tier: str = ""
    rationale: str = ""
    audience: str = ""
    commitment: str = ""
    embargo_until: str = ""
    next_look: str = ""
    edits: tuple[EditRow, ...] = ()
    seen: str = ""
    """How many decisions there were when the form was made."""
    faults: Mapping[str, str] = field(default_factory=dict)
    focus: str = ""
    """Id of the field that was just put in, or of the button to go on with; the keyboard goes there."""

    @classmethod
    def prefilled(cls, view: ReviewView) -> "RulingForm":
        """An empty form, with an edit for each flag that was accepted or added. No tier is chosen."""
        return cls(edits=tuple(accepted(view)), seen=str(len(view.draft.decisions)))

    @classmethod
    def typed(cls, sent: FormData, view: ReviewView) -> "RulingForm":
        """What somebody typed."""
        quotes = _quotes(view)
        flags = _all(sent, "edit_flag")
        edits = [
            EditRow(says, flag, quotes.get(flag, ""))
            for says, flag in zip(_all(sent, "edit_says"), flags, strict=False)
        ]
        names = ("tier", "rationale", "audience", "commitment", "embargo_until", "next_look", "seen")
        return cls(**{name: _one(sent, name) for name in names}, edits=tuple(edits[:MOST_EDITS]))  # type: ignore[arg-type]

    def changed(self, do: str, view: ReviewView) -> "RulingForm":
        """With a row more ('add'), a row less ('remove-3'), or the rows of the accepted flags again ('refill')."""
        rows = self.edits
        if do == "add":
            rows = (*rows, EditRow())
        elif do == "refill":
            held = {e.flag_id for e in rows}
            rows = (*rows, *(e for e in accepted(view) if e.flag_id not in held))
        else:
            rows = tuple(e for n, e in enumerate(rows) if f"remove-{n}" != do)
        focus = f"edit-{len(self.edits)}" if len(rows) > len(self.edits) else "add-edit"
        return replace(self, edits=rows, focus=focus)

    def ruling(self) -> Ruling:
        """What it decides. Rows in which nothing is written ask for nothing. Raises Invalid with the fault of each field."""
        faults: dict[str, str] = {}
        if self.tier not in list(Tier):
            faults["tier"] = "Choose a tier."
        if not SHORTEST <= len(self.rationale.strip()) <= LONGEST_RATIONALE:
            faults["rationale"] = f"Give a rationale of {SHORTEST} to {LONGEST_RATIONALE:,} characters."
        dates = {name: self._date(name, faults) for name in ("embargo_until", "next_look")}
        faults |= {name: says for name, says, given in self._needed() if not given}
        edits = []
        for n, row in enumerate(self.edits):
            if not row.says.strip():
                continue
            try:
                edits.append(AskedEdit(says=row.says.strip(), flag_id=row.flag_id or None))
            except ValidationError:
                faults[f"edits.{n}"] = "Say in 3 to 4,000 characters what is to be changed."
        if faults:
            raise Invalid(next(iter(faults.values())), faults)
        conditions = DecisionConditions(audience=self.audience.strip(), commitment=self.commitment.strip(), **dates)
        return Ruling(tier=Tier(self.tier), rationale=self.rationale, conditions=conditions, edits=tuple(edits))

    def _needed(self) -> list[tuple[str, str, bool]]:
        """What the chosen tier cannot do without: the field, what to do, and whether something stands in it."""
        written = any(row.says.strip() for row in self.edits)
        audience, commitment, look = (bool(t.strip()) for t in (self.audience, self.commitment, self.next_look))
        return {
            str(Tier.publish_with_edits): [
                ("edits", "Name at least one edit; publishing with edits asks for some.", written)
            ],
            str(Tier.share_select): [
                ("conditions.audience", "Say with whom it is shared.", audience),
                ("conditions.commitment", "Say what its readers commit to.", commitment),
            ],
            str(Tier.hold): [("conditions.next_look", "Give a date; a hold is looked at again.", look)],
        }.get(self.tier, [])

    def _date(self, name: str, faults: dict[str, str]) -> date | None:
        text = str(getattr(self, name)).strip()
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            faults[f"conditions.{name}"] = "Give the date as year, month and day: 2031-05-01."
            return None
        if day and day <= datetime.now(UTC).date():
            faults[f"conditions.{name}"] = "Give another date; it must lie in the future."
        return day


def accepted(view: ReviewView) -> Sequence[EditRow]:
    """An edit for each flag that some reviewer accepted, even where another dismissed it since, or added.

    It starts from the smallest edit that the screen named.

    Where the screen may have named it beside a restricted case, it is left empty: the authors will read the edit.
    """
    echoes = view.screening is not None and view.screening.restricted_in_use
    rows = [
        EditRow("" if echoes else shown.flag.smallest_edit, shown.flag.id, shown.flag.quote)
        for shown in view.flags
        if shown.standing is not None and any(v.kind in _ACCEPTED for v in (shown.standing, *shown.differing))
    ]
    return [*rows, *(EditRow("", a.id, a.quote) for a in view.added if a.withdrawn_at is None)]


def _quotes(view: ReviewView) -> dict[str, str]:
    return {f.flag.id: f.flag.quote for f in view.flags} | {a.id: a.quote for a in view.added}


def _all(sent: FormData, name: str) -> list[str]:
    return [with_line_feeds(value) for value in sent.getlist(name) if isinstance(value, str)]


def _one(sent: FormData, name: str) -> str:
    value = sent.get(name, "")
    return str(with_line_feeds(value)) if isinstance(value, str) else ""
