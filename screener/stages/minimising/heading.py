"""Where a draft says who wrote it: the lines around its title and above its abstract."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from screener.stages.minimising.words import WORD, capital, common
from screener.words.draft import Document

HEAD = 6_000
"""Characters in which an abstract must begin for what stands before it to be the head."""
_HEAD_WITHOUT_ABSTRACT = 1_500
_ABSTRACT = re.compile(
    r"^[#*\s\d.IVX]{0,8}(?:abstract|a\sb\sstra?\sc\st|a\sb\ss\st\sr\sa\sc\st|summary|executive summary|introduction|overview|"
    r"contents|table of contents|zusammenfassung|kurzfassung|einleitung|résumé|resumen|resumo|riassunto|sommario|samenvatting|"
    r"sammanfattning|sammendrag|аннотация|введение|摘要|要旨|초록)(?![\w-])",
    re.I | re.M,
)
PLACE = re.compile(
    r"\b(?:universi\w*|institu\w*|departa?ment\w*|dept|laborato\w*|labs?|cent(?:er|re|rum|ro)|school|college|faculty|faculdade|"
    r"facultad|fakultät|academy|hospital|clinic|foundation|collaboration|consortium|research|corporation|corp|company|inc|ltd|"
    r"llc|gmbh|agency|ministry|division|group|hochschule|école|ecole|politecnico|polytechni\w*|eth|mit|cnrs|inria|csail|"
    r"max[- ]planck|technische|università|observatory|council|"
    r"google|deepmind|openai|anthropic|microsoft|nvidia|ibm|facebook)\b",
    re.I,
)
_PROSE_WORDS = 12


@dataclass(frozen=True)
class Line:
    """A line of the head."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Head:
    """The lines that may say who wrote a draft, the title left out."""

    lines: tuple[Line, ...]
    bounded: bool
    """Whether a title and an abstract are known, so that what stands between them is about the authors."""


def head(document: Document, small: frozenset[str]) -> Head:
    """The head of a draft; `small` is what its text writes with small letters."""
    text = document.text
    title = _title(document)
    found = _ABSTRACT.search(text, title[1], HEAD)
    end = found.start() if found else _first_section(document, title[1], small)
    lines = [line for line in _lines(text, 0, end) if line.end <= title[0] or line.start >= title[1]]
    if found:
        return Head(tuple(lines), title[1] > 0)
    kept: list[Line] = []
    for line in lines:
        if is_prose(line.text) and line.start >= title[1]:
            break
        kept.append(line)
    return Head(tuple(kept), False)


def is_prose(line: str) -> bool:
    """Whether a line is made of sentences, and not of names and places."""
    words = [m.group() for m in WORD.finditer(line)]
    small = sum(not capital(word) for word in words)
    return len(words) >= _PROSE_WORDS and small * 2 >= len(words)


def is_heading_text(line: str, small: frozenset[str]) -> bool:
    """Whether most words of a line that begin with a capital are no names."""
    words = [m.group() for m in WORD.finditer(line)]
    likely = [word for word in words if capital(word) and not common(word, small)]
    return not words or len(likely) * 2 < len(words)


def _lines(text: str, start: int, end: int) -> Iterator[Line]:
    for match in re.finditer(r"[^\n]+", text[start:end]):
        if match.group().strip():
            yield Line(start + match.start(), match.group())


def _title(document: Document) -> tuple[int, int]:
    """The title's place in the text: where the file says which words it is, else the first line of some length."""
    text = document.text[:HEAD]
    words = document.title.split()[:60]
    if words:
        found = re.search(r"\s+".join(map(re.escape, words)), text, re.I)
        if found:
            return found.span()
    first = next((s for s in document.sections if s.start < HEAD and not _ABSTRACT.match(s.title)), None)
    if first is not None and first.start < 3 and first.title.strip():
        return first.start, first.start + len(text[first.start :].split("\n", 1)[0])
    for line in _lines(text, 0, len(text)):
        if len(line.text.strip()) > 3 and WORD.search(line.text):
            return line.start, line.end
    return 0, 0


def _first_section(document: Document, below: int, small: frozenset[str]) -> int:
    """Where the first section begins that is not itself a line with names."""
    limit = min(len(document.text), below + _HEAD_WITHOUT_ABSTRACT)
    for section in document.sections:
        titled = is_heading_text(section.title, small) or section.title[:1].isdigit()
        if below <= section.start < limit and titled and not PLACE.search(section.title):
            return section.start
    return limit
