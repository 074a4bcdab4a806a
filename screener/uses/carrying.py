"""After a revision, or a new screening of the same version: what reviewers settled carries over where words did not change."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import uuid4

from pydantic import ValidationError

from screener.storage.database import Session
from screener.storage.draft_rows import live_row
from screener.uses.judged import carried_additions, carried_verdicts, left_behind
from screener.uses.stores import Stores, utc_now
from screener.words.errors import NotFound
from screener.words.review import AddedFlag, Verdict
from screener.words.screening import Screening
from screener.words.submission import DraftStatus, SubmittedDraft


def carry_over(stores: Stores, draft_id: str, now: Callable[[], datetime] = utc_now) -> int:
    """Carry settled verdicts, and flags that reviewers added, over to the latest screening of a draft.

    Returns how many verdicts. Does no harm twice, and nothing where there is nothing to carry or the draft is gone.
    """
    found = None  # as where a report was written by another version: that fault would quote the draft in the log
    with stores.database.reading() as session, suppress(ValidationError):
        found = _material(stores, session, draft_id)
    if found is None:
        return 0
    before, verdicts, added, after = found
    with stores.database.writing() as session:
        if stores.drafts.get(session, draft_id).screening_id != after.id:
            return 0  # screened again, or gone, meanwhile
        done = frozenset(v.flag_id for v in stores.reviews.verdicts(session, draft_id, after.id))
        carried = carried_verdicts(before, verdicts, after, done)
        at = now()
        for n, (flag, verdict) in enumerate(carried):
            own = {"id": uuid4().hex, "draft_id": draft_id, "screening_id": after.id, "flag_id": flag.id}
            later = at + timedelta(microseconds=n)  # verdicts are told in the order of their times
            copy = verdict.model_copy(update={**own, "at": later, "carried_from": verdict.id})
            stores.reviews.add_verdict(session, copy, flagged_severity=flag.severity, concern=flag.concern[:64])
        _add(stores, session, draft_id, carried_additions(before, added, after), at)
    return len(carried)


def _add(stores: Stores, session: Session, draft_id: str, additions: list[AddedFlag], at: datetime) -> None:
    for flag in left_behind(additions, stores.reviews.added_flags(session, draft_id)):
        stores.reviews.add_flag(session, flag.model_copy(update={"draft_id": draft_id}))
        row, _ = live_row(session, draft_id)
        row.changed_at = at  # the copies keep the time of the flag, which tells that they are copies


Material = tuple[Screening, list[Verdict], list[AddedFlag], Screening]


def _material(stores: Stores, session: Session, draft_id: str) -> Material | None:
    """The screening before with its verdicts and added flags, and the latest one."""
    try:
        draft = stores.drafts.get(session, draft_id)
    except NotFound:
        return None
    if draft.screening_id is None or draft.status is DraftStatus.purged:
        return None
    after = stores.drafts.screening(session, draft_id)
    earlier = [v for v in stores.reviews.verdicts(session, draft_id) if v.screening_id != after.id]
    if earlier:
        last = earlier[-1].screening_id
        before = stores.drafts.screening(session, draft_id, last)
        return before, [v for v in earlier if v.screening_id == last], [], after
    source = version_before(stores, session, draft)
    if source is None:
        return None
    before = stores.drafts.screening(session, source.id)
    added = stores.reviews.added_flags(session, source.id)
    return before, stores.reviews.verdicts(session, source.id, before.id), added, after


def version_before(stores: Stores, session: Session, draft: SubmittedDraft) -> SubmittedDraft | None:
    """The nearest earlier version that has a report still."""
    chain = stores.drafts.versions(session, draft.work_id)
    held = [v for v in chain if v.version < draft.version and v.screening_id and v.status is not DraftStatus.purged]
    return held[-1] if held else None
