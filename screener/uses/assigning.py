"""Who reviews a draft: claimed from the queue, given back, assigned by a maintainer."""

from screener.storage.database import Session
from screener.uses.access import Deed, Standing, standing
from screener.uses.admission import Seen
from screener.uses.desk import Desk
from screener.words.errors import Invalid, NotFound
from screener.words.people import Actor, Person, Role
from screener.words.submission import DraftStatus
from screener.words.views import QueueRow


class Assigning(Desk):
    """Brings drafts and reviewers together."""

    def claim(self, actor: Actor, draft_id: str) -> QueueRow:
        """Take a waiting draft for review. Of two who claim at once, one has it and the other gets NotFound."""
        with self._stores.database.writing() as session:
            try:
                seen = self._admission.enter(session, actor, Deed.claim, draft_id)
            except NotFound as error:
                raise NotFound(
                    "There is no such draft to claim; somebody else may have claimed it, so look at the queue again."
                ) from error
            self._take(session, seen, actor.id, by=actor)
            self._admission.note_in(session, actor, "draft.claim", draft_id)
            return self._row(session, actor, draft_id)

    def release(self, actor: Actor, draft_id: str) -> QueueRow:
        """Give a draft back; with nobody left on it, it waits in the queue again. Judgements stay.

        A maintainer who does not review it takes it from all its reviewers.
        """
        with self._stores.database.writing() as session:
            seen = self._admission.enter(session, actor, Deed.release, draft_id)
            own = seen.stands is Standing.assigned
            for person_id in (actor.id,) if own else seen.draft.reviewers:
                self._stores.drafts.unassign(session, draft_id, person_id, at=self._now())
            self._back_to_queue(session, draft_id)
            self._admission.note_in(session, actor, "draft.release", draft_id)
            return self._row(session, actor, draft_id)

    def assign(self, actor: Actor, draft_id: str, person_id: str) -> QueueRow:
        """Give a draft to a reviewer. Raises Invalid where that person may not review it."""
        with self._stores.database.writing() as session:
            seen = self._admission.enter(session, actor, Deed.assign, draft_id)
            person = self._reviewer(session, seen, person_id)
            self._take(session, seen, person.id, by=actor)
            self._admission.note_in(session, actor, "draft.assign", draft_id, person=person.id)
            return self._row(session, actor, draft_id)

    def unassign(self, actor: Actor, draft_id: str, person_id: str) -> QueueRow:
        """Take a draft from a reviewer; or strike a co-author who did not write it, and who may then review it.

        Raises NotFound where that person is neither.
        """
        drafts = self._stores.drafts
        with self._stores.database.writing() as session:
            seen, at = self._admission.enter(session, actor, Deed.assign, draft_id), self._now()
            if drafts.unassign(session, draft_id, person_id, at=at):
                self._back_to_queue(session, draft_id)
                done = "draft.unassign"
            elif person_id in seen.coauthors and drafts.unassign(session, draft_id, person_id, kind="author", at=at):
                done = "draft.strike_coauthor"
            else:
                raise NotFound("This draft is not assigned to that person.")
            self._admission.note_in(session, actor, done, draft_id, person=person_id)
            return self._row(session, actor, draft_id)

    def _take(self, session: Session, seen: Seen, person_id: str, *, by: Actor) -> None:
        drafts = self._stores.drafts
        drafts.assign(session, seen.draft.id, person_id, by=by.id, at=self._now())
        if seen.draft.status is DraftStatus.awaiting_review:
            drafts.move(session, seen.draft.id, DraftStatus.in_review, at=self._now())

    def _back_to_queue(self, session: Session, draft_id: str) -> None:
        draft = self._stores.drafts.get(session, draft_id)
        if draft.status is DraftStatus.in_review and not draft.reviewers:
            self._stores.drafts.move(session, draft_id, DraftStatus.awaiting_review, at=self._now())

    def _reviewer(self, session: Session, seen: Seen, person_id: str) -> Person:
        says = ""
        try:
            person = self._stores.people.get(session, person_id)
        except NotFound:
            says, person = "There is no such account; choose one of the reviewers.", None
        if person is not None:
            stands = standing(person, seen.draft, frozenset(seen.coauthors))
            if not person.active or person.role is Role.author:
                says = f"{person.name} is no reviewer; choose somebody with the role reviewer or maintainer."
            elif stands in (Standing.owner, Standing.coauthor):
                says = f"{person.name} is an author of this draft; nobody reviews their own draft."
        if says or person is None:
            raise Invalid(says, {"person": says})
        return person
