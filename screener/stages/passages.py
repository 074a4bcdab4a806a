"""Cuts a document into passages that partition its visible text exactly and follow its sections."""

import re
from collections.abc import Iterator

from screener.words.draft import Document, Passage, PassageRole

LONGEST = 3_200
"""Characters in a passage at most: about 800 tokens, so that a passage outweighs the request around it."""
SHORTEST = 2_200
"""A section shorter than this shares a passage with its neighbour."""

_REFERENCES = re.compile(r"^\W*(\d+\W+)?(references|bibliography|works cited|literature cited)\W*$", re.IGNORECASE)
_SEPARATORS = ["\n\n", "\n", ". ", "? ", "! ", "; ", ", ", " ", ""]


def split(document: Document, *, longest: int = LONGEST, shortest: int = SHORTEST) -> tuple[Passage, ...]:
    """The passages of `document`, in reading order.

    Their texts joined are `document.text`; none is longer than `longest` code points. An empty document has none.
    """
    spans = [piece for stretch in _stretches(document, shortest) for piece in _pieces(document.text, stretch, longest)]
    return tuple(_passage(document, i, start, end) for i, (start, end) in enumerate(spans))


def _stretches(document: Document, shortest: int) -> Iterator[tuple[int, int]]:
    """Runs of whole sections of at least `shortest` characters, cut before and after the references."""
    length = len(document.text)
    references = [(s.start, s.end) for s in document.sections if _REFERENCES.match(s.title)]
    forced = {edge for span in references for edge in span}
    start = 0
    for cut in sorted({s.start for s in document.sections} | forced):
        if 0 < cut < length and cut > start and (cut in forced or cut - start >= shortest):
            yield start, cut
            start = cut
    if start < length:
        yield start, length


def _pieces(text: str, stretch: tuple[int, int], longest: int) -> Iterator[tuple[int, int]]:
    """Even pieces of a stretch at paragraph, sentence or word ends; offsets are sums of lengths."""
    start, end = stretch
    if end - start <= longest:
        yield start, end
        return
    for piece in _splitter(end - start, longest).split_text(text[start:end]):
        yield start, start + len(piece)
        start += len(piece)
    assert start == end, "the splitter must keep every character"


def _splitter(length: int, longest: int):  # type: ignore[no-untyped-def]  # noqa: ANN202  (library type, imported late: it takes a second)
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    parts = -(-length // longest)
    size = min(longest, int(length / parts * 1.15) + 1)
    return RecursiveCharacterTextSplitter(
        chunk_size=size,
        chunk_overlap=0,
        strip_whitespace=False,
        keep_separator="end",
        separators=_SEPARATORS,
    )


def _passage(document: Document, index: int, start: int, end: int) -> Passage:
    text = document.text[start:end]
    first = start + len(text) - len(text.lstrip()) if text.strip() else start
    section = document.section_at(first)
    references = any(_REFERENCES.match(title) for title in section)
    return Passage(
        index=index,
        start=start,
        end=end,
        text=text,
        section=section,
        page_first=document.page_at(first),
        page_last=document.page_at(max(first, start + len(text.rstrip()) - 1)),
        role=PassageRole.references if references else PassageRole.body,
    )
