"""The draft's full text as HTML, with everything the screen has to say about it laid over it in place.

Without the elements of class `apparatus`, the text content is the draft's text, code point for code point.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from screener.report.blocks import Block, blocks
from screener.report.inert import plain, verbatim
from screener.report.marks import Laid, Mark, Point
from screener.report.spoken import UNREAD
from screener.words.counting import counted
from screener.words.draft import Page
from screener.words.framework import Severity

_SUPERSCRIPT = Markup('<sup class="apparatus"><a href="#flag-{}" aria-label="{}">{}</a></sup>')
_MARGIN = Markup('<a class="apparatus margin {}" href="#flag-{}" tabindex="-1" aria-hidden="true">{}</a>')
_ANCHOR = Markup('<span class="apparatus" id="{}"></span>')


class DraftPage:
    """Builds the HTML of the text; `marks` in any order, `points` likewise.

    `beside` holds whole elements, each put after the paragraph in which its offset falls; `heads` what stands at the head
    of a page, by the page's number. Neither adds to the text content outside of elements of class `apparatus`.
    """

    def __init__(
        self,
        screening: Laid,
        marks: list[Mark],
        points: list[Point],
        *,
        beside: Sequence[Point] = (),
        heads: Mapping[int, Markup] | None = None,
    ) -> None:
        self._draft, self._text = screening.draft, screening.draft.text
        self._unread = {u.passage_index: u for u in screening.coverage.unread}
        self._passages = screening.passages
        self._passage_starts = [p.start for p in screening.passages]
        self._marks = sorted(marks, key=lambda m: (m.start, -m.end))
        self._sheets = list(_sheets(screening.draft.pages, len(self._text)))
        self._blocks = blocks(screening.draft, self._cuts())
        self._starts = [b.start for b in self._blocks]
        self._points = self._settled(points)
        self._heads = heads or {}
        self._beside: dict[int, list[Markup]] = {}
        for point in sorted(beside, key=lambda p: p.offset):
            self._beside.setdefault(self._home(point.offset), []).append(point.html)

    def html(self) -> Markup:
        """One `<section class="sheet">` for each page, or a single one where the format has no pages."""
        parts: list[Markup] = []
        done = 0
        active: list[Mark] = []
        waiting = iter([*self._marks, None])
        following = next(waiting)
        if not self._blocks:
            parts += [html for _, html in self._points.get(0, [])]
        for page, start, end in self._sheets:
            parts.append(_opening(page))
            if page is not None and page.number in self._heads:
                parts.append(Markup('<div class="apparatus">{}</div>').format(self._heads[page.number]))
            for index in range(bisect_right(self._starts, start - 1), bisect_right(self._starts, end - 1)):
                block = self._blocks[index]
                while following is not None and following.start < block.end:
                    active.append(following)
                    following = next(waiting)
                active = [m for m in active if m.end > block.start]
                parts += [verbatim(self._text[done : block.start]), self._accompanied(index, block, active)]
                done = block.end
            parts += [verbatim(self._text[done:end]), Markup("</section>")]
            done = end
        return Markup("").join(parts)

    def _cuts(self) -> set[int]:
        unread = [self._passages[i] for i in self._unread if i < len(self._passages)]
        return {s[1] for s in self._sheets} | {edge for p in unread for edge in (p.start, p.end)}

    def _settled(self, points: list[Point]) -> dict[int, list[tuple[int, Markup]]]:
        """The points by the block they stand in, moved to an edge of it where they fall between two."""
        own = [Point(s.start, _ANCHOR.format(f"section-{n}")) for n, s in enumerate(self._draft.sections, 1)]
        own += [
            Point(p.start, _ANCHOR.format(f"passage-{p.index + 1}") + self._why_unread(p.index)) for p in self._passages
        ]
        settled: dict[int, list[tuple[int, Markup]]] = {}
        for point in sorted([*own, *points], key=lambda p: p.offset):
            settled.setdefault(self._home(point.offset), []).append((point.offset, point.html))
        return settled

    def _home(self, offset: int) -> int:
        """The block in which an offset falls; the following one where it falls between two."""
        index = max(0, bisect_right(self._starts, offset) - 1)
        between = bool(self._blocks) and offset > self._blocks[index].end
        return index + 1 if between and index + 1 < len(self._blocks) else index

    def _accompanied(self, index: int, block: Block, active: list[Mark]) -> Markup:
        html = self._block(index, block, active)
        if index not in self._beside:
            return html
        beside = Markup("").join(self._beside[index])
        return Markup('<div class="with-beside">{}<div class="apparatus beside">{}</div></div>').format(html, beside)

    def _why_unread(self, passage: int) -> Markup:
        if passage not in self._unread:
            return Markup("")
        because = UNREAD[self._unread[passage].because]
        return Markup('<strong class="apparatus why">Passage {} was not read: {}.</strong>').format(
            passage + 1, because
        )

    def _block(self, index: int, block: Block, active: list[Mark]) -> Markup:
        points = [(min(max(o, block.start), block.end), html) for o, html in self._points.get(index, [])]
        inner = Markup("").join(self._pieces(block, active, points))
        passage = bisect_right(self._passage_starts, block.start) - 1
        classes = " ".join(filter(None, ["unread" if passage in self._unread else "", block.layout]))
        tag = f"h{block.heading}" if block.heading else "p"
        attribute = Markup(' class="{}"').format(classes) if classes else Markup("")
        return Markup('<{}{} dir="auto">').format(tag, attribute) + inner + Markup("</{}>").format(tag)

    def _pieces(self, block: Block, active: list[Mark], points: list[tuple[int, Markup]]) -> Iterator[Markup]:
        here = [m for m in active if m.start < block.end and m.end > block.start]
        edges = {block.start, block.end, *(o for o, _ in points)}
        edges |= {min(max(e, block.start), block.end) for m in here for e in (m.start, m.end)}
        for start, end in pairwise(sorted(edges)):
            yield from (html for offset, html in points if offset == start)
            yield from (_opened(m) for m in here if m.start == start)
            yield _marked(self._text[start:end], [m for m in here if m.start < end and m.end > start])
            yield from (
                _SUPERSCRIPT.format(m.number, plain(m.says), m.number) for m in here if m.number and m.end == end
            )
        yield from (html for offset, html in points if offset == block.end)


def _sheets(pages: tuple[Page, ...], length: int) -> Iterator[tuple[Page | None, int, int]]:
    """The pages with their spans, made to cover the text whatever the pages say."""
    done = 0
    for page in pages:
        end = length if page is pages[-1] else min(max(page.end, done), length)
        yield page, done, end
        done = end
    if not pages:
        yield None, 0, length


def _opening(page: Page | None) -> Markup:
    if page is None:
        return Markup('<section class="sheet">')
    notes = []
    if page.scanned:
        notes.append("This page has content but no readable text: nobody has read it.")
    if page.images:
        verb = "was" if page.images == 1 else "were"
        notes.append(f"{counted(page.images, 'image')} on this page {verb} not looked at.")
    said = Markup("").join(Markup('<p class="apparatus unseen-page">{}</p>').format(n) for n in notes)
    return Markup(
        '<section class="sheet{}" id="page-{}" aria-label="Page {}"><p class="apparatus page-number">page {}</p>{}'
    ).format(" scanned" if page.scanned else "", page.number, page.number, page.number, said)


def _opened(mark: Mark) -> Markup:
    anchor = _ANCHOR.format(mark.anchor)
    if not mark.number or mark.severity is None:
        return anchor
    return anchor + _MARGIN.format(mark.severity, mark.number, plain(mark.says).removeprefix("Flag "))


def _marked(untrusted_text: str, over: list[Mark]) -> Markup:
    inner = verbatim(untrusted_text)
    if not over:
        return inner
    flags = [m for m in over if m.severity is not None]
    quoted = " quoted" if len(flags) < len(over) else ""
    if not flags:
        return Markup('<span class="quoted">{}</span>').format(inner)
    worst = max((m.severity for m in flags if m.severity), key=lambda s: s.rank, default=Severity.none)
    several = " several" if len(flags) > 1 else ""
    says = escape(plain("; ".join(m.says for m in flags)))
    return Markup('<mark class="{}{}{}" title="{}">{}</mark>').format(str(worst), several, quoted, says, inner)
