"""What a plain-text file tells a terminal: to conceal words, to go back and write over them."""

import re
from bisect import bisect_left
from itertools import islice

from screener.doors.documents.builder import DocumentBuilder
from screener.words.draft import HiddenHow

_ORDER = re.compile(r"\x1b\[(?P<numbers>[0-9;:?]{0,80})[ -/]{0,4}(?P<order>[@-~])")
_LONE_RETURN = re.compile(r"(?<=[^\r\n])\r(?=[^\r\n])")
_OLD_ENDS = 0.5
"""Share of the line ends that are lone returns from which on the file is one of an old computer."""
_COLOUR = re.compile(r"[345]8[;:](?:5[;:]\d*|2[;:][\d:]*(?:;\d*){0,2})")
"""A colour by its number or its parts, which may be an 8."""
_CONCEAL, _PLAIN, _REVEAL = "8", ("", "0"), "28"
_FEWEST_COVERED = 2
"""Words that must have been there before a return for it to be told of."""
_LONGEST_LINE = 2_000
_LINE_BEFORE = re.compile(r"[^\r\n]+\Z")
_LINE_AFTER = re.compile(r"[^\r\n]+")
_MOST_TOLD = 20
"""Places told of one kind."""


def as_printed(text: str, builder: DocumentBuilder) -> str:
    """The text with plain line ends and without orders to a terminal.

    What they conceal is set apart. Words that others are written over stay, because editors show them; an alert tells.
    """
    text = _without_orders(text, builder).replace("\r\n", "\n")
    lone = list(_LONE_RETURN.finditer(text))
    ends = _ends(text)
    if ends and len(lone) < _OLD_ENDS * (len(ends) + len(lone)):
        for match in islice((one for one in lone if _writes_over(text, one.start())), _MOST_TOLD):
            _tell(builder, "U+000D within a line: a terminal writes over what stands before it", ends, match.start())
    return text.replace("\r", "\n")


def _writes_over(text: str, place: int) -> bool:
    """Whether a return at a place has words behind it that are long enough to cover those before it."""
    before = _LINE_BEFORE.search(text, max(0, place - _LONGEST_LINE), place)
    after = _LINE_AFTER.match(text, place + 1)
    words = before.group() if before else ""
    return len(words.split()) >= _FEWEST_COVERED and after is not None and len(after.group()) >= len(words)


def _without_orders(text: str, builder: DocumentBuilder) -> str:
    kept: list[str] = []
    concealed, last, moves = False, 0, 0
    ends = _ends(text) if "\x1b" in text else []
    for match in _ORDER.finditer(text):
        _put(kept, text[last : match.start()], builder if concealed else None, _place(ends, last))
        last = match.end()
        if match.group("order") == "m":
            concealed = _conceals(match.group("numbers"), concealed)
        elif moves < _MOST_TOLD:
            moves += 1
            _tell(builder, f"U+001B {match.group()[1:]}: a terminal moves or wipes out text here", ends, match.start())
    _put(kept, text[last:], builder if concealed else None, _place(ends, last))
    return "".join(kept)


def _put(kept: list[str], piece: str, aside: DocumentBuilder | None, where: str) -> None:
    """Keep a piece, or set it apart where a document to tell it to is given."""
    if aside is not None:
        aside.hide(piece, HiddenHow.style, where=where)
        piece = "\n" * piece.count("\n")
    kept.append(piece)


def _conceals(numbers: str, before: bool) -> bool:
    if numbers in _PLAIN:
        return False
    for number in re.split("[;:]", _COLOUR.sub("", numbers)):
        before = number == _CONCEAL or (before and number not in (*_PLAIN, _REVEAL))
    return before


def _tell(builder: DocumentBuilder, what: str, ends: list[int], place: int) -> None:
    builder.hide(what, HiddenHow.other, where=_place(ends, place))


def _ends(text: str) -> list[int]:
    """Where the lines end."""
    return [match.start() for match in re.finditer("\n", text)]


def _place(ends: list[int], place: int) -> str:
    return f"line {bisect_left(ends, place) + 1}"
