"""What a maintainer watches: agreement of screen and reviewers, what was left unread, models, due looks, the audit."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta

from screener.storage import figures
from screener.uses import agreement as counting
from screener.uses.access import Deed, cleared, require
from screener.uses.stores import Stores, utc_now
from screener.words.audit import AuditRow
from screener.words.figures import (
    AgreementFigures,
    ChainCheck,
    ConcernFigures,
    DueLook,
    ModelInUse,
    Override,
    ReadingFigures,
    Snapshot,
)
from screener.words.framework import Tier
from screener.words.people import Actor

MOST_MONTHS = 60


class Oversight:
    """Figures and the audit, for maintainers."""

    def __init__(
        self, stores: Stores, *, restricted_precedents: bool = False, now: Callable[[], datetime] = utc_now
    ) -> None:
        """`restricted_precedents` is the installation's setting, by which runs are taken of which it was not recorded."""
        self._stores, self._restricted_precedents, self._now = stores, restricted_precedents, now

    def agreement(self, actor: Actor, months: int = 12) -> tuple[AgreementFigures, ...]:
        """Screen against reviewers, month by month, the oldest first."""
        require(actor, Deed.oversee)
        begins = counting.months(self._now(), max(1, min(months, MOST_MONTHS)))
        since = datetime.combine(begins[0], time(), UTC)
        with self._stores.database.reading() as session:
            decisions = figures.decisions(session, since)
            verdicts = figures.verdicts(session, since)
            added, impressions = figures.added(session, since), figures.impressions(session, since)
            suggested = _suggested_at(impressions, figures.screenings(session) if impressions else [])
        return tuple(counting.agreement(month, decisions, verdicts, added, impressions, suggested) for month in begins)

    def concerns(self, actor: Actor) -> tuple[ConcernFigures, ...]:
        """What became of the flags of each concern, the most judged first."""
        require(actor, Deed.oversee)
        with self._stores.database.reading() as session:
            return counting.by_concern(figures.verdicts(session), figures.added(session))

    def overrides(self, actor: Actor, most: int = 50) -> tuple[Override, ...]:
        """Decisions that did not take the suggestion, the newest first.

        Those whose suggestion may have been shaped by restricted cases are told to the cleared alone, and to nobody of
        their own drafts.
        """
        require(actor, Deed.oversee)
        with self._stores.database.reading() as session:
            found = [d for d in figures.decisions(session) if d.suggested is not d.tier]
            secret = figures.with_restricted_cases(session, unrecorded=self._restricted_precedents)
            own = self._stores.drafts.written_by(session, actor.id)
        seen = cleared(actor.person)
        found = [d for d in found if d.screening_id not in secret or (seen and d.draft_id not in own)]
        return tuple(
            Override(draft_id=d.draft_id, at=d.at, suggested=d.suggested, decided=d.tier, by=d.by, by_name=d.by_name)
            for d in found[::-1][: max(1, min(most, 1_000))]
        )

    def readings(self, actor: Actor, months: int = 12) -> tuple[ReadingFigures, ...]:
        """What was left unread, month by month, the oldest first."""
        require(actor, Deed.oversee)
        begins = counting.months(self._now(), max(1, min(months, MOST_MONTHS)))
        with self._stores.database.reading() as session:
            found = figures.screenings(session, datetime.combine(begins[0], time(), UTC))
        return tuple(counting.reading(month, found) for month in begins)

    def models_in_use(self, actor: Actor, months: int = 12) -> tuple[ModelInUse, ...]:
        """Each combination of models with what it did, the latest used first."""
        require(actor, Deed.oversee)
        begins = counting.months(self._now(), max(1, min(months, MOST_MONTHS)))
        with self._stores.database.reading() as session:
            return counting.models_in_use(figures.screenings(session, datetime.combine(begins[0], time(), UTC)))

    def due_looks(self, actor: Actor, within_days: int = 30) -> tuple[DueLook, ...]:
        """Decided drafts whose next look has come or comes within so many days, the most overdue first."""
        require(actor, Deed.oversee)
        now = self._now()
        with self._stores.database.reading() as session:
            found = figures.due(session, now + timedelta(days=max(0, within_days)))
        return tuple(
            DueLook(
                draft_id=d.draft_id,
                tier=d.tier,
                next_look=d.next_look.date(),
                decided_at=d.at,
                by_name=d.by_name,
                overdue=d.next_look <= now,
            )
            for d in found
            if d.next_look is not None
        )

    def audit(
        self,
        actor: Actor,
        *,
        before: int | None = None,
        about: str | None = None,
        by: str | None = None,
        action: str | None = None,
        most: int = 100,
    ) -> tuple[AuditRow, ...]:
        """Lines of the audit, the newest first; `before` is the number of the last line of the page before.

        `action` may be a whole kind, such as 'draft.'. What reviewers made of the actor's own drafts is left out of the
        details of its lines.
        """
        require(actor, Deed.read_audit)
        with self._stores.database.reading() as session:
            rows = self._stores.audit.page(
                session, before=before, about=about, actor=by, action=action, limit=max(1, min(most, 1_000))
            )
            judged = any(row.action.startswith("review.") for row in rows)
            own = self._stores.drafts.written_by(session, actor.id) if judged else frozenset()
        return tuple(_left_to_others(row) if _of_own(row, own) else row for row in rows)

    def verify_audit(self, actor: Actor) -> ChainCheck:
        """Whether every line follows from the one before, and none was cut off. That it was asked is in the audit."""
        require(actor, Deed.read_audit)
        with self._stores.database.reading() as session:
            found = self._stores.audit.verify(session)
        with self._stores.database.writing() as session:
            self._stores.audit.append(
                session, actor.id, "audit.verify", "audit", at=self._now(), whole=str(found.whole)
            )
        return ChainCheck(rows=found.lines, whole=found.whole, head=found.head, problems=found.problems)

    def snapshot(self) -> Snapshot:
        """Counts for a metrics collector, without names or ids."""
        now = self._now()
        with self._stores.database.reading() as session:
            runs, passages, unread, refused, tokens_in, tokens_out = figures.totals(session)
            by_tier, overrides = figures.decisions_by_tier(session)
            waiting = figures.oldest(session, "awaiting_review")
            queued = figures.oldest(session, "queued")
            return Snapshot(
                drafts_by_status=figures.drafts_by_status(session),
                oldest_waiting_seconds=(now - waiting).total_seconds() if waiting else None,
                oldest_queued_seconds=(now - queued).total_seconds() if queued else None,
                screenings=runs,
                passages=passages,
                unread=unread,
                refused=refused,
                tokens_in=tokens_in,
                tokens_out=tokens_out,
                decisions_by_tier=by_tier,
                overrides=overrides,
                people_by_role=figures.people_by_role(session),
                sessions=figures.live_sessions(session, now),
                due_looks=len(figures.due(session, now)),
            )


def _of_own(row: AuditRow, own: frozenset[str]) -> bool:
    return row.action.startswith("review.") and row.about.removeprefix("draft:") in own


def _left_to_others(row: AuditRow) -> AuditRow:
    """A line without what it tells of a review; its hash is that of the whole line."""
    return row.model_copy(update={"detail": {"left out": "your own draft"}})


def _suggested_at(
    impressions: Sequence[figures.ImpressionFact],
    screenings: Sequence[figures.ScreeningFact],
) -> dict[str, Tier | None]:
    """What the screen had suggested for each draft when the last impression of it was given."""
    out: dict[str, Tier | None] = {}
    latest = {i.draft_id: i.at for i in impressions}
    for run in screenings:
        if run.draft_id in latest and run.at <= latest[run.draft_id]:
            out[run.draft_id] = run.suggested
    return out
