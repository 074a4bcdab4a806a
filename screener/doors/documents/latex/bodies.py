"""What the body of a macro does beyond printing its words."""

import re
from functools import lru_cache

from screener.doors.documents.latex.conditions import PRIMITIVES

_CALLED = re.compile(r"\\([a-zA-Z@]+)")
_TELLS = re.compile(r"\\(if[a-zA-Z@]*|fi)(?![a-zA-Z@])")
_ROUNDABOUT = re.compile(
    r"\\(?:csname|catcode|unless|stop|enddocument|@@end|char|pdfliteral|pdfcolorstack|@gobble(?:two)?"
    r"|@(?:first|second)oftwo|@nameuse|comment)(?![a-zA-Z])"
)
_DRAWS = re.compile(r"\\(?:input|include|subfile|subfileinclude|import|subimport|InputIfFileExists)(?![a-zA-Z@])")


def designed(font: str) -> int:
    """The size in points that a font is drawn for, by its name ('cmr10')."""
    digits = re.search(r"\d{1,2}\Z", font)
    return int(digits.group()) if digits else 10


@lru_cache(maxsize=512)
def calls(body: str) -> frozenset[str]:
    """The names of the macros that a body calls."""
    return frozenset(_CALLED.findall(body))


@lru_cache(maxsize=512)
def is_roundabout(body: str) -> bool:
    """Whether a body draws in files, leaves a condition open, or builds or changes names and characters."""
    told = [word for word in _TELLS.findall(body) if word == "fi" or word in PRIMITIVES]
    unbalanced = 2 * told.count("fi") != len(told)
    return unbalanced or bool(_DRAWS.search(body)) or bool(_ROUNDABOUT.search(body))
