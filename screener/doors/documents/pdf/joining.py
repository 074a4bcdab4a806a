"""Joins the lines of a paragraph, and takes out the hyphens that only the line break needed."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from screener.doors.documents.pdf.lines import Line, Then
from screener.doors.documents.pdf.paragraphs import Kind, Paragraph

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)-$")
_FIRST = re.compile(r"[^\W\d_]+")
_PREFIXES = {
    "self",
    "non",
    "cross",
    "well",
    "ill",
    "high",
    "low",
    "multi",
    "semi",
    "quasi",
    "state",
    "long",
    "short",
    "large",
    "small",
    "real",
    "open",
    "closed",
    "half",
    "one",
    "two",
    "three",
    "full",
    "fine",
    "black",
    "white",
    "human",
    "machine",
    "model",
    "data",
    "task",
    "time",
    "zero",
    "few",
}
"""First halves that usually keep their hyphen."""
_SUFFIXES = {"based", "specific", "free", "aware", "level", "like", "driven", "wise", "trained", "tuned", "scale"}
"""Second halves that usually do."""
_WIDE_SCRIPTS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uff60]")


@dataclass(frozen=True)
class Seam:
    """What stands between two lines."""

    drop: int
    """Characters to take off the end of the first line: 1 for a hyphen, else 0."""
    space: str
    """What to write between them."""


class Vocabulary:
    """How often each word stands in the draft away from line breaks: what a broken word is checked against."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._counts: Counter[str] = Counter()
        broken = False
        for line in lines:
            words = _WORD.findall(line.text.lower())
            first, broken = broken, line.text.rstrip().endswith("-")
            self._counts.update(words[first : len(words) - broken])

    def knows(self, word: str) -> bool:
        """Whether the word stands unbroken somewhere."""
        return self._counts[word.lower()] > 0

    def seam(self, before: str, after: str) -> Seam:
        """How a line ending in `before` is joined to one that begins with `after`."""
        broken, first = _BROKEN.search(before), _FIRST.match(after)
        if not broken or not first:
            if re.search(r"\w[-–—/]$", before) and after[:1].isalnum() and before[-1] != "–":
                return Seam(0, "")
            both_wide = _WIDE_SCRIPTS.match(before[-1:]) and _WIDE_SCRIPTS.match(after[:1])
            return Seam(0, "" if both_wide else " ")
        left, right = broken.group(1), first.group()
        return Seam(1 if self._was_broken(left, right) else 0, "")

    def _was_broken(self, left: str, right: str) -> bool:
        if not right[:1].islower() or len(left) < 2:
            return False
        whole, compound = left + right, f"{left}-{right}"
        if self.knows(whole) or self.knows(compound):
            return self._counts[whole.lower()] >= self._counts[compound.lower()]
        if "-" in left:
            return self.knows(left.rsplit("-", 1)[-1] + right)
        usual = (left.lower() in _PREFIXES and len(right) > 2) or right.lower() in _SUFFIXES
        return not usual and not (len(left) > 3 and len(right) > 3 and self.knows(left) and self.knows(right))


def row_break(paragraph: Paragraph, line: Line) -> bool:
    """Whether a row, a cell or a line of a picture ends with this line of the paragraph."""
    return paragraph.kind is Kind.picture or (paragraph.kind is Kind.table and line.then is not Then.line)
