"""Lines of text as a reader meets them, with what tells headings, captions and notes from prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from screener.doors.documents.pdf.columns import Region
from screener.doors.documents.pdf.tables import Table
from screener.doors.documents.pdf.words import Stretch, Word

CELL_GAP = 0.9
"""Gap in em between the cells of a table row."""
FULL_CELL_GAP = 2.5
"""The same in a row of many words that fills its column: justified lines stretch their spaces."""


_LABEL = re.compile(r"^([A-Z]|\d{1,2}|[IVX]+)(\.\d{1,2})*\.?$|[.:]$")


class Then(StrEnum):
    """What follows a line of a table whose cells wrap."""

    line = "line"
    """The next line of the same cell."""
    cell = "cell"
    row = "row"


@dataclass(frozen=True)
class Line:
    """One line of a region."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    em: float
    bold: bool
    """True where all of its letters are bold."""
    italic: bool
    lead: str
    """The bold (else italic) words with which it begins, where other words follow; else empty."""
    cells: int
    """Stretches with wide gaps between them: more than one in table rows."""
    column: tuple[float, float]
    """Edges of the column it stands in."""
    loose: bool = False
    """True where many words fill the column: its gaps may be the stretched spaces of justified text."""
    in_figure: bool = False
    angle: int = 0
    then: Then | None = None
    """Where it is of a table with wrapped cells: what its next line belongs to."""


def lines_of(region: Region) -> list[Line]:
    """The lines of a region, top to bottom; a table with wrapped cells row by row and cell by cell."""
    column, at = (region.x0, region.x1), 0
    lines: list[Line] = []
    for table in region.tables:
        lines += [_line(row, column) for row in region.rows[at : table.start] if row]
        lines += _lines_of_table(table, column)
        at = table.end
    return lines + [_line(row, column) for row in region.rows[at:] if row]


def _lines_of_table(table: Table, column: tuple[float, float]) -> Iterator[Line]:
    """Row by row, and each cell from its first line to its last."""
    for row in table.rows:
        for number, cell in enumerate(row, start=1):
            after = Then.row if number == len(row) else Then.cell
            for at, stretch in enumerate(cell, start=1):
                yield replace(_line([stretch], column), then=after if at == len(cell) else Then.line)


def _line(row: list[Stretch], column: tuple[float, float]) -> Line:
    words = [word for stretch in row for word in stretch.words]
    main = max(row, key=lambda s: (sum(len(w.text) for w in s.words), s.em))
    full = len(words) >= 5 and row[-1].x1 - row[0].x0 > 0.85 * (column[1] - column[0])
    text, cells, widest = row[0].text, 1, 0.0
    for left, right in pairwise(row):
        gap = (right.x0 - left.x1) / max(left.em, right.em)
        wide = gap > CELL_GAP and not (left is row[0] and gap < FULL_CELL_GAP and _is_label(left))
        widest = max(widest, gap)
        cells += wide
        text += ("\t" if wide else _space(left, right)) + right.text
    lettered = [word for word in words if any(c.isalnum() for c in word.text)] or words
    return Line(
        text=text,
        x0=min(s.x0 for s in row),
        y0=min(s.y0 for s in row),
        x1=max(s.x1 for s in row),
        y1=max(s.y1 for s in row),
        base=main.base,
        em=main.em,
        bold=all(w.bold for w in lettered),
        italic=all(w.italic for w in lettered),
        lead=_lead(words),
        cells=cells,
        column=column,
        loose=full and widest < FULL_CELL_GAP,
    )


def _is_label(stretch: Stretch) -> bool:
    """The number or the run-in title before a heading's or a paragraph's own words; an item's bullet."""
    if not stretch.words[0].text[0].isalnum():
        return len(stretch.text) <= 2
    return all(word.bold for word in stretch.words) and bool(_LABEL.search(stretch.text))


def _space(left: Stretch, right: Stretch) -> str:
    return "" if right.x0 - left.x1 < 0.12 * max(left.em, right.em) and right.x0 >= left.x0 + 0.01 else " "


def _lead(words: list[Word]) -> str:
    for face in ("bold", "italic"):
        count = 0
        while count < len(words) and getattr(words[count], face):
            count += 1
        if 0 < count < len(words):
            return " ".join(word.text for word in words[:count])
    return ""
