"""The decision: a named person's tier and rationale, what is tied to it, and how authors answer."""

from collections.abc import Iterable
from uuid import uuid4

from pydantic import Field, ValidationError

from screener.storage.database import Session
from screener.uses.access import Deed, Standing, cleared
from screener.uses.admission import Seen
from screener.uses.desk import Desk
from screener.uses.editions import CasesNow, Editor, is_open
from screener.uses.judging import LONGEST_QUOTE, checked_reason
from screener.uses.rows import without_suggestion
from screener.words.draft import Frozen
from screener.words.errors import Conflict, Invalid
from screener.words.framework import Tier
from screener.words.people import Actor
from screener.words.review import AddedFlag, AskedEdit, Decision, DecisionConditions, LetterKind
from screener.words.screening import Screening
from screener.words.submission import DraftStatus
from screener.words.views import QueueRow, ShownDecision, ShownLetter

LONGEST_RATIONALE = 20_000
LONGEST_CONDITION = 2_000
MOST_EDITS = 200
NAMES_RESTRICTED = "This names a restricted case, and the authors will read it; say it without the case."


class Ruling(Frozen):
    """What a reviewer decides."""

    tier: Tier
    rationale: str
    conditions: DecisionConditions = DecisionConditions()
    edits: tuple[AskedEdit, ...] = Field(default=(), max_length=MOST_EDITS)


class Deciding(Desk):
    """Decisions, and the letters around them."""

    _editor: Editor

    def decide(self, actor: Actor, draft_id: str, ruling: Ruling) -> ShownDecision:
        """Decide. Of two decisions at once one stands, and the other raises Conflict saying who decided.

        An edit that names a flag takes its place and words from it. Raises Invalid where the tier lacks what it needs.
        """
        try:
            with self._stores.database.reading() as session:
                self._admission.enter_unblinded(session, actor, Deed.decide, draft_id)
                screening = self._stores.drafts.screening(session, draft_id)
                added = self._stores.reviews.added_flags(session, draft_id)
                before = len(self._stores.reviews.decisions(session, draft_id))
            decision = self._checked(actor, draft_id, ruling, screening, added)
            with self._stores.database.writing() as session:
                seen = self._admission.enter_unblinded(session, actor, Deed.decide, draft_id)
                self._unchanged(seen, screening)
                number = self._stores.reviews.add_decision(
                    session, decision, suggested_tier=screening.suggestion.tier, seen=before
                )
                self._stores.drafts.move(session, draft_id, DraftStatus.decided, at=self._now())
                self._admission.note_in(session, actor, "draft.decide", draft_id, tier=str(ruling.tier))
        except Conflict as conflict:
            raise self._told_who(actor, draft_id, conflict) from conflict
        shown = ShownDecision(decision=decision, by_name=actor.person.name, number=number)
        return without_suggestion(shown) if self._admission.suggestion_hidden(actor, seen) else shown

    def reopen(self, actor: Actor, draft_id: str, reason: str) -> QueueRow:
        """Take a decided draft up again; the decision stays in the record until another follows. The authors see why."""
        text, cases = checked_reason(reason), self._cases_now(actor)
        with self._stores.database.writing() as session:
            seen = self._admission.enter(session, actor, Deed.reopen, draft_id)
            self._names_no_restricted(session, seen, cases, text, "reason")
            self._take_up(session, actor, seen)
            self._stores.reviews.add_letter(
                session, draft_id, LetterKind.reply, f"Reopened: {text}", actor.id, self._now()
            )
            self._admission.note_in(session, actor, "draft.reopen", draft_id)
            return self._row(session, actor, draft_id)

    def reply(self, actor: Actor, draft_id: str, text: str) -> ShownLetter:
        """Write to the other side: authors to reviewers, or reviewers to authors."""
        return self._letter(actor, draft_id, Deed.reply, LetterKind.reply, text)

    def appeal(self, actor: Actor, draft_id: str, text: str) -> ShownLetter:
        """Ask for the decision to be looked at again, with reasons."""
        return self._letter(actor, draft_id, Deed.appeal, LetterKind.appeal, text)

    def take_appeal(self, actor: Actor, draft_id: str) -> QueueRow:
        """Take up an appeal: the draft is in review again."""
        with self._stores.database.writing() as session:
            seen = self._admission.enter(session, actor, Deed.take_appeal, draft_id)
            self._take_up(session, actor, seen)
            self._admission.note_in(session, actor, "draft.take_appeal", draft_id)
            return self._row(session, actor, draft_id)

    def _letter(self, actor: Actor, draft_id: str, deed: Deed, kind: LetterKind, text: str) -> ShownLetter:
        words, cases = checked_reason(text, "text"), self._cases_now(actor)
        with self._stores.database.writing() as session:
            seen = self._admission.enter(session, actor, deed, draft_id)
            self._names_no_restricted(session, seen, cases, words, "text")
            letter = self._stores.reviews.add_letter(session, draft_id, kind, words, actor.id, self._now())
            if kind is LetterKind.appeal:
                self._stores.drafts.move(session, draft_id, DraftStatus.appealed, at=self._now())
            self._admission.note_in(session, actor, f"draft.{kind}", draft_id)
        return ShownLetter(letter=letter, by_name=actor.person.name, from_author=seen.as_author)

    def _take_up(self, session: Session, actor: Actor, seen: Seen) -> None:
        """In review again, by those who reviewed it; by the actor where nobody does."""
        if seen.stands is not Standing.assigned and not seen.draft.reviewers:
            self._stores.drafts.assign(session, seen.draft.id, actor.id, by=actor.id, at=self._now())
        self._stores.drafts.move(session, seen.draft.id, DraftStatus.in_review, at=self._now())

    def _checked(
        self,
        actor: Actor,
        draft_id: str,
        ruling: Ruling,
        screening: Screening,
        added: Iterable[AddedFlag],
    ) -> Decision:
        fields = dict(self._faults(actor, ruling, screening))
        if fields:
            raise Invalid(next(iter(fields.values())), fields)
        edits = tuple(_placed(edit, n, screening, added) for n, edit in enumerate(ruling.edits))
        try:
            return Decision(
                id=uuid4().hex,
                draft_id=draft_id,
                screening_id=screening.id,
                tier=ruling.tier,
                rationale=ruling.rationale.strip(),
                conditions=ruling.conditions,
                edits=edits,
                by=actor.id,
                at=self._now(),
                overrides_suggestion=screening.suggestion.tier is not ruling.tier,
            )
        except ValidationError as error:
            field, says = _LACKING[ruling.tier]
            raise Invalid(says, {field: says}) from error

    def _faults(self, actor: Actor, ruling: Ruling, screening: Screening) -> Iterable[tuple[str, str]]:
        today = self._now().date()
        if not 3 <= len(ruling.rationale.strip()) <= LONGEST_RATIONALE:
            yield "rationale", f"Give a rationale of 3 to {LONGEST_RATIONALE:,} characters."
        if ruling.conditions.next_look and ruling.conditions.next_look <= today:
            yield "conditions.next_look", "The date of the next look must lie in the future."
        if ruling.conditions.embargo_until and ruling.conditions.embargo_until <= today:
            yield "conditions.embargo_until", "The end of the embargo must lie in the future."
        yield from _words_of_conditions(ruling)
        if (cases := self._cases_now(actor)) is not None:
            tied = ruling.conditions
            read_by_authors = [ruling.rationale, tied.audience, tied.commitment, *(e.says for e in ruling.edits)]
            if _names_restricted(screening, cases, read_by_authors):
                yield "rationale", NAMES_RESTRICTED

    def _cases_now(self, actor: Actor) -> CasesNow | None:
        """The corpus of this moment, where the actor may see restricted cases. Asked for while no session is open."""
        return self._editor.cases_now() if cleared(actor.person) else None

    def _names_no_restricted(self, session: Session, seen: Seen, cases: CasesNow | None, text: str, field: str) -> None:
        """Raises Invalid where somebody who sees restricted cases beside this draft names one to its authors."""
        if cases is None or seen.as_author or seen.draft.screening_id is None:
            return
        if _names_restricted(self._stores.drafts.screening(session, seen.draft.id), cases, [text]):
            raise Invalid(NAMES_RESTRICTED, {field: NAMES_RESTRICTED})

    @staticmethod
    def _unchanged(seen: Seen, screening: Screening) -> None:
        if seen.draft.screening_id != screening.id:
            raise Conflict("This draft was screened again meanwhile; look at the new report first.")

    def _told_who(self, actor: Actor, draft_id: str, conflict: Conflict) -> Conflict:
        """The same conflict, saying who decided where somebody did; not to those who owe a first impression."""
        with self._stores.database.reading() as session:
            seen = self._admission.look(session, actor, draft_id)
            blind = self._admission.owes_impression(session, actor, seen)
            decided = seen.draft.status is DraftStatus.decided and not blind
            last = next(reversed(self._rows.decisions(session, draft_id)), None) if decided else None
        if last is None:
            return conflict
        tier, at = str(last.decision.tier).replace("_", " "), f"{last.decision.at:%Y-%m-%d %H:%M} UTC"
        return Conflict(
            f"{last.by_name} decided '{tier}' on this draft at {at}; read that decision, and reopen the draft if you see "
            "it differently."
        )


_NO_AUDIENCE = "Sharing with a circle needs an audience; say with whom."
_LACKING = {
    Tier.publish: ("tier", "This decision is not complete."),
    Tier.publish_with_edits: ("edits", "Publishing with edits needs at least one edit; say what is to be changed."),
    Tier.share_select: ("conditions.audience", _NO_AUDIENCE),
    Tier.hold: ("conditions.next_look", "A hold needs the date of the next look, so that it does not last unseen."),
}


def _words_of_conditions(ruling: Ruling) -> Iterable[tuple[str, str]]:
    """What is wrong with the audience and its commitment, by field."""
    tied, shared = ruling.conditions, ruling.tier is Tier.share_select
    if shared and not tied.audience.strip():
        yield "conditions.audience", _NO_AUDIENCE
    if shared and not tied.commitment.strip():
        yield "conditions.commitment", "Say what its readers commit to."
    if len(tied.audience) > LONGEST_CONDITION:
        yield "conditions.audience", f"Name the audience in at most {LONGEST_CONDITION:,} characters."
    if len(tied.commitment) > LONGEST_CONDITION:
        yield "conditions.commitment", f"Say what its readers commit to in at most {LONGEST_CONDITION:,} characters."


def _placed(edit: AskedEdit, number: int, screening: Screening, added: Iterable[AddedFlag]) -> AskedEdit:
    """The edit with the place and words of its flag, or of its own span."""
    text = screening.draft.text
    if edit.flag_id is not None:
        spans = {f.id: (f.start, f.end, f.quote) for f in screening.flags}
        spans |= {a.id: (a.start, a.end, a.quote) for a in added}
        if edit.flag_id not in spans:
            says = "There is no such flag in this report; load it again."
            raise Invalid(says, {f"edits.{number}.flag_id": says})
        if edit.start is None:
            start, end, quote = spans[edit.flag_id]
            return edit.model_copy(update={"start": start, "end": end, "quote": quote})
    if edit.start is None and edit.end is None:
        return edit.model_copy(update={"quote": ""})
    if edit.start is None or edit.end is None or not 0 <= edit.start < edit.end <= len(text):
        says = "The place of this edit lies outside the draft; mark it again."
        raise Invalid(says, {f"edits.{number}.start": says})
    if edit.end - edit.start > LONGEST_QUOTE:
        says = f"An edit is about at most {LONGEST_QUOTE:,} characters; mark fewer words."
        raise Invalid(says, {f"edits.{number}.end": says})
    return edit.model_copy(update={"quote": text[edit.start : edit.end]})


def _names_restricted(screening: Screening, cases: CasesNow, texts: Iterable[str]) -> bool:
    """Whether one of the texts holds the id or title of a case that was found and that authors may not see (any more)."""
    held = [p for p in screening.precedents if not is_open(p, cases)]
    names = {name.casefold() for p in held for name in (p.case_id, p.title)}
    return any(name in text.casefold() for name in names for text in texts)
