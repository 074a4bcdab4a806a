"""LaTeX source after its files are joined and its comments, conditions and verbatim parts are dealt with."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from screener.doors.documents.latex.definitions import Definitions, is_prose
from screener.words.draft import HiddenHow

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Two code points that no text may hold; between them stands the number of a kept piece."""
KEPT = re.compile(f"{OPEN}(\\d{{1,9}}){CLOSE}")


@dataclass(frozen=True)
class Concealed:
    """Source that is not typeset, and where in the joined source it stood."""

    position: int
    text: str
    how: HiddenHow
    where: str
    ordinary: bool = False
    copy: bool = False
    """Whether the words also stand in the text, because they may be printed."""


@dataclass(frozen=True)
class Kept:
    """A verbatim piece; `block` where it stands on lines of its own."""

    text: str
    block: bool
    options: str = ""


@dataclass
class Source:
    """Joined source, grown from left to right."""

    definitions: Definitions = field(default_factory=Definitions)
    concealed: list[Concealed] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Files with text that the document draws in and that are not there, with the place that names them."""
    length: int = 0
    body: int | None = None
    """Where in the joined source the document begins, if anything says so."""
    _parts: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _origins: list[tuple[str, int]] = field(default_factory=list)
    _lines: dict[str, list[int]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The joined source."""
        return "".join(self._parts)

    def name_lines(self, file: str, text: str) -> None:
        """Learn where the lines of a file begin."""
        self._lines[file] = [0, *(match.end() for match in re.finditer("\n", text))]

    def add(self, text: str, file: str, at: int) -> None:
        """Append a stretch of a file that begins at `at` in it."""
        if text:
            self._starts.append(self.length)
            self._origins.append((file, at))
            self._parts.append(text)
            self.length += len(text)

    def keep(self, text: str, file: str, at: int, *, block: bool, options: str = "") -> None:
        """Append a mark for a verbatim piece."""
        self.kept.append(Kept(text, block, options))
        self.add(f"{OPEN}{len(self.kept) - 1}{CLOSE}", file, at)

    def since(self, position: int) -> str:
        """What was joined from a position on."""
        first = bisect_right(self._starts, position) - 1
        return "".join(self._parts[max(first, 0) :])[position - self._starts[max(first, 0)] :] if self._starts else ""

    def doubt(self, text: str, where: str, how: HiddenHow = HiddenHow.other) -> None:
        """Tell of source that stays in the text although TeX may not print it; a few words are passed over."""
        if is_prose(text):
            self.concealed.append(Concealed(self.length, text, how, where, copy=True))

    def conceal(self, text: str, how: HiddenHow, where: str, *, ordinary: bool = False) -> None:
        """Set apart source that is not typeset here; neighbouring comments become one piece."""
        last = self.concealed[-1] if self.concealed else None
        file = where.partition(" line ")[0]
        if (
            last
            and how is HiddenHow.comment
            and (last.how, last.ordinary, last.position) == (how, ordinary, self.length)
            and last.where.startswith(f"{file} line ")
        ):
            self.concealed[-1] = Concealed(last.position, f"{last.text}\n{text}", how, last.where, ordinary)
        elif text.strip():
            self.concealed.append(Concealed(self.length, text, how, where, ordinary))

    def line(self, file: str, at: int) -> str:
        """'main.tex line 12' for a position in a file."""
        return f"{file} line {bisect_right(self._lines.get(file, [0]), at)}"

    def where(self, position: int) -> str:
        """'main.tex line 12' for a position in the joined source."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return "the source"
        file, at = self._origins[index]
        return self.line(file, at + position - self._starts[index])
