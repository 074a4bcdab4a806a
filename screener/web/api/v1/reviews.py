"""What reviewers do with a draft before they decide: take it, say a first impression, judge flags, add some."""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import Field

from screener.web.api.v1.described import ABOUT_A_DRAFT, CHANGES, DraftId, FlagId, Line, PersonId, Words, problems
from screener.web.api.v1.etags import IfNoneMatch, is_among, quoted
from screener.web.security.visiting import CsrfChecked, Here, SignedIn
from screener.words.draft import Frozen
from screener.words.framework import Severity, Tier
from screener.words.review import AddedFlag, Impression, VerdictKind
from screener.words.views import JudgedFlag, QueueRow, ReviewView

router = APIRouter(prefix="/drafts/{draft_id}", tags=["reviews"])


class ImpressionGiven(Frozen):
    """What a reviewer thinks before the screen's view is shown."""

    tier: Tier = Field(examples=["publish"])
    note: Words = Field(examples=["A monitoring method; nothing that enables anybody."])


class VerdictGiven(Frozen):
    """A judgement of one flag."""

    kind: VerdictKind = Field(examples=["dismiss"])
    severity: Severity | None = Field(default=None, examples=[None])
    """With change_severity, and only with it."""
    reason: Words = Field(examples=["The parameter is in every textbook on the subject."])


class FlagGiven(Frozen):
    """A flag that the screen missed: code points into the draft's visible text."""

    start: int = Field(ge=0, le=10**9, examples=[1042])
    end: int = Field(ge=1, le=10**9, examples=[1180])
    concern: Line = Field(max_length=64, examples=["step_change"])
    """Id of a concern of the framework."""
    severity: Severity = Field(examples=["medium"])
    reason: Words = Field(examples=["Together with table 2 this names what was left out elsewhere."])


@router.get(
    "/review",
    response_model=ReviewView,
    responses=problems(*ABOUT_A_DRAFT, 409, also={304: {"description": "Unchanged"}}),
)
def review(
    service: Here, actor: SignedIn, response: Response, draft_id: DraftId, if_none_match: IfNoneMatch = None
) -> Any:
    """Everything a reviewer works with; without the screen's view while a first impression is owed."""
    tag = service.reading.etag(actor, draft_id)
    if is_among(tag, if_none_match):
        return Response(status_code=304, headers={"ETag": quoted(tag)})
    response.headers["ETag"] = quoted(tag)
    return service.reviews.view(actor, draft_id)


@router.post("/claim", responses=problems(*ABOUT_A_DRAFT, 409))
def claim(service: Here, actor: CsrfChecked, draft_id: DraftId) -> QueueRow:
    """Take a waiting draft from the queue."""
    return service.reviews.claim(actor, draft_id)


@router.post("/release", responses=problems(*ABOUT_A_DRAFT, 409))
def release(service: Here, actor: CsrfChecked, draft_id: DraftId) -> QueueRow:
    """Give it back to the queue."""
    return service.reviews.release(actor, draft_id)


@router.put("/reviewers/{person_id}", responses=problems(*ABOUT_A_DRAFT, 409))
def assign(service: Here, actor: CsrfChecked, draft_id: DraftId, person_id: PersonId) -> QueueRow:
    """Have somebody review it (maintainers)."""
    return service.reviews.assign(actor, draft_id, person_id)


@router.delete("/reviewers/{person_id}", responses=problems(*ABOUT_A_DRAFT, 409))
def unassign(service: Here, actor: CsrfChecked, draft_id: DraftId, person_id: PersonId) -> QueueRow:
    """Take it from somebody again, or strike a co-author who did not write it (maintainers)."""
    return service.reviews.unassign(actor, draft_id, person_id)


@router.put("/impression", responses=problems(*ABOUT_A_DRAFT, *CHANGES))
def impression(service: Here, actor: CsrfChecked, draft_id: DraftId, body: ImpressionGiven) -> Impression:
    """Record one's first impression, once."""
    return service.reviews.impression(actor, draft_id, body.tier, body.note)


@router.post("/flags/{flag_id}/verdicts", status_code=201, responses=problems(*ABOUT_A_DRAFT, *CHANGES))
def judge(service: Here, actor: CsrfChecked, draft_id: DraftId, flag_id: FlagId, body: VerdictGiven) -> JudgedFlag:
    """Accept or dismiss a flag, or change its severity, with a reason. The latest verdict stands."""
    return service.reviews.verdict(actor, draft_id, flag_id, body.kind, body.reason, body.severity)


@router.delete("/flags/{flag_id}/verdict", responses=problems(*ABOUT_A_DRAFT, 409))
def take_back(service: Here, actor: CsrfChecked, draft_id: DraftId, flag_id: FlagId) -> JudgedFlag:
    """Take the verdict back: the flag is unjudged again. The history keeps both."""
    return service.reviews.undo_verdict(actor, draft_id, flag_id)


@router.post("/added-flags", status_code=201, responses=problems(*ABOUT_A_DRAFT, *CHANGES))
def add_flag(service: Here, actor: CsrfChecked, draft_id: DraftId, body: FlagGiven) -> AddedFlag:
    """Add a flag that the screen missed."""
    return service.reviews.add_flag(
        actor,
        draft_id,
        start=body.start,
        end=body.end,
        concern=body.concern,
        severity=body.severity,
        reason=body.reason,
    )


@router.delete("/added-flags/{flag_id}", responses=problems(*ABOUT_A_DRAFT, 409))
def withdraw_flag(service: Here, actor: CsrfChecked, draft_id: DraftId, flag_id: FlagId) -> AddedFlag:
    """Withdraw a flag that one added. It stays in the history."""
    return service.reviews.withdraw_flag(actor, draft_id, flag_id)
