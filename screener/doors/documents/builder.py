"""Grows a `Document` from left to right, so that every format keeps offsets, pages and hidden text the same way."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from screener.doors.documents.characters import without_unseen
from screener.doors.documents.disguised import (
    LOOK_ALIKE,
    Disguised,
    disguised_words,
    looking_right,
    title_looking_right,
    told,
)
from screener.words.draft import Document, Format, HiddenHow, HiddenText, Join, Page, Section

LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}

MOST_HIDDEN = 5_000
"""Hidden pieces listed, alarming and ordinary ones each; what a person gets to see has to stay readable."""
_WORD = re.compile(r"[^\W\d_]+")
_IN_A_ROW = 3
"""Words of a text that must follow each other elsewhere for it to be said there."""
_MOSTLY = 0.7


@dataclass
class _OpenSection:
    title: str
    level: int
    start: int


@dataclass
class DocumentBuilder:
    """Append visible text, headings, pages and hidden text in reading order, then `build`.

    Visible text is NFC-normalised, its ligatures are spelt out, and invisible characters are set apart. Words in letters
    that only look like Latin ones are built as they look, letter for letter, and set apart as they were written.
    """

    format: Format
    where: str = "text"
    """Where the reader of an alert should look now; formats update it as they go ('page 3')."""
    length: int = 0
    title: str = ""
    _parts: list[str] = field(default_factory=list)
    _pages: list[Page] = field(default_factory=list)
    _page_start: int = 0
    _page_images: int = 0
    _images: int = 0
    _open: list[_OpenSection] = field(default_factory=list)
    _sections: list[Section] = field(default_factory=list)
    _hidden: list[HiddenText] = field(default_factory=list)
    _joins: list[Join] = field(default_factory=list)
    _notes: dict[str, None] = field(default_factory=dict)
    _missing: dict[str, None] = field(default_factory=dict)
    _wheres: list[tuple[int, str]] = field(default_factory=list)
    """From which offset on the text stands where."""

    def write(self, untrusted_text: str) -> None:
        """Append visible text."""
        text, unseen = without_unseen(self._spelt_out(untrusted_text))
        for run in unseen:
            self.hide(run.text, run.how, offset=self.length + run.offset, ordinary=not run.alarming)
        if not self._wheres or self._wheres[-1][1] != self.where:
            self._wheres.append((self.length, self.where))
        self._parts.append(text)
        self.length += len(text)

    def paragraph(self, untrusted_text: str) -> None:
        """Append visible text followed by a blank line; blank text appends nothing."""
        if untrusted_text.strip():
            self.write(untrusted_text.strip() + "\n\n")

    def heading(self, untrusted_title: str, level: int) -> None:
        """Append a heading as its own paragraph and open a section at `level` (1 is the top)."""
        if self.open_section(untrusted_title, level):
            self.paragraph(untrusted_title)

    def open_section(self, untrusted_title: str, level: int) -> bool:
        """Open a section here without writing its heading (for formats that write it themselves).

        Nobody sees a blank title, so it opens none; returns whether one was opened.
        """
        title = self._seen(untrusted_title)
        if title:
            self._close(level)
            self._open.append(_OpenSection(title, level, self.length))
        return bool(title)

    def join(self, removed: str) -> None:
        """Note that `removed` (a line-end hyphen and break) was left out at this point."""
        self._joins.append(Join(offset=self.length, removed=removed))

    def hide(
        self,
        untrusted_text: str,
        how: HiddenHow,
        *,
        where: str = "",
        page: int | None = None,
        offset: int | None = None,
        ordinary: bool = False,
    ) -> None:
        """Set apart text that a human reader does not see; blank text is ignored."""
        if untrusted_text.strip():
            self._hidden.append(
                HiddenText(
                    text=untrusted_text.strip()[:20_000],
                    how=how,
                    where=where or self.where,
                    page=page if page is not None else self._page_number(),
                    offset=self.length if offset is None else offset,
                    ordinary=ordinary,
                )
            )

    def image(self, count: int = 1) -> None:
        """Note figures or images that nobody reads."""
        self._images += count
        self._page_images += count

    def note(self, sentence: str) -> None:
        """Tell the reviewer what this parser could not see (once per sentence)."""
        self._notes[sentence] = None

    def miss(self, part: str) -> None:
        """Name a part with text of its own that the draft draws in and that is not there (once per part)."""
        self._missing[part] = None

    def unsaid(self, texts: Iterable[str], *, shown: bool = True) -> list[str]:
        """Those of the texts that neither the document nor what is set apart so far says already.

        Without `shown`, only what is set apart counts.
        """
        asked = [(text, _rows(text)) for text in texts]
        wanted = {row for _, rows in asked for row in rows}
        if not wanted:
            return [text for text, _ in asked]
        written = _rows("".join(self._parts) if shown else "")
        apart = (row for piece in self._hidden for row in _rows(piece.text))
        said = wanted.intersection(written) | wanted.intersection(apart)
        return [text for text, rows in asked if not rows or len(rows & said) < _MOSTLY * len(rows)]

    def end_page(self, *, scanned: bool = False) -> None:
        """Close the current page; text written since the last page belongs to it."""
        number = len(self._pages) + 1
        self._pages.append(
            Page(
                number=number,
                start=self._page_start,
                end=self.length,
                scanned=scanned,
                images=self._page_images,
            )
        )
        self._page_start, self._page_images = self.length, 0

    def begin_pages(self) -> None:
        """Say that the format has pages: the first begins here."""
        self._page_start = self.length
        self.where = "page 1"

    def build(self, parser: str) -> Document:
        """The finished document."""
        self._close(0)
        pages = tuple(self._pages)
        if pages and pages[-1].end < self.length:
            pages = (*pages[:-1], pages[-1].model_copy(update={"end": self.length}))
        text = "".join(self._parts)
        disguised = disguised_words(text)
        hidden = self._listed([*self._hidden, *self._disguised(text, disguised, pages)])
        sections = sorted(self._sections, key=lambda s: (s.start, s.level))
        if disguised:
            sections = [s.model_copy(update={"title": title_looking_right(s.title, disguised)}) for s in sections]
        return Document(
            format=self.format,
            text=looking_right(text, disguised),
            pages=pages,
            sections=tuple(sections),
            hidden=hidden,
            joins=tuple(self._joins),
            images=self._images,
            title=title_looking_right(self._seen(self.title), disguised),
            parser=parser,
            notes=tuple(self._notes),
            missing=tuple(self._missing),
        )

    def _disguised(self, text: str, words: tuple[Disguised, ...], pages: tuple[Page, ...]) -> Iterator[HiddenText]:
        """Words in look-alike letters, as they were written."""
        starts, ends = [start for start, _ in self._wheres], [page.end for page in pages]
        for piece in told(text, words):
            place = self._wheres[max(0, bisect_right(starts, piece.offset) - 1)][1]
            number = bisect_right(ends, piece.offset) + 1
            yield HiddenText(
                text=piece.says,
                how=HiddenHow.false_letters,
                where=f"{f'page {number}' if pages else place}, {LOOK_ALIKE}",
                page=number if pages else None,
                offset=piece.offset,
                ordinary=piece.styled,
            )

    def _listed(self, pieces: list[HiddenText]) -> tuple[HiddenText, ...]:
        """The hidden pieces in order, without those beyond the bounds; a note says how many those are."""
        room = {True: MOST_HIDDEN, False: MOST_HIDDEN}
        listed = []
        for piece in pieces:
            room[piece.ordinary] -= 1
            if room[piece.ordinary] >= 0:
                listed.append(piece)
        if left_out := len(pieces) - len(listed):
            self.note(
                f"The file holds {left_out} more pieces of hidden text than can be listed; look at the file itself."
            )
        return tuple(listed)

    def _close(self, level: int) -> None:
        while self._open and self._open[-1].level >= level:
            done = self._open.pop()
            self._sections.append(Section(title=done.title, level=done.level, start=done.start, end=self.length))

    def _page_number(self) -> int | None:
        return len(self._pages) + 1 if self.where.startswith("page ") else None

    @classmethod
    def _seen(cls, untrusted_title: str) -> str:
        """A title on one line, without the characters that nobody sees."""
        return " ".join(without_unseen(cls._spelt_out(untrusted_title))[0].split())[:300]

    @staticmethod
    def _spelt_out(text: str) -> str:
        for ligature, letters in LIGATURES.items():
            text = text.replace(ligature, letters)
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _rows(text: str) -> set[tuple[str, ...]]:
    """The words of a text, in small letters, as they follow each other; empty for very few words."""
    words = [match.group() for match in _WORD.finditer(text.lower())]
    return set(zip(*(words[start:] for start in range(_IN_A_ROW)), strict=False))
