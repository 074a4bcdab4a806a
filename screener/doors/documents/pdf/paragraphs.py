"""Groups the lines of a region into paragraphs, and says of each what it is."""

import re
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from screener.doors.documents.pdf.lines import Line

CAPTION = re.compile(
    r"(Supplementary |Extended Data )?(Fig(ure|\.)?|Table|Tab\.|Algorithm|Listing|Scheme|Box|Abbildung|Tabelle)\s*"
    r"([A-Z]?\.?\d+(\.\d+)*|[IVX]+)\s*([.:|–—-]|$|\s[A-Z(])",
    re.IGNORECASE,
)
_ITEM = re.compile(r"([•‣◦▪–—·∙*►➢✓-]|\(?[0-9]{1,2}[.)]|\([a-z]{1,3}\)|[a-z]\)|\[[0-9A-Za-z+]{1,8}\])\s+\S")
_ENDS = re.compile(r"[.!?:;][\"'”’)\]]*\d{0,3}$")


class Kind(StrEnum):
    """What a paragraph is to the flow of reading."""

    prose = "prose"
    table = "table"
    caption = "caption"
    note = "note"
    picture = "picture"
    """Words inside a figure."""
    edge = "edge"
    """Running heads and page numbers."""
    aside = "aside"
    """Text set at an angle."""


@dataclass
class Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    kind: Kind
    page: int = 0
    """0-based."""

    @property
    def em(self) -> float:
        """The size of most of its text, in points."""
        return max(self.lines, key=lambda line: len(line.text)).em

    @property
    def bold(self) -> bool:
        """True where all of it is bold."""
        return all(line.bold for line in self.lines)


def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence may end."""
    return bool(_ENDS.search(text.rstrip()))


def paragraphs_of(lines: list[Line]) -> list[Paragraph]:
    """The paragraphs of one region."""
    if not lines:
        return []
    pitch = _pitch(lines)
    found: list[Paragraph] = []
    for line in lines:
        kind = _kind(line, found)
        if found and not _breaks(found[-1], line, kind, pitch):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line], kind))
    return [_table_or_prose(paragraph) for paragraph in found]


def _pitch(lines: list[Line]) -> float:
    steps = [b.base - a.base for a, b in zip(lines, lines[1:], strict=False) if 0 < b.base - a.base < 2.5 * a.em]
    return median(steps) if steps else 1.2 * lines[0].em


def _kind(line: Line, found: list[Paragraph]) -> Kind:
    if line.in_figure:
        return Kind.picture
    if line.cells > 1:
        return Kind.table
    if CAPTION.match(line.text):
        return Kind.caption
    return found[-1].kind if found and found[-1].kind is Kind.caption else Kind.prose


def _breaks(paragraph: Paragraph, line: Line, kind: Kind, pitch: float) -> bool:
    last = paragraph.lines[-1]
    step = line.base - last.base
    if kind is Kind.picture or paragraph.kind is Kind.picture:
        return kind is not paragraph.kind
    if kind is Kind.table or paragraph.kind is Kind.table:
        return kind is not paragraph.kind or step > 2.5 * max(pitch, last.em)
    usual = min(pitch, 1.6 * line.em)
    if step > max(1.35 * usual, usual + 2.5) or step < -0.5 * line.em:
        return True
    if abs(line.em - last.em) > 0.12 * max(line.em, last.em) or line.bold != last.bold and _whole_heading(last, line):
        return True
    if CAPTION.match(line.text) and kind is Kind.caption and ends_sentence(last.text):
        return True
    return _new_by_shape(paragraph, line, last)


def _whole_heading(last: Line, line: Line) -> bool:
    """Bold lines part from plain ones, unless the one is a last word of the other."""
    return len(last.text) > 3 and len(line.text) > 3 and not last.text.rstrip().endswith(("-", ","))


def _new_by_shape(paragraph: Paragraph, line: Line, last: Line) -> bool:
    left, right = line.column
    width = max(1.0, right - left)
    short = last.x1 < right - 0.12 * width
    indent = line.x0 - last.x0
    if _ITEM.match(line.text) and (short or ends_sentence(last.text) or indent < -0.5 * line.em):
        return True
    hanging = len(paragraph.lines) > 1 and paragraph.lines[0].x0 < last.x0 - 0.5 * line.em
    if hanging:
        return indent < -0.5 * line.em
    if 0.7 * line.em < indent < 5 * line.em and line.x1 > left + 0.3 * width:
        return ends_sentence(last.text) and (len(paragraph.lines) > 1 or line.text[:1].isupper() and short)
    return short and ends_sentence(last.text) and not line.text[:1].islower() and indent > -0.2 * line.em - 5 * line.em


def _table_or_prose(paragraph: Paragraph) -> Paragraph:
    """A single row with a gap is prose (an equation and its number), not a table."""
    if paragraph.kind is Kind.table and len(paragraph.lines) == 1:
        return Paragraph(paragraph.lines, Kind.prose)
    return paragraph
