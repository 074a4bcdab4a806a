"""Pictures of a draft's pages: drawn once in the sandbox, kept sealed beside the draft."""

from screener.doors.documents.page_image import page_png
from screener.doors.documents.sandbox import Limits
from screener.storage.database import Session
from screener.uses.stores import Stores
from screener.words.draft import Format
from screener.words.errors import NotFound, RefusedInput, Unavailable
from screener.words.screening import Screening

KIND = "page"
MOST_PAGES = 2_000


class PagesOf:
    """The pages of drafts as PNG."""

    def __init__(self, stores: Stores, limits: Limits) -> None:
        self._stores, self._limits = stores, limits

    def kept(self, session: Session, draft_id: str, page: int) -> bytes | None:
        """A picture that was drawn before."""
        name = str(page)
        if name not in self._stores.drafts.names(session, draft_id, KIND):
            return None
        return self._stores.drafts.get_bytes(session, draft_id, KIND, name)

    def draw(self, untrusted: bytes, name: str, page: int) -> bytes:
        """A page (1-based) of a file. Raises NotFound where there is none, Unavailable where it cannot be drawn."""
        try:
            drawn = page_png(untrusted, name, page, self._limits) if 1 <= page <= MOST_PAGES else None
        except RefusedInput as error:
            raise Unavailable("This page could not be drawn; read its text, or download the original.") from error
        if drawn is None:
            raise NotFound("There is no picture of this page: only pages of PDF files can be shown.")
        return drawn

    def keep(self, session: Session, draft_id: str, page: int, png: bytes) -> None:
        """Keep a picture for the next reader."""
        self._stores.drafts.put_bytes(session, draft_id, KIND, str(page), png)


def page_count(screening: Screening) -> int:
    """How many pages of a draft can be shown as pictures."""
    return len(screening.draft.pages) if screening.draft.format is Format.pdf else 0
