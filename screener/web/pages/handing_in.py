"""The author's rooms: handing drafts in, the list of one's drafts, and one draft with its status, decision and letters."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, RedirectResponse
from starlette.responses import Response

from screener.uses.access import Deed
from screener.uses.reading_room import Wanted
from screener.web.api.v1.described import DraftId
from screener.web.api.v1.uploads import upload_of
from screener.web.pages.rendering import page
from screener.web.security.receiving import receive
from screener.web.security.visiting import CsrfChecked, Here, SignedIn, Visit, Visiting
from screener.wiring.places import shipped
from screener.words.errors import Invalid
from screener.words.submission import DraftSensitivity
from screener.words.views import DraftView, QueueRow

router = APIRouter()

MOST_FILES = 20
SAMPLE = "samples/monitor-paper.pdf"
Field = Annotated[str, Form()]


@router.get("/upload")
def upload_form(service: Here, request: Request, visit: Visiting) -> Response:
    """The form to hand drafts in."""
    return _upload_form(service, request, visit)


@router.post("/upload")
async def upload(service: Here, request: Request, visit: Visiting) -> Response:
    """Hand in one or several drafts, with the same sensitivity, note and co-authors."""

    def take(fields: Mapping[str, str], name: str, chunks: Iterator[bytes]) -> QueueRow:
        return service.submissions.upload(visit.actor, upload_of(fields, name, chunks))

    try:
        made = await receive(request, visit, take, most_files=MOST_FILES)
    except Invalid as fault:
        return _upload_form(service, request, visit, status=422, fault=str(fault), faults=dict(fault.fields))
    return RedirectResponse(f"/drafts/{made[0].id}" if len(made) == 1 else "/drafts", 303)


@router.get("/upload/sample")
def sample(actor: SignedIn) -> Response:
    """The sample draft, to try the service with."""
    file = shipped(SAMPLE)
    return FileResponse(file, media_type="application/pdf", filename=file.name)


@router.get("/drafts")
def drafts(
    service: Here, request: Request, visit: Visiting, after: str | None = None, all_versions: bool = False
) -> Response:
    """One's own drafts, newest first."""
    found = service.reading.listing(visit.actor, Wanted(mine=True, after=after, superseded=all_versions))
    return page(request, "drafts.html", visit, found=found, all_versions=all_versions, now=datetime.now(UTC))


@router.get("/drafts/{draft_id}")
def draft(service: Here, request: Request, visit: Visiting, draft_id: DraftId) -> Response:
    """One draft as its authors see it."""
    return _draft(service, request, visit, service.reading.get(visit.actor, draft_id))


@router.get("/drafts/{draft_id}/standing")
def standing(service: Here, request: Request, visit: Visiting, draft_id: DraftId) -> Response:
    """Where a screening stands: the part of the page that changes while it runs."""
    view = service.reading.get(visit.actor, draft_id)
    return page(request, "parts/standing.html", visit, view=view, now=datetime.now(UTC))


@router.post("/drafts/{draft_id}/revision")
async def revise(service: Here, request: Request, visit: Visiting, draft_id: DraftId) -> Response:
    """Hand in the next version."""

    def take(fields: Mapping[str, str], name: str, chunks: Iterator[bytes]) -> QueueRow:
        return service.submissions.revise(visit.actor, draft_id, upload_of(fields, name, chunks))

    made = await receive(request, visit, take)
    return RedirectResponse(f"/drafts/{made[0].id}", 303)


@router.post("/drafts/{draft_id}/letters")
def write(
    service: Here, request: Request, visit: Visiting, actor: CsrfChecked, draft_id: DraftId, kind: Field, text: Field
) -> Response:
    """Reply to the reviewers, or appeal a decision."""
    try:
        if kind == "appeal":
            service.reviews.appeal(actor, draft_id, text)
        else:
            service.reviews.reply(actor, draft_id, text)
    except Invalid as fault:
        view = service.reading.get(actor, draft_id)
        return _draft(service, request, visit, view, status=422, letter_fault=str(fault), letter_text=text)
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
    service: Here, request: Request, visit: Visiting, actor: CsrfChecked, draft_id: DraftId, sure: Field = ""
) -> Response:
    """Destroy it; the word must be typed."""
    if sure.strip().lower() != "purge":
        view = service.reading.get(actor, draft_id)
        return _draft(
            service, request, visit, view, status=422, purge_fault="Type the word purge to destroy the draft."
        )
    service.submissions.purge(actor, draft_id)
    return RedirectResponse(f"/drafts/{draft_id}", 303)


def _draft(
    service: Here, request: Request, visit: Visit, view: DraftView, *, status: int = 200, **said: str
) -> Response:
    shown = {"letter_fault": "", "letter_text": "", "purge_fault": ""} | said
    may = {deed: deed in view.row.may for deed in Deed}
    history = service.reading.history(visit.actor, view.row.id)
    return page(
        request, "draft.html", visit, status=status, view=view, may=may, history=history, now=datetime.now(UTC), **shown
    )


def _upload_form(
    service: Here,
    request: Request,
    visit: Visit,
    *,
    status: int = 200,
    fault: str = "",
    faults: dict[str, str] | None = None,
) -> Response:
    return page(
        request,
        "upload.html",
        visit,
        status=status,
        fault=fault,
        faults=faults or {},
        sensitivities=list(DraftSensitivity),
        most_mb=service.settings.service.upload_mb,
        most_files=MOST_FILES,
    )
