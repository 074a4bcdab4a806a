"""Environments whose content is printed as it stands, so that no command in it is one."""

import re

from screener.doors.documents.latex.braces import argument, option
from screener.doors.documents.wordlist import words

VERBATIM = words(
    "verbatim verbatim* Verbatim Verbatim* BVerbatim LVerbatim lstlisting minted alltt semiverbatim "
    "spverbatim verbatimtab tcblisting tcblisting*"
)
OPTIONED = words("lstlisting Verbatim Verbatim* BVerbatim LVerbatim minted tcblisting")
"""Those that take an option on their first line."""
DEFINING = words(
    "lstnewenvironment DefineVerbatimEnvironment RecustomVerbatimEnvironment CustomVerbatimEnvironment newminted "
    "newtcblisting renewtcblisting NewTCBListing DeclareTCBListing newtcbinputlisting NewListing"
)
_PRINTS = re.compile(
    r"\\(?:@?verbatim|Verbatim|lstlisting|minted|alltt|VerbatimEnvironment|VerbatimOut|lst@|tcblisting)(?![a-zA-Z])"
)


def defined(word: str, source: str, position: int) -> tuple[str, int] | None:
    """The environment that a defining command names, and the position behind its settings; None where it names none."""
    given = option(source, position)
    named = argument(source, given[1] if given else position)
    if named is None:
        return None
    name, end = named[0].strip(), named[1]
    while part := option(source, end) or argument(source, end):
        end = part[1]
    if word == "newminted":
        name = (given[0].strip() if given else "") or f"{name}code"
    return name, end


def prints_as_it_stands(beginning: str) -> bool:
    """Whether the code at the beginning of an environment of the document's own opens a verbatim one."""
    return bool(_PRINTS.search(beginning)) or "\\begin{lstlisting}" in beginning or "\\begin{verbatim}" in beginning


def without_options(name: str, body: str) -> str:
    """The content of a verbatim environment behind the options and the language on its first line."""
    options = option(body, 0) if name in OPTIONED else None
    start = options[1] if options else 0
    language = argument(body, start) if name == "minted" else None
    return body[language[1] if language else start :].strip("\n")
