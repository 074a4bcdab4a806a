"""Pictures of a draft's pages: drawn once in the sandbox, kept sealed beside the draft.

Drawing takes much time and memory where a file wants it to. So two pages are drawn at once, few requests wait for their
turn, and a page that could not be drawn is not tried again for a while.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from time import monotonic

from screener.doors.documents.page_image import page_png
from screener.doors.documents.sandbox import Limits
from screener.storage.database import Session
from screener.uses.stores import Stores
from screener.words.draft import Format
from screener.words.errors import NotFound, RefusedInput, Unavailable
from screener.words.screening import Screening

KIND = "page"
MOST_PAGES = 2_000
DRAWN_AT_ONCE = 2
MOST_IN_TURN = 14
"""Requests that are drawn or wait for it; each holds a thread, so that further ones are sent away."""
REMEMBERED_SECONDS = 3_600.0
"""How long a page that could not be drawn is not tried again."""
MOST_REMEMBERED = 10_000


class PagesOf:
    """The pages of drafts as PNG."""

    def __init__(self, stores: Stores, limits: Limits) -> None:
        self._stores, self._limits = stores, limits
        self._drawing, self._in_turn = BoundedSemaphore(DRAWN_AT_ONCE), BoundedSemaphore(MOST_IN_TURN)
        self._failed: dict[tuple[bytes, str, int], float] = {}

    def kept(self, session: Session, draft_id: str, page: int) -> bytes | None:
        """A picture that was drawn before."""
        name = str(page)
        if name not in self._stores.drafts.names(session, draft_id, KIND):
            return None
        return self._stores.drafts.get_bytes(session, draft_id, KIND, name)

    def draw(self, untrusted: bytes, name: str, page: int) -> bytes:
        """A page (1-based) of a file. Raises NotFound where there is none, Unavailable where it cannot be drawn, or not
        now because others are being drawn."""
        if not 1 <= page <= MOST_PAGES:
            raise _no_picture()
        wanted = (hashlib.sha256(untrusted).digest(), name, page)
        with self._turn():
            self._check_not_failed(wanted)
            try:
                drawn = page_png(untrusted, name, page, self._limits)
            except RefusedInput as error:
                self._remember(wanted)
                raise _not_drawn() from error
        if drawn is None:
            raise _no_picture()
        return drawn

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._in_turn.acquire(blocking=False):
            raise Unavailable("Many pages are being drawn at the moment; try again in half a minute.")
        try:
            with self._drawing:
                yield
        finally:
            self._in_turn.release()

    def _check_not_failed(self, wanted: tuple[bytes, str, int]) -> None:
        failed_at = self._failed.get(wanted)
        if failed_at is not None and monotonic() - failed_at < REMEMBERED_SECONDS:
            raise _not_drawn()

    def _remember(self, wanted: tuple[bytes, str, int]) -> None:
        if len(self._failed) >= MOST_REMEMBERED:
            self._failed.clear()
        self._failed[wanted] = monotonic()

    def keep(self, session: Session, draft_id: str, page: int, png: bytes) -> None:
        """Keep a picture for the next reader."""
        self._stores.drafts.put_bytes(session, draft_id, KIND, str(page), png)


def page_count(screening: Screening) -> int:
    """How many pages of a draft can be shown as pictures."""
    return len(screening.draft.pages) if screening.draft.format is Format.pdf else 0


def _no_picture() -> NotFound:
    return NotFound("There is no picture of this page: only pages of PDF files can be shown.")


def _not_drawn() -> Unavailable:
    return Unavailable("This page could not be drawn; read its text, or download the original.")
