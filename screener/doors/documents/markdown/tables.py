"""Tables whose rows have more cells than their header: renderers drop the surplus, and nobody must lose words that way."""

import re

_DELIMITER = re.compile(r"^\s{0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_BAR = re.compile(r"(?<!\\)\|")


def widened(text: str) -> tuple[str, list[int]]:
    """The text with every table's header as wide as its widest row; and the numbers of the headers that were not.

    Lines keep their numbers, which count from 1.
    """
    lines = text.split("\n")
    widened_at: list[int] = []
    fenced = False
    for i, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and i and "|" in line and "|" in lines[i - 1] and _DELIMITER.match(line):
            missing = max((_cells(row) for row in _rows(lines, i + 1)), default=0) - _cells(lines[i - 1])
            if missing > 0:
                widened_at.append(i)
                lines[i - 1] = lines[i - 1].rstrip().removesuffix("|") + "|" + " |" * missing
                lines[i] = line.rstrip().removesuffix("|") + "|" + "---|" * missing
    return "\n".join(lines), widened_at


def _rows(lines: list[str], start: int) -> list[str]:
    end = next((i for i in range(start, len(lines)) if not lines[i].strip()), len(lines))
    return lines[start:end]


def _cells(row: str) -> int:
    return len(_BAR.findall(row.strip().removeprefix("|").removesuffix("|"))) + 1
