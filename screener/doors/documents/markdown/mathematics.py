"""Keeps formulas in Markdown as their source, which its own rules for '*', '_' and '\\' would spoil."""

import re
from typing import Any

from markdown_it import MarkdownIt

_FORMULA = re.compile(
    r"\$\$(?P<display>[^$<]+?)\$\$|\$(?P<inline>(?![\s\d])[^$<\n]*?(?<![\s\\]))\$(?!\d)"
    r"|\\\((?P<round>[^<]+?)\\\)|\\\[(?P<square>[^<]+?)\\\]"
)


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
        token = state.push("text", "", 0)
        token.content = match.group()
    state.pos = match.end()
    return True
