"""Where sentences begin and end. Offsets are code points into the given text; the spans partition it."""

import re

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


def blocks(text: str, *, words: int = 60) -> list[tuple[int, int]]:
    """Spans of whole sentences of up to about `words` words, one after the other without overlap; blank ones left out."""
    out: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if out and len(text[out[-1][0] : end].split()) <= words:
            out[-1] = (out[-1][0], end)
        elif text[start:end].strip():
            out.append((start, end))
    return out
