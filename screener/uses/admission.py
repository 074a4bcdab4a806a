"""The way to a draft: every use asks here first, and every reading and change is written down on the way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from screener.storage.database import Session
from screener.uses.access import Deed, Standing, deeds, require, sees_restricted, standing
from screener.uses.stores import Stores, utc_now
from screener.words.errors import Conflict, NotFound
from screener.words.people import Actor, Role
from screener.words.submission import DraftStatus, SubmittedDraft


@dataclass(frozen=True)
class HouseRules:
    """What this installation settled for all its drafts."""

    blind_first: bool = False
    """Whether a reviewer owes a first impression before the screen's view is shown."""
    restricted_precedents: bool = False
    """Whether restricted cases may be retrieved; then lists show the screen's suggestion to cleared reviewers alone."""
    largest_bytes: int = 50 * 2**20
    uploads_per_hour: int = 60


@dataclass(frozen=True)
class Seen:
    """A draft, and how the person who asks stands to it."""

    draft: SubmittedDraft
    stands: Standing
    coauthors: tuple[str, ...]

    @property
    def as_author(self) -> bool:
        """Whether the person is one of its authors."""
        return self.stands in (Standing.owner, Standing.coauthor)


class Admission:
    """Lets people to drafts."""

    def __init__(self, stores: Stores, rules: HouseRules, now: Callable[[], datetime] = utc_now) -> None:
        self.stores, self.rules, self.now = stores, rules, now

    def look(self, session: Session, actor: Actor, draft_id: str) -> Seen:
        """A draft as it stands to the actor, without asking whether they may see it. Raises NotFound."""
        draft = self.stores.drafts.get(session, draft_id)
        coauthors = self.stores.drafts.authors(session, draft_id)
        return Seen(draft, standing(actor.person, draft, frozenset(coauthors)), coauthors)

    def enter(self, session: Session, actor: Actor, deed: Deed, draft_id: str) -> Seen:
        """A draft, where the actor may do the deed now. Raises NotFound, Forbidden, Conflict, Purged."""
        try:
            seen = self.look(session, actor, draft_id)
        except NotFound as error:
            raise NotFound("There is no such draft, or it is not shared with you.") from error
        require(actor, deed, seen.stands, seen.draft.status)
        return seen

    def enter_unblinded(self, session: Session, actor: Actor, deed: Deed, draft_id: str) -> Seen:
        """As `enter`, for what shows the screen's view. Raises Conflict where a first impression is owed before."""
        seen = self.enter(session, actor, deed, draft_id)
        if self.owes_impression(session, actor, seen):
            raise Conflict("Record your first impression of this draft first; then the screen's view is shown to you.")
        return seen

    def owes_impression(self, session: Session, actor: Actor, seen: Seen) -> bool:
        """Whether the screen's view is kept back from the actor until they have said what they think themselves.

        An impression of an earlier version counts: who has seen the screen's view of it is not blind any more.
        """
        purged = DraftStatus.purged  # nothing to be blind to, and impressions of it cannot be opened any more
        if not self.rules.blind_first or seen.stands is not Standing.assigned or seen.draft.status is purged:
            return False
        versions = self.stores.drafts.versions(session, seen.draft.work_id) if seen.draft.version > 1 else [seen.draft]
        ids = [v.id for v in versions if v.version <= seen.draft.version and v.status is not purged]
        if any(i.by == actor.id for one in ids for i in self.stores.reviews.impressions(session, one)):
            return False
        return not self.has_seen(session, actor, ids)

    def has_seen(self, session: Session, actor: Actor, draft_ids: Iterable[str]) -> bool:
        """Whether a maintainer has read the screen's view of one of these versions: of such a draft, nobody has a first
        impression any more. Others cannot have read it before they review it."""
        if not self.is_maintainer(actor):
            return False
        readings = ("draft.report", "draft.review")
        lines = (
            line
            for draft_id in draft_ids
            for action in readings
            for line in self.stores.audit.page(session, actor=actor.id, about=f"draft:{draft_id}", action=action)
        )
        told = [line.detail for line in lines]
        return any(t.get("edition") != "blind" and not t.get("form", "").startswith("egress") for t in told)

    def restricted(self, actor: Actor, seen: Seen) -> bool:
        """Whether restricted precedents may be shown to the actor beside this draft."""
        return sees_restricted(actor.person, seen.stands)

    def suggestion_hidden(self, actor: Actor, seen: Seen) -> bool:
        """Whether the stored suggestion is kept back: restricted cases may have shaped it, and the actor may not see them.

        It goes by the run, not by today's setting, which may have changed since.
        """
        recorded = seen.draft.restricted_in_use
        in_use = self.rules.restricted_precedents if recorded is None else recorded
        return in_use and not self.restricted(actor, seen)

    def may(self, actor: Actor, seen: Seen) -> frozenset[str]:
        """Everything that the actor may do to the draft now."""
        return frozenset(map(str, deeds(actor, seen.stands, seen.draft.status)))

    def note(self, actor: Actor, action: str, draft_id: str, **detail: str) -> None:
        """Write a reading into the audit, in a transaction of its own, before what was read is handed out."""
        with self.stores.database.writing() as session:
            self.note_in(session, actor, action, draft_id, **detail)

    def note_in(self, session: Session, actor: Actor, action: str, draft_id: str, **detail: str) -> None:
        """Write a change into the audit, in the transaction that makes it."""
        through = {"token": actor.token_id} if actor.token_id else {}
        self.stores.audit.append(session, actor.id, action, f"draft:{draft_id}", at=self.now(), **through, **detail)

    def names(self, session: Session, ids: Iterable[str | None]) -> dict[str, str]:
        """Names of people by id; 'somebody who left' for unknown ones."""
        wanted = {i for i in ids if i}
        return dict.fromkeys(wanted, "somebody who left") | self.stores.people.names(session, wanted)

    @staticmethod
    def is_maintainer(actor: Actor) -> bool:
        """Whether the actor keeps the service."""
        return actor.role is Role.maintainer
