"""Makes words of glyphs, and stretches of words that stand on one line without a wide gap."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from screener.doors.documents.pdf.glyphs import Array, Glyphs

WORD_GAP = 0.17
"""Gap in em that parts two words; justified text shrinks its spaces to about 0.2."""
STRETCH_GAP = 0.95
"""Gap in em that parts two stretches: wider than a stretched space, narrower than the space between columns."""


@dataclass(frozen=True)
class Word:
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


def words_of(glyphs: Glyphs, chosen: Array, box: Array, base: Array) -> list[Word]:
    """Words from the glyphs numbered in `chosen` (drawing order), whose `box` and `base` are given upright."""
    if not len(chosen):
        return []
    em = np.maximum(np.array([run.em for run in glyphs.runs])[glyphs.run[chosen]], 0.1)
    gap = box[1:, 0] - box[:-1, 2]
    same = (np.abs(box[1:, 0] - box[:-1, 0]) < 0.01) & (np.abs(base[1:] - base[:-1]) < 0.01)
    larger, shift = np.maximum(em[1:], em[:-1]), np.abs(base[1:] - base[:-1])
    apart = (gap > WORD_GAP * larger) | (gap < -0.5 * larger) | (shift > 0.75 * larger)
    between = glyphs.gap_before[chosen][1:] & (gap > -0.02 * larger)
    starts = np.flatnonzero(np.concatenate([[True], (apart | between) & ~same]))
    ends = np.concatenate([starts[1:], [len(chosen)]])
    low, high = np.minimum.reduceat(box, starts), np.maximum.reduceat(box, starts)
    words = []
    for index, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        main = start + int(np.argmax(em[start:end])) if end - start > 1 else start
        font = glyphs.runs[int(glyphs.run[chosen[main]])].font
        words.append(Word(
            text="".join(glyphs.chars[i] for i in chosen[start:end]),
            x0=float(low[index, 0]), y0=float(base[main] - 0.75 * em[main]), x1=float(high[index, 2]),
            y1=float(base[main] + 0.25 * em[main]), base=float(base[main]), em=float(em[main]),
            bold=font.bold, italic=font.italic,
        ))
    return words


def stretches_of(words: list[Word]) -> list[Stretch]:
    """Words that follow each other on a line, whatever the order in which they were drawn."""
    drawn: list[list[Word]] = []
    for word in words:
        if drawn and _follows(drawn[-1][-1], word):
            drawn[-1].append(word)
        else:
            drawn.append([word])
    return _merged([_stretch(group) for group in drawn])


def _stretch(group: list[Word]) -> Stretch:
    main = max(group, key=lambda word: (round(word.em, 1), len(word.text)))
    return Stretch(
        words=tuple(group), x0=min(w.x0 for w in group), y0=min(w.y0 for w in group),
        x1=max(w.x1 for w in group), y1=max(w.y1 for w in group), base=main.base, em=main.em,
    )


def _follows(left: Word | Stretch, right: Word | Stretch) -> bool:
    em = max(left.em, right.em)
    lowest, highest = min(left.y1, right.y1), max(left.y0, right.y0)
    level = lowest - highest > 0.4 * min(left.em, right.em)
    return level and -0.4 * em < right.x0 - left.x1 < STRETCH_GAP * em


def _merged(stretches: list[Stretch]) -> list[Stretch]:
    """Stretches that were drawn apart but stand side by side, joined."""
    result: list[Stretch] = []
    for row in rows_of(stretches):
        open_one: Stretch | None = None
        for stretch in row:
            if open_one and _follows(open_one, stretch) and abs(open_one.base - stretch.base) < 0.5 * open_one.em:
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
        both = Word(one.text + two.text, one.x0, min(one.y0, two.y0), two.x1, max(one.y1, two.y1), one.base,
                    max(one.em, two.em), one.bold and two.bold, one.italic and two.italic)
        words = [*left.words[:-1], both, *right.words[1:]]
    return _stretch(words)


def rows_of(stretches: list[Stretch]) -> Iterator[list[Stretch]]:
    """Stretches on a common line, top to bottom; each row from left to right."""
    row: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda s: (s.base, s.x0)):
        if row and not _level(row, stretch):
            yield sorted(row, key=lambda s: s.x0)
            row = []
        row.append(stretch)
    if row:
        yield sorted(row, key=lambda s: s.x0)


def _level(row: list[Stretch], stretch: Stretch) -> bool:
    main = max(row, key=lambda s: s.em)
    em = max(main.em, stretch.em)
    small = stretch.em < 0.85 * main.em or main.em < 0.85 * stretch.em
    return abs(stretch.base - main.base) < (0.55 if small else 0.3) * em
