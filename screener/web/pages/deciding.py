"""Where a named person decides: tier, rationale, conditions, edits; and where decisions are taken up again."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import Response

from screener.report import spoken, standing
from screener.storage.outages import openly
from screener.web.api.v1.described import DraftId
from screener.web.line_ends import FormText, with_line_feeds
from screener.web.pages.laid_out import said
from screener.web.pages.rendering import page
from screener.web.pages.ruling_form import RulingForm
from screener.web.pages.unsaved import unsaved_page
from screener.web.security.visiting import CsrfChecked, Here, Visit, Visiting
from screener.words.errors import Conflict, Invalid, Unavailable
from screener.words.people import Role
from screener.words.views import ReviewView

router = APIRouter(prefix="/drafts/{draft_id}")

Partly = Annotated[str, Header(alias="HX-Request")]


@router.get("/decide")
def decide_form(service: Here, request: Request, visit: Visiting, draft_id: DraftId) -> Response:
    """The form of the decision, or the decision that stands."""
    view = service.reviews.view(visit.actor, draft_id)
    if view.blind:
        return RedirectResponse(f"/drafts/{draft_id}/review", 303)
    return _decide(service, request, visit, view, RulingForm.prefilled(view))


@router.post("/decide")
async def decide(
    service: Here, request: Request, visit: Visiting, actor: CsrfChecked, draft_id: DraftId, hx_request: Partly = ""
) -> Response:
    """Decide; or, by the button `do`, add or remove an edit without deciding."""
    sent = await request.form(max_fields=1_000)
    return await run_in_threadpool(_settle_or_keep, service, request, visit, draft_id, sent, hx_request)


@router.post("/reopen")
def reopen(
    service: Here,
    request: Request,
    visit: Visiting,
    actor: CsrfChecked,
    draft_id: DraftId,
    reason: FormText = "",
) -> Response:
    """Take a decided draft up again."""
    try:
        service.reviews.reopen(actor, draft_id, reason)
    except Invalid as fault:
        view = service.reviews.view(actor, draft_id)
        wrong = {"reopen_fault": str(fault), "reopen_reason": reason}
        return _decide(service, request, visit, view, RulingForm.prefilled(view), 422, **wrong)
    except Unavailable as fault:
        return unsaved_page(request, visit, fault, service.framework, {"reason": [reason]})
    return RedirectResponse(f"/drafts/{draft_id}/decide?said=reopened", 303)


@router.post("/appeal/take")
def take_appeal(service: Here, actor: CsrfChecked, draft_id: DraftId) -> Response:
    """Take up an appeal."""
    service.reviews.take_appeal(actor, draft_id)
    return RedirectResponse(f"/drafts/{draft_id}/decide?said=reopened", 303)


def _settle_or_keep(
    service: Here, request: Request, visit: Visit, draft_id: str, sent: FormData, hx_request: str
) -> Response:
    """As `_settle`. Where the service cannot even note that the draft is read, what was typed comes back without it."""
    try:
        return _settle(service, request, visit, draft_id, sent, hx_request)
    except Unavailable as fault:
        if hx_request:  # the page that sent it still stands
            raise
        typed = {name: [str(with_line_feeds(value)) for value in sent.getlist(name)] for name in sent}
        return unsaved_page(request, visit, fault, service.framework, typed)


def _settle(service: Here, request: Request, visit: Visit, draft_id: str, sent: FormData, hx_request: str) -> Response:
    view = service.reviews.view(visit.actor, draft_id)
    if view.blind:
        return RedirectResponse(f"/drafts/{draft_id}/review", 303)
    form, do = RulingForm.typed(sent, view), sent.get("do")
    if isinstance(do, str) and do:
        shown = form.changed(do, view)
        if hx_request:
            return page(request, "parts/decide_edits.html", visit, form=shown, faults=said({}), row=view.draft.row)
        return _decide(service, request, visit, view, shown)
    return _decided(service, request, visit, view, form) or RedirectResponse(
        f"/drafts/{draft_id}/decide?said=decided", 303
    )


def _decided(service: Here, request: Request, visit: Visit, view: ReviewView, form: RulingForm) -> Response | None:
    """Decide. Where that cannot be, the form as it was typed, with what stands in the way."""
    draft_id = view.draft.row.id
    try:
        _require_seen(form, view)
        service.reviews.decide(visit.actor, draft_id, form.ruling())
    except Invalid as fault:
        many = len(fault.fields)
        says = str(fault) if many < 2 else f"{many} fields are to be filled in otherwise; each says what is wrong."
        return _decide(service, request, visit, view, form, 422, fault=says, faults=said(fault.fields))
    except Unavailable as fault:
        says = f"{openly(fault)} Nothing was decided. What you wrote is kept below; send it again once that is mended."
        return _decide(service, request, visit, view, form, 503, fault=says)
    except Conflict as fault:
        anew = service.reviews.view(visit.actor, draft_id)
        return _decide(service, request, visit, anew, form, 409, fault=str(fault), lost=True)
    return None


def _require_seen(form: RulingForm, view: ReviewView) -> None:
    """Raises Conflict where somebody decided after the form was made, even if the draft is open again."""
    decisions = view.draft.decisions
    if form.seen.isdecimal() and int(form.seen) < len(decisions) and view.draft.row.status == "in_review":
        last = decisions[-1]
        raise Conflict(
            f"{last.by_name} decided '{str(last.decision.tier).replace('_', ' ')}' on this draft meanwhile, and it was "
            "reopened; read that decision, then decide again."
        )


def _decide(
    service: Here,
    request: Request,
    visit: Visit,
    view: ReviewView,
    form: RulingForm,
    status: int = 200,
    **told: Any,
) -> Response:
    terms = spoken.Terms(service.framework)
    assigns = visit.actor.role is Role.maintainer
    row, screening = view.draft.row, view.screening
    shown: dict[str, Any] = {
        "view": view,
        "row": row,
        "may": row.may,
        "s": screening,
        "form": form,
        "terms": terms,
        "spoken": spoken,
        "framework": service.framework,
        "names": view.names,
        "title": view.text.title or row.name or "Draft",
        "headline": standing.headline(screening) if screening else "",
        "complete": bool(screening and standing.is_complete(screening)),
        "suggestion": standing.suggestion(screening, terms) if screening else "",
        "reviewers": service.accounts.reviewers(visit.actor) if assigns else (),
        "fault": "",
        "faults": said({}),
        "lost": False,
        "reopen_fault": "",
        "reopen_reason": "",
    }
    return page(request, "decide.html", visit, status=status, **(shown | told))
