"""Drafts in lists and one by one, and what their authors and keepers do with them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from screener.uses.reading_room import Wanted
from screener.web.api.v1.described import ABOUT_A_DRAFT, SIGNED_IN, DraftId, problems
from screener.web.api.v1.etags import IfMatch, IfNoneMatch, is_among, quoted, require_unchanged
from screener.web.security.visiting import CsrfChecked, Here, SignedIn
from screener.words.draft import Frozen
from screener.words.framework import Attention, Tier
from screener.words.review import Happened
from screener.words.submission import DraftSensitivity, DraftStatus
from screener.words.views import DraftView, QueuePage, QueueRow

router = APIRouter(tags=["drafts"])

_TAGGED: dict[int, dict[str, Any]] = {
    200: {"headers": {"ETag": {"description": "Changes with the draft.", "schema": {"type": "string"}}}},
    304: {"description": "Unchanged since the version named by If-None-Match"},
}


class Filters(Frozen):
    """The filters of a list."""

    status: frozenset[DraftStatus] = Field(default=frozenset(), description="Only these; all without.")
    tier: frozenset[Tier] = Field(default=frozenset(), description="Only drafts for which the screen suggests these.")
    attention: frozenset[Attention] = frozenset()
    sensitivity: frozenset[DraftSensitivity] = frozenset()
    mine: bool = Field(default=False, description="Only drafts that one is an author of.")
    assigned_to_me: bool = False
    reviewer: str | None = Field(
        default=None,
        pattern=r"^[0-9a-f]{32}$",
        description="Only drafts that this person reviews; see `/reviewers` for ids.",
        examples=["0c1d2e3f4a5b6c7d8e9fa0b1c2d3e4f5"],
    )
    unassigned: bool = False
    older_than_days: int | None = Field(default=None, ge=0, le=36_500)
    superseded: bool = Field(default=False, description="Superseded versions too.")
    after: str | None = Field(
        default=None, max_length=400, pattern=r"^[\x21-\x7e]+$", description="Cursor: `following` of the page before."
    )
    most: int = Field(default=50, ge=1, le=200, description="Rows of one page.")

    def wanted(self) -> Wanted:
        """As the uses take them."""
        given = self.model_dump(exclude={"status", "tier", "sensitivity"})
        return Wanted(statuses=self.status, tiers=self.tier, sensitivities=self.sensitivity, **given)


Asked = Annotated[Filters, Query()]


@router.get("/drafts", responses=problems(*SIGNED_IN))
def list_drafts(service: Here, actor: SignedIn, filters: Asked) -> QueuePage:
    """Drafts that one may see, the newest first."""
    return service.reading.listing(actor, filters.wanted())


@router.get("/queue", responses=problems(*SIGNED_IN))
def queue(service: Here, actor: SignedIn, filters: Asked) -> QueuePage:
    """Drafts for reviewers, what needs a person first coming first. Unclaimed ones are shown without their names."""
    return service.reading.queue(actor, filters.wanted())


@router.get("/drafts/{draft_id}", response_model=DraftView, responses=problems(*ABOUT_A_DRAFT, also=_TAGGED))
def get_draft(
    service: Here, actor: SignedIn, response: Response, draft_id: DraftId, if_none_match: IfNoneMatch = None
) -> Any:
    """One draft: status, progress, versions, decisions, letters. That it was read is noted in the audit."""
    tag = service.reading.etag(actor, draft_id)
    if is_among(tag, if_none_match):
        return Response(status_code=304, headers={"ETag": quoted(tag)})
    response.headers["ETag"] = quoted(tag)
    return service.reading.get(actor, draft_id)


@router.get("/drafts/{draft_id}/history", responses=problems(*ABOUT_A_DRAFT))
def history(service: Here, actor: SignedIn, draft_id: DraftId) -> tuple[Happened, ...]:
    """Who did what to the draft, oldest first, as far as one may know of it."""
    return service.reading.history(actor, draft_id)


@router.post("/drafts/{draft_id}/cancel", responses=problems(*ABOUT_A_DRAFT, 409))
def cancel(service: Here, actor: CsrfChecked, draft_id: DraftId) -> QueueRow:
    """Stop the screening, queued or running. Requests to models end within a moment."""
    return service.submissions.cancel(actor, draft_id)


@router.post("/drafts/{draft_id}/resume", responses=problems(*ABOUT_A_DRAFT, 409))
def resume(service: Here, actor: CsrfChecked, draft_id: DraftId) -> QueueRow:
    """Screen a draft whose screening was cancelled or failed; what was read already is not read again."""
    return service.submissions.resume(actor, draft_id)


@router.post("/drafts/{draft_id}/rescreen", responses=problems(*ABOUT_A_DRAFT, 409))
def rescreen(service: Here, actor: CsrfChecked, draft_id: DraftId) -> QueueRow:
    """Screen a draft anew, under the models, prompts and cases of today."""
    return service.submissions.rescreen(actor, draft_id)


@router.delete("/drafts/{draft_id}", responses=problems(*ABOUT_A_DRAFT, 409, 412))
def purge(service: Here, actor: CsrfChecked, draft_id: DraftId, if_match: IfMatch = None) -> QueueRow:
    """Destroy the draft's key, file, text and reports for good. Its row and the audit remain."""
    require_unchanged(service.reading.etag(actor, draft_id), if_match)
    return service.submissions.purge(actor, draft_id)
