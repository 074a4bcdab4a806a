"""The quote gate: finds a claimed quote in the draft, or says that it is not there."""

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

from rapidfuzz import fuzz

from screener.words.flag import Grounding

FUZZY_FROM = 92.0
"""rapidfuzz partial ratio (0-100) from which an alignment counts."""
FUZZY_SHORTEST = 24
"""Shorter quotes must be found exactly or after normalisation: short strings align with anything."""
ELLIPSES = ("[...]", "[…]", "…", "...")

_ALIKE = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-",
})


@dataclass(frozen=True)
class Found:
    """Where a quote stands: code points into the document's text, half open."""

    how: Grounding
    start: int | None = None
    end: int | None = None


NOT_FOUND = Found(Grounding.ungrounded)


@dataclass(frozen=True)
class _Folded:
    """Text made alike, and for each of its characters the offset it came from."""

    text: str
    origin: list[int]


class QuoteGate:
    """Looks quotes up in one document. The passage that was read is searched first, then the whole text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = _fold(text)

    def find(self, quote: str, within: tuple[int, int] | None = None) -> Found:
        """The place of `quote`, preferring the span `within`; NOT_FOUND where it is nowhere."""
        wanted = quote.strip().strip('"“”')
        if len(wanted) < 3:
            return NOT_FOUND
        spans = [within] if within else []
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
        return Found(Grounding.exact, at, at + len(quote)) if at >= 0 else None

    def _normalised(self, quote: str, span: tuple[int, int]) -> Found | None:
        wanted = _fold(quote).text.strip()
        low, high = self._folded_span(span)
        at = self._folded.text.find(wanted, low, high) if wanted else -1
        return self._original(Grounding.normalised, at, at + len(wanted)) if at >= 0 else None

    def _elided(self, quote: str, span: tuple[int, int]) -> Found | None:
        """A quote with an ellipsis: every part must be found, in order, within the passage."""
        for mark in ELLIPSES:
            quote = quote.replace(mark, "\0")
        parts = [p for p in (part.strip() for part in quote.split("\0")) if p]
        if len(parts) < 2 or any(len(p) < 8 for p in parts):
            return None
        position, first = span[0], None
        for part in parts:
            found = self._exact(part, (position, span[1])) or self._normalised(part, (position, span[1]))
            if found is None or found.start is None or found.end is None:
                return None
            first = found.start if first is None else first
            position = found.end
        return Found(Grounding.fuzzy, first, position)

    def _fuzzy(self, quote: str, span: tuple[int, int]) -> Found | None:
        wanted = _fold(quote).text.strip()
        low, high = self._folded_span(span)
        if len(wanted) < FUZZY_SHORTEST or high - low < len(wanted) // 2:
            return None
        hit = fuzz.partial_ratio_alignment(wanted, self._folded.text[low:high], score_cutoff=FUZZY_FROM)
        if hit is None or hit.dest_end - hit.dest_start < 0.8 * len(wanted):
            return None
        return self._original(Grounding.fuzzy, low + hit.dest_start, low + hit.dest_end)

    def _original(self, how: Grounding, start: int, end: int) -> Found:
        return Found(how, self._folded.origin[start], self._folded.origin[end - 1] + 1)

    def _folded_span(self, span: tuple[int, int]) -> tuple[int, int]:
        return bisect_left(self._folded.origin, span[0]), bisect_left(self._folded.origin, span[1])


def _fold(text: str) -> _Folded:
    """Case-folded, compatibility-decomposed, one space for any white space, line-end hyphens and soft hyphens out."""
    out: list[str] = []
    origin: list[int] = []
    i = 0
    while i < len(text):
        char = text[i]
        after = _after_line_end_hyphen(text, i)
        if after is not None:
            i = after
            continue
        for c in _alike(char):
            if c != " " or (out and out[-1] != " "):
                out.append(c)
                origin.append(i)
        i += 1
    return _Folded("".join(out), origin)


def _alike(char: str) -> str:
    if char.isspace():
        return " "
    if char in "\u00ad\u200b\u200c\u200d\u2060\ufeff":
        return ""
    return unicodedata.normalize("NFKC", char.translate(_ALIKE)).casefold()


def _after_line_end_hyphen(text: str, at: int) -> int | None:
    """Where the word goes on after a hyphen and a line break at `at`, or None."""
    if text[at] not in "-‐" or at == 0 or not text[at - 1].isalpha():
        return None
    end = at + 1
    while end < len(text) and text[end] in " \t":
        end += 1
    if end >= len(text) or text[end] != "\n":
        return None
    while end < len(text) and text[end].isspace():
        end += 1
    return end if end < len(text) and text[end].islower() else None
