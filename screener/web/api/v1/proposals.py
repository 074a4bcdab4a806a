"""Cases proposed from decided drafts, and their approval into the corpus."""

from enum import StrEnum

from fastapi import APIRouter
from pydantic import Field

from screener.web.api.v1.described import ABOUT_A_DRAFT, CHANGES, SIGNED_IN, DraftId, LongText, OtherId, Words, problems
from screener.web.security.visiting import CsrfChecked, Here, SignedIn
from screener.words.case import Sensitivity
from screener.words.draft import Frozen
from screener.words.views import Proposal

router = APIRouter(tags=["cases"])


class State(StrEnum):
    """Where a proposal stands."""

    proposed = "proposed"
    approved = "approved"
    rejected = "rejected"
    withdrawn = "withdrawn"


class CaseText(Frozen):
    """A case as its file has it."""

    yaml: LongText = Field(examples=["id: some-case-2021\nkind: real\ntitle: …\n"])


class Turned(Frozen):
    """Why a proposal is turned down, or a case taken back."""

    because: Words = Field(examples=["It names the lab; leave that out and propose it again."])


class NewSensitivity(Frozen):
    """Who may see an approved case from now on, and why."""

    sensitivity: Sensitivity
    because: Words = Field(examples=["The vendors asked that it stay among the cleared."])


@router.get("/drafts/{draft_id}/case", responses=problems(*ABOUT_A_DRAFT, 409))
def draft_case(service: Here, actor: SignedIn, draft_id: DraftId) -> CaseText:
    """A case filled in from a decided draft, to be edited to the sensitivity it may have."""
    return CaseText(yaml=service.casebook.draft_case(actor, draft_id))


@router.post("/drafts/{draft_id}/case", status_code=201, responses=problems(*ABOUT_A_DRAFT, *CHANGES))
def propose_case(service: Here, actor: CsrfChecked, draft_id: DraftId, body: CaseText) -> Proposal:
    """Propose the case."""
    return service.casebook.propose(actor, draft_id, body.yaml)


@router.get("/proposals", responses=problems(*SIGNED_IN))
def list_proposals(service: Here, actor: SignedIn, state: State | None = State.proposed) -> tuple[Proposal, ...]:
    """Proposals, the newest first."""
    return service.casebook.proposals(actor, state.value if state else None)


@router.post("/proposals/{proposal_id}/approve", responses=problems(*SIGNED_IN, 404, 409))
def approve(service: Here, actor: CsrfChecked, proposal_id: OtherId) -> Proposal:
    """Take it into the corpus (maintainers): the next draft finds it among its precedents."""
    return service.casebook.approve(actor, proposal_id)


@router.post("/proposals/{proposal_id}/reject", responses=problems(*SIGNED_IN, 404, *CHANGES))
def reject(service: Here, actor: CsrfChecked, proposal_id: OtherId, body: Turned) -> Proposal:
    """Turn it down (maintainers)."""
    return service.casebook.reject(actor, proposal_id, body.because)


@router.post("/proposals/{proposal_id}/withdraw", responses=problems(*SIGNED_IN, 404, *CHANGES))
def withdraw(service: Here, actor: CsrfChecked, proposal_id: OtherId, body: Turned) -> Proposal:
    """Take an approved case out of the corpus, or a proposed one back (maintainers). No draft finds it from then on, and
    the open edition of reports that name it leaves it out."""
    return service.casebook.withdraw(actor, proposal_id, body.because)


@router.post("/proposals/{proposal_id}/sensitivity", responses=problems(*SIGNED_IN, 404, *CHANGES))
def set_sensitivity(service: Here, actor: CsrfChecked, proposal_id: OtherId, body: NewSensitivity) -> Proposal:
    """Restrict an approved case to the cleared, or open it to everybody (maintainers); reports that name it follow."""
    return service.casebook.set_sensitivity(actor, proposal_id, body.sensitivity, body.because)
