"""Decisions, and what takes them up again."""

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import Field

from screener.uses.reviewing import Ruling
from screener.web.api.v1.described import ABOUT_A_DRAFT, CHANGES, DraftId, Words, problems
from screener.web.api.v1.etags import IfMatch, require_unchanged
from screener.web.line_ends import LineFeeds
from screener.web.security.visiting import CsrfChecked, Here
from screener.words.draft import Frozen
from screener.words.views import QueueRow, ShownDecision

router = APIRouter(prefix="/drafts/{draft_id}", tags=["decisions"])


class Because(Frozen):
    """A reason."""

    reason: Words = Field(examples=["The date of the next look has come."])


_EXAMPLES = {
    "edits": {
        "summary": "Publish with edits",
        "value": {
            "tier": "publish_with_edits",
            "rationale": "The benefit is wide and one figure carries what little could be misused.",
            "edits": [{"says": "Give the range in words instead of the table.", "flag_id": "f2"}],
        },
    },
    "share": {
        "summary": "Share with a circle",
        "value": {
            "tier": "share_select",
            "rationale": "Defenders need the method now, and it would help nobody else as much as builders.",
            "conditions": {
                "audience": "The two partner groups that were named in the review",
                "commitment": "They use it for evaluation alone, build no training on it, and pass it to nobody.",
                "next_look": "2031-05-01",
            },
        },
    },
    "hold": {
        "summary": "Hold until a named day",
        "value": {
            "tier": "hold",
            "rationale": "The affected vendors have not answered yet.",
            "conditions": {"audience": "The authors and the security lead", "next_look": "2031-05-01"},
        },
    },
}


@router.post("/decisions", status_code=201, responses=problems(*ABOUT_A_DRAFT, *CHANGES, 412))
def decide(
    service: Here,
    actor: CsrfChecked,
    draft_id: DraftId,
    body: Annotated[Ruling, LineFeeds, Body(openapi_examples=_EXAMPLES)],
    if_match: IfMatch = None,
) -> ShownDecision:
    """Decide. A decision is added to the history and never overwritten; of two at once, one is refused."""
    require_unchanged(service.reading.etag(actor, draft_id), if_match)
    return service.reviews.decide(actor, draft_id, body)


@router.post("/reopen", responses=problems(*ABOUT_A_DRAFT, *CHANGES))
def reopen(service: Here, actor: CsrfChecked, draft_id: DraftId, body: Because) -> QueueRow:
    """Take up a decided draft again."""
    return service.reviews.reopen(actor, draft_id, body.reason)


@router.post("/appeal/take", responses=problems(*ABOUT_A_DRAFT, 409))
def take_appeal(service: Here, actor: CsrfChecked, draft_id: DraftId) -> QueueRow:
    """Take up an appeal."""
    return service.reviews.take_appeal(actor, draft_id)
