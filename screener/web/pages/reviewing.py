"""The reviewer's room: the draft with its flags in place, verdicts on them, flags that the screen missed."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Header, Request
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from starlette.responses import HTMLResponse, Response

from screener.uses.judging import checked_reason
from screener.web.api.v1.described import DraftId, FlagId
from screener.web.line_ends import FormText, TypedText
from screener.web.pages.laid_out import ASKED, NOTHING_TYPED, Laid, Typed, said
from screener.web.pages.rendering import environment, page
from screener.web.pages.selecting import place_of
from screener.web.pages.unsaved import unsaved_page
from screener.web.security.visiting import CsrfChecked, Here, Visit, Visiting
from screener.words.errors import Conflict, Invalid, NotFound, Unavailable
from screener.words.framework import Severity, Tier
from screener.words.review import VerdictKind

router = APIRouter(prefix="/drafts/{draft_id}")

Partly = Annotated[str, Header(alias="HX-Request")]
"""'true' where a script asks for a part of the page alone."""


class VerdictTyped(BaseModel):
    """The form on a card, as it came."""

    kind: str = ""
    severity: str = ""
    reason: TypedText = ""


class FlagTyped(BaseModel):
    """The form of a flag that the screen missed, as it came."""

    words: TypedText = ""
    concern: str = ""
    severity: str = ""
    reason: TypedText = ""
    start: str = ""
    end: str = ""
    """Where a browser saw the words, in code points."""


@router.get("/review")
def review(service: Here, request: Request, visit: Visiting, draft_id: DraftId) -> Response:
    """The draft with its flags; the text alone where a first impression is owed."""
    return _review(service, request, visit, draft_id)


@router.post("/impression")
def impression(
    service: Here,
    request: Request,
    visit: Visiting,
    actor: CsrfChecked,
    draft_id: DraftId,
    tier: FormText = "",
    note: FormText = "",
) -> Response:
    """Record a first impression; the screen's view is shown from then on."""
    try:
        if tier not in list(Tier):
            service.reading.row(actor, draft_id)
            raise Invalid("Choose a tier.", {"tier": "Choose the tier that comes to mind; it binds nobody."})
        service.reviews.impression(actor, draft_id, Tier(tier), note)
    except Invalid as fault:
        typed = Typed(kind=tier, reason=note, faults=fault.fields)
        return _review(service, request, visit, draft_id, typed, 422)
    except Unavailable as fault:
        return unsaved_page(request, visit, fault, service.framework, {"tier": [tier], "note": [note]})
    return RedirectResponse(f"/drafts/{draft_id}/review?said=saved", 303)


@router.post("/flags/{flag_id}/verdict")
def verdict(
    service: Here,
    request: Request,
    visit: Visiting,
    actor: CsrfChecked,
    draft_id: DraftId,
    flag_id: FlagId,
    sent: Annotated[VerdictTyped, Form()],
    hx_request: Partly = "",
) -> Response:
    """Accept or dismiss a flag, or change its severity."""
    typed = Typed(flag_id, sent.kind, sent.severity, sent.reason)
    try:
        chosen, changed = _chosen(sent.kind, sent.severity)
        service.reviews.verdict(actor, draft_id, flag_id, chosen, sent.reason, changed)
    except (Invalid, Conflict) as fault:
        told = fault.fields if isinstance(fault, Invalid) and fault.fields else {"form": str(fault)}
        wrong = replace(typed, faults=told)
        return _after(service, request, visit, draft_id, wrong, 422 if isinstance(fault, Invalid) else 409, hx_request)
    except Unavailable as fault:
        if hx_request:  # the page that sent it still stands
            raise
        return _unsaved(service, request, visit, fault, sent)
    return _after(service, request, visit, draft_id, typed, 200, hx_request)


@router.post("/flags/{flag_id}/undo")
def undo(
    service: Here,
    request: Request,
    visit: Visiting,
    actor: CsrfChecked,
    draft_id: DraftId,
    flag_id: FlagId,
    hx_request: Partly = "",
) -> Response:
    """Bring back what stood before the latest verdict, by adding it anew."""
    try:
        service.reviews.undo_verdict(actor, draft_id, flag_id)
    except Conflict as fault:
        wrong = Typed(flag_id, faults={"form": str(fault)})
        return _after(service, request, visit, draft_id, wrong, 409, hx_request)
    return _after(service, request, visit, draft_id, Typed(flag_id), 200, hx_request)


@router.get("/flags/new")
def flag_form(service: Here, request: Request, visit: Visiting, draft_id: DraftId) -> Response:
    """The form to flag words that the screen passed over, as a page of its own."""
    return _flag_form(service, request, visit, draft_id, {}, {}, 200, "")


@router.post("/flags")
def add_flag(
    service: Here,
    request: Request,
    visit: Visiting,
    actor: CsrfChecked,
    draft_id: DraftId,
    sent: Annotated[FlagTyped, Form()],
    hx_request: Partly = "",
) -> Response:
    """Flag words, by where a browser saw them or by looking for them."""
    try:
        start, end = _flagged(service, service.reviews.view(actor, draft_id).text.text, sent)
        given = {"concern": sent.concern, "reason": sent.reason}
        severity = Severity(sent.severity)
        made = service.reviews.add_flag(actor, draft_id, start=start, end=end, severity=severity, **given)
    except Invalid as fault:
        return _flag_form(service, request, visit, draft_id, sent.model_dump(), fault.fields, 422, hx_request)
    except Unavailable as fault:
        if hx_request:
            raise
        return _unsaved(service, request, visit, fault, sent)
    there = f"/drafts/{draft_id}/review?said=saved#flag-{made.id}"
    return Response(status_code=204, headers={"HX-Redirect": there}) if hx_request else RedirectResponse(there, 303)


def _unsaved(service: Here, request: Request, visit: Visit, fault: Unavailable, sent: BaseModel) -> Response:
    typed = {name: [value] for name, value in sent.model_dump().items() if value}
    return unsaved_page(request, visit, fault, service.framework, typed)


@router.post("/flags/{flag_id}/withdraw")
def withdraw(service: Here, actor: CsrfChecked, draft_id: DraftId, flag_id: FlagId) -> Response:
    """Withdraw a flag that a reviewer added; it stays in the record."""
    service.reviews.withdraw_flag(actor, draft_id, flag_id)
    return RedirectResponse(f"/drafts/{draft_id}/review?said=saved", 303)


def _chosen(kind: str, severity: str) -> tuple[VerdictKind, Severity | None]:
    if kind not in list(VerdictKind):
        says = "Choose whether to accept the flag, to dismiss it or to change its severity."
        raise Invalid(says, {"kind": says})
    chosen = VerdictKind(kind)
    if chosen is not VerdictKind.change_severity:
        return chosen, None
    if severity not in list(Severity):
        raise Invalid("Choose the severity it should have.", {"severity": "Choose the severity it should have."})
    return chosen, Severity(severity)


def _flagged(service: Here, text: str, sent: FlagTyped) -> tuple[int, int]:
    """Where the words stand. Raises Invalid with everything that is wrong with the form, not the first fault alone."""
    place, faults = (0, 0), dict[str, str]()
    try:
        place = place_of(text, sent.words, _number(sent.start), _number(sent.end))
    except Invalid as fault:
        faults |= fault.fields
    if sent.concern not in service.framework.concern_ids():
        faults["concern"] = "Choose a concern."
    if sent.severity not in ASKED:
        faults["severity"] = "Choose a severity."
    try:
        checked_reason(sent.reason)
    except Invalid as fault:
        faults |= fault.fields
    if faults:
        raise Invalid(next(iter(faults.values())), faults)
    return place


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _after(
    service: Here, request: Request, visit: Visit, draft_id: str, typed: Typed, status: int, hx_request: str
) -> Response:
    """The card alone with the figures above for a script, else the whole page at that card."""
    if not hx_request:
        if typed.faults:
            return _review(service, request, visit, draft_id, typed, status)
        number = typed.flag_id.removeprefix("f")
        return RedirectResponse(f"/drafts/{draft_id}/review?said=saved#flag-{number}", 303)
    shown = typed if typed.faults else NOTHING_TYPED
    laid = Laid(service.reviews.view(visit.actor, draft_id), service.framework, visit.csrf, shown)
    card = laid.card(typed.flag_id)
    if card is None:
        raise NotFound("There is no such flag in the latest report on this draft; load the page again.")
    tally = environment().get_template("parts/review_tally.html").render(view=laid.view, swapped=True)
    return HTMLResponse(f"{laid.card_html(card)}{tally}", status)


def _review(
    service: Here, request: Request, visit: Visit, draft_id: str, typed: Typed = NOTHING_TYPED, status: int = 200
) -> Response:
    view = service.reviews.view(visit.actor, draft_id)
    laid = Laid(view, service.framework, visit.csrf, typed)
    if view.blind:
        context = laid.context() | {"strip": laid.bare_strip(), "tiers": service.framework.tiers}
        return page(request, "review_blind.html", visit, status=status, **context)
    return page(request, "review.html", visit, status=status, **laid.context())


def _flag_form(
    service: Here,
    request: Request,
    visit: Visit,
    draft_id: str,
    typed: dict[str, str],
    faults: dict[str, str],
    status: int,
    hx_request: str,
) -> Response:
    view = service.reviews.view(visit.actor, draft_id)
    if view.blind:
        return RedirectResponse(f"/drafts/{draft_id}/review", 303)
    template = "parts/review_add.html" if hx_request else "review_add.html"
    shown = {"add": said(typed), "add_faults": said(faults), "framework": service.framework, "row": view.draft.row}
    return page(request, template, visit, status=status, **shown, severities=ASKED)
