"""Finds the ends of groups and arguments in LaTeX source."""

import re
from functools import lru_cache

_BRACE = re.compile(r"\\.|[{}]", re.S)
_BRACKET = re.compile(r"\\.|[{}\[\]]", re.S)
_SHORT = 4_000
"""Characters of a source that is gone through anew for each group."""
_MOST_REMEMBERED = 1_000_000
_BLANKS = re.compile(r"(?:[ \t]*\n?[ \t]*(?:%[^\n]*\n[ \t]*)*)")


def group_end(source: str, start: int) -> int | None:
    """The position after the '}' that closes the '{' at `start`; None where it is not closed."""
    if len(source) > _SHORT and start in (ends := _group_ends(source)):
        return ends[start]
    depth = 0
    for match in _BRACE.finditer(source, start):
        if match.group() == "{":
            depth += 1
        elif match.group() == "}":
            depth -= 1
            if depth == 0:
                return match.end()
    return None


@lru_cache(maxsize=4)
def _group_ends(source: str) -> dict[int, int | None]:
    """For each '{' the position after its '}', or None; empty where there are too many to remember.

    Looked up, because a source may open groups by the thousand and close none of them.
    """
    ends: dict[int, int | None] = {}
    if source.count("{") > _MOST_REMEMBERED:
        return ends
    unclosed = []
    for match in _BRACE.finditer(source):
        if match.group() == "{":
            ends[match.start()] = None
            unclosed.append(match.start())
        elif match.group() == "}" and unclosed:
            ends[unclosed.pop()] = match.end()
    return ends


def option_end(source: str, start: int) -> int | None:
    """The position after the ']' that closes the '[' at `start`; None where it is not closed."""
    depth = 0
    for match in _BRACKET.finditer(source, start):
        mark = match.group()
        depth += (mark == "{") - (mark == "}")
        if mark == "]" and depth == 0:
            return match.end()
        if depth < 0 or match.start() - start > 5_000:
            return None
    return None


def skip_blanks(source: str, position: int) -> int:
    """The position after blanks, at most one line break, and comments."""
    match = _BLANKS.match(source, position)
    return match.end() if match else position


def argument(source: str, position: int) -> tuple[str, int] | None:
    """The content of the braced argument that follows, and the position after it; None where none follows."""
    position = skip_blanks(source, position)
    if not source.startswith("{", position):
        return None
    end = group_end(source, position)
    return None if end is None else (source[position + 1 : end - 1], end)


def option(source: str, position: int) -> tuple[str, int] | None:
    """The content of the bracketed argument that follows, and the position after it; None where none follows."""
    position = skip_blanks(source, position)
    if not source.startswith("[", position):
        return None
    end = option_end(source, position)
    return None if end is None else (source[position + 1 : end - 1], end)


def arguments_of(shapes: str, source: str, position: int) -> tuple[list[str | None], int]:
    """The arguments of a call in the notation of the LaTeX walker, None for one not given, and where they end."""
    given: list[str | None] = []
    for shape in shapes:
        if shape == "*":
            starred = source.startswith("*", position)
            given.append("*" if starred else None)
            position += starred
            continue
        part = option(source, position) if shape == "[" else argument(source, position)
        given.append(part[0] if part else None)
        position = part[1] if part else position
    return given, position


def unwrapped(source: str) -> str:
    """An argument without its own braces or brackets."""
    return source[1:-1] if source[:1] + source[-1:] in ("{}", "[]") else source.removeprefix("{")
