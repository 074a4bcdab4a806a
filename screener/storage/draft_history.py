"""What happened to a draft, told from figures alone, so that it can still be told after a purge."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from screener.storage.draft_rows import row_of
from screener.storage.tables import (
    AddedFlagRow,
    AssignmentRow,
    DecisionRow,
    DraftRow,
    ImpressionRow,
    LetterRow,
    ScreeningRow,
    VerdictRow,
)
from screener.words.review import Happened, HappenedKind, LetterKind, VerdictKind

_JUDGED = {
    VerdictKind.accept: "Accepted the flag {flag}.",
    VerdictKind.dismiss: "Dismissed the flag {flag}.",
    VerdictKind.change_severity: "Changed the severity of the flag {flag} from {before} to {after}.",
    VerdictKind.withdraw: "Took back the verdict on the flag {flag}.",
}
_WROTE = {
    LetterKind.note: "Left a note for the reviewer.",
    LetterKind.reply: "Replied.",
    LetterKind.appeal: "Appealed.",
}


def history(session: Session, draft_id: str) -> list[Happened]:
    """Oldest first. Raises NotFound."""
    row = row_of(session, draft_id)
    told = [*_of_draft(row), *_screened(session, draft_id), *_assigned(session, draft_id), *_judged(session, draft_id)]
    return sorted([*told, *_decided(session, draft_id)], key=lambda one: one.at)


def _of_draft(row: DraftRow) -> Iterator[Happened]:
    says = f"Uploaded version {row.version}."
    yield Happened(at=row.created_at, kind=HappenedKind.uploaded, by=row.owner_id, says=says)
    if row.purged_at:
        yield Happened(
            at=row.purged_at, kind=HappenedKind.status, by=None, says="Purged: text and words were destroyed."
        )


def _screened(session: Session, draft_id: str) -> Iterator[Happened]:
    for row in session.scalars(select(ScreeningRow).where(ScreeningRow.draft_id == draft_id)):
        unread = "all of it" if not row.unread else f"all but {row.unread} of {row.passages} passages"
        says = f"The screen read {unread} and raised {row.flags} flag{'' if row.flags == 1 else 's'}."
        yield Happened(at=row.created_at, kind=HappenedKind.screened, by=None, says=says)


def _assigned(session: Session, draft_id: str) -> Iterator[Happened]:
    rows = session.scalars(
        select(AssignmentRow).where(AssignmentRow.draft_id == draft_id, AssignmentRow.kind == "reviewer")
    )
    for row in rows:
        says = "Claimed it for review." if row.by == row.person_id else "Was assigned it for review."
        yield Happened(at=row.since, kind=HappenedKind.claimed, by=row.person_id, says=says)
        if row.ended_at:
            yield Happened(at=row.ended_at, kind=HappenedKind.claimed, by=row.person_id, says="No longer reviews it.")


def _judged(session: Session, draft_id: str) -> Iterator[Happened]:
    for first in session.scalars(select(ImpressionRow).where(ImpressionRow.draft_id == draft_id)):
        says = f"Recorded a first impression: {_spoken(first.tier)}."
        yield Happened(at=first.at, kind=HappenedKind.impression, by=first.by, says=says)
    for row in session.scalars(select(VerdictRow).where(VerdictRow.draft_id == draft_id)):
        says = _JUDGED[VerdictKind(row.kind)].format(flag=row.flag_id, before=row.flagged_severity, after=row.severity)
        carried = " Carried over from the version before." if row.carried_from else ""
        yield Happened(at=row.at, kind=HappenedKind.verdict, by=row.by, says=says + carried)
    since = row_of(session, draft_id).created_at
    for flag in session.scalars(select(AddedFlagRow).where(AddedFlagRow.draft_id == draft_id)):
        carried = " Carried over from an earlier version." if flag.at < since else ""
        says = f"Added the flag {flag.id}.{carried}"
        yield Happened(at=max(flag.at, since), kind=HappenedKind.flag_added, by=flag.by, says=says)
        if flag.withdrawn_at:
            says = f"The flag {flag.id} was withdrawn."
            yield Happened(at=flag.withdrawn_at, kind=HappenedKind.flag_added, by=None, says=says)


def _decided(session: Session, draft_id: str) -> Iterator[Happened]:
    for row in session.scalars(select(DecisionRow).where(DecisionRow.draft_id == draft_id)):
        apart = row.suggested_tier != row.tier
        hint = "; the screen had suggested " + _spoken(row.suggested_tier) if apart and row.suggested_tier else ""
        says = f"Decided: {_spoken(row.tier)}{hint}."
        yield Happened(at=row.at, kind=HappenedKind.decided, by=row.by, says=says)
    for letter in session.scalars(select(LetterRow).where(LetterRow.draft_id == draft_id)):
        yield Happened(at=letter.at, kind=HappenedKind.letter, by=letter.by, says=_WROTE[LetterKind(letter.kind)])


def _spoken(tier: str) -> str:
    return tier.replace("_", " ")
