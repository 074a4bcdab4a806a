"""Mends sentences that a page break, a column break or a float cuts in two."""

from screener.doors.documents.pdf.headings import Heading
from screener.doors.documents.pdf.lines import Line
from screener.doors.documents.pdf.paragraphs import Kind, Paragraph, ends_sentence

_NEAR_EDGE = 0.1
"""Share of the column's width within which a line reaches its edge."""
_LETTER = 0.6
"""Em of a letter, about: a word that did not fit leaves room at the end of a ragged line."""
_REACH = 14
"""Paragraphs that may stand between the two halves of a sentence: floats, notes, running heads."""


def mark_notes(paragraphs: list[Paragraph], body: float, headings: dict[int, Heading]) -> None:
    """Small print at the foot of a column is notes."""
    small = True
    region: tuple[int, int] | None = None
    for paragraph in reversed(paragraphs):
        if (paragraph.page, paragraph.region) != region:
            region, small = (paragraph.page, paragraph.region), True
        if paragraph.kind is Kind.edge:
            continue
        small = small and paragraph.em < 0.93 * body and id(paragraph) not in headings
        if small and paragraph.kind is Kind.prose:
            paragraph.kind = Kind.note


def mended(paragraphs: list[Paragraph], headings: dict[int, Heading]) -> list[Paragraph]:
    """The same paragraphs; what stands between two halves of a sentence is moved before or after it on its own
    page, and the second half is marked as going on from the first."""
    result = _notes_before_headings(list(paragraphs), headings)
    index = 0
    while index < len(result):
        second = _second_half(result, index, headings)
        if second:
            between = result[index + 1 : second]
            first, last = result[index], result[second]
            before = [p for p in between if p.page < last.page]
            after = [p for p in between if p.page == last.page]
            last.goes_on = True
            result[index : second + 1] = [*before, first, last, *after]
            index += len(before)
        index += 1
    return result


def _notes_before_headings(paragraphs: list[Paragraph], headings: dict[int, Heading]) -> list[Paragraph]:
    """Notes below a heading at the foot of a column go before it, so that its section begins with its text."""
    for index in range(len(paragraphs) - 1):
        heading = headings.get(id(paragraphs[index]))
        end = index + 1
        while end < len(paragraphs) and _is_note_below(paragraphs[end], paragraphs[index]):
            end += 1
        if heading and not heading.run_in and end > index + 1:
            paragraphs[index:end] = [*paragraphs[index + 1 : end], paragraphs[index]]
    return paragraphs


def _is_note_below(note: Paragraph, heading: Paragraph) -> bool:
    return note.kind is Kind.note and (note.page, note.region) == (heading.page, heading.region)


def _second_half(paragraphs: list[Paragraph], index: int, headings: dict[int, Heading]) -> int | None:
    first = paragraphs[index]
    if first.kind not in (Kind.prose, Kind.caption) or not _is_open(first, headings):
        return None
    for at in range(index + 1, min(len(paragraphs), index + _REACH)):
        later = paragraphs[at]
        if later.page > first.page + 1:
            return None
        if later.kind is Kind.prose:
            return at if _goes_on(first, later, headings) else None
    return None


def _is_open(first: Paragraph, headings: dict[int, Heading]) -> bool:
    heading = headings.get(id(first))
    last = first.lines[-1]
    text = last.text.rstrip()
    return (heading is None or heading.run_in) and not ends_sentence(text) and last.cells == 1


def _goes_on(first: Paragraph, later: Paragraph, headings: dict[int, Heading]) -> bool:
    if id(later) in headings or (later.page, later.region) == (first.page, first.region):
        return False
    if abs(later.em - first.em) > 0.06 * first.em:
        return False
    if len(later.lines) == 1 and len(later.lines[0].text) < 40 and not ends_sentence(later.lines[0].text):
        return False
    start, line, room = later.lines[0].text[:1], later.lines[0], _room(first.lines[-1])
    if start.islower():
        word = _LETTER * line.em * len(line.text.split(maxsplit=1)[0])
        return room < max(_NEAR_EDGE, word / _width(first.lines[-1]))
    flush = line.x0 < line.column[0] + 0.7 * line.em
    fits = start.isalnum() or start in "([“\"'"
    return first.kind is Kind.prose and room < _NEAR_EDGE and flush and fits


def _width(line: Line) -> float:
    return max(1.0, line.column[1] - line.column[0])


def _room(line: Line) -> float:
    """Share of the column's width that stands empty after a line."""
    return (line.column[1] - line.x1) / _width(line)
