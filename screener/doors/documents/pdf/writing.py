"""Writes the paragraphs of all pages into one document."""

from collections.abc import Iterator
from itertools import pairwise

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.pdf.headings import Heading, text_of
from screener.doors.documents.pdf.joining import Vocabulary, row_break
from screener.doors.documents.pdf.lines import Then
from screener.doors.documents.pdf.paragraphs import Kind, Paragraph


class Writer:
    """Writes paragraph after paragraph; page ends may fall inside a sentence."""

    def __init__(self, builder: DocumentBuilder, headings: dict[int, Heading], vocabulary: Vocabulary) -> None:
        self._builder = builder
        self._headings = headings
        self._vocabulary = vocabulary

    def write(self, paragraph: Paragraph, following: Paragraph | None) -> None:
        """Write one paragraph, and what stands between it and the one that follows."""
        heading = self._headings.get(id(paragraph))
        if heading and not heading.run_in:
            self._builder.heading(text_of(paragraph), heading.level)
            return
        if heading:
            self._builder.open_section(heading.title, heading.level)
        going_on = following is not None and following.goes_on
        for text, removed in self._pieces(paragraph, following if going_on else None):
            self._builder.write(text)
            if removed:
                self._builder.join(removed)
        if not going_on:
            self._builder.write("\n\n")

    def _pieces(self, paragraph: Paragraph, following: Paragraph | None) -> Iterator[tuple[str, str]]:
        texts = [_clean(line.text, paragraph.kind) for line in paragraph.lines]
        first_after = _clean(following.lines[0].text, following.kind) if following else None
        for line, (before, after) in zip(paragraph.lines, pairwise([*texts, first_after]), strict=False):
            if before is None:
                continue
            if after is None:
                yield before, ""
            elif row_break(paragraph, line):
                yield before + ("\t" if line.then is Then.cell else "\n"), ""
            else:
                seam = self._vocabulary.seam(before, after)
                yield before[: len(before) - seam.drop] + seam.space, "-\n" if seam.drop else ""


def _clean(text: str, kind: Kind) -> str:
    if kind is Kind.table:
        return "\t".join(" ".join(cell.split()) for cell in text.split("\t"))
    return " ".join(text.split())
