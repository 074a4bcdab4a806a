"""Boxes that are filled and perhaps never used, and orders to the PDF writer with words before their argument."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from screener.doors.documents.latex.braces import group_end
from screener.words.draft import HiddenHow

if TYPE_CHECKING:
    from screener.doors.documents.latex.unfold import Unfolder

_BOX = re.compile(r"\s*+(?P<name>\d++|\{?\\[a-zA-Z@]++\}?)\s*+=?\s*+(?:\[[^\]]*\])*\s*+(?:\\[hv]box[^{]{0,40}+)?(?=\{)")
_LITERAL = re.compile(r"\s*+(?:literal\b)?\s*+(?:direct|page|shipout)?\s*+(?=\{)")
_STACK = re.compile(r"\s*\d{1,9}\s*(push|set|pop|current)\s*")
_SHOWN = re.compile(
    r"\\(?:usebox|box|copy|unhbox|unvbox|unhcopy|unvcopy)(?![a-zA-Z@])\s*\{?\s*(?P<name>\d+|\\[a-zA-Z@]+)?"
)


def literal(unfolder: "Unfolder", word: str, text: str, start: int) -> int:
    """A keyword may stand between the macro and its argument."""
    match = _LITERAL.match(text, start + len(word) + 1)
    if word == "pdfextension" and not match:
        return -1
    unfolder.add("\\pdfliteral", start)
    return match.end() if match else start + len(word) + 1


def colour_stack(unfolder: "Unfolder", word: str, text: str, start: int) -> int:
    """Colours that are put on a stack, and taken from it."""
    match = _STACK.match(text, start + len(word) + 1)
    if not match:
        return -1
    unfolder.add("\\pdfliteral" if match.group(1) in ("push", "set") else "\\pdfliteral{Q}", start)
    return match.end()


def box(unfolder: "Unfolder", word: str, text: str, start: int) -> int:
    """Text put into a box shows only where the box is used."""
    head = _BOX.match(text, start + len(word) + 1)
    end = group_end(text, head.end()) if head else None
    if not head or end is None:
        return -1
    shown = _shown(text)
    said, where = text[head.end() + 1 : end - 1], f"{unfolder.line(start)}, in a box never used"
    if shown:
        if head.group("name").strip("{}") not in shown:
            unfolder.source.doubt(said, where)
        return -1
    unfolder.source.conceal(said, HiddenHow.other, where)
    return end


@lru_cache(maxsize=8)
def _shown(text: str) -> frozenset[str]:
    """The boxes that a source prints, by their names."""
    return frozenset(match.group("name") or "" for match in _SHOWN.finditer(text))
