"""One's drafts: the list, and one of them with its status, decision, letters and history."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from screener.uses.access import Deed
from screener.uses.reading_room import Wanted
from screener.web.api.v1.described import DraftId
from screener.web.line_ends import FormText
from screener.web.pages.rendering import page, status_of
from screener.web.pages.unsaved import unsaved_page
from screener.web.security.visiting import CsrfChecked, Here, Visit, Visiting
from screener.words.errors import Conflict, Invalid, Unavailable
from screener.words.submission import DraftStatus
from screener.words.views import DraftView

router = APIRouter()

MOST_ROWS = 30


@router.get("/drafts")
def drafts(
    service: Here, request: Request, visit: Visiting, after: str | None = None, all_versions: bool = False
) -> Response:
    """One's own drafts, newest first."""
    found = service.reading.listing(
        visit.actor, Wanted(mine=True, after=after, superseded=all_versions, most=MOST_ROWS)
    )
    running = not after and any(r.status in (DraftStatus.queued, DraftStatus.screening) for r in found.rows)
    shown: dict[str, Any] = {"found": found, "all_versions": all_versions, "running": running}
    return page(request, "drafts.html", visit, **shown, now=datetime.now(UTC))


@router.get("/drafts/{draft_id}")
def draft(service: Here, request: Request, visit: Visiting, draft_id: DraftId) -> Response:
    """One draft as its authors see it."""
    return draft_page(service, request, visit, service.reading.get(visit.actor, draft_id))


@router.get("/drafts/{draft_id}/standing")
def standing(service: Here, request: Request, visit: Visiting, draft_id: DraftId) -> Response:
    """Where a screening stands: the parts of the page that change while it runs."""
    view = service.reading.get(visit.actor, draft_id)
    return draft_page(service, request, visit, view, template="parts/standing_now.html")


@router.post("/drafts/{draft_id}/letters")
def write(
    service: Here,
    request: Request,
    visit: Visiting,
    actor: CsrfChecked,
    draft_id: DraftId,
    kind: FormText = "reply",
    text: FormText = "",
) -> Response:
    """Reply to the reviewers, or appeal a decision."""
    try:
        if kind == "appeal":
            service.reviews.appeal(actor, draft_id, text)
        else:
            service.reviews.reply(actor, draft_id, text)
    except (Invalid, Conflict) as fault:
        view, status = service.reading.get(actor, draft_id), status_of(fault)
        return draft_page(service, request, visit, view, status=status, letter_fault=str(fault), letter_text=text)
    except Unavailable as fault:
        return unsaved_page(request, visit, fault, service.framework, {"kind": [kind], "text": [text]})
    return RedirectResponse(f"/drafts/{draft_id}?said=sent#letters", 303)


@router.post("/drafts/{draft_id}/cancel")
def cancel(service: Here, actor: CsrfChecked, draft_id: DraftId) -> Response:
    """Stop its screening."""
    service.submissions.cancel(actor, draft_id)
    return RedirectResponse(f"/drafts/{draft_id}", 303)


@router.post("/drafts/{draft_id}/resume")
def resume(service: Here, actor: CsrfChecked, draft_id: DraftId) -> Response:
    """Go on with a screening that was cancelled or failed."""
    service.submissions.resume(actor, draft_id)
    return RedirectResponse(f"/drafts/{draft_id}", 303)


@router.post("/drafts/{draft_id}/rescreen")
def rescreen(service: Here, actor: CsrfChecked, draft_id: DraftId) -> Response:
    """Screen it anew."""
    service.submissions.rescreen(actor, draft_id)
    return RedirectResponse(f"/drafts/{draft_id}", 303)


@router.post("/drafts/{draft_id}/purge")
def purge(
    service: Here, request: Request, visit: Visiting, actor: CsrfChecked, draft_id: DraftId, sure: FormText = ""
) -> Response:
    """Destroy it; the word must be typed."""
    if sure.strip().lower() != "purge":
        view = service.reading.get(actor, draft_id)
        return draft_page(
            service, request, visit, view, status=422, purge_fault="Type the word purge to destroy the draft."
        )
    service.submissions.purge(actor, draft_id)
    return RedirectResponse(f"/drafts/{draft_id}?said=purged", 303)


def draft_page(
    service: Here,
    request: Request,
    visit: Visit,
    view: DraftView,
    *,
    template: str = "draft.html",
    status: int = 200,
    **said: str,
) -> Response:
    """The page of one draft, or a part of it; `said` is what to tell beside its forms, and what was typed into them."""
    shown = dict.fromkeys(("letter_fault", "letter_text", "purge_fault", "revise_fault", "revise_note"), "") | said
    may = {deed: deed in view.row.may for deed in Deed}
    history = service.reading.history(visit.actor, view.row.id)
    return page(request, template, visit, status=status, view=view, may=may, history=history, **shown)
