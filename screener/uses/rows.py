"""Drafts as their readers see them: rows of lists and the page of one draft, without what the reader may not see."""

from collections.abc import Iterable, Sequence

from screener.storage.database import Session
from screener.uses.access import Deed, Standing, may
from screener.uses.admission import Admission, Seen
from screener.words.people import Actor
from screener.words.review import Decision, Letter
from screener.words.submission import DraftStatus, SubmittedDraft
from screener.words.views import DraftView, QueueRow, ShownDecision, ShownLetter, VersionRow


class Rows:
    """Makes rows and views for one reader at a time."""

    def __init__(self, admission: Admission) -> None:
        self._admission, self._stores = admission, admission.stores

    def row(self, session: Session, actor: Actor, seen: Seen) -> QueueRow:
        """One draft as a row."""
        return self.rows(session, actor, [seen])[0]

    def rows(self, session: Session, actor: Actor, drafts: Sequence[Seen]) -> list[QueueRow]:
        """Drafts as rows, in their order."""
        names = self._admission.names(session, (r for seen in drafts for r in seen.draft.reviewers))
        return [self._row(session, actor, seen, names) for seen in drafts]

    def view(self, session: Session, actor: Actor, seen: Seen) -> DraftView:
        """One draft with its decisions, letters and versions."""
        draft, drafts = seen.draft, self._stores.drafts
        readable = may(actor, Deed.read_decision, seen.stands, draft.status)
        blind = self._admission.owes_impression(session, actor, seen)
        chain = drafts.versions(session, draft.work_id)
        visible = [v for v in chain if self._sees(session, actor, v)]
        until = [v for v in visible if v.version <= draft.version and v.status is not DraftStatus.purged]
        decisions = [d for v in until for d in self._told(session, actor, v)] if readable and not blind else []
        letters = [x for v in until for x in self.letters(session, v)] if readable else []
        names = self._admission.names(session, [draft.owner_id, *seen.coauthors])
        row, progress = self.row(session, actor, seen), drafts.progress(session, draft.id)
        return DraftView(
            row=row,
            owner_name=names[draft.owner_id],
            coauthors=tuple(names[i] for i in seen.coauthors),
            status_detail=draft.status_detail,
            progress=progress.model_copy(update={"flagged": 0}) if blind else progress,
            versions=tuple(_version(v, told=not blind) for v in visible),
            decisions=tuple(decisions),
            letters=tuple(letters),
            as_author=seen.as_author,
            has_report=bool(draft.screening_id)
            and not blind
            and may(actor, Deed.read_report, seen.stands, draft.status),
        )

    def _told(self, session: Session, actor: Actor, version: SubmittedDraft) -> list[ShownDecision]:
        """The decisions on one version, as the actor may know them."""
        told = self.decisions(session, version.id)
        hidden = self._admission.suggestion_hidden(actor, self._admission.look(session, actor, version.id))
        return [without_suggestion(d) for d in told] if hidden else told

    def decisions(self, session: Session, draft_id: str) -> list[ShownDecision]:
        """The decisions on one version, oldest first, with names."""
        found: Sequence[Decision] = self._stores.reviews.decisions(session, draft_id)
        names = self._admission.names(session, (d.by for d in found))
        return [ShownDecision(decision=d, by_name=names[d.by], number=n) for n, d in enumerate(found, 1)]

    def letters(self, session: Session, draft: SubmittedDraft) -> list[ShownLetter]:
        """The letters on one version, oldest first, with names."""
        found: Sequence[Letter] = self._stores.reviews.letters(session, draft.id)
        names = self._admission.names(session, (x.by for x in found))
        authors = {draft.owner_id, *self._stores.drafts.authors(session, draft.id)}
        return [ShownLetter(letter=x, by_name=names[x.by], from_author=x.by in authors) for x in found]

    def _sees(self, session: Session, actor: Actor, draft: SubmittedDraft) -> bool:
        stands = self._admission.look(session, actor, draft.id).stands
        return may(actor, Deed.read_status, stands, draft.status)

    def _row(self, session: Session, actor: Actor, seen: Seen, names: dict[str, str]) -> QueueRow:
        draft = seen.draft
        only_claim = not may(actor, Deed.read_status, seen.stands, draft.status)
        figures, withheld = self._figures(session, actor, seen)
        return QueueRow(
            id=draft.id,
            work_id=draft.work_id,
            version=draft.version,
            name=None if only_claim else draft.name,
            status=draft.status,
            sensitivity=draft.sensitivity,
            created_at=draft.created_at,
            changed_at=draft.changed_at,
            size=draft.size,
            mine=seen.as_author,
            reviewers=tuple(names[r] for r in draft.reviewers),
            assigned_to_me=actor.id in draft.reviewers and not seen.as_author,
            decided_tier=None if self._admission.owes_impression(session, actor, seen) else draft.decided_tier,
            view_withheld=withheld,
            may=self._admission.may(actor, seen),
        ).model_copy(update=figures)

    def _figures(self, session: Session, actor: Actor, seen: Seen) -> tuple[dict[str, object], bool]:
        """What the screen found, as far as the reader may know it, and whether some of it is kept back."""
        draft = seen.draft
        if draft.screening_id is None:
            return {}, False
        hidden = self._admission.suggestion_hidden(actor, seen)
        triage = _of(draft, ("incomplete", "unread", "passages", "alerts"))
        heed = triage if hidden else {**triage, **_of(draft, ("attention",))}
        suggested = heed if hidden else {**heed, **_of(draft, ("suggested_tier", "unsure"))}
        if seen.stands is Standing.may_claim and not self._admission.is_maintainer(actor):
            blind = self._admission.rules.blind_first
            return (triage if blind else suggested), True
        if self._admission.owes_impression(session, actor, seen):
            return triage, True
        return {**suggested, "flags": draft.flags}, hidden


def without_suggestion(shown: ShownDecision) -> ShownDecision:
    """A decision that does not tell whether the screen had suggested its tier."""
    return shown.model_copy(update={"decision": shown.decision.model_copy(update={"overrides_suggestion": None})})


def _of(draft: SubmittedDraft, fields: Iterable[str]) -> dict[str, object]:
    return {name: getattr(draft, name) for name in fields}


def _version(draft: SubmittedDraft, *, told: bool) -> VersionRow:
    return VersionRow(
        id=draft.id,
        version=draft.version,
        status=draft.status,
        created_at=draft.created_at,
        decided_tier=draft.decided_tier if told else None,
    )
