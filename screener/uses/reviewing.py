"""A reviewer's side of a draft: take it, read it, judge its flags, decide."""

from screener.storage.database import Session
from screener.uses.access import Deed
from screener.uses.admission import Admission, Seen
from screener.uses.assigning import Assigning
from screener.uses.carrying import version_before
from screener.uses.deciding import Deciding, Ruling
from screener.uses.editions import Editor
from screener.uses.judged import judged, left_behind
from screener.uses.judging import Judging
from screener.uses.pages_of import page_count
from screener.uses.reading_room import ReadingRoom
from screener.words.errors import NotFound
from screener.words.people import Actor
from screener.words.review import AddedFlag
from screener.words.screening import Screening
from screener.words.views import ReviewView

__all__ = ["Reviews", "Ruling"]


class Reviews(Judging, Assigning, Deciding):
    """Everything that reviewers do, and authors' answers to it."""

    def __init__(self, admission: Admission, editor: Editor, room: ReadingRoom) -> None:
        super().__init__(admission, editor.framework)
        self._editor, self._room = editor, room

    def view(self, actor: Actor, draft_id: str) -> ReviewView:
        """The draft with its flags and all that was said of them; where a first impression is owed, its text alone.

        Raises NotFound where there is no report yet.
        """
        with self._stores.database.reading() as session:
            seen = self._admission.enter(session, actor, Deed.read_review, draft_id)
            if seen.draft.screening_id is None:
                raise NotFound("This draft has no report yet; look at its status.")
            screening = self._stores.drafts.screening(session, draft_id)
            blind = self._admission.owes_impression(session, actor, seen)
            restricted = self._admission.restricted(actor, seen)
        # Between two sessions: an edition counts the cases, which takes a connection of its own.
        shown = screening if blind else self._editor.edition(screening, with_restricted=restricted)
        with self._stores.database.reading() as session:
            view = (
                self._blind(session, actor, seen, screening)
                if blind
                else self._whole(session, actor, seen, shown, restricted)
            )
        edition = "blind" if blind else "restricted" if view.with_restricted else "open"
        self._admission.note(actor, "draft.review", draft_id, edition=edition, screening=screening.id)
        return view

    def _blind(self, session: Session, actor: Actor, seen: Seen, screening: Screening) -> ReviewView:
        return ReviewView(
            draft=self._rows.view(session, actor, seen),
            blind=True,
            text=screening.draft,
            passages=screening.passages,
            screening=None,
            with_restricted=False,
            pages=page_count(screening),
        )

    def _whole(self, session: Session, actor: Actor, seen: Seen, shown: Screening, restricted: bool) -> ReviewView:
        reviews, draft_id = self._stores.reviews, seen.draft.id
        verdicts = reviews.verdicts(session, draft_id, shown.id)
        flags = tuple(judged(flag, verdicts) for flag in shown.flags)
        added = tuple(reviews.added_flags(session, draft_id))
        impressions = tuple(reviews.impressions(session, draft_id))
        history = self._room.told(session, actor, seen)
        ids = [
            *(v.by for v in verdicts),
            *(a.by for a in added),
            *(i.by for i in impressions),
            *(h.by for h in history),
        ]
        return ReviewView(
            draft=self._rows.view(session, actor, seen),
            blind=False,
            text=shown.draft,
            passages=shown.passages,
            screening=shown,
            with_restricted=restricted,
            flags=flags,
            added=added,
            own_impression=next((i for i in impressions if i.by == actor.id), None),
            impressions=impressions,
            history=history,
            names=self._admission.names(session, ids),
            pages=page_count(shown),
            unjudged=sum(f.standing is None for f in flags),
            differing=sum(bool(f.differing) for f in flags),
            left_behind=left_behind(self._added_before(session, seen), added),
        )

    def _added_before(self, session: Session, seen: Seen) -> list[AddedFlag]:
        """The flags that reviewers added to the version before."""
        earlier = version_before(self._stores, session, seen.draft)
        return self._stores.reviews.added_flags(session, earlier.id) if earlier else []
