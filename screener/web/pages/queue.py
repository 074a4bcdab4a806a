"""The reviewers' queue: what needs a person first stands first; claim it, or give it to somebody."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from screener.storage.draft_search import Order
from screener.uses.access import Deed
from screener.uses.reading_room import IN_THE_QUEUE, Wanted
from screener.web.api.v1.described import DraftId
from screener.web.pages.rendering import page
from screener.web.security.visiting import CsrfChecked, Here, Visiting, needs
from screener.words.framework import Tier
from screener.words.people import Role
from screener.words.submission import DraftStatus

router = APIRouter(prefix="/queue", dependencies=[needs(Role.reviewer)])

MOST_ROWS = 30
AGES = {"1": "a day", "3": "3 days", "7": "a week", "30": "30 days"}
Blank = Annotated[str, Query()]


@router.get("")
def queue(
    service: Here,
    request: Request,
    visit: Visiting,
    status: Blank = "",
    tier: Blank = "",
    age: Blank = "",
    whose: Blank = "",
    after: str | None = None,
) -> Response:
    """The list, by the filters of the address; an unknown filter value does not filter."""
    chosen = {"status": status, "tier": tier, "age": age, "whose": whose}
    open_only = not status
    people = service.accounts.reviewers(visit.actor)
    wanted = Wanted(
        statuses=IN_THE_QUEUE if open_only else frozenset({DraftStatus(status)} if status in list(DraftStatus) else ()),
        tiers=frozenset({Tier(tier)} if tier in list(Tier) else ()),
        assigned_to_me=whose == "mine",
        reviewer=whose if whose in {p.id for p in people} else None,
        unassigned=whose == "nobody",
        older_than_days=int(age) if age in AGES else None,
        order=Order.needs_person,
        after=after or None,
        most=MOST_ROWS,
    )
    found = service.reading.listing(visit.actor, wanted)
    assigns = visit.actor.role is Role.maintainer
    return page(
        request,
        "queue.html",
        visit,
        found=found,
        chosen=chosen,
        statuses=[s for s in DraftStatus if s is not DraftStatus.superseded],
        tiers=list(Tier),
        ages=AGES,
        blind=service.settings.service.blind_first,
        deed=Deed,
        reviewers=people if assigns else (),
        others=[p for p in people if p.id != visit.actor.id],
        none_yet=not found.rows and not service.oversight.snapshot().drafts_by_status,
        now=datetime.now(UTC),
    )


@router.post("/{draft_id}/claim")
def claim(service: Here, actor: CsrfChecked, draft_id: DraftId) -> Response:
    """Take a draft for review, and open it."""
    service.reviews.claim(actor, draft_id)
    return RedirectResponse(f"/drafts/{draft_id}/review", 303)


@router.post("/{draft_id}/release")
def release(service: Here, actor: CsrfChecked, draft_id: DraftId) -> Response:
    """Give a draft back to the queue."""
    service.reviews.release(actor, draft_id)
    return RedirectResponse("/queue?said=released", 303)


@router.post("/{draft_id}/assign")
def assign(service: Here, actor: CsrfChecked, draft_id: DraftId, person_id: Annotated[str, Form()]) -> Response:
    """Give a draft to a reviewer."""
    service.reviews.assign(actor, draft_id, person_id)
    return RedirectResponse("/queue?said=assigned", 303)
