"""What left for models in the screening of a draft, request by request, for those who review it."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from screener.report import egress
from screener.web.api.v1.described import DraftId
from screener.web.pages.rendering import page
from screener.web.security.visiting import Here, Visiting

router = APIRouter(prefix="/drafts/{draft_id}")

MOST_ROWS = 1_000
"""Requests that the page shows; the file has all of them."""


@router.get("/egress")
def manifest(service: Here, request: Request, visit: Visiting, draft_id: DraftId) -> Response:
    """Every request with its host, model and size, and their totals."""
    sent = service.reading.sent(visit.actor, draft_id)
    return page(
        request,
        "egress.html",
        visit,
        row=service.reading.row(visit.actor, draft_id),
        sent=sent,
        shown=sent.requests[:MOST_ROWS],
        hosts=egress.by_host(sent),
        totals=egress.totals(sent),
        kept_back=egress.kept_back(sent),
    )
