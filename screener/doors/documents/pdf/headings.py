"""Says which paragraphs are headings, and of what level."""

import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

from screener.doors.documents.pdf.captions import CAPTION
from screener.doors.documents.pdf.paragraphs import Kind, Paragraph, ends_sentence

_DECIMAL = re.compile(r"(?:§\s*)?((?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,4})\.?\s+(?=\S*[^\W\d_])")
_ROMAN = re.compile(r"[IVX]{1,5}\.\s+\S")
_APPENDIX = re.compile(r"(Appendix|Annex|Chapter|Part|Supplement)\b[\s:.]*([A-Z0-9]{1,3})?\b", re.IGNORECASE)
_KNOWN = re.compile(
    r"(abstract|summary|introduction|background|related work|methods?|materials and methods|results|discussion|"
    r"conclusions?|limitations|references|bibliography|works cited|acknowledge?ments?|ethics statement|"
    r"broader impacts?|impact statement|contents|keywords|index terms|data availability|appendix|appendices|"
    r"supplementary materials?|author contributions|competing interests|funding|responsible disclosure)[:.]?",
    re.IGNORECASE,
)
_RUN_IN_KNOWN = re.compile(r"(abstract|index terms|keywords|summary)\s*[—–:.-]", re.IGNORECASE)
_STATEMENT = re.compile(r"(theorem|lemma|proof|corollary|proposition|remark|example|claim|note|step)\b", re.IGNORECASE)
MAX_HEADING = 180
"""Characters of the longest heading."""
RUN_IN_LEVEL = 5


@dataclass(frozen=True)
class Heading:
    """A paragraph that is (or begins with) a heading."""

    title: str
    level: int
    run_in: bool = False
    """True where the paragraph's own text follows on the same line."""


@dataclass(frozen=True)
class Bookmark:
    """One entry of the file's outline."""

    title: str
    level: int
    """1 is the top."""
    page: int
    """0-based; -1 where unknown."""


def body_size(paragraphs: list[Paragraph]) -> float:
    """The font size most letters are set in, in points."""
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        for line in paragraph.lines:
            sizes[round(line.em * 4) / 4] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def title_of(paragraphs: list[Paragraph], body: float) -> list[Paragraph]:
    """The paragraphs that make the title: the largest text of the first page, if it stands out."""
    first = [p for p in paragraphs if p.page == 0 and p.kind in (Kind.prose, Kind.table) and _letters(p) > 5]
    largest = max((p.em for p in first), default=0.0)
    if largest < 1.15 * body:
        return []
    start = next(i for i, p in enumerate(first) if p.em > 0.97 * largest)
    found = [first[start]]
    for paragraph in first[start + 1 :]:
        if paragraph.em < 0.97 * largest or len(found) > 3:
            break
        found.append(paragraph)
    return found if sum(len(text_of(p)) for p in found) <= 400 else []


def headings_of(paragraphs: list[Paragraph], title: list[Paragraph], outline: list[Bookmark]) -> dict[int, Heading]:
    """Headings by the `id` of their paragraph."""
    body = body_size(paragraphs)
    marks = {_plain(mark.title): mark.level for mark in outline if len(_plain(mark.title)) > 2}
    found: dict[int, Heading] = {}
    unnumbered: list[Paragraph] = []
    own = {id(p) for p in title}
    begun = False
    for paragraph in paragraphs:
        if id(paragraph) in own or paragraph.kind not in (Kind.prose, Kind.table):
            continue
        heading = _heading(paragraph, body, marks)
        begun = begun or paragraph.page > 0 or bool(heading and heading.level) or not title
        if heading and begun:  # names of authors, larger than the text, are no headings
            found[id(paragraph)] = heading
            if not heading.level:
                unnumbered.append(paragraph)
    return _levelled(found, unnumbered, paragraphs)


def text_of(paragraph: Paragraph) -> str:
    """The paragraph's words with single spaces between them."""
    return " ".join(" ".join(line.text for line in paragraph.lines).split())


def _heading(paragraph: Paragraph, body: float, marks: dict[str, int]) -> Heading | None:
    text = text_of(paragraph)
    short = len(text) <= MAX_HEADING and len(paragraph.lines) <= 4
    if not short or CAPTION.match(text) or not re.search(r"[^\W\d_]{2}", text):
        return _run_in(paragraph, body)
    level = marks.get(_plain(text)) or _level(paragraph, text, body)
    return _run_in(paragraph, body) if level is None else Heading(text, level)


def _level(paragraph: Paragraph, text: str, body: float) -> int | None:
    """The level of a heading, 0 where only its size can tell, None where the text is no heading."""
    larger, bold = paragraph.em > 1.06 * body, paragraph.bold
    capitals = text.upper() == text and sum(c.isalpha() for c in text) > 3
    stands_out = larger or bold or (capitals and paragraph.em > 0.85 * body)
    if _KNOWN.fullmatch(text) and (stands_out or (len(paragraph.lines) == 1 and text[0].isupper())):
        return 1
    numbered, prose = _numbered(text), _ends_like_prose(text)
    italic = paragraph.em > 0.9 * body and all(line.italic for line in paragraph.lines)
    if numbered and (stands_out or italic) and not prose:
        return numbered
    if _APPENDIX.match(text) and stands_out and not ends_sentence(text):
        return 1
    weighty = larger or (bold and paragraph.em > 0.95 * body)
    begins = text[0].isupper() or text[0].isdigit()
    return 0 if weighty and begins and not prose and paragraph.kind is Kind.prose else None


def _numbered(text: str) -> int:
    """The level that a heading's number gives it, 0 where it has none."""
    if _ROMAN.match(text):
        return 1
    match = _DECIMAL.match(text)
    if not match:
        return 0
    if re.match(r"[A-Z]\.\s", text) and not text.isupper():
        return 2
    return match.group(1).count(".") + 1


def _ends_like_prose(text: str) -> bool:
    return (text.endswith((".", ",", ";", ":")) and len(text.split()) > 8) or text.endswith(("-", "="))


def _run_in(paragraph: Paragraph, body: float) -> Heading | None:
    if paragraph.kind is not Kind.prose or paragraph.em < 0.85 * body:
        return None
    first = paragraph.lines[0]
    text = first.text
    known = _RUN_IN_KNOWN.match(text)
    if known:
        return Heading(known.group(1), 1, run_in=True)
    lead = first.lead
    if not lead and first.bold and len(paragraph.lines) > 1 and not paragraph.lines[1].bold:
        lead = text
    letters = sum(c.isalpha() for c in lead)
    if letters < 4 or len(lead) > 100 or _STATEMENT.match(lead) or CAPTION.match(lead) or not lead[0].isalnum():
        return None
    if _KNOWN.fullmatch(lead) and first.bold is False:
        return Heading(lead.rstrip(".:"), 1, run_in=True)
    if not lead.endswith((".", ":", "?")) or lead[0].islower():
        return None
    return Heading(lead.rstrip(".:"), _numbered(lead) or RUN_IN_LEVEL, run_in=True)


def _levelled(
    found: dict[int, Heading],
    unnumbered: list[Paragraph],
    paragraphs: list[Paragraph],
) -> dict[int, Heading]:
    """Give unnumbered headings the level of numbered ones of their size, else the rank of their size."""
    by_size: dict[float, list[int]] = {}
    for paragraph in paragraphs:
        heading = found.get(id(paragraph))
        if heading and heading.level and not heading.run_in:
            by_size.setdefault(_half(paragraph.em), []).append(heading.level)
    sizes = sorted({_half(p.em) for p in unnumbered} | set(by_size), reverse=True)
    for paragraph in unnumbered:
        size = _half(paragraph.em)
        levels = by_size.get(size)
        level = int(median(levels)) if levels else min(4, sizes.index(size) + 1)
        found[id(paragraph)] = Heading(found[id(paragraph)].title, level)
    return found


def _half(size: float) -> float:
    return round(size * 2) / 2


def _plain(text: str) -> str:
    bare = re.sub(r"^(\d+|[A-Z]|[IVX]+)(\.\d+)*\.?\s+", "", text.strip())
    return re.sub(r"[^\w]+", " ", bare).strip().lower()


def _letters(paragraph: Paragraph) -> int:
    return sum(c.isalpha() for line in paragraph.lines for c in line.text)
