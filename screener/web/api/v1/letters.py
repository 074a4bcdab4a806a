"""Words between authors and reviewers."""

from fastapi import APIRouter
from pydantic import Field

from screener.web.api.v1.described import ABOUT_A_DRAFT, CHANGES, DraftId, Words, problems
from screener.web.security.visiting import CsrfChecked, Here
from screener.words.draft import Frozen
from screener.words.views import ShownLetter

router = APIRouter(prefix="/drafts/{draft_id}", tags=["letters"])


class Written(Frozen):
    """What somebody writes."""

    text: Words = Field(examples=["The table is needed; the new version gives it to referees alone."])


@router.post("/replies", status_code=201, responses=problems(*ABOUT_A_DRAFT, *CHANGES))
def reply(service: Here, actor: CsrfChecked, draft_id: DraftId, body: Written) -> ShownLetter:
    """Write to the other side."""
    return service.reviews.reply(actor, draft_id, body.text)


@router.post("/appeals", status_code=201, responses=problems(*ABOUT_A_DRAFT, *CHANGES))
def appeal(service: Here, actor: CsrfChecked, draft_id: DraftId, body: Written) -> ShownLetter:
    """Appeal against the decision (authors)."""
    return service.reviews.appeal(actor, draft_id, body.text)
