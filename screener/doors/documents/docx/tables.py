"""What lies behind the cells of a table: their own shading, or what the table's style paints there."""

from dataclasses import dataclass

from screener.doors.documents.colours import Colour
from screener.doors.documents.docx.look import RunLook
from screener.doors.documents.docx.package import Element, attribute, child, local
from screener.doors.documents.docx.styles import Styles

_BITS = {"firstRow": 0x0020, "lastRow": 0x0040, "firstColumn": 0x0080, "lastColumn": 0x0100, "noHBand": 0x0200}


@dataclass
class TableGrounds:
    """The look of one table, cell by cell."""

    styles: Styles
    table: Element
    rows: int
    """How many rows the table has."""

    def __post_init__(self) -> None:
        """Find out which parts of the style the table uses."""
        properties = child(self.table, "tblPr")
        self._chain = self.styles.chain(attribute(child(properties, "tblStyle"), "val"))
        usage = child(properties, "tblLook")
        bits = attribute(usage, "val")
        self._uses = {
            name: attribute(usage, name) in ("1", "true", "on")
            or bool(int(bits, 16) & bit if len(bits) == 4 and set(bits) <= set("0123456789abcdefABCDEF") else 0)
            for name, bit in _BITS.items()
        }
        self._whole = self.styles.palette.shade(child(properties, "shd"))

    def cell(self, cell: Element, row: int, column: int, columns: int) -> tuple[Colour | None, RunLook]:
        """What a cell (row and column from 0) is painted with, None for nothing, and how its text is styled."""
        ground = self.styles.palette.shade(child(cell, "tcPr", "shd"))
        look = RunLook()
        for part in self._parts(row, column, columns):
            shade = self._painted(part)
            ground = ground or shade
            look = look.over(self._styled(part))
        return ground or self._whole, look

    def _parts(self, row: int, column: int, columns: int) -> list[str]:
        """The parts of a table style that apply to a cell, strongest first; '' is the whole table."""
        first, last = self._uses["firstRow"] and row == 0, self._uses["lastRow"] and row == self.rows - 1
        found = ["firstRow"] if first else ["lastRow"] if last else []
        if self._uses["firstColumn"] and column == 0:
            found.append("firstCol")
        if self._uses["lastColumn"] and column == columns - 1:
            found.append("lastCol")
        if not self._uses["noHBand"] and not (first or last):
            found.append("band1Horz" if (row - self._uses["firstRow"]) % 2 == 0 else "band2Horz")
        return [*found, "wholeTable", ""]

    def _painted(self, part: str) -> Colour | None:
        for style in self._chain:
            shade = self.styles.palette.shade(child(_part(style, part), "tcPr", "shd"))
            if shade:
                return shade
        return None

    def _styled(self, part: str) -> RunLook:
        look = RunLook()
        for style in self._chain:
            look = look.over(self.styles.palette.run(child(_part(style, part), "rPr")))
        return look


@dataclass
class Merges:
    """Cells of one table that others reach into: Word shows nothing of what they hold themselves."""

    _above: frozenset[int] = frozenset()
    """Columns of the grid in which the row above has a merged cell begin."""

    def row(self, row: Element, cells: list[Element]) -> list[bool]:
        """For each cell of the next row, whether another reaches into it."""
        column = _count(child(row, "trPr", "gridBefore"), 0)
        reached: list[bool] = []
        begun: set[int] = set()
        beside = False
        for cell in cells:
            down, across = child(cell, "tcPr", "vMerge"), child(cell, "tcPr", "hMerge")
            from_above = down is not None and attribute(down, "val") != "restart" and column in self._above
            from_left = across is not None and attribute(across, "val") != "restart" and beside
            reached.append(from_above or from_left)
            beside = across is not None
            begun |= {column} if down is not None else set()
            column += _count(child(cell, "tcPr", "gridSpan"), 1)
        self._above = frozenset(begun)
        return reached


def _count(element: Element | None, otherwise: int) -> int:
    value = attribute(element, "val")
    return int(value) if value.isdecimal() and len(value) < 6 else otherwise


def _part(style: Element, part: str) -> Element | None:
    if not part:
        return style
    return next((c for c in style if local(c) == "tblStylePr" and attribute(c, "type") == part), None)


def through(parent: Element, name: str) -> list[Element]:
    """The rows or cells directly below, also those that a content control or a tracked change wraps."""
    found: list[Element] = []
    for element in parent:
        kind = local(element)
        if kind == name:
            found.append(element)
        elif kind in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            found += through(element, name)
    return found
