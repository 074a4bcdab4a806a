"""What a reviewer is told about words in look-alike letters: as written, as they look, which letters."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from screener.doors.documents.disguised.words import Disguised

LOOK_ALIKE = "in look-alike letters"
"""What stands behind the place in an alert."""
MOST_WORDS = 40
"""Words named in one alert."""
_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Told:
    """The disguised words of one paragraph."""

    offset: int
    """Where the first of them stands."""
    says: str
    styled: bool
    """Whether they are sentences in letters for formulas, which hide nothing from a reader."""


def told(text: str, words: Iterable[Disguised]) -> Iterator[Told]:
    """One piece for each paragraph that holds such words, in order."""
    words = tuple(words)
    ends = [match.start() for match in _PARAGRAPH.finditer(text)] if words else []
    for _, group in groupby(words, lambda word: (word.styled, bisect_right(ends, word.start))):
        together = list(group)
        each = list(dict.fromkeys(_said(word) for word in together))
        more = f"; and {len(each) - MOST_WORDS} more words" if len(each) > MOST_WORDS else ""
        yield Told(together[0].start, "; ".join(each[:MOST_WORDS]) + more, together[0].styled)


def _said(word: Disguised) -> str:
    pairs = dict.fromkeys(zip(word.written, word.looks, strict=True))
    letters = ", ".join(f"U+{ord(is_):04X} for {seems}" for is_, seems in pairs if is_ != seems)
    return f"'{word.written}' looks like '{word.looks}' ({letters})"
