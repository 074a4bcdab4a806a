"""Where sentences begin and end. Offsets are code points into the given text; the spans partition it."""

import re
from bisect import bisect_right

_BREAK = re.compile(r"""[.!?][)\]"'’”]*\s+(?=["'“‘(\[]?[A-Z0-9])|\n[ \t]*\n+|(?<=:)\s*\n""")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|etc|cf|vs|Fig|Figs|Sec|Secs|Eq|Eqs|Tab|Ref|Refs|App|Ch|No|Nos|Vol|pp|Dr|Prof|Mr|Ms|Mrs|St|approx|resp|ca"
    r"|viz|Inc|Ltd|Proc|Conf|Univ|Dept|Def|Thm|Prop|Lem|Alg|Appx)|\b[A-Z])\.$"
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of `text`, trailing white space included, in order, without gap or overlap."""
    spans, start = [], 0
    for match in _BREAK.finditer(text):
        if match.group()[0] == "." and _ABBREVIATION.search(text, max(0, match.start() - 12), match.start() + 1):
            continue
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def windows(text: str, *, words: int = 60, most: int = 3) -> list[tuple[int, int]]:
    """Overlapping spans of one to `most` whole sentences of up to about `words` words, one beginning at each sentence.

    A sentence longer than `words` stands alone. Blank sentences are left out.
    """
    sentences = [(a, b) for a, b in sentence_spans(text) if text[a:b].strip()]
    out: list[tuple[int, int]] = []
    for i, (start, end) in enumerate(sentences):
        for following in sentences[i + 1 : i + most]:
            if len(text[start : following[1]].split()) > words:
                break
            end = following[1]
        if not out or out[-1][1] < end or i == 0:
            out.append((start, end))
    return out


def sentence_at(spans: list[tuple[int, int]], offset: int) -> int:
    """Index of the span that holds `offset`; spans as from `sentence_spans`."""
    return max(0, bisect_right([a for a, _ in spans], offset) - 1)
