"""Running heads and page numbers: told by their place, and by coming back on other pages."""

import re
from collections import defaultdict

from screener.doors.documents.pdf.lines import Line
from screener.doors.documents.pdf.paragraphs import Kind, Paragraph

ZONE = 0.12
"""Share of the page's height at its top and bottom where running heads stand."""
_NUMBER = re.compile(r"\W*(page\s+|p\.\s*)?(\d{1,4}|[ivxlc]{1,6})(\s*(of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
_NEAR = 6.0
"""Points by which a running head may move from page to page."""


def set_edges_apart(pages: list[list[Paragraph]], heights: list[float]) -> None:
    """Take running heads and page numbers out of each page's paragraphs and put them first, as one paragraph."""
    repeated = _repeated(pages, heights)
    for number, paragraphs in enumerate(pages):
        edges = [line for line in _in_zone(paragraphs, heights[number]) if _is_edge(line, number, paragraphs, repeated)]
        if not edges:
            continue
        own = {id(line) for line in edges}
        for paragraph in paragraphs:
            paragraph.lines = [line for line in paragraph.lines if id(line) not in own]
        paragraphs[:] = [paragraph for paragraph in paragraphs if paragraph.lines]
        paragraphs.insert(0, Paragraph(sorted(edges, key=lambda line: (line.base, line.x0)), Kind.edge, page=number))


def _in_zone(paragraphs: list[Paragraph], height: float) -> list[Line]:
    lines = [line for p in paragraphs for line in p.lines if not line.angle and p.kind is not Kind.picture]
    return [line for line in lines if line.base < ZONE * height or line.base > (1 - ZONE) * height]


def _signature(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\d+", "#", text)).strip().lower()


def _repeated(pages: list[list[Paragraph]], heights: list[float]) -> dict[str, list[tuple[int, float]]]:
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, paragraphs in enumerate(pages):
        for line in _in_zone(paragraphs, heights[number]):
            places[_signature(line.text)].append((number, line.base))
    return places


def _is_edge(line: Line, page: int, paragraphs: list[Paragraph], repeated: dict[str, list[tuple[int, float]]]) -> bool:
    lines = [other for p in paragraphs for other in p.lines if not other.angle]
    if _NUMBER.fullmatch(line.text):
        above = any(other.base < line.base - 2 for other in lines)
        below = any(other.base > line.base + 2 for other in lines)
        if not (above and below):
            return True
    again = {number for number, base in repeated[_signature(line.text)] if abs(base - line.base) < _NEAR}
    return len(again - {page}) >= 1 and _outermost(line, lines)


def _outermost(line: Line, lines: list[Line]) -> bool:
    """At most two other rows lie between the line and the top or the bottom of the page."""
    above = {round(other.base) for other in lines if other.base < line.base - 2}
    below = {round(other.base) for other in lines if other.base > line.base + 2}
    return min(len(above), len(below)) <= 2
