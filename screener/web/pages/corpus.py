"""The corpus: search it, read a case, and let a decided draft become one."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from screener.web.api.v1.described import DraftId
from screener.web.line_ends import FormText
from screener.web.pages.rendering import page, status_of
from screener.web.security.visiting import CsrfChecked, Here, Visiting, needs
from screener.words.case import Sensitivity
from screener.words.errors import Conflict, Invalid, NotFound
from screener.words.framework import Tier
from screener.words.people import Role
from screener.words.views import CaseSummary, Proposal

MOST_ROWS = 20
router = APIRouter(dependencies=[needs(Role.reviewer)])

Blank = Annotated[str, Query()]
CaseId = Annotated[str, Path(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
ProposalId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.get("/corpus")
def corpus(
    service: Here, request: Request, visit: Visiting, words: Blank = "", tier: Blank = "", after: str | None = None
) -> Response:
    """All cases, a page at a time."""
    wanted = Tier(tier) if tier in list(Tier) else None
    found = service.casebook.list(visit.actor, words=words, tier=wanted, after=after or None, most=MOST_ROWS)
    waiting = service.casebook.proposals(visit.actor, "proposed")
    shown: dict[str, Any] = {"rows": found.rows, "following": found.following, "total": found.total, "similar": False}
    return page(
        request,
        "corpus.html",
        visit,
        **shown,
        words=words,
        tier=tier,
        tiers=list(Tier),
        waiting=waiting,
        text="",
        fault="",
    )


@router.post("/corpus/similar")
def similar(service: Here, request: Request, visit: Visiting, actor: CsrfChecked, text: FormText = "") -> Response:
    """The cases nearest to a text, which travels in the request's body and is kept nowhere."""
    rows: tuple[CaseSummary, ...] = ()
    fault, status = "", 200
    try:
        rows = service.casebook.search(actor, text)
    except Invalid as wrong:
        fault, status = str(wrong), 422
    shown: dict[str, Any] = {"rows": rows, "following": None, "total": len(rows), "similar": True, "waiting": ()}
    return page(
        request,
        "corpus.html",
        visit,
        status=status,
        **shown,
        words="",
        tier="",
        tiers=list(Tier),
        text=text,
        fault=fault,
    )


@router.get("/corpus/cases/{case_id}")
def case(service: Here, request: Request, visit: Visiting, case_id: CaseId) -> Response:
    """One case."""
    found = service.casebook.get(visit.actor, case_id)
    return page(request, "case.html", visit, case=found, came_from=service.casebook.came_from(visit.actor, case_id))


@router.get("/drafts/{draft_id}/case")
def propose_form(service: Here, request: Request, visit: Visiting, draft_id: DraftId) -> Response:
    """A decided draft as a case, filled in as far as the records go."""
    filled_in = service.casebook.draft_case(visit.actor, draft_id)
    return _propose(service, request, visit, draft_id, filled_in)


@router.post("/drafts/{draft_id}/case")
def propose(
    service: Here, request: Request, visit: Visiting, actor: CsrfChecked, draft_id: DraftId, yaml: FormText = ""
) -> Response:
    """Propose it; what is wrong with the text is said beside it."""
    try:
        made = service.casebook.propose(actor, draft_id, yaml)
    except (Invalid, Conflict) as fault:
        wrong, status = dict(fault.fields) if isinstance(fault, Invalid) else {}, status_of(fault)
        return _propose(service, request, visit, draft_id, yaml, status=status, fault=str(fault), faults=wrong)
    return RedirectResponse(f"/corpus/proposals/{made.id}?said=proposed", 303)


@router.get("/corpus/proposals/{proposal_id}")
def proposal(service: Here, request: Request, visit: Visiting, proposal_id: ProposalId) -> Response:
    """One proposal, to be settled by a maintainer."""
    return _proposal(request, visit, _found(service, visit, proposal_id))


@router.post("/corpus/proposals/{proposal_id}/sensitivity")
def set_sensitivity(
    service: Here,
    request: Request,
    visit: Visiting,
    actor: CsrfChecked,
    proposal_id: ProposalId,
    sensitivity: Annotated[Sensitivity, Form()],
    because: FormText = "",
) -> Response:
    """Restrict an approved case, or open it."""
    try:
        service.casebook.set_sensitivity(actor, proposal_id, sensitivity, because)
    except (Invalid, Conflict) as fault:
        found = _found(service, visit, proposal_id)
        return _proposal(request, visit, found, fault=fault, at="sensitivity", because=because)
    try:
        _found(service, visit, proposal_id)
    except NotFound:  # whoever is not cleared does not see it any more
        return RedirectResponse("/corpus?said=restricted", 303)
    return RedirectResponse(f"/corpus/proposals/{proposal_id}?said=saved", 303)


@router.post("/corpus/proposals/{proposal_id}/{outcome}")
def settle(
    service: Here,
    request: Request,
    visit: Visiting,
    actor: CsrfChecked,
    proposal_id: ProposalId,
    outcome: Literal["approve", "reject", "withdraw"],
    because: FormText = "",
) -> Response:
    """Take a proposal into the corpus, turn it down, or take it back."""
    try:
        if outcome == "approve":
            service.casebook.approve(actor, proposal_id)
        elif outcome == "reject":
            service.casebook.reject(actor, proposal_id, because)
        else:
            service.casebook.withdraw(actor, proposal_id, because)
    except (Invalid, Conflict) as fault:
        return _proposal(request, visit, _found(service, visit, proposal_id), fault=fault, at=outcome, because=because)
    said = "withdrawn" if outcome == "withdraw" else "saved"
    return RedirectResponse(f"/corpus/proposals/{proposal_id}?said={said}", 303)


def _proposal(
    request: Request,
    visit: Visiting,
    shown: Proposal,
    *,
    fault: Invalid | Conflict | None = None,
    at: str = "",
    because: str = "",
) -> Response:
    """The page of a proposal; a fault is told beside the form that was sent (`at`), with the reason as it was typed."""
    told = {"fault": str(fault or ""), "at": at, "because": because}
    return page(request, "proposal.html", visit, status=status_of(fault) if fault else 200, proposal=shown, **told)


def _found(service: Here, visit: Visiting, proposal_id: str) -> Proposal:
    for known in service.casebook.proposals(visit.actor, None):
        if known.id == proposal_id:
            return known
    raise NotFound("There is no such proposal that you may see; go back to the corpus.")


def _propose(
    service: Here,
    request: Request,
    visit: Visiting,
    draft_id: str,
    yaml: str,
    *,
    status: int = 200,
    fault: str = "",
    faults: dict[str, str] | None = None,
) -> Response:
    stand = [p for p in service.casebook.proposals(visit.actor, None) if p.state in ("approved", "proposed")]
    held = [p for p in stand if p.draft_id == draft_id]
    shown: dict[str, Any] = {"yaml": yaml, "fault": fault, "faults": faults or {}, "held": held}
    return page(request, "propose.html", visit, status=status, draft_id=draft_id, **shown)
