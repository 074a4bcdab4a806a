"""What every reader promises. The same tests run on each."""

from collections.abc import Mapping
from typing import Protocol

from screener.words.case import Precedent
from screener.words.draft import Frozen, Passage
from screener.words.flag import ReaderKind
from screener.words.screening import ReaderDescription, Reading


class DraftContext(Frozen):
    """What a reader may know of the draft around a passage. The same for all passages of a draft."""

    text: str
    title: str
    opening: str
    outline: str
    total: int
    """Passages in the draft."""
    precedents: tuple[Precedent, ...] = ()
    """Cases near the draft as a whole."""
    by_passage: Mapping[int, tuple[Precedent, ...]] = {}


class Reader(Protocol):
    """Reads passages. Never raises for a passage: what goes wrong is an unread reading with its reason."""

    kind: ReaderKind

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """What the passage holds, or why it is unread."""

    def describe(self, role: str) -> ReaderDescription:
        """Itself, for the top of the report."""
