"""Where drafts are read: lists, status, reports in the reader's edition, the original, pictures of its pages."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from screener.report import to_egress_csv, to_egress_json, to_html, to_json, to_markdown
from screener.storage.database import Session
from screener.storage.draft_search import DraftSearch, KeptBack, Order, Sight
from screener.uses.access import Deed, cleared, may, require
from screener.uses.admission import Admission, Seen
from screener.uses.desk import Desk
from screener.uses.editions import Editor
from screener.uses.happenings import told_to
from screener.uses.pages_of import PagesOf
from screener.uses.room import WAITING
from screener.words.errors import Invalid, NotFound
from screener.words.framework import Attention, Tier
from screener.words.people import Actor, Role
from screener.words.review import Happened
from screener.words.screening import Provenance, Screening
from screener.words.submission import DraftSensitivity, DraftStatus, ScreeningProgress
from screener.words.views import DraftView, QueuePage, QueueRow

Form = Literal["json", "html", "md", "egress.json", "egress.csv"]
_WITHOUT_FRAMEWORK = {"json": to_json, "egress.json": to_egress_json, "egress.csv": to_egress_csv}
IN_THE_QUEUE = frozenset({DraftStatus.awaiting_review, DraftStatus.in_review, DraftStatus.appealed})


@dataclass(frozen=True)
class Wanted:
    """Filters of lists, joined by 'and'."""

    statuses: frozenset[DraftStatus] = frozenset()
    tiers: frozenset[Tier] = frozenset()
    """As the screen suggested; passed over where the screen's view is kept back from the reader."""
    attention: frozenset[Attention] = frozenset()
    sensitivities: frozenset[DraftSensitivity] = frozenset()
    mine: bool = False
    """Drafts that the reader is an author of."""
    assigned_to_me: bool = False
    reviewer: str | None = None
    """Id of a person to whom they are assigned as a reviewer; not together with `assigned_to_me`."""
    unassigned: bool = False
    older_than_days: int | None = None
    superseded: bool = False
    """Whether versions in whose place a later one stands are listed too."""
    order: Order = Order.newest
    after: str | None = None
    """Cursor: `following` of the page before."""
    most: int = 50


@dataclass(frozen=True)
class Original:
    """The file as it was uploaded. Untrusted."""

    name: str
    content: bytes


class ReadingRoom(Desk):
    """Drafts as they are read. Each reading of a draft is in the audit before it is handed out."""

    def __init__(self, admission: Admission, editor: Editor, pages: PagesOf) -> None:
        super().__init__(admission)
        self._editor, self._pages = editor, pages

    def listing(self, actor: Actor, wanted: Wanted = Wanted()) -> QueuePage:
        """Every draft of which the actor may know, filtered; the newest first unless asked otherwise."""
        require(actor, Deed.list_drafts)
        sight = Sight(
            everything=actor.role is Role.maintainer,
            person_id=actor.id,
            waiting=actor.role is not Role.author,
        )
        with self._stores.database.reading() as session:
            found = self._stores.drafts.find(session, self._search(actor, wanted, sight))
            seen = [self._admission.look(session, actor, d.id) for d in found.drafts]
            # a reviewer who became an author is still assigned, and may not know of those drafts any more
            seen = [s for s in seen if may(actor, Deed.see_row, s.stands, s.draft.status)]
            rows = self._rows.rows(session, actor, seen)
        return QueuePage(rows=tuple(rows), following=found.following, total=found.total)

    def queue(self, actor: Actor, wanted: Wanted = Wanted()) -> QueuePage:
        """What waits for reviewers, what needs a person first at the top."""
        require(actor, Deed.see_people)
        statuses = wanted.statuses or IN_THE_QUEUE
        values = {**vars(wanted), "statuses": statuses, "order": Order.needs_person}
        return self.listing(actor, Wanted(**values))

    def get(self, actor: Actor, draft_id: str) -> DraftView:
        """A draft with its status, decisions, letters and versions."""
        with self._stores.database.reading() as session:
            seen = self._admission.enter(session, actor, Deed.read_status, draft_id)
            view = self._rows.view(session, actor, seen)
        self._admission.note(actor, "draft.read", draft_id)
        return view

    def row(self, actor: Actor, draft_id: str) -> QueueRow:
        """A draft as a row of a list: all that somebody sees who may only claim it."""
        with self._stores.database.reading() as session:
            return self._rows.row(session, actor, self._admission.enter(session, actor, Deed.see_row, draft_id))

    def progress(self, actor: Actor, draft_id: str) -> ScreeningProgress:
        """How far a screening is. Cheap, and not in the audit: there is nothing of the draft in it."""
        with self._stores.database.reading() as session:
            seen = self._admission.enter(session, actor, Deed.read_status, draft_id)
            told = self._stores.drafts.progress(session, draft_id)
            blind = self._admission.owes_impression(session, actor, seen)
        if told.status is DraftStatus.screening and self._stores.database.is_full:  # where it could not be written
            told = told.model_copy(update={"stage": WAITING})
        return told.model_copy(update={"flagged": 0}) if blind else told

    def etag(self, actor: Actor, draft_id: str) -> str:
        """Changes whenever something about the draft does that this actor may see. Cheap, and not in the audit."""
        with self._stores.database.reading() as session:
            seen = self._admission.enter(session, actor, Deed.see_row, draft_id)
            blind = self._admission.owes_impression(session, actor, seen)
            firsts = 0
            if seen.draft.status is not DraftStatus.purged:
                firsts = len(self._stores.reviews.impressions(session, draft_id))
            far = self._stores.drafts.progress(session, draft_id)
        far = far.model_copy(update={"flagged": 0}) if blind else far
        scopes = "all" if actor.scopes is None else " ".join(sorted(actor.scopes))
        stands = (actor.id, actor.role, actor.person.cleared, scopes, seen.stands, blind, firsts, seen.draft.status)
        said = (draft_id, *map(str, stands), seen.draft.changed_at.isoformat(), far.model_dump_json())
        # with the master key: nobody can try out what was said
        return self._stores.vault.keyed_hash(repr(said))[:32]

    def report(self, actor: Actor, draft_id: str, form: Form = "html") -> str:
        """The report in the edition that the actor may see. Raises NotFound where there is none yet."""
        shown = self._shown(actor, draft_id, Deed.read_report, form)
        if form in _WITHOUT_FRAMEWORK:
            return _WITHOUT_FRAMEWORK[form](shown)
        return (to_html if form == "html" else to_markdown)(shown, self._editor.framework)

    def sent(self, actor: Actor, draft_id: str) -> Provenance:
        """What left for models in the latest screening, for those who may read the review, in the edition that they may
        see. Raises NotFound where there is none yet."""
        return self._shown(actor, draft_id, Deed.read_review, "egress.page").provenance

    def _shown(self, actor: Actor, draft_id: str, deed: Deed, form: str) -> Screening:
        """The edition that the actor may see of the latest screening; that it was read, and as what, is noted."""
        with self._stores.database.reading() as session:
            seen = self._admission.enter_unblinded(session, actor, deed, draft_id)
            if seen.draft.screening_id is None:
                raise NotFound("This draft has no report yet; look at its status.")
            screening = self._stores.drafts.screening(session, draft_id)
            restricted = self._admission.restricted(actor, seen)
        shown = self._editor.edition(screening, with_restricted=restricted)
        edition = "restricted" if restricted else "open"
        self._admission.note(actor, "draft.report", draft_id, form=form, edition=edition, screening=screening.id)
        return shown

    def original(self, actor: Actor, draft_id: str) -> Original:
        """The file as it was uploaded."""
        with self._stores.database.reading() as session:
            seen = self._admission.enter(session, actor, Deed.read_text, draft_id)
            content = self._stores.drafts.get_bytes(session, draft_id, "original", "file")
        self._admission.note(actor, "draft.original", draft_id)
        return Original(seen.draft.name, content)

    def page_image(self, actor: Actor, draft_id: str, page: int) -> bytes:
        """A page (1-based) of a PDF as PNG, drawn in the sandbox. Raises NotFound where there is no such page."""
        with self._stores.database.reading() as session:
            seen = self._admission.enter(session, actor, Deed.read_text, draft_id)
            kept = self._pages.kept(session, draft_id, page)
            file = b"" if kept else self._stores.drafts.get_bytes(session, draft_id, "original", "file")
        drawn = kept or self._pages.draw(file, seen.draft.name, page)
        with self._stores.database.writing() as session:
            self._admission.enter(session, actor, Deed.read_text, draft_id)
            if not kept:
                self._pages.keep(session, draft_id, page, drawn)
            self._admission.note_in(session, actor, "draft.page", draft_id, page=str(page))
        return drawn

    def history(self, actor: Actor, draft_id: str) -> tuple[Happened, ...]:
        """What happened to the draft, oldest first, as far as the actor may know it."""
        with self._stores.database.reading() as session:
            seen = self._admission.enter(session, actor, Deed.read_history, draft_id)
            told = self.told(session, actor, seen)
        self._admission.note(actor, "draft.history", draft_id)
        return told

    def told(self, session: Session, actor: Actor, seen: Seen) -> tuple[Happened, ...]:
        """The history as the actor may know it, without asking or noting."""
        happened = self._stores.reviews.history(session, seen.draft.id)
        lines = self._stores.audit.page(session, about=f"draft:{seen.draft.id}", action="draft.", limit=1_000)
        blind = self._admission.owes_impression(session, actor, seen)
        unseen = self._admission.suggestion_hidden(actor, seen)
        return told_to(
            happened,
            lines,
            as_author=seen.as_author,
            blind=blind,
            suggestion_hidden=blind or unseen,
        )

    def _search(self, actor: Actor, wanted: Wanted, sight: Sight) -> DraftSearch:
        if wanted.assigned_to_me and wanted.reviewer not in (None, actor.id):
            says = "Ask for what is assigned to you or for what is assigned to somebody else, not for both."
            raise Invalid(says, {"reviewer": says})
        statuses = wanted.statuses or frozenset(DraftStatus)
        if not wanted.superseded and not wanted.statuses:
            statuses -= {DraftStatus.superseded}
        rules = self._admission.rules
        sees_tiers = actor.role is Role.maintainer or not (rules.blind_first or rules.restricted_precedents)
        kept_back = KeptBack(
            everything=not cleared(actor.person),
            authored_by=actor.id,
            unrecorded=rules.restricted_precedents,
            owed_by=actor.id if rules.blind_first else None,
        )
        before = self._now() - timedelta(days=wanted.older_than_days) if wanted.older_than_days else None
        return DraftSearch(
            sight=sight,
            kept_back=kept_back,
            statuses=statuses,
            tiers=wanted.tiers if sees_tiers else frozenset(),
            attention=wanted.attention,
            sensitivities=wanted.sensitivities,
            assignee=actor.id if wanted.assigned_to_me else wanted.reviewer,
            unassigned=wanted.unassigned,
            owner=actor.id if wanted.mine else None,
            created_before=before,
            order=wanted.order,
            limit=max(1, min(wanted.most, 200)),
            cursor=wanted.after,
        )
