"""Finding drafts: whose a person may see, filtered, what needs a person first at the top, a page at a time."""

import base64
import binascii
import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import Field
from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true, tuple_
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.elements import SQLCoreOperations

from screener.storage.draft_rows import latest_screening, submitted
from screener.storage.tables import AssignmentRow, DraftRow, ImpressionRow, ScreeningRow
from screener.storage.vault import Vault
from screener.words.draft import Frozen
from screener.words.errors import Invalid
from screener.words.framework import Attention, Tier
from screener.words.submission import DraftSensitivity, DraftStatus, SubmittedDraft


class Sight(Frozen):
    """Which drafts are looked at. By default none: what a person may see is said by the caller."""

    everything: bool = False
    """Every draft there is."""
    person_id: str | None = None
    """Those that this person owns, writes beside the owner, or is assigned to as a reviewer."""
    waiting: bool = False
    """With `person_id`: also those that wait for a reviewer, are assigned to nobody, not secret and not their own."""


class KeptBack(Frozen):
    """Whose suggestions the reader may not learn from filters or from the order. By default nobody's."""

    everything: bool = False
    """Those of every run that could retrieve restricted cases."""
    authored_by: str | None = None
    """Those of such runs over drafts that this person is an author of."""
    unrecorded: bool = False
    """Whether runs of which it was not recorded count as such."""
    owed_by: str | None = None
    """Those of drafts that this person reviews and has given no first impression of; their attention is known."""


class Order(StrEnum):
    """How a list is sorted."""

    needs_person = "needs_person"
    """What waits for a person first, by attention, then unsure or incomplete ones, then the oldest."""
    newest = "newest"
    oldest = "oldest"


class DraftSearch(Frozen):
    """What is looked for. Filters are joined by 'and'; an empty one does not filter."""

    sight: Sight
    kept_back: KeptBack = KeptBack()
    """Drafts that filters by tier and attention pass over, and that are sorted as if nothing had been found."""
    statuses: frozenset[DraftStatus] = frozenset()
    tiers: frozenset[Tier] = frozenset()
    """As the screen suggested."""
    no_tier: bool = False
    """Also, or only, those that were screened and for which nothing was suggested."""
    attention: frozenset[Attention] = frozenset()
    sensitivities: frozenset[DraftSensitivity] = frozenset()
    assignee: str | None = None
    """Assigned to this person as a reviewer."""
    unassigned: bool = False
    owner: str | None = None
    """Owned by this person, or written beside the owner."""
    created_before: datetime | None = None
    created_after: datetime | None = None
    order: Order = Order.needs_person
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = None
    """`following` of the page before."""


class DraftPage(Frozen):
    """A page of drafts."""

    drafts: tuple[SubmittedDraft, ...]
    following: str | None
    """Cursor of the next page; None on the last."""
    total: int
    """How many there are on all pages."""


def find(session: Session, vault: Vault, asked: DraftSearch) -> DraftPage:
    """One page of the drafts asked for. Raises Invalid for a cursor that is not one of ours."""
    latest = latest_screening()
    keys = _keys(asked, latest)
    query = select(DraftRow, *keys).outerjoin(latest, latest.draft_id == DraftRow.id).where(*_filters(asked, latest))
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    found = session.execute(_page(query, keys, asked)).all()
    rows = found[: asked.limit]
    following = _cursor(asked.order, rows[-1][1:]) if len(found) > asked.limit else None
    return DraftPage(drafts=tuple(submitted(session, vault, [r[0] for r in rows])), following=following, total=total)


def assigned_to(person_id: str | None, kind: str) -> ColumnElement[bool]:
    """Whether a draft is assigned to a person, or to anybody, in this kind."""
    where = [AssignmentRow.draft_id == DraftRow.id, AssignmentRow.kind == kind, AssignmentRow.ended_at.is_(None)]
    if person_id is not None:
        where.append(AssignmentRow.person_id == person_id)
    return exists().where(*where)


def _filters(asked: DraftSearch, latest: type[ScreeningRow]) -> list[ColumnElement[bool]]:
    where = [_seen(asked.sight), *_people(asked)]
    among = (
        (DraftRow.status, asked.statuses),
        (DraftRow.sensitivity, asked.sensitivities),
    )
    where += [column.in_(wanted) for column, wanted in among if wanted]
    if asked.attention:
        where.append(or_(latest.attention.in_(asked.attention), _hidden(asked.kept_back, latest)))
    if asked.tiers or asked.no_tier:
        fitting: list[ColumnElement[bool]] = [latest.suggested_tier.in_(asked.tiers)]
        if asked.no_tier:
            fitting.append(and_(latest.id.is_not(None), latest.suggested_tier.is_(None)))
        where.append(or_(*fitting, _hidden(asked.kept_back, latest), _owed(asked.kept_back)))
    if asked.created_before is not None:
        where.append(DraftRow.created_at < asked.created_before)
    if asked.created_after is not None:
        where.append(DraftRow.created_at >= asked.created_after)
    return where


def _people(asked: DraftSearch) -> list[ColumnElement[bool]]:
    where = []
    if asked.assignee is not None:
        where.append(assigned_to(asked.assignee, "reviewer"))
    if asked.unassigned:
        where.append(~assigned_to(None, "reviewer"))
    if asked.owner is not None:
        where.append(written_by(asked.owner))
    return where


def _seen(sight: Sight) -> ColumnElement[bool]:
    if sight.everything:
        return DraftRow.id.is_not(None)
    if sight.person_id is None:
        return DraftRow.id.is_(None)
    near = or_(written_by(sight.person_id), assigned_to(sight.person_id, "reviewer"))
    if not sight.waiting:
        return near
    waiting = and_(
        DraftRow.status == DraftStatus.awaiting_review,
        DraftRow.sensitivity != DraftSensitivity.secret,
        ~assigned_to(None, "reviewer"),
    )
    return or_(near, waiting)


def written_by(person_id: str) -> ColumnElement[bool]:
    """Whether a draft is a person's own, or written beside its owner."""
    return or_(DraftRow.owner_id == person_id, assigned_to(person_id, "author"))


def _hidden(kept: KeptBack, latest: type[ScreeningRow]) -> ColumnElement[bool]:
    """Whether neither the tier nor the attention may be learned."""
    in_use = func.coalesce(latest.restricted_in_use, true() if kept.unrecorded else false())
    if kept.everything:
        return in_use
    return and_(in_use, written_by(kept.authored_by)) if kept.authored_by is not None else false()


def _owed(kept: KeptBack) -> ColumnElement[bool]:
    """Whether the reader reviews it and has said nothing of this version or one before."""
    if kept.owed_by is None:
        return false()
    version = aliased(DraftRow)
    said = exists().where(
        ImpressionRow.draft_id == version.id,
        ImpressionRow.by == kept.owed_by,
        version.work_id == DraftRow.work_id,
        version.version <= DraftRow.version,
        version.purged_at.is_(None),
    )
    return and_(assigned_to(kept.owed_by, "reviewer"), ~said)


_WAITS = (DraftStatus.awaiting_review, DraftStatus.in_review, DraftStatus.appealed)
_AFTER = (DraftStatus.failed, DraftStatus.refused, DraftStatus.screening, DraftStatus.queued)
_LAST = 100


def _keys(asked: DraftSearch, latest: type[ScreeningRow]) -> list[SQLCoreOperations[Any]]:
    """What is sorted by, ascending; the id at the end tells equals apart."""
    if asked.order is not Order.needs_person:
        return [DraftRow.created_at, DraftRow.id]
    heed = case({a.value: 2 - a.rank for a in Attention}, value=latest.attention, else_=0)
    hidden = _hidden(asked.kept_back, latest)
    heed = case((hidden, 2), else_=heed)
    unsure = and_(latest.unsure, ~hidden, ~_owed(asked.kept_back))
    doubt = case((or_(unsure, ~latest.complete), 0), else_=1)
    place = case({s.value: 10 + i for i, s in enumerate(_AFTER)}, value=DraftRow.status, else_=_LAST)
    return [case((DraftRow.status.in_(_WAITS), heed * 2 + doubt), else_=place), DraftRow.created_at, DraftRow.id]


def _page(query: Select[Any], keys: list[SQLCoreOperations[Any]], asked: DraftSearch) -> Select[Any]:
    backwards = asked.order is Order.newest
    if asked.cursor is not None:
        last = _read_cursor(asked.order, asked.cursor, len(keys))
        query = query.where(tuple_(*keys) < tuple_(*last) if backwards else tuple_(*keys) > tuple_(*last))
    return query.order_by(*(key.desc() if backwards else key for key in keys)).limit(asked.limit + 1)


def _cursor(order: Order, values: Any) -> str:
    plain = [v.astimezone(UTC).isoformat() if isinstance(v, datetime) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps([order, *plain]).encode()).decode().rstrip("=")


def _read_cursor(order: Order, cursor: str, length: int) -> list[Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        made_for, *values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        if made_for != order or len(values) != length:
            raise ValueError("a cursor of another list")
        rank = [int(values[0])] if length == 3 else []
        at = datetime.fromisoformat(values[-2])
        if any(abs(number) > _LAST for number in rank):
            raise ValueError("no such rank")
        return [*rank, at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC), str(values[-1])]
    except (ValueError, TypeError, OverflowError, binascii.Error, UnicodeError) as error:
        raise Invalid(
            "The cursor is not one of this list; begin with the first page.", {"cursor": "unknown"}
        ) from error
