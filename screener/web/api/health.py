"""Whether the process lives, whether it can serve, and its counts for a collector. None of it holds draft data."""

import hmac

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from screener.uses.access import Deed, require
from screener.web.api.metrics import exposition
from screener.web.api.v1.described import problems
from screener.web.security.visiting import Here, visiting
from screener.wiring.service import Service
from screener.words.draft import Frozen
from screener.words.errors import Unavailable

router = APIRouter(tags=["operation"])
_TEXT = {200: {"content": {"text/plain": {"example": 'screener_drafts{status="queued"} 2\n'}}}}


class Health(Frozen):
    """The state of the process."""

    status: str
    """'ok'."""
    version: str


@router.get("/healthz", responses=problems())
def alive(service: Here) -> Health:
    """Whether the process answers at all."""
    return Health(status="ok", version=service.version)


@router.get("/readyz", responses=problems())
def ready(service: Here) -> Health:
    """Whether it can serve: the database answers and can keep something, and screenings are taken. Status 503 while not."""
    service.database.ready()
    service.database.ready_to_write()
    if not service.screening_alive():
        raise Unavailable("Screenings are not taken at the moment; uploads wait in the queue until they are.")
    return Health(status="ok", version=service.version)


@router.get(
    "/metrics",
    response_class=PlainTextResponse,
    responses=problems(401, 403, 429, also=_TEXT),
)
def metrics(service: Here, request: Request) -> PlainTextResponse:
    """Counts in Prometheus' form, for maintainers and for a collector with the token of the settings."""
    if not _is_collector(service, request):
        require(visiting(request, service).actor, Deed.oversee)
    text = exposition(request.app.state.requests, service.oversight.snapshot())
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4")


def _is_collector(service: Service, request: Request) -> bool:
    token = service.settings.service.scrape_token
    given = request.headers.get("authorization", "")
    return token is not None and hmac.compare_digest(given.encode(), f"Bearer {token.get_secret_value()}".encode())
