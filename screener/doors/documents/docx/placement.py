"""Where paragraphs, rows, tables and boxes stand, as far as that takes them out of sight."""

import re

from screener.doors.documents.docx.look import is_on
from screener.doors.documents.docx.package import Element, attribute, child, descendants, local
from screener.words.draft import HiddenHow

_FAR_LEFT, _FAR_RIGHT = -15_000, 40_000
"""Twentieths of a point from the margin, beyond which no page reaches."""
_WIDEST = 31_680
"""Twentieths of a point: Word knows no wider page."""
_LEAST_LINE = 7.0
"""Points that a line of readable text takes at least."""
_SLACK = 1.5
"""How much higher than it is a box may be taken to be."""
_FLAT = 40
"""Twentieths of a point: lines and rows forced to so little height show nothing."""
_EMU_IN_A_TWENTIETH = 635
_LETTER = (12_240, 15_840)
"""Width and height of a page that says nothing, in twentieths of a point."""
_FAR = 20_000_000
"""English Metric Units; 20 million are 55 cm, beyond any page."""
_MOVED = re.compile(r"(?:^|;)\s*(?:margin-left|margin-top|left|top)\s*:\s*(-?[\d.]+)(pt|in|cm|mm|px)?", re.I)
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 1.0}


def page_size(body: Element) -> tuple[int, int]:
    """Width and height of the largest page of a document, in English Metric Units."""
    sizes = [(_number(attribute(size, "w")), _number(attribute(size, "h"))) for size in descendants(body, "pgSz")]
    width = max((w for w, _ in sizes if w), default=_LETTER[0])
    height = max((h for _, h in sizes if h), default=_LETTER[1])
    return width * _EMU_IN_A_TWENTIETH, height * _EMU_IN_A_TWENTIETH


def paragraph_out_of_sight(properties: Element | None, width: int = _WIDEST) -> HiddenHow | None:
    """How a pPr element keeps its paragraph from being seen on a page of this width; None where it does not.

    The width is in twentieths of a point.
    """
    spacing, indent = child(properties, "spacing"), child(properties, "ind")
    if attribute(spacing, "lineRule") == "exact" and 0 <= (_number(attribute(spacing, "line")) or 999) <= _FLAT:
        return HiddenHow.clipped
    frame = child(properties, "framePr")
    if attribute(frame, "hRule") == "exact" and (_number(attribute(frame, "h")) or 0) <= _FLAT:
        return HiddenHow.clipped
    places = [attribute(indent, "left"), attribute(indent, "start"), attribute(frame, "x"), attribute(frame, "y")]
    beyond = max((_number(place) or 0 for place in places[:2]), default=0) >= width
    first = (_number(attribute(indent, "firstLine")) or 0) - (_number(attribute(indent, "hanging")) or 0)
    away = beyond or not _FAR_LEFT < first < width
    return HiddenHow.off_page if away or any(map(_is_far, places)) else None


def paragraph_runs_off(properties: Element | None, width: int) -> bool:
    """Whether an indent or a tab stop lies so far beyond a page of this width that words may leave it."""
    indent = child(properties, "ind")
    right = [_number(attribute(indent, side)) or 0 for side in ("right", "end")]
    tabs = child(properties, "tabs")
    stops = [_number(attribute(tab, "pos")) or 0 for tab in tabs] if tabs is not None else []
    return any(not _FAR_LEFT < place < width for place in right) or any(place > width for place in stops)


def is_too_small(content: Element, height: float) -> bool:
    """Whether a box or row of this height in points is certainly too small for its paragraphs."""
    return 0 < height * _SLACK < _LEAST_LINE * sum(1 for _ in descendants(content, "p"))


def box_height(nodes: list[Element]) -> float:
    """Height of a drawing in points; 0 where it is not known or grows with its text."""
    extent = next((node for node in nodes if local(node) == "extent"), None)
    grows = any(local(node) in ("spAutoFit", "normAutofit") for node in nodes)
    return 0 if grows else (_number(attribute(extent, "cy")) or 0) / _EMU_IN_A_TWENTIETH / 20


def row_height(properties: Element | None) -> float:
    """Height in points to which a trPr element forces its row; 0 where it does not."""
    height = child(properties, "trHeight")
    return (_number(attribute(height, "val")) or 0) / 20 if attribute(height, "hRule") == "exact" else 0


def table_out_of_sight(properties: Element | None) -> HiddenHow | None:
    """How a tblPr element keeps its table off the page; None where it does not."""
    place = child(properties, "tblpPr")
    places = [attribute(place, "tblpX"), attribute(place, "tblpY"), attribute(child(properties, "tblInd"), "w")]
    return HiddenHow.off_page if any(map(_is_far, places)) else None


def row_out_of_sight(row: Element) -> HiddenHow | None:
    """How a row of a table is kept from being seen; None where it is not."""
    properties = child(row, "trPr")
    if (hidden := child(properties, "hidden")) is not None and is_on(hidden):
        return HiddenHow.vanish
    if child(properties, "del") is not None:
        return HiddenHow.tracked_deletion
    height = child(properties, "trHeight")
    flat = attribute(height, "hRule") == "exact" and (_number(attribute(height, "val")) or 0) <= _FLAT
    return HiddenHow.clipped if flat else None


def box_off_page(nodes: list[Element], page: tuple[int, int]) -> bool:
    """Whether the elements of a drawing place it outside a page of this size (English Metric Units)."""
    extent = next((node for node in nodes if local(node) == "extent"), None)
    for node in nodes:
        kind = local(node)
        if kind in ("shape", "rect", "oval", "roundrect") and _moved_far(attribute(node, "style")):
            return True
        if kind not in ("positionH", "positionV"):
            continue
        offset = _number(child_text(node, "posOffset"))
        if offset is None:
            continue
        side, own = (page[0], "cx") if kind == "positionH" else (page[1], "cy")
        size = _number(attribute(extent, own)) or 0
        if abs(offset) > _FAR:
            return True
        if attribute(node, "relativeFrom") == "page" and (offset >= side or (size and offset + size <= 0)):
            return True
    return False


def child_text(element: Element, name: str) -> str:
    """The text of a child; empty where there is none."""
    found = child(element, name)
    return (found.text or "") if found is not None else ""


def _moved_far(style: str) -> bool:
    moves = [float(number) * _POINTS[(unit or "").lower()] for number, unit in _MOVED.findall(style[:2_000])]
    return any(not _FAR_LEFT / 20 < move < _FAR_RIGHT / 20 for move in moves)


def _is_far(twentieths: str) -> bool:
    number = _number(twentieths)
    return number is not None and not _FAR_LEFT < number < _FAR_RIGHT


def _number(value: str) -> int | None:
    value = value.strip()
    return int(value) if re.fullmatch(r"-?\d{1,14}", value) else None
