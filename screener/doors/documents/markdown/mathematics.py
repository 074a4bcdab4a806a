"""Keeps formulas in Markdown as their source, which its own rules for '*', '_' and '\\' would spoil.

Words that a formula is told not to show are marked as hidden: white ones, phantoms, what stands behind a '%'.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from markdown_it import MarkdownIt

_FORMULA = re.compile(
    r"\$\$(?P<display>[^$<]+?)\$\$|\$(?P<inline>(?![\s\d])[^$<\n]*?(?<![\s\\]))\$(?!\d)"
    r"|\\\((?P<round>[^<]+?)\\\)|\\\[(?P<square>[^<]+?)\\\]"
)
_UNSHOWN = re.compile(
    r"\\[hv]?phantom\s*(?=\{)|\\textcolor\s*(?P<given>\{[^{}]{1,40}\})\s*(?=\{)|\\color\s*\{(?P<on>[^{}]{1,40})\}"
    r"|(?<!\\)%(?P<remark>[^\n]*)"
)
_WORD = re.compile(r"[^\W\d_]{3}")
_BRACE = re.compile(r"\\[\s\S]|[{}]")


def keep_mathematics(parser: MarkdownIt) -> None:
    """Teach a parser that dollar signs and bracketed formulas are text to be left alone."""
    parser.inline.ruler.before("escape", "formula", _formula)


def _formula(state: Any, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    match = _FORMULA.match(state.src, state.pos)
    if not match or "\n\n" in match.group():
        return False
    if not silent:
        for piece, style in _pieces(match.group()):
            if style:
                opened = (
                    f"<!-- {escape(piece)} -->" if style == "%" else f'<span style="{style}">{escape(piece)}</span>'
                )
                state.push("html_inline", "", 0).content = opened
            else:
                state.push("text", "", 0).content = piece
    state.pos = match.end()
    return True


def _pieces(formula: str) -> Iterator[tuple[str, str]]:
    """Stretches of a formula, each with the style that hides it, '%' for a remark, '' for what is shown."""
    last = looked = 0
    closings = _closings(formula) if "\\" in formula else {}
    for match in _UNSHOWN.finditer(formula):
        if match.start() < looked:
            continue
        start, end, style = _concealed(formula, match, closings)
        looked = end
        if _WORD.search(formula, start, end):
            yield formula[last:start], ""
            yield formula[start:end], style
            last = end
    yield formula[last:], ""


def _concealed(formula: str, match: re.Match[str], closings: dict[int, int]) -> tuple[int, int, str]:
    """From where to where a command concerns what follows it, and the style that it sets."""
    if match.group("remark") is not None:
        return match.start(), match.end(), "%"
    if match.group("on"):
        return match.end(), len(formula), f"color:{_colour(match.group('on'))}"
    end = closings.get(match.end(), len(formula))
    given = match.group("given")
    return match.end(), end, f"color:{_colour(given[1:-1])}" if given else "visibility:hidden"


def _colour(name: str) -> str:
    return "".join(char for char in name.strip().lower() if char.isalnum() or char == "#")


def _closings(formula: str) -> dict[int, int]:
    """For the place of each opening brace, the place after the one that closes it."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACE.finditer(formula):
        if match.group() == "{":
            opened.append(match.start())
        elif match.group() == "}" and opened:
            found[opened.pop()] = match.end()
    return found
