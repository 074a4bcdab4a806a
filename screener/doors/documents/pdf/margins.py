"""Finds the numbers that count lines in a margin, so that they do not end up inside sentences."""

import itertools
from collections import Counter
from statistics import median

from screener.doors.documents.pdf.words import Word

MIN_NUMBERS = 5
"""Numbers in one margin that make a count of lines."""
_STEADY = 0.8
"""Share of the steps that must be equal."""
_EVERY_ROW = 0.4
"""Share of the rows beside a count of lines that have a number; two columns may have rows of their own."""
_MARGIN = 0.5
"""Em between a margin's numbers and the text."""
_ALIGN = 2.0
"""Points by which aligned edges may differ."""


def without_line_numbers(words: list[Word]) -> tuple[list[Word], int]:
    """The words without counts of lines in the margins, and how many numbers were left out."""
    numbers = [word for word in words if word.text.isdecimal() and len(word.text) <= 5]
    if len(numbers) < MIN_NUMBERS:
        return words, 0
    dropped: set[int] = set()
    for edge in ("x1", "x0"):
        for group in _aligned([n for n in numbers if id(n) not in dropped], edge):
            dropped |= {id(word) for word in _count(group, words)}
    return [word for word in words if id(word) not in dropped], len(dropped)


def _aligned(numbers: list[Word], edge: str) -> list[list[Word]]:
    groups: list[list[Word]] = []
    for word in sorted(numbers, key=lambda n: float(getattr(n, edge))):
        if groups and getattr(word, edge) - getattr(groups[-1][0], edge) <= _ALIGN:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [sorted(group, key=lambda n: n.base) for group in groups if len(group) >= MIN_NUMBERS]


def _count(group: list[Word], words: list[Word]) -> list[Word]:
    """The members of the group that count lines: steady steps, and a strip of the page to themselves."""
    steps = Counter(int(b.text) - int(a.text) for a, b in itertools.pairwise(group))
    step, often = steps.most_common(1)[0]
    if step not in (1, 5) or often < _STEADY * (len(group) - 1):
        return []
    x0, x1 = min(n.x0 for n in group), max(n.x1 for n in group)
    top, bottom = group[0].y0, group[-1].y1
    own = {id(n) for n in group}
    others = [w for w in words if id(w) not in own]
    beside = [w for w in others if top < w.base < bottom]
    strangers = sum(w.x0 < x1 + 1 and w.x1 > x0 - 1 for w in others)
    outer = all(w.x0 > x1 for w in beside) or all(w.x1 < x0 for w in beside)
    tall = bottom - top > 0.35 * (max(w.y1 for w in words) - min(w.y0 for w in words))
    small = group[0].em < 0.85 * median(w.em for w in others) if others else False
    if not beside or strangers > 0.02 * len(others) or not (outer or len(group) >= 12) or not (tall or small):
        return []
    if _numbered_rows(group, beside) < (_EVERY_ROW if step == 1 else _EVERY_ROW / 5) or _is_contents(beside):
        return []
    near = sum(any(_touches(number, word) for word in beside) for number in group)
    if near > 0.1 * len(group):
        return []
    return group


def _numbered_rows(group: list[Word], beside: list[Word]) -> float:
    """Numbers as a share of the rows of text beside them: chapters in a list of contents are fewer than its lines."""
    return len(group) / max(1, len({round(w.base / (0.5 * w.em)) for w in beside}))


def _is_contents(beside: list[Word]) -> bool:
    """Whether most rows end in a number, as the rows of a list of contents do."""
    last: dict[int, Word] = {}
    for word in beside:
        row = round(word.base / word.em)
        if row not in last or word.x1 > last[row].x1:
            last[row] = word
    return sum(word.text.isdecimal() for word in last.values()) > 0.5 * len(last)


def _touches(number: Word, word: Word) -> bool:
    """Whether a word stands on the number's line, closer to it than a margin would be."""
    gap = max(word.x0 - number.x1, number.x0 - word.x1)
    return abs(word.base - number.base) < 0.3 * word.em and gap < _MARGIN * word.em
