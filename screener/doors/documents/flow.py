"""Lets a parser pour out pieces of text in reading order: spaces and blank lines are set, hidden pieces go apart."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from screener.doors.documents.builder import DocumentBuilder
from screener.words.draft import HiddenHow

_BLANKS = re.compile(r"[ \t\n\r\f\v]+")


@dataclass(frozen=True)
class _Hidden:
    text: str
    how: HiddenHow
    where: str
    ordinary: bool


@dataclass
class Flow:
    """Inline text in, paragraphs out.

    `put` joins pieces with single spaces, `line` and `block` end lines and paragraphs. Neighbouring hidden pieces of
    the same kind become one entry.
    """

    builder: DocumentBuilder
    _break: str = ""
    _fresh: bool = True
    _row_starts: bool = False
    _held: list[str | _Hidden] | None = None
    _heading_level: int = 1
    _heading_depth: int = 0
    _concealed: list[str] = field(default_factory=list)
    _concealed_how: HiddenHow | None = None
    _concealed_where: str = ""
    _concealed_ordinary: bool = False

    def put(self, untrusted: str, how: HiddenHow | None = None, *, where: str = "", ordinary: bool = False) -> None:
        """Append inline text, runs of blanks as one space; with `how`, set it apart as hidden instead."""
        if not untrusted:
            return
        if how is not None:
            self._conceal(untrusted, how, where, ordinary)
            return
        self._pour(_BLANKS.sub(" ", untrusted))

    def keep(self, untrusted: str) -> None:
        """Append visible text with its blanks and line breaks as they are."""
        if self._held is not None:
            self.put(untrusted)
            return
        lines = untrusted.split("\n")
        for number, text in enumerate(lines):
            if number:
                self.line(even_if_empty=True)
            if text.strip():
                self._settle()
                self._write(text)

    def line(self, *, even_if_empty: bool = False) -> None:
        """End the line; nothing happens on an empty one unless asked."""
        if self._concealed:
            self._concealed.append("\n")
        if self._held is not None:
            self._held.append(" ")
        elif even_if_empty and not self._fresh:
            self._break = self._break.replace(" ", "") + "\n"
        elif not (self._fresh or self._row_starts or "\n" in self._break or "\t" in self._break):
            self._break = "\n"

    def row(self) -> None:
        """Begin a row of a table."""
        self.line()
        if self._held is None and not self._fresh:
            self.builder.write("\n")
            self._break, self._row_starts = "", True

    def tab(self) -> None:
        """Go on to the next cell of a table row."""
        if self._concealed:
            self._concealed.append("\t")
        if self._held is not None:
            self._held.append(" ")
            return
        self._break = self._break.rstrip("\n ") + "\t"
        self._fresh = False

    def block(self) -> None:
        """End the paragraph."""
        if self._held is not None:
            self._held.append(" ")
            return
        if self._concealed:
            self._concealed.append("\n")
        if not self._fresh:
            self.builder.write("\n\n")
        self._break, self._fresh, self._row_starts = "", True, False

    def hide(self, untrusted: str, how: HiddenHow, *, where: str = "", ordinary: bool = False) -> None:
        """Set apart one piece of hidden text as an entry of its own."""
        self._reveal()
        piece = _Hidden(untrusted, how, where or self.builder.where, ordinary)
        if self._held is not None:
            self._held.append(piece)
        else:
            self._set_apart(piece)

    @contextmanager
    def heading(self, level: int) -> Iterator[None]:
        """Everything put within is the title of a new section at `level` (1 is the top), its own paragraph."""
        self.begin_heading(level)
        yield
        self.end_heading()

    def begin_heading(self, level: int) -> None:
        """What follows is a heading; one inside another is part of it."""
        if self._heading_depth == 0:
            self._reveal()
            self.block()
            self._held, self._heading_level = [], level
        self._heading_depth += 1

    def end_heading(self) -> None:
        """Open the section and write its heading."""
        self._heading_depth -= 1
        if self._heading_depth or self._held is None:
            return
        self._reveal()
        held, self._held = self._held, None
        self.builder.open_section("".join(piece for piece in held if isinstance(piece, str)), self._heading_level)
        for piece in held:
            if isinstance(piece, str):
                self._pour(_BLANKS.sub(" ", piece))
            else:
                self._set_apart(piece)
        self.block()

    def close(self) -> None:
        """Write out what is still waiting."""
        self._reveal()
        self.block()

    def _pour(self, text: str) -> None:
        bare = text.strip(" ")
        if self._held is not None:
            self._reveal()
            self._held.append(text)
            return
        if text.startswith(" ") and not (self._fresh or self._row_starts or self._break):
            self._break = " "
        if not bare:
            if self._concealed:
                self._concealed.append(" ")
            return
        self._settle()
        self._write(bare)
        if text.endswith(" "):
            self._break = " "

    def _settle(self) -> None:
        self._reveal()
        if self._break:
            self.builder.write(self._break)
        self._break = ""

    def _write(self, text: str) -> None:
        self.builder.write(text)
        self._fresh = self._row_starts = False

    def _conceal(self, text: str, how: HiddenHow, where: str, ordinary: bool) -> None:
        if how is not self._concealed_how or ordinary != self._concealed_ordinary:
            self._reveal()
        if not self._concealed:
            if not text.strip():
                return
            self._concealed_where = where or self.builder.where
            self._concealed_how, self._concealed_ordinary = how, ordinary
        self._concealed.append(text)

    def _reveal(self) -> None:
        if not self._concealed or self._concealed_how is None:
            return
        lines = "".join(self._concealed).split("\n")
        text = "\n".join(stripped for line in lines if (stripped := _BLANKS.sub(" ", line).strip()))
        piece = _Hidden(text, self._concealed_how, self._concealed_where, self._concealed_ordinary)
        self._concealed, self._concealed_how = [], None
        if self._held is not None:
            self._held.append(piece)
        else:
            self._set_apart(piece)

    def _set_apart(self, piece: _Hidden) -> None:
        self.builder.hide(piece.text, piece.how, where=piece.where, ordinary=piece.ordinary)
