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
_Places = dict[str, list[tuple[int, float]]]
"""Pages and baselines by the words that stand there, their digits left out."""


def set_edges_apart(pages: list[list[Paragraph]], heights: list[float]) -> None:
    """Take running heads and page numbers out of each page's paragraphs and put them first, as one paragraph."""
    places = _places(pages, heights)
    for number, paragraphs in enumerate(pages):
        edges = _edges_of(number, paragraphs, heights[number], places)
        if not edges:
            continue
        own = {id(line) for line in edges}
        for paragraph in paragraphs:
            paragraph.lines = [line for line in paragraph.lines if id(line) not in own]
        paragraphs[:] = [paragraph for paragraph in paragraphs if paragraph.lines]
        paragraphs.insert(0, Paragraph(sorted(edges, key=lambda line: (line.base, line.x0)), Kind.edge, page=number))


def _in_zone(paragraphs: list[Paragraph], height: float) -> list[Line]:
    lines = [line for p in paragraphs for line in p.lines if not line.angle and p.kind is not Kind.picture]
    lines = [line for line in lines if line.then is None]  # numbers in the cells of a table
    return [line for line in lines if line.base < ZONE * height or line.base > (1 - ZONE) * height]


def _signature(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\d+", "#", text)).strip().lower()


def _places(pages: list[list[Paragraph]], heights: list[float]) -> _Places:
    places: _Places = defaultdict(list)
    for number, paragraphs in enumerate(pages):
        for line in _in_zone(paragraphs, heights[number]):
            places[_signature(line.text)].append((number, line.base))
    return places


def _edges_of(page: int, paragraphs: list[Paragraph], height: float, places: _Places) -> list[Line]:
    """The running heads and page numbers of one page."""
    lines = [line for p in paragraphs for line in p.lines if not line.angle]
    zone = _in_zone(paragraphs, height)
    numbers = [line for line in zone if _NUMBER.fullmatch(line.text) and _rows_between(line, lines) == 0]
    known = {id(line) for line in numbers}
    repeated = [line for line in zone if id(line) not in known and _comes_back(line, page, places)]
    repeated = [line for line in repeated if _rows_between(line, lines) <= 2]
    while repeated:
        heads = known | {id(line) for line in repeated}
        body = [line for line in lines if id(line) not in heads]
        apart = [line for line in repeated if _stands_off(line, body)]
        if len(apart) == len(repeated):
            break
        repeated = apart
    return numbers + repeated


def _comes_back(line: Line, page: int, places: _Places) -> bool:
    return any(other != page and abs(base - line.base) < _NEAR for other, base in places[_signature(line.text)])


def _rows_between(line: Line, lines: list[Line]) -> int:
    """Rows between a line and the nearer of the top and the bottom of the page."""
    above = {round(other.base) for other in lines if other.base < line.base - 2}
    below = {round(other.base) for other in lines if other.base > line.base + 2}
    return min(len(above), len(below))


def _stands_off(line: Line, body: list[Line]) -> bool:
    """Whether the text of the page keeps more than a line's distance."""
    return all(abs(other.base - line.base) > 1.6 * max(line.em, other.em) for other in body)
