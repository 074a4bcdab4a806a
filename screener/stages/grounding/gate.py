"""The quote gate: finds a claimed quote in the draft, or says that it is not there."""

from bisect import bisect_left
from dataclasses import dataclass

from rapidfuzz import fuzz

from screener.stages.grounding.folding import fold, origin_of
from screener.stages.grounding.wording import same_wording, weighs
from screener.words.flag import Grounding

FUZZY_FROM = 92.0
"""rapidfuzz ratio (0-100) of quote and draft, both folded, from which an alignment counts."""
FUZZY_SHORTEST = 24
"""Shorter quotes must be found exactly or after normalisation: short strings align with anything."""
ELLIPSES = ("[...]", "[…]", "…", "...")
_SHORTEST_PART = 8
_LONGEST_ADDED = 24
"""Characters of a cut word that are put back at either end."""
_NO_SPACES_FROM = "\u0e00"
"""Scripts from here on mostly write without spaces, so a word's edge cannot be told there."""


@dataclass(frozen=True)
class Found:
    """Where a quote stands: code points into the document's text, half open."""

    how: Grounding
    start: int | None = None
    end: int | None = None


NOT_FOUND = Found(Grounding.ungrounded)


class QuoteGate:
    """Looks quotes up in one document. The passage that was read is searched first, then the whole text.

    A quote is whole words. One that begins or ends inside a word is completed where it is long and nothing that matters
    is cut, as happens where a quote was shortened; one that cuts a number or a short one is not found.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = fold(text)

    def find(self, quote: str, within: tuple[int, int] | None = None) -> Found:
        """The place of `quote`, preferring the span `within`; NOT_FOUND where it is nowhere."""
        spans = [within] if within else []
        for wanted in _unwrapped(quote):
            for span in [*spans, (0, len(self.text))]:
                for look in (self._exact, self._normalised):
                    if found := look(wanted, span):
                        return found
            for span in spans or [(0, len(self.text))]:
                if found := self._elided(wanted, span) or self._fuzzy(wanted, span):
                    return found
        return NOT_FOUND

    def _exact(self, quote: str, span: tuple[int, int]) -> Found | None:
        at = self.text.find(quote, *span)
        while at >= 0:
            if found := self._whole(Grounding.exact, at, at + len(quote), span):
                return found
            at = self.text.find(quote, at + 1, span[1])
        return None

    def _normalised(self, quote: str, span: tuple[int, int]) -> Found | None:
        wanted = fold(quote).text.strip()
        low, high = self._folded_span(span)
        at = self._folded.text.find(wanted, low, high) if wanted else -1
        while at >= 0:
            start, end = origin_of(self._folded, at, at + len(wanted))
            if found := self._whole(Grounding.normalised, start, end, span):
                return found
            at = self._folded.text.find(wanted, at + 1, high)
        return None

    def _elided(self, quote: str, span: tuple[int, int]) -> Found | None:
        """A quote with an ellipsis: every part must be found, in order, within the passage."""
        for mark in ELLIPSES:
            quote = quote.replace(mark, "\0")
        parts = [p for p in (part.strip() for part in quote.split("\0")) if p]
        if len(parts) < 2 or any(len(p) < _SHORTEST_PART for p in parts):
            return None
        position, first = span[0], None
        for part in parts:
            rest = (position, span[1])
            found = self._exact(part, rest) or self._normalised(part, rest)
            if found is None or found.start is None or found.end is None:
                return None
            first = found.start if first is None else first
            position = found.end
        return Found(Grounding.fuzzy, first, position)

    def _fuzzy(self, quote: str, span: tuple[int, int]) -> Found | None:
        """The best alignment by letters, then held against the quote word by word."""
        wanted = fold(quote).text.strip()
        low, high = self._folded_span(span)
        stretch = self._folded.text[low:high]
        if len(wanted) < FUZZY_SHORTEST or len(stretch) < 0.8 * len(wanted):
            return None
        hit = fuzz.partial_ratio_alignment(wanted, stretch, score_cutoff=FUZZY_FROM - 6)
        if hit is None:
            return None
        spare = 8 + len(wanted) // 10
        begin, end = max(0, hit.dest_start - spare), min(len(stretch), hit.dest_end + spare)
        region = same_wording(wanted, stretch[begin:end])
        if region is None:
            return None
        begin, end = begin + region[0], begin + region[1]
        if fuzz.ratio(wanted, stretch[begin:end]) < FUZZY_FROM:
            return None
        return Found(Grounding.fuzzy, *origin_of(self._folded, low + begin, low + end))

    def _whole(self, how: Grounding, start: int, end: int, span: tuple[int, int]) -> Found | None:
        """The place with the words at its ends complete (the edges of `span` count as edges of words), or None."""
        before, after = start, end
        while before > span[0] and self._cuts(before):
            before -= 1
        while after < span[1] and self._cuts(after):
            after += 1
        if (before, after) == (start, end):
            return Found(how, start, end)
        added = [self.text[a:b] for a, b in ((before, start), (end, after)) if b > a]
        words = fold(self.text[before:after]).text.split()
        matters = any(c.isdigit() or c in "'’" for part in added for c in part) or weighs(words[0]) or weighs(words[-1])
        if end - start < FUZZY_SHORTEST or matters or any(len(part) > _LONGEST_ADDED for part in added):
            return None
        return Found(Grounding.fuzzy, before, after)

    def _cuts(self, at: int) -> bool:
        """Whether the characters before and from `at` belong to one word or number."""
        if at <= 0 or at >= len(self.text):
            return False
        before, after = self.text[at - 1], self.text[at]
        if before in ".," and after.isdigit():
            return at > 1 and self.text[at - 2].isdigit()
        if before.isdigit() and after in ".,":
            return self.text[at + 1 : at + 2].isdigit()
        if after in "'’" and self.text[at + 1 : at + 2] in ("t", "T"):
            return before in "nN"  # can | 't
        return before.isalnum() and after.isalnum() and max(before, after) < _NO_SPACES_FROM

    def _folded_span(self, span: tuple[int, int]) -> tuple[int, int]:
        return bisect_left(self._folded.origin, span[0]), bisect_left(self._folded.origin, span[1])


def _unwrapped(quote: str) -> list[str]:
    """The quote as given, then without quotation marks around it; nothing where it is too short to mean anything."""
    plain = quote.strip()
    bare = plain.strip('"“”„«»').strip()
    return [q for q in dict.fromkeys((bare, plain)) if len(q) >= 3 and any(c.isalnum() for c in q)]
