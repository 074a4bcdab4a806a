"""Finds the ends of groups and arguments in LaTeX source."""

import re

_BRACE = re.compile(r"\\.|[{}]", re.S)
_BRACKET = re.compile(r"\\.|[{}\[\]]", re.S)
_BLANKS = re.compile(r"(?:[ \t]*\n?[ \t]*(?:%[^\n]*\n[ \t]*)*)")


def group_end(source: str, start: int) -> int | None:
    """The position after the '}' that closes the '{' at `start`; None where it is not closed."""
    depth = 0
    for match in _BRACE.finditer(source, start):
        if match.group() == "{":
            depth += 1
        elif match.group() == "}":
            depth -= 1
            if depth == 0:
                return match.end()
    return None


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


def unwrapped(source: str) -> str:
    """An argument without its own braces or brackets."""
    return source[1:-1] if source[:1] + source[-1:] in ("{}", "[]") else source.removeprefix("{")
