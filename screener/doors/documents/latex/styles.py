"""Class declarations, and what a project's own style files define; nothing of these is printed."""

import re
from functools import cache

from pylatexenc.latexwalker import get_default_latex_context_db

from screener.doors.documents.latex.definitions import Definitions

_TOKEN = re.compile(r"\\(?P<word>[a-zA-Z@]+)|\\.|%[^\n]*", re.S)
_CLASS = re.compile(r"\\document(?:class|style)\b")
_ENCODING = re.compile(rb"^[^%\n]*\\(?:usepackage|RequirePackage)\s*\[([a-z0-9-]{2,20})\]\s*\{inputenc\}", re.M)
_BEFORE_CLASS = re.compile(
    r"%[^\n]*|\\begin\s*\{(filecontents\*?)\}.*?\\end\s*\{\1\}|\\[a-zA-Z@]+\*?|\\.|[^%\\]+", re.S
)
_BODY_BEGINS = re.compile(r"\\(?:begin\b|(?:sub)*section\b|chapter\b|part\b|paragraph\b)")


def declares_class(text: str) -> bool:
    """Whether a file declares a document class for itself, and not in a listing that it prints."""
    position = 0
    while match := _BEFORE_CLASS.match(text, position):
        if _CLASS.match(match.group()):
            return True
        if _BODY_BEGINS.match(text, match.start()) and not match.group(1):
            return False
        position = match.end()
    return False


def declared_encoding(untrusted: bytes) -> str:
    """The encoding that the source names for its own letters, as Python calls it; empty where it names none."""
    named = _ENCODING.search(untrusted)
    told = named.group(1).decode() if named else ""
    return {"ansinew": "cp1252", "applemac": "mac-roman", "latin9": "iso8859-15"}.get(told, told)


def begins_document(preamble: str) -> bool:
    """Whether a document can begin after this source: it is a preamble, or one that stood in another file."""
    return declares_class(preamble) or not _BODY_BEGINS.search(preamble)


def definitions_of(style: str, found: Definitions) -> None:
    """Add what a style file or class defines for its users: macros, environments, listings and colours.

    Left out is what only TeX itself could follow: definitions with '@', and those that give a known macro another look.
    """
    own = Definitions()
    position = 0
    while match := _TOKEN.search(style, position):
        word = match.group("word")
        after = own.read(word, style, match.end()) if word and word != "let" else None
        position = match.end() if after is None else after
    simple = {
        n: m for n, m in own.macros.items() if "@" not in n + m.body and n not in _known() and n not in found.macros
    }
    found.macros.update(simple)
    found.environments.update({n: m for n, m in own.environments.items() if "@" not in n + m.body})
    found.verbatim |= own.verbatim
    found.theorems.update(own.theorems)
    found.colours.extend(own.colours)


@cache
def _known() -> frozenset[str]:
    return frozenset(spec.macroname for spec in get_default_latex_context_db().iter_macro_specs())
