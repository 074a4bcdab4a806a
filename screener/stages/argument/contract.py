"""What an advocate is given, and what it promises."""

from collections.abc import Callable
from typing import Protocol

from screener.words.case import Precedent
from screener.words.draft import Frozen, Passage
from screener.words.flag import Flag
from screener.words.screening import Argument, Evidence, Reading

Quote = Callable[[str, int | None], Evidence]
"""Finds a quote in the draft, preferring the passage of that index."""


class Material(Frozen):
    """What the argument is made from. The draft's whole text is not part of it: the readings stand for it."""

    title: str
    opening: str
    passages: tuple[Passage, ...]
    readings: tuple[Reading, ...]
    flags: tuple[Flag, ...]
    precedents: tuple[Precedent, ...]
    """Cases near the draft as a whole, nearest first."""


class Advocate(Protocol):
    """Argues both sides. Raises ModelFault where a model should have argued and did not."""

    async def argue(self, material: Material, quote: Quote) -> Argument:
        """Both sides of every factor, and what follows from them."""
