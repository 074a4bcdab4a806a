"""Progress of a screening as it happens, by server-sent events."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from screener.web.api.v1.described import ABOUT_A_DRAFT, DraftId, problems
from screener.web.security.visiting import Here, SignedIn, visiting
from screener.wiring.service import Service
from screener.words.errors import ServiceFault, TooMany, Unavailable
from screener.words.people import Actor
from screener.words.submission import DraftStatus, ScreeningProgress

router = APIRouter(prefix="/drafts", tags=["drafts"])

LOOK_EVERY = 0.4
"""Seconds between two looks; progress must reach a browser within one second."""
HEARTBEAT = 10.0
"""Seconds after which something is sent although nothing changed, so that a dead connection is noticed."""
LONGEST = 3_600.0
"""Seconds after which the stream ends and the browser connects again, which checks its session anew."""
CHECK_EVERY = 15.0
"""Seconds after which it is asked anew who follows: somebody who signed out, or whose account was closed, sees no more."""
MOST_OF_A_PERSON = 8
"""Streams that one person may follow at the same time, in one process."""
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
    if _followed(request)[actor.id] >= MOST_OF_A_PERSON:
        says = f"You follow {MOST_OF_A_PERSON} screenings already; close one of the pages that do."
        raise TooMany(says, after=CHECK_EVERY)
    return StreamingResponse(
        _counted(service, request, actor, first),
        media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},
    )


async def _counted(service: Service, request: Request, actor: Actor, first: ScreeningProgress) -> AsyncIterator[bytes]:
    """The stream's text, which counts while it is being sent."""
    with _one_of(_followed(request), actor.id) as allowed:
        if allowed:  # several that were asked for at the same moment may all have been let in
            async for text in _told(service, request, actor, first):
                yield text


async def _told(service: Service, request: Request, actor: Actor, shown: ScreeningProgress) -> AsyncIterator[bytes]:
    """The stream's text. It ends when the screening has, when the service stops or the person may no longer look."""
    yield b"retry: 2000\n\n" + _event("progress", shown)
    stopping: asyncio.Event = request.app.state.stopping
    began = sent = checked = time.monotonic()
    while shown.status in RUNNING and time.monotonic() - began < LONGEST and not stopping.is_set():
        await asyncio.sleep(LOOK_EVERY)
        try:
            if time.monotonic() - checked > CHECK_EVERY:
                actor, checked = (await asyncio.to_thread(visiting, request, service)).actor, time.monotonic()
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


def _followed(request: Request) -> Counter[str]:
    """How many streams each person follows, by their id; the event loop alone changes it."""
    state = request.app.state
    if not hasattr(state, "followed"):
        state.followed = Counter()
    followed: Counter[str] = state.followed
    return followed


@contextmanager
def _one_of(followed: Counter[str], person: str) -> Iterator[bool]:
    """One stream more of a person, and whether they may have it."""
    followed[person] += 1
    try:
        yield followed[person] <= MOST_OF_A_PERSON
    finally:
        followed[person] -= 1
        if not followed[person]:
            del followed[person]


def _event(name: str, progress: ScreeningProgress) -> bytes:
    return f"event: {name}\ndata: {progress.model_dump_json()}\n\n".encode()
