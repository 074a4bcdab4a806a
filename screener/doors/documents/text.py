"""Plain text: paragraphs, headings told by their look, form feeds as pages, line-end hyphens taken out reversibly."""

import re

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.decoding import decoded
from screener.doors.documents.terminal import as_printed
from screener.words.draft import Document, Format

PARSER = "text 1"

_NUMBERED = re.compile(r"(?P<number>(?:\d{1,2}\.)*\d{1,2})\.?[ \t]+[A-Z][^\n]{1,80}")
_CAPITALS = re.compile(r"(?:[IVX]+\. |[A-Z]\. |\d+\.? )?[A-Z][A-Z0-9 ,:;&()/'’–-]{3,60}")
_KNOWN = re.compile(
    r"(?:abstract|introduction|background|related work|methods?|results|discussion|limitations|conclusions?"
    r"|acknowledge?ments|references|bibliography|appendix(?: [a-z])?)",
    re.I,
)
_UNDERLINED = re.compile(r"([^\n]{2,120})\n(={3,}|-{3,})[ \t]*")
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})-\n[ \t]*(?=[a-z])")
_HARD_WRAP = 40
"""A text counts as hard-wrapped if its usual line is longer than this and hardly any exceeds 100 characters."""


def parse(untrusted: bytes, name: str) -> Document:
    """A plain-text file as a document; raises RefusedInput for bytes that are not text."""
    text, notes = decoded(untrusted, name)
    builder = DocumentBuilder(Format.text)
    for sentence in notes:
        builder.note(sentence)
    text = as_printed(text, builder).replace("\v", "\n")
    writer = _Writer(builder, wrapped=_hard_wrapped(text))
    pages = text.rstrip("\n\f ").split("\f")
    if len(pages) > 1:
        builder.begin_pages()
    line = 1
    for number, page in enumerate(pages, 1):
        line = writer.page(page, line, number if len(pages) > 1 else None)
        if len(pages) > 1:
            builder.end_page()
    builder.title = writer.title
    return builder.build(PARSER)


class _Writer:
    """Writes paragraphs one after the other and remembers the title."""

    def __init__(self, builder: DocumentBuilder, *, wrapped: bool) -> None:
        self.builder, self.wrapped = builder, wrapped
        self.title = ""
        self._any = False

    def page(self, text: str, line: int, number: int | None) -> int:
        """Write one page that begins at `line` (1-based) of the file; returns the line after it."""
        for block in re.split(r"(\n[ \t]*(?:\n[ \t]*)+)", text):
            self.builder.where = f"page {number}" if number else f"line {line}"
            if block.strip():
                self._block(block.strip("\n"))
            line += block.count("\n")
        return line

    def _block(self, block: str) -> None:
        underlined = _UNDERLINED.match(block)
        if underlined and abs(len(underlined.group(1).strip()) - len(underlined.group(2))) <= 12:
            self._heading(underlined.group(1), 1 if underlined.group(2)[0] == "=" else 2)
        elif level := _heading_level(block.strip()):
            self._heading(block, level)
        elif not self._any and "\n" not in block and len(block) <= 150 and not block.rstrip().endswith("."):
            self.title = block.strip()
        self._any = True
        self._write(block)

    def _heading(self, title: str, level: int) -> None:
        if not self._any:
            self.title = title
        self.builder.open_section(title, level)

    def _write(self, block: str) -> None:
        last = 0
        for match in _HYPHEN.finditer(block) if self.wrapped else ():
            self.builder.write(block[last : match.start()])
            self.builder.join(match.group())
            last = match.end()
        self.builder.write(block[last:].rstrip() + "\n\n")


def _heading_level(block: str) -> int:
    """1 or more where a paragraph of one line looks like a heading, else 0."""
    if "\n" in block or len(block) > 90 or block.endswith((".", ",", ";", "!", "?")):
        return 0
    if numbered := _NUMBERED.fullmatch(block):
        return numbered.group("number").count(".") + 1
    if _KNOWN.fullmatch(block.rstrip(":")) or (_CAPITALS.fullmatch(block) and sum(c.isalpha() for c in block) >= 4):
        return 1
    return 0


def _hard_wrapped(text: str) -> bool:
    lengths = sorted(len(line) for line in text.split("\n") if line.strip())
    if len(lengths) < 2:
        return False
    return lengths[len(lengths) * 3 // 4] > _HARD_WRAP and lengths[len(lengths) * 19 // 20] <= 100
