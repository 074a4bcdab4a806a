"""What a reviewer makes of a draft before deciding: a first impression, verdicts on flags, flags that the screen missed."""

from uuid import uuid4

from pydantic import ValidationError

from screener.storage.database import Session
from screener.uses.access import Deed
from screener.uses.admission import Admission
from screener.uses.desk import Desk
from screener.uses.judged import before_last, judged
from screener.uses.naming import names_no_restricted
from screener.words.errors import Conflict, Forbidden, Invalid, NotFound
from screener.words.flag import Flag
from screener.words.framework import Framework, Severity, Tier
from screener.words.people import Actor, Role
from screener.words.review import AddedFlag, Impression, Verdict, VerdictKind
from screener.words.screening import Screening
from screener.words.views import JudgedFlag

SHORTEST, LONGEST = 3, 4_000
"""Characters of a reason."""
LONGEST_QUOTE = 8_000


class Judging(Desk):
    """Judgements of drafts. Only ever added; an undo adds what stood before."""

    def __init__(self, admission: Admission, framework: Framework) -> None:
        super().__init__(admission)
        self._framework = framework

    def impression(self, actor: Actor, draft_id: str, tier: Tier, note: str = "") -> Impression:
        """Record what the reviewer thinks before the screen's view. Raises Conflict the second time, and where blind first is
        the rule and they have read that view already."""
        text = note.strip()
        if len(text) > LONGEST:
            raise Invalid(f"The note has more than {LONGEST:,} characters; shorten it.", {"note": "It is too long."})
        with self._stores.database.writing() as session:
            seen = self._admission.enter(session, actor, Deed.record_impression, draft_id)
            if self._admission.rules.blind_first and self._admission.has_seen(session, actor, [draft_id]):
                raise Conflict("You have read the screen's view of this draft, so you have no first impression of it.")
            if text and seen.draft.screening_id is not None:
                names_no_restricted(actor, self._stores.drafts.screening(session, draft_id), text, "note")
            first = Impression(draft_id=draft_id, tier=tier, note=text, by=actor.id, at=self._now())
            self._stores.reviews.add_impression(session, first)
            self._admission.note_in(session, actor, "review.impression", draft_id, tier=str(tier))
        return first

    def verdict(
        self,
        actor: Actor,
        draft_id: str,
        flag_id: str,
        kind: VerdictKind,
        reason: str,
        severity: Severity | None = None,
    ) -> JudgedFlag:
        """Judge a flag of the latest screening; `severity` goes with change_severity alone. The latest verdict stands."""
        screening, flag = self._flag(actor, draft_id, flag_id)
        text = checked_reason(reason)
        names_no_restricted(actor, screening, text, "reason")
        if kind is VerdictKind.change_severity and severity in (flag.severity, Severity.none):
            says = "Choose another severity than the flag has; to say that it carries nothing, dismiss it."
            raise Invalid(says, {"severity": says})
        try:
            made = Verdict(
                id=uuid4().hex,
                draft_id=draft_id,
                screening_id=screening.id,
                flag_id=flag_id,
                kind=kind,
                severity=severity,
                reason=text,
                by=actor.id,
                at=self._now(),
            )
        except ValidationError as error:
            says = "A changed severity is given with change_severity, and only with it."
            raise Invalid(says, {"severity": says}) from error
        return self._add(actor, screening, flag, made)

    def undo_verdict(self, actor: Actor, draft_id: str, flag_id: str, reason: str = "Taken back.") -> JudgedFlag:
        """Bring back what stood before the latest verdict on a flag, by adding it anew. A second undo undoes the first.

        Raises Conflict where there is no verdict to take back.
        """
        screening, flag = self._flag(actor, draft_id, flag_id)
        with self._stores.database.reading() as session:
            verdicts = self._stores.reviews.verdicts(session, draft_id, screening.id)
        if not any(v.flag_id == flag_id for v in verdicts):
            raise Conflict("Nobody has judged this flag yet, so there is nothing to take back.")
        earlier = before_last(verdicts, flag_id)
        made = Verdict(
            id=uuid4().hex,
            draft_id=draft_id,
            screening_id=screening.id,
            flag_id=flag_id,
            kind=earlier.kind if earlier else VerdictKind.withdraw,
            severity=earlier.severity if earlier else None,
            reason=earlier.reason if earlier else checked_reason(reason),
            by=actor.id,
            at=self._now(),
        )
        return self._add(actor, screening, flag, made)

    def add_flag(
        self,
        actor: Actor,
        draft_id: str,
        *,
        start: int,
        end: int,
        concern: str,
        severity: Severity,
        reason: str,
    ) -> AddedFlag:
        """Flag words that the screen missed: `start` and `end` in code points of the draft's text, half open."""
        text = checked_reason(reason)
        screening = self._screening(actor, draft_id, Deed.add_flag)
        names_no_restricted(actor, screening, text, "reason")
        quote = self._quote(screening, start, end)
        if concern not in self._framework.concern_ids():
            says = "There is no such concern in the framework; choose one of its concerns."
            raise Invalid(says, {"concern": says})
        if severity is Severity.none:
            says = "A flag has a severity of low, medium or high."
            raise Invalid(says, {"severity": says})
        with self._stores.database.writing() as session:
            self._still(session, actor, draft_id, Deed.add_flag, screening)
            made = AddedFlag(
                id="",
                draft_id=draft_id,
                start=start,
                end=end,
                quote=quote,
                concern=concern,
                severity=severity,
                reason=text,
                by=actor.id,
                at=self._now(),
            )
            added = self._stores.reviews.add_flag(session, made)
            self._admission.note_in(session, actor, "review.flag", draft_id, flag=added.id, concern=concern)
        return added

    def withdraw_flag(self, actor: Actor, draft_id: str, added_id: str) -> AddedFlag:
        """Withdraw an added flag: who added it may, and a maintainer who reviews the draft. It stays in the record."""
        with self._stores.database.writing() as session:
            self._admission.enter(session, actor, Deed.add_flag, draft_id)
            flag = self._stores.reviews.added_flag(session, draft_id, added_id)
            if flag.by != actor.id and actor.role is not Role.maintainer:
                raise Forbidden("Only the reviewer who added this flag may withdraw it; talk to them.")
            withdrawn = self._stores.reviews.withdraw_flag(session, draft_id, added_id, self._now())
            self._admission.note_in(session, actor, "review.flag_withdrawn", draft_id, flag=added_id)
        return withdrawn

    def _add(self, actor: Actor, screening: Screening, flag: Flag, made: Verdict) -> JudgedFlag:
        with self._stores.database.writing() as session:
            self._still(session, actor, made.draft_id, Deed.judge_flag, screening)
            self._stores.reviews.add_verdict(session, made, flagged_severity=flag.severity, concern=flag.concern[:64])
            detail = {"flag": flag.id, "verdict": str(made.kind)}
            self._admission.note_in(session, actor, "review.verdict", made.draft_id, **detail)
            verdicts = self._stores.reviews.verdicts(session, made.draft_id, screening.id)
        return judged(flag, verdicts)

    def _screening(self, actor: Actor, draft_id: str, deed: Deed) -> Screening:
        """The latest screening, opened before any writing begins, since opening takes a moment."""
        with self._stores.database.reading() as session:
            self._admission.enter_unblinded(session, actor, deed, draft_id)
            return self._stores.drafts.screening(session, draft_id)

    def _still(self, session: Session, actor: Actor, draft_id: str, deed: Deed, screening: Screening) -> None:
        """Raises Conflict where the draft was screened again since it was looked at."""
        seen = self._admission.enter_unblinded(session, actor, deed, draft_id)
        if seen.draft.screening_id != screening.id:
            raise Conflict("This draft was screened again meanwhile; look at the new report.")

    def _flag(self, actor: Actor, draft_id: str, flag_id: str) -> tuple[Screening, Flag]:
        screening = self._screening(actor, draft_id, Deed.judge_flag)
        flag = next((f for f in screening.flags if f.id == flag_id), None)
        if flag is None:
            raise NotFound("There is no such flag in the latest report on this draft; load it again.")
        return screening, flag

    @staticmethod
    def _quote(screening: Screening, start: int, end: int) -> str:
        text = screening.draft.text
        if not 0 <= start < end <= len(text) or not text[start:end].strip():
            says = "Mark some words of the draft."
            raise Invalid(says, {"start": says, "end": says})
        if end - start > LONGEST_QUOTE:
            says = f"Mark at most {LONGEST_QUOTE:,} characters at once."
            raise Invalid(says, {"end": says})
        return text[start:end]


def checked_reason(untrusted: str, field: str = "reason") -> str:
    """A reason without blank edges. Raises Invalid where it is too short or too long."""
    text = untrusted.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        says = f"Give a {field} of {SHORTEST} to {LONGEST:,} characters."
        raise Invalid(says, {field: says})
    return text
