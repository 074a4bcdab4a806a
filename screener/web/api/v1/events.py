"""Progress of a screening as it happens, by server-sent events."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from screener.web.api.v1.described import ABOUT_A_DRAFT, DraftId, problems
from screener.web.security.visiting import Here, SignedIn
from screener.wiring.service import Service
from screener.words.errors import ServiceFault, Unavailable
from screener.words.people import Actor
from screener.words.submission import DraftStatus, ScreeningProgress

router = APIRouter(prefix="/drafts", tags=["drafts"])

LOOK_EVERY = 0.4
"""Seconds between two looks; progress must reach a browser within one second."""
HEARTBEAT = 10.0
"""Seconds after which something is sent although nothing changed, so that a dead connection is noticed."""
LONGEST = 3_600.0
"""Seconds after which the stream ends and the browser connects again, which checks its session anew."""
RUNNING = frozenset({DraftStatus.queued, DraftStatus.screening})
_STREAM: dict[int, dict[str, Any]] = {
    200: {
        "description": "Events `progress` whenever something changed, and one event `end` at the end; "
        "the data of both is a ScreeningProgress as JSON",
        "content": {
            "text/event-stream": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "event": {"enum": ["progress", "end"]},
                        "data": {"type": "string", "contentMediaType": "application/json"},
                    },
                },
                "example": {"event": "progress", "data": '{"draft_id":"3f…","status":"screening","done":3,"total":41}'},
            }
        },
    }
}


@router.get("/{draft_id}/events", response_class=StreamingResponse, responses=problems(*ABOUT_A_DRAFT, also=_STREAM))
def events(service: Here, request: Request, actor: SignedIn, draft_id: DraftId) -> StreamingResponse:
    """Follow a screening: the present state at once, every change within a second, until it has ended."""
    first = service.reading.progress(actor, draft_id)
    stopping: asyncio.Event = request.app.state.stopping
    return StreamingResponse(
        _told(service, actor, first, stopping),
        media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},
    )


async def _told(
    service: Service, actor: Actor, shown: ScreeningProgress, stopping: asyncio.Event
) -> AsyncIterator[bytes]:
    """The stream's text. It ends when the screening has, when the service stops or the person may no longer look."""
    yield b"retry: 2000\n\n" + _event("progress", shown)
    began = sent = time.monotonic()
    while shown.status in RUNNING and time.monotonic() - began < LONGEST and not stopping.is_set():
        await asyncio.sleep(LOOK_EVERY)
        try:
            now = await asyncio.to_thread(service.reading.progress, actor, shown.draft_id)
        except Unavailable:
            now = shown  # the database may come back; the browser is better served by waiting than by an error
        except ServiceFault:
            return
        if now != shown:
            shown, sent = now, time.monotonic()
            yield _event("progress", now)
        elif time.monotonic() - sent > HEARTBEAT:
            sent = time.monotonic()
            yield b": still here\n\n"
    if shown.status not in RUNNING:
        yield _event("end", shown)


def _event(name: str, progress: ScreeningProgress) -> bytes:
    return f"event: {name}\ndata: {progress.model_dump_json()}\n\n".encode()
