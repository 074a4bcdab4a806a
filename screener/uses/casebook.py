"""The corpus as people use it: search it, read it, and let decided drafts become cases of it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Literal

from screener.doors.corpus import CaseSearch
from screener.stages.precedents import PrecedentFinder
from screener.storage.cases import CaseRecord, CaseState
from screener.storage.database import Session
from screener.uses.access import Deed, Standing, cleared, may, require, sees_restricted
from screener.uses.admission import Admission, Seen
from screener.uses.case_drafts import check_travel, checked, prefilled, with_sensitivity
from screener.uses.desk import Desk
from screener.uses.editions import Editor
from screener.uses.judged import judged
from screener.uses.judging import checked_reason
from screener.words.case import Case, Precedent, Sensitivity
from screener.words.draft import Frozen
from screener.words.errors import Conflict, Forbidden, Invalid, NotFound, Purged
from screener.words.framework import Tier
from screener.words.people import Actor
from screener.words.submission import DraftStatus, SubmittedDraft
from screener.words.views import CaseSummary, Proposal

LONGEST_SEARCH = 8_000
State = Literal["proposed", "approved", "rejected", "withdrawn"]


class CasePage(Frozen):
    """A page of cases."""

    rows: tuple[CaseSummary, ...]
    following: str | None
    """Cursor of the next page; None on the last."""
    total: int


class Casebook(Desk):
    """Cases: those that came with the program, the installation's own files, and those that came from its drafts.

    `cases` gives all of them as the next screening would retrieve from them; `open_search` opens the index over them.
    """

    def __init__(
        self,
        admission: Admission,
        editor: Editor,
        *,
        cases: Callable[[], Sequence[Case]],
        open_search: Callable[[], AbstractContextManager[CaseSearch]],
    ) -> None:
        super().__init__(admission)
        self._editor, self._cases, self._open_search = editor, cases, open_search

    def search(self, actor: Actor, text: str, most: int = 10) -> tuple[CaseSummary, ...]:
        """The cases nearest to a text, nearest first; restricted ones only for those cleared. The text is not kept."""
        require(actor, Deed.search_cases)
        words = text.strip()
        if not words or len(words) > LONGEST_SEARCH:
            says = f"Give some text to look for, at most {LONGEST_SEARCH:,} characters."
            raise Invalid(says, {"text": says})
        cases = self._visible(actor)
        with self._open_search() as opened:
            finder = PrecedentFinder(
                opened,
                cases,
                minimum=self._editor.framework.thresholds.precedent_similarity,
                most=max(1, min(most, 50)),
                with_restricted=cleared(actor.person),
            )
            found = finder.find_texts([(words, None)])[0][: max(1, min(most, 50))]
        self._note(actor, "case.search", "cases")
        by_id, here = {case.id: case for case in cases}, self._from_here()
        return tuple(_summary(by_id[p.case_id], here, p) for p in found)

    def list(
        self,
        actor: Actor,
        *,
        words: str = "",
        tier: Tier | None = None,
        after: str | None = None,
        most: int = 50,
    ) -> CasePage:
        """Cases by id, filtered by words of title, field or summary and by final tier. `after` is the last id seen."""
        require(actor, Deed.search_cases)
        wanted = words.casefold().split()
        fits = [
            case
            for case in self._visible(actor)
            if (tier is None or case.decision.final is tier) and all(w in _searched(case) for w in wanted)
        ]
        rest = [case for case in fits if after is None or case.id > after]
        shown, here = rest[: max(1, min(most, 200))], self._from_here()
        following = shown[-1].id if len(rest) > len(shown) else None
        if any(case.sensitivity is Sensitivity.restricted for case in shown):
            self._note(actor, "case.list", "cases")
        return CasePage(rows=tuple(_summary(c, here) for c in shown), following=following, total=len(fits))

    def get(self, actor: Actor, case_id: str) -> Case:
        """One case. Raises NotFound where there is none, or none that the actor may know of."""
        require(actor, Deed.search_cases)
        case = next((c for c in self._visible(actor) if c.id == case_id), None)
        if case is None:
            raise NotFound("There is no such case in the corpus.")
        if case.sensitivity is Sensitivity.restricted:
            self._note(actor, "case.read", f"case:{case.id}")
        return case

    def draft_case(self, actor: Actor, draft_id: str) -> str:
        """The YAML of a case from a decided draft, filled in as far as records go, for a person to complete."""
        with self._stores.database.reading() as session:
            seen = self._admission.enter_unblinded(session, actor, Deed.propose_case, draft_id)
            reviews, screening = self._stores.reviews, self._stores.drafts.screening(session, draft_id)
            verdicts = reviews.verdicts(session, draft_id, screening.id)
            added = reviews.added_flags(session, draft_id)
            decisions = [
                d for version in self._until(session, seen.draft) for d in reviews.decisions(session, version.id)
            ]
        shown = self._editor.edition(screening, with_restricted=self._admission.restricted(actor, seen))
        flags = [judged(flag, verdicts) for flag in shown.flags]
        text = prefilled(seen.draft, shown, flags, added, decisions, self._editor.framework)
        self._admission.note(actor, "draft.case", draft_id)
        return text

    def propose(self, actor: Actor, draft_id: str, yaml: str) -> Proposal:
        """Propose a completed case. Raises Invalid naming each field that is wrong or that quotes the draft too long."""
        with self._stores.database.reading() as session:
            seen = self._admission.enter(session, actor, Deed.propose_case, draft_id)
            draft_text = self._stores.drafts.screening(session, draft_id).draft.text
            final = self._stores.reviews.decisions(session, draft_id)[-1].tier
        case = checked(yaml, self._editor.framework)
        check_travel(case, seen.draft, draft_text, final)
        self._check_id(case.id)
        with self._stores.database.writing() as session:
            self._admission.enter(session, actor, Deed.propose_case, draft_id)
            record = self._stores.cases.propose(session, case, yaml, by=actor.id, draft_id=draft_id, at=self._now())
            self._admission.note_in(session, actor, "draft.case_proposed", draft_id, proposal=record.id)
            return self._proposal(session, record)

    def proposals(self, actor: Actor, state: State | None = "proposed") -> tuple[Proposal, ...]:
        """Proposals, the newest first: one's own, and others' as far as one is cleared and no author of the draft.

        Unsettled ones of others are for maintainers alone: they tell of drafts that a reviewer may not know of.
        """
        require(actor, Deed.see_proposals)
        with self._stores.database.reading() as session:
            records = self._stores.cases.list(session, state, restricted=True)
            found = tuple(self._proposal(session, r) for r in records if self._may_see(session, actor, r))
        if any(p.sensitivity is Sensitivity.restricted for p in found):
            self._note(actor, "case.proposals", "cases")
        return found

    def approve(self, actor: Actor, proposal_id: str) -> Proposal:
        """Take a proposed case into the corpus: the next screening retrieves from it."""
        require(actor, Deed.settle_case)
        with self._stores.database.reading() as session:
            record = self._record(session, actor, proposal_id)
            fitted = self._check_still_fits(session, record)
        if record.state == "proposed":
            self._check_id(record.case.id)
        return self._settle(actor, proposal_id, "approved", "", fitted)

    def reject(self, actor: Actor, proposal_id: str, because: str) -> Proposal:
        """Turn a proposed case down, with a reason."""
        require(actor, Deed.settle_case)
        return self._settle(actor, proposal_id, "rejected", checked_reason(because, "because"))

    def withdraw(self, actor: Actor, proposal_id: str, because: str) -> Proposal:
        """Take a proposed or approved case back, out of the corpus."""
        require(actor, Deed.settle_case)
        return self._settle(actor, proposal_id, "withdrawn", checked_reason(because, "because"))

    def set_sensitivity(self, actor: Actor, proposal_id: str, sensitivity: Sensitivity, because: str) -> Proposal:
        """Restrict an approved case to the cleared, or open it to everybody, with a reason.

        To be opened it must say no more of its draft than an open case may, so that draft must still be there.
        """
        require(actor, Deed.settle_case)
        reason = checked_reason(because, "because")
        with self._stores.database.reading() as session:
            record = self._record(session, actor, proposal_id)
            case = record.case.model_copy(update={"sensitivity": sensitivity})
            changed = record.model_copy(update={"case": case})
            fitted = self._check_still_fits(session, changed, purged_fits=False)
        yaml = with_sensitivity(record.yaml, sensitivity)
        with self._stores.database.writing() as session:
            self._check_unchanged(session, fitted)
            self._record(session, actor, proposal_id)
            kept = self._stores.cases.set_sensitivity(
                session, proposal_id, case, yaml, by=actor.id, because=reason, at=self._now()
            )
            action = "case.restricted" if sensitivity is Sensitivity.restricted else "case.opened"
            self._stores.audit.append(
                session, actor.id, action, f"case:{case.id}", at=self._now(), proposal=proposal_id
            )
            return self._proposal(session, kept)

    def came_from(self, actor: Actor, case_id: str) -> str | None:
        """Id of the approved proposal that a case of the corpus came from, as far as the actor may see proposals."""
        if not may(actor, Deed.see_proposals):
            return None
        with self._stores.database.reading() as session:
            records = self._stores.cases.list(session, "approved", restricted=True)
            seen = (r.id for r in records if r.case.id == case_id and self._may_see(session, actor, r))
            return next(seen, None)

    def approved(self) -> tuple[Case, ...]:
        """Every approved case, restricted ones too: what the corpus of the next screening takes in."""
        with self._stores.database.reading() as session:
            return self._stores.cases.approved(session)

    def _settle(
        self, actor: Actor, proposal_id: str, state: CaseState, because: str, fitted: SubmittedDraft | None = None
    ) -> Proposal:
        """`fitted` is the draft as it stood when the case was found to fit it; it must stand so still."""
        with self._stores.database.writing() as session:
            self._check_unchanged(session, fitted)
            self._record(session, actor, proposal_id)
            record = self._stores.cases.settle(
                session, proposal_id, state, by=actor.id, because=because, at=self._now()
            )
            about = f"case:{record.case.id}"
            self._stores.audit.append(session, actor.id, f"case.{state}", about, at=self._now(), proposal=proposal_id)
            return self._proposal(session, record)

    def _check_unchanged(self, session: Session, fitted: SubmittedDraft | None) -> None:
        """Raises Conflict where the draft that a case was compared with does not stand as it did then."""
        if fitted and self._stores.drafts.get(session, fitted.id, lock=True).changed_at != fitted.changed_at:
            raise Conflict("The draft of this case has changed at this moment; look at it, and try again.")

    def _until(self, session: Session, draft: SubmittedDraft) -> Sequence[SubmittedDraft]:
        """This version of a work and those before it, oldest first, without what was purged."""
        chain = self._stores.drafts.versions(session, draft.work_id)
        return [v for v in chain if v.version <= draft.version and v.status is not DraftStatus.purged]

    def _visible(self, actor: Actor) -> Sequence[Case]:
        allowed = cleared(actor.person)
        return [c for c in self._cases() if allowed or c.sensitivity is not Sensitivity.restricted]

    def _from_here(self) -> frozenset[str]:
        return frozenset(case.id for case in self.approved())

    def _check_id(self, case_id: str) -> None:
        if any(case.id == case_id for case in self._cases()):
            says = f"There is already a case '{case_id}'; give this one another id."
            raise Invalid(says, {"id": says})

    def _check_still_fits(
        self, session: Session, record: CaseRecord, *, purged_fits: bool = True
    ) -> SubmittedDraft | None:
        """An open case must not say more than it may of a draft that was decided anew since it was proposed.

        Gives the draft that it was compared with, where it was. `purged_fits` says whether a case whose draft is gone
        passes: it does where it was compared as an open one before.
        """
        if record.draft_id is None or record.case.sensitivity is Sensitivity.restricted:
            return None
        draft = self._stores.drafts.get(session, record.draft_id)
        if draft.status not in (DraftStatus.decided, DraftStatus.superseded, DraftStatus.purged):
            raise Conflict("The draft of this case is under review again; wait for its decision.")
        try:
            text = self._stores.drafts.screening(session, record.draft_id).draft.text
            final = self._stores.reviews.decisions(session, record.draft_id)[-1].tier
        except Purged:
            if purged_fits:
                return None  # it was checked when it was proposed, and its draft is gone
            says = "The draft of this case is destroyed, so nobody can check that the case quotes nothing of it"
            raise Conflict(f"{says}; leave it restricted.") from None
        check_travel(record.case, draft, text, final)
        return draft

    def _record(self, session: Session, actor: Actor, proposal_id: str) -> CaseRecord:
        """A proposal that the actor may see and settle. Raises NotFound, Forbidden."""
        record = self._stores.cases.get(session, proposal_id)
        if not self._may_see(session, actor, record):
            raise NotFound("There is no such proposed case.")
        if (seen := self._source(session, actor, record)) and seen.as_author:
            raise Forbidden("This case came from your own draft, so another maintainer settles it.")
        return record

    def _may_see(self, session: Session, actor: Actor, record: CaseRecord) -> bool:
        seen = self._source(session, actor, record)
        if record.state == "proposed" and record.by != actor.id and not self._admission.is_maintainer(actor):
            return False
        if record.by == actor.id or record.case.sensitivity is not Sensitivity.restricted:
            return True
        return sees_restricted(actor.person, seen.stands if seen else Standing.stranger)

    def _source(self, session: Session, actor: Actor, record: CaseRecord) -> Seen | None:
        return self._admission.look(session, actor, record.draft_id) if record.draft_id else None

    def _proposal(self, session: Session, record: CaseRecord) -> Proposal:
        names = self._admission.names(session, [record.by, record.settled_by])
        return Proposal(
            id=record.id,
            case_id=record.case.id,
            draft_id=record.draft_id,
            state=record.state,
            sensitivity=record.case.sensitivity,
            yaml=record.yaml,
            by=record.by,
            by_name=names[record.by],
            at=record.at,
            settled_by_name=names.get(record.settled_by or ""),
            settled_at=record.settled_at,
            settled_because=record.settled_because,
        )

    def _note(self, actor: Actor, action: str, about: str) -> None:
        with self._stores.database.writing() as session:
            self._stores.audit.append(session, actor.id, action, about, at=self._now())


def _summary(case: Case, here: frozenset[str], near: Precedent | None = None) -> CaseSummary:
    return CaseSummary(
        id=case.id,
        title=case.title,
        year=case.year,
        kind=case.kind,
        field=case.field,
        first=case.decision.first,
        final=case.decision.final,
        sensitivity=case.sensitivity,
        verification=case.verification,
        summary=case.summary,
        similarity=near.similarity if near else None,
        matches=near.matches if near else "",
        distinguishes=case.distinguish,
        from_here=case.id in here,
    )


def _searched(case: Case) -> str:
    return f"{case.id} {case.title} {case.field} {case.domain} {case.summary}".casefold()
