"""Where sentences begin and end. Offsets are code points into the given text; the spans partition it."""

import re
from collections.abc import Iterator
from itertools import islice

LONGEST_WORDS = 90
LONGEST_CHARACTERS = 700
"""A run without a sentence's end (a table, a list, code) that is longer is cut into pieces: an embedder reads only the
first words of what it is given, and what it does not read would pass for read."""
_PIECE_WORDS = 55
_PIECE_CHARACTERS = 450

_OPENING = r"[\"'“‘(\[]?"
_CAPITAL = r"[A-Z0-9À-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĽŁŃŅŇŌŐŒŔŘŚŞŠŤŪŮŰŲŹŻŽΑ-ΩА-ЯЁІЇЄ]"
_BREAK = re.compile(rf"""[.!?][)\]"'’”]*\s+(?={_OPENING}{_CAPITAL})|[。！？][」』”’）]*\s*|\n[ \t]*\n+|(?<=:)\s*\n""")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|etc|cf|vs|Fig|Figs|Sec|Secs|Eq|Eqs|Tab|Ref|Refs|App|Ch|No|Nos|Vol|pp"
    r"|Dr|Prof|Mr|Ms|Mrs|St|approx|resp|ca|viz|Inc|Ltd|Proc|Conf|Univ|Dept|Def|Thm|Prop|Lem|Alg|Appx)|\b[A-Z])\.$"
)
_SEAMS = (re.compile(r"\n\s*"), re.compile(r"[;,]\s+"), re.compile(r"\s+"))
"""Where a long run may be cut, best first."""


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of `text`, trailing white space included, in order, without gap or overlap.

    What runs on for more than LONGEST_WORDS words or LONGEST_CHARACTERS code points is cut at a line's end, a comma or
    a space.
    """
    return [piece for span in _runs(text) for piece in _pieces(text, *span)]


def _runs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BREAK.finditer(text):
        if match.group()[0] == "." and _ABBREVIATION.search(text, max(0, match.start() - 12), match.start() + 1):
            continue
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The run as it is, or cut into pieces where it is too long."""
    too_long = end - start > LONGEST_CHARACTERS or len(text[start:end].split()) > LONGEST_WORDS
    while too_long and start < end:
        cut = _cut(text, start, end)
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _cut(text: str, start: int, end: int) -> int:
    """Where the first piece of a long run ends: as late as its size allows, at the best seam in its second half."""
    found_words = re.finditer(r"\S+\s*", text[start : start + _PIECE_CHARACTERS])
    words = [m.end() for m in islice(found_words, _PIECE_WORDS)]
    most = min(end, start + (words[-1] if len(words) == _PIECE_WORDS else _PIECE_CHARACTERS))
    if most == end:
        return end
    for seam in _SEAMS:
        found = [m.end() for m in seam.finditer(text, start + (most - start) // 2, most)]
        if found:
            return found[-1]
    return most


def windows(text: str, *, words: int = 60, most: int = 3) -> list[tuple[int, int]]:
    """Overlapping spans of one to `most` whole sentences of up to about `words` words, one beginning at each sentence.

    A window stays within its paragraph; a sentence longer than `words` stands alone. Blank sentences are left out.
    """
    units = [(a, b) for a, b in sentence_spans(text) if text[a:b].strip()]
    out: list[tuple[int, int]] = []
    for i, (start, end) in enumerate(units):
        last = end
        for following in units[i + 1 : i + most]:
            if _ends_paragraph(text[start:last]) or len(text[start : following[1]].split()) > words:
                break
            last = following[1]
        if not out or out[-1][1] < last:
            out.append((start, last))
    return out


def _ends_paragraph(sentence: str) -> bool:
    return sentence[len(sentence.rstrip()) :].count("\n") >= 2


def blocks(text: str, *, words: int = 60) -> list[tuple[int, int]]:
    """Spans of whole sentences of up to about `words` words, one after the other; blank sentences are left out."""
    out: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if out and len(text[out[-1][0] : end].split()) <= words:
            out[-1] = (out[-1][0], end)
        elif text[start:end].strip():
            out.append((start, end))
    return out
