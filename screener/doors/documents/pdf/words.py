"""Makes words of glyphs, and stretches of words that stand on one line without a wide gap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from screener.doors.documents.pdf.glyphs import Array, Glyphs

WORD_GAP = 0.17
"""Gap in em that parts two words; justified text shrinks its spaces to about 0.2."""
TURNED_GAP = 0.27
"""The same for text at an angle, whose boxes are the tight ones of the letters."""
STRETCH_GAP = 0.95
"""Gap in em that parts two stretches: wider than a stretched space, narrower than the space between columns."""
RIVER_GAP = 0.5
"""Gap in em that counts for a river of white: narrower than the narrowest space between columns."""
RIVER_ROWS = 6
"""Lines above each other with such a gap that make a river: chance seldom aligns so many spaces."""


class Word(NamedTuple):
    """Letters without a gap; display points."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    em: float
    bold: bool
    italic: bool


@dataclass(frozen=True)
class Stretch:
    """Words of one line without a wide gap between them, left to right."""

    words: tuple[Word, ...]
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    em: float

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join(word.text for word in self.words)


Piece = TypeVar("Piece", Word, Stretch)


def words_of(glyphs: Glyphs, chosen: Array, box: Array, base: Array, gap_in_em: float = WORD_GAP) -> list[Word]:
    """Words from the glyphs numbered in `chosen` (drawing order), whose `box` and `base` are given upright."""
    if not len(chosen):
        return []
    em = np.maximum(glyphs.em[chosen], 0.1)
    gap = box[1:, 0] - box[:-1, 2]
    same = (np.abs(box[1:, 0] - box[:-1, 0]) < 0.01) & (np.abs(base[1:] - base[:-1]) < 0.01)
    larger, shift = np.maximum(em[1:], em[:-1]), np.abs(base[1:] - base[:-1])
    apart = (gap > gap_in_em * larger) | (gap < -0.5 * larger) | (shift > 0.75 * larger)
    between = glyphs.gap_before[chosen][1:] & (gap > -0.02 * larger)
    chars = [glyphs.chars[i] for i in chosen.tolist()]
    starts = np.flatnonzero(np.concatenate([[True], ((apart | between) & ~same) | _marks(chars, em)]))
    ends = np.concatenate([starts[1:], [len(chosen)]])
    low, high = np.minimum.reduceat(box[:, 0], starts).tolist(), np.maximum.reduceat(box[:, 2], starts).tolist()
    mixed = (np.maximum.reduceat(em, starts) - np.minimum.reduceat(em, starts) > 0.01).tolist()
    bases, ems = base.tolist(), em.tolist()
    run_of = glyphs.run[chosen].tolist()
    words = []
    for index, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        main = max(range(start, end), key=ems.__getitem__) if mixed[index] else start
        font, size, line = glyphs.runs[run_of[main]].font, ems[main], bases[main]
        words.append(
            Word(
                "".join(chars[start:end]),
                low[index],
                line - 0.75 * size,
                high[index],
                line + 0.25 * size,
                line,
                size,
                font.bold,
                font.italic,
            )
        )
    return words


def _marks(chars: list[str], em: Array) -> Array:
    """Where a small digit follows a number and its full stop or comma: the mark of a note, and no part of the number."""
    result = np.zeros(len(em) - 1, dtype=bool)
    for index in np.flatnonzero(em[1:] < 0.85 * em[:-1]).tolist():
        if chars[index + 1].isdigit() and chars[index] in ".,;:" and chars[index - 1].isdigit():
            result[index] = True
    return result


def stretches_of(words: list[Word]) -> list[Stretch]:
    """Words that follow each other on a line, whatever the order in which they were drawn."""
    rivers = _rivers(words)
    drawn: list[list[Word]] = []
    for word in words:
        if drawn and _follows(drawn[-1][-1], word, rivers):
            drawn[-1].append(word)
        else:
            drawn.append([word])
    return _merged([stretch_of(group) for group in drawn], rivers)


def _rivers(words: list[Word]) -> list[float]:
    """Places along the line where gaps stand above each other in RIVER_ROWS lines or more: a narrow gutter, perhaps."""
    if len(words) < RIVER_ROWS:
        return []
    x0, x1, base, em = np.array([(word.x0, word.x1, word.base, word.em) for word in words]).T
    order = np.argsort(base, kind="stable")
    row = np.zeros(len(words), dtype=np.int64)
    row[order[1:]] = np.cumsum(np.diff(base[order]) > 0.3 * em[order[1:]])
    order = np.lexsort((x0, row))
    same_row = np.diff(row[order]) == 0
    wide = x0[order[1:]] - x1[order[:-1]] > RIVER_GAP * np.minimum(em[order[1:]], em[order[:-1]])
    starts, ends = x1[order[:-1]][same_row & wide], x0[order[1:]][same_row & wide]
    if len(starts) < RIVER_ROWS:
        return []
    at = np.arange(starts.min(), ends.max() + 1, 1.0)
    depth = ((starts[:, None] < at - 1) & (ends[:, None] > at + 1)).sum(axis=0)
    across = ((x0[:, None] < at) & (x1[:, None] > at)).sum(axis=0)
    river = np.flatnonzero((depth >= RIVER_ROWS) & (depth >= across))
    groups = np.split(river, np.flatnonzero(np.diff(river) > 1) + 1)
    return [float(at[group].mean()) for group in groups if group.size]


def stretch_of(group: list[Word]) -> Stretch:
    """Words of one line, left to right, as a stretch."""
    main = max(group, key=lambda word: (round(word.em, 1), len(word.text)))
    return Stretch(
        words=tuple(group),
        x0=min(w.x0 for w in group),
        y0=min(w.y0 for w in group),
        x1=max(w.x1 for w in group),
        y1=max(w.y1 for w in group),
        base=main.base,
        em=main.em,
    )


def _follows(left: Word | Stretch, right: Word | Stretch, rivers: list[float]) -> bool:
    em = max(left.em, right.em)
    if right.em > 1.1 * left.em and len(left.text) > 1:
        em = left.em  # a heading that opens the next column is no wider part of this line
    if right.x0 - left.x1 > RIVER_GAP * em and any(left.x1 < x < right.x0 for x in rivers):
        return False
    lowest, highest = min(left.y1, right.y1), max(left.y0, right.y0)
    level = lowest - highest > 0.4 * min(left.em, right.em)
    return level and -0.4 * em < right.x0 - left.x1 < STRETCH_GAP * em


def _merged(stretches: list[Stretch], rivers: list[float]) -> list[Stretch]:
    """Stretches that were drawn apart but stand side by side, joined."""
    result: list[Stretch] = []
    for row in rows_of(stretches):
        open_one: Stretch | None = None
        for stretch in row:
            level = open_one is not None and abs(open_one.base - stretch.base) < 0.5 * open_one.em
            if open_one and level and _follows(open_one, stretch, rivers):
                open_one = _glued(open_one, stretch)
                continue
            if open_one:
                result.append(open_one)
            open_one = stretch
        if open_one:
            result.append(open_one)
    return result


def _glued(left: Stretch, right: Stretch) -> Stretch:
    gap = right.x0 - left.x1
    words = [*left.words, *right.words]
    if gap < WORD_GAP * max(left.em, right.em):
        one, two = left.words[-1], right.words[0]
        both = Word(
            one.text + two.text,
            one.x0,
            min(one.y0, two.y0),
            two.x1,
            max(one.y1, two.y1),
            one.base,
            max(one.em, two.em),
            one.bold and two.bold,
            one.italic and two.italic,
        )
        words = [*left.words[:-1], both, *right.words[1:]]
    return stretch_of(words)


def rows_of(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces on a common line, top to bottom; each row from left to right."""
    row: list[Piece] = []
    main: Piece | None = None
    for piece in sorted(pieces, key=lambda s: (s.base, s.x0)):
        if main is not None and not _level(main, piece):
            yield sorted(row, key=lambda s: s.x0)
            row, main = [], None
        row.append(piece)
        main = piece if main is None or piece.em > main.em else main
    if row:
        yield sorted(row, key=lambda s: s.x0)


def _level(main: Word | Stretch, piece: Word | Stretch) -> bool:
    larger, smaller = max(main.em, piece.em), min(main.em, piece.em)
    return abs(piece.base - main.base) < (0.55 if smaller < 0.85 * larger else 0.3) * larger
