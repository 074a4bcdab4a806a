"""Groups the lines of a region into paragraphs, and says of each what it is."""

import itertools
import re
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from screener.doors.documents.pdf.captions import CAPTION
from screener.doors.documents.pdf.lines import Line

_ITEM = re.compile(r"([•‣◦▪–—·∙*►➢✓-]|\(?[0-9]{1,2}[.)]|\([a-z]{1,3}\)|[a-z]\)|\[[0-9A-Za-z+]{1,8}\])\s+\S")
_NUMBERED = re.compile(r"([A-Z]|\d{1,2})(\.\d{1,2})*\.?\s+[^\W\d_]")
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
    region: int = 0
    """Which column or band of the page it stands in."""
    goes_on: bool = False
    """True where it continues the sentence of the paragraph before it."""

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
    tabular = _tabular(lines)
    for line, in_table in zip(lines, tabular, strict=True):
        kind = _kind(line, in_table)
        if found and not _breaks(found[-1], line, kind, pitch):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line], kind))
    return [_table_or_prose(paragraph) for paragraph in found]


def _pitch(lines: list[Line]) -> float:
    steps = [b.base - a.base for a, b in itertools.pairwise(lines) if 0 < b.base - a.base < 2.5 * a.em]
    return median(steps) if steps else 1.2 * lines[0].em


def _tabular(lines: list[Line]) -> list[bool]:
    """Which lines are table rows: those with wide gaps; a full row of many words only beside another table row."""
    rows = [line.then is not None or (line.cells > 1 and not line.loose) for line in lines]
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        step = order.step
        for index in order:
            rows[index] = rows[index] or (lines[index].cells > 1 and rows[index - step])
    return rows


def _kind(line: Line, in_table: bool) -> Kind:
    if line.in_figure:
        return Kind.picture
    if in_table:
        return Kind.table
    return Kind.caption if CAPTION.match(line.text) else Kind.prose


def _breaks(paragraph: Paragraph, line: Line, kind: Kind, pitch: float) -> bool:
    last = paragraph.lines[-1]
    step = line.base - last.base
    if Kind.picture in (kind, paragraph.kind):
        return kind is not paragraph.kind
    if line.then and last.then:
        return False
    if Kind.table in (kind, paragraph.kind):
        return kind is not paragraph.kind or step > 2.5 * max(pitch, last.em)
    usual = min(pitch, 1.6 * line.em)
    far = step > max(1.35 * usual, usual + 2.5) or step < -0.5 * line.em
    return far or _new_by_face(paragraph, line, last) or _new_by_shape(paragraph, line, last)


def _new_by_face(paragraph: Paragraph, line: Line, last: Line) -> bool:
    if abs(line.em - last.em) > 0.07 * max(line.em, last.em):
        return True
    if line.bold != last.bold and _whole_heading(last, line):
        return True
    if line.bold and _NUMBERED.match(line.text) and _NUMBERED.match(paragraph.lines[0].text):
        return True
    return bool(CAPTION.match(line.text)) and ends_sentence(last.text)


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
        return ends_sentence(last.text) and (len(paragraph.lines) > 1 or (line.text[:1].isupper() and short))
    if short and ends_sentence(last.text) and not line.text[:1].islower() and indent > -5 * line.em:
        return True
    return _would_have_fitted(line, last)


def _would_have_fitted(line: Line, last: Line) -> bool:
    """Whether the line before ends so early that this line's first word had room there: the break was meant."""
    left, right = line.column
    room = right - last.x1
    centred = last.x0 > left + line.em and abs(last.x0 - left - room) < 2 * line.em
    word = 0.55 * line.em * len(line.text.split(maxsplit=1)[0]) if line.text.strip() else 0.0
    if last.text.rstrip().endswith("-"):
        return False
    return not centred and room > max(word + 3 * line.em, 0.3 * (right - left))


def _table_or_prose(paragraph: Paragraph) -> Paragraph:
    """A single row with a gap is prose (an equation and its number), not a table."""
    if paragraph.kind is Kind.table and len(paragraph.lines) == 1:
        return Paragraph(paragraph.lines, Kind.prose)
    return paragraph
