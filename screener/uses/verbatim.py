"""Whether words of a draft stand in a text that is to travel further than the draft may."""

import re
from collections.abc import Iterator, Sequence

MOST_WORDS = 11
"""A run of more words than this is a quotation; shorter ones are phrases that two writers may share."""
_WORD = re.compile(r"\w+")


class DraftWords:
    """The runs of words of one draft. Case, punctuation and white space do not count."""

    def __init__(self, draft_text: str, most: int = MOST_WORDS) -> None:
        self._length = most + 1
        self._runs = {run for run, _ in _runs(_words(draft_text), self._length)}

    def longest_quotation(self, text: str) -> str:
        """The longest stretch of `text` that stands in the draft word for word, if it is longer than allowed; else ''."""
        best, current, last = "", (0, 0), -2
        for number, (run, (start, end)) in enumerate(_runs(_words(text), self._length)):
            if run not in self._runs:
                continue
            current = (current[0], end) if number == last + 1 else (start, end)
            last = number
            if current[1] - current[0] > len(best):
                best = text[current[0] : current[1]]
        return best


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(m.group().casefold(), m.start(), m.end()) for m in _WORD.finditer(text)]


def _runs(words: Sequence[tuple[str, int, int]], length: int) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    for i in range(len(words) - length + 1):
        piece = words[i : i + length]
        yield tuple(word for word, _, _ in piece), (piece[0][1], piece[-1][2])
