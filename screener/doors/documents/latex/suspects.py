"""Commands whose effect on the page cannot be told from the source; their words stay and are told to the reviewer."""

import re
from collections.abc import Callable

from screener.doors.documents.latex.braces import argument, group_end, skip_blanks
from screener.doors.documents.latex.ink import points
from screener.doors.documents.latex.source import Source
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

CHOOSING = re.compile(
    r"@?if(?:undefined|nextchar|next|star|x?definable|package\w*|class\w*|file\w*|str\w*|boolexpr|def\w*|cs\w*|blank\w*"
    r"|empty\w*|num\w*|dim\w*|odd|patchable|inlist\w*|x?instring|undef\w*|cond|pagenumber\w*|entry\w*)"
    r"|If(?:BooleanTF?|NoValueTF?|ValueTF?|FileExists|Class\w*|Package\w*|SubStr|StrEq\w*|Eq\w*|Blank\w*|Decimal|Integer)"
)
"""Macros that print one of their arguments and not the other."""
DOUBTED = words(
    "AtBeginShipoutDiscard AtBeginShipoutNext AtBeginShipout DiscardShipoutBox shipout output everypar everyhbox "
    "everyvbox clipbox pdfxform scantokens directlua latelua luadirect luaexec ocg uncatcode pdfrefxform lowercase@"
)
"""Commands that can take the words behind them from the page, or change them."""
MOVING = words("kern hskip vskip moveleft moveright raise lower")
_LENGTH = re.compile(r"\s*(?P<length>[+-]?\s*\d{0,9}\.?\d{1,9}\s*(?:true)?\s*(?:pt|bp|mm|cm|in|pc|ex|em|sp|dd|cc))")
_BOX = re.compile(r"\s*\\[hv](?:box|top)\s*(?:(?:to|spread)[^{\\]{0,20})?(?=\{)|\s*\\vtop\s*(?=\{)")
_FIRST = re.compile(r"\s*(?:\\[a-zA-Z@]+\s*){0,6}(?=\{)")
_STOP = re.compile(r"\n[ \t]*\n|\\(?:begin|end|fi|else)(?![a-zA-Z])")
_FAR = 700.0
"""Points that take a line off any page."""
_REACH = 1_500
"""Characters behind a command that are told of."""


def chosen(source: Source, line: Callable[[int], str], word: str, text: str, start: int) -> None:
    """Tell of the arguments behind a macro that may print only one of them."""
    head = _FIRST.match(text, start + len(word) + 1)
    position = head.end() if head else start + len(word) + 1
    for _ in range(6):
        given = argument(text, position)
        if given is None:
            return
        source.doubt(given[0], f"{line(start)}, for \\{word} to choose", HiddenHow.conditional)
        position = given[1]


def behind(source: Source, where: str, text: str, position: int) -> None:
    """Tell of the words that follow a command, to the end of the paragraph."""
    stop = _STOP.search(text, position, position + _REACH)
    source.doubt(text[position : stop.start() if stop else position + _REACH], where)


def moved(source: Source, line: Callable[[int], str], word: str, text: str, start: int) -> tuple[str, int] | None:
    """What stands for a leap far off the page, and the position behind it; None for one that stays on it."""
    match = _LENGTH.match(text, start + len(word) + 1)
    leap = points(match.group("length").replace(" ", "").replace("true", "")) if match else None
    if match is None or leap is None or abs(leap) < _FAR:
        return None
    if word in ("kern", "hskip", "vskip"):
        kind = "vspace" if word == "vskip" else "hspace"
        return f"\\{kind}*{{{leap:g}pt}}", match.end()
    box = _BOX.match(text, match.end())
    end = group_end(text, box.end()) if box else None
    if box is None or end is None:
        behind(source, f"{line(start)}, moved by \\{word}", text, match.end())
        return "", match.end()
    source.conceal(text[box.end() + 1 : end - 1], HiddenHow.off_page, line(start))
    return "", end


def group_after(text: str, position: int) -> tuple[str, int] | None:
    """The braced group that follows, with blanks before it passed over."""
    return argument(text, skip_blanks(text, position))
