"""Selectors as they hold for a page that nobody has touched: what points, checks and parts of elements come to."""

import re
from dataclasses import dataclass

_NEVER = (
    r"hover|focus(?:-visible|-within)?|active|visited|target(?:-within)?|popover-open|modal|fullscreen|user-invalid"
    r"|user-valid|autofill|-webkit-autofill|-moz-focusring|-moz-ui-invalid|indeterminate"
)
_DENIED = re.compile(rf":not\(\s*(?::(?:{_NEVER})\b\s*+(?:,\s*+)?)+\)", re.I)
_TOUCHED = re.compile(rf":(?:{_NEVER})\b(?!-)(?:\([^()]*\))?", re.I)
_PART = re.compile(r"::?(before|after|first-line|marker)\b\s*$", re.I)
_OTHER_PART = re.compile(r"::[\w-]+(?:\([^()]*\))?|:host\b|:first-letter|:-(?:moz|ms|webkit)-[\w-]+", re.I)
_LANGUAGE = re.compile(r":lang\(\s*[\"']?([\w*-]+)[\"']?\s*\)", re.I)
_SAME = (
    (re.compile(r":checked\b", re.I), ":is([checked],[selected])"),
    (re.compile(r":disabled\b", re.I), "[disabled]"),
    (re.compile(r":enabled\b", re.I), ":not([disabled])"),
    (re.compile(r":(?:any-)?link\b", re.I), "[href]"),
    (re.compile(r":(?:read-write|placeholder-shown|required)\b", re.I), ""),
    (re.compile(r":defined\b", re.I), ""),
    (re.compile(r":open\b", re.I), "[open]"),
)


@dataclass(frozen=True)
class AtRest:
    """A selector in words that the parser's matcher knows."""

    selector: str
    part: str = ""
    """The part of the element that it means: '', 'before', 'after', 'first-line' or 'marker'."""
    touched: bool = False
    """Whether it holds only while somebody points at something or has chosen it."""


def at_rest(selector: str) -> AtRest | None:
    """The selector for an untouched page; None where it means a part that holds no words of the page."""
    selector = _LANGUAGE.sub(r":is([lang|='\1' i],[lang|='\1' i] *)", selector.strip())
    selector = _DENIED.sub("", selector)
    for pattern, instead in _SAME:
        selector = pattern.sub(instead, selector)
    part = ""
    if match := _PART.search(selector):
        part, selector = match.group(1).lower(), selector[: match.start()]
    if _OTHER_PART.search(selector):
        return None
    bare = _TOUCHED.sub("", selector)
    return AtRest(_whole(bare), part, bare != selector)


def _whole(selector: str) -> str:
    """A selector none of whose steps is empty."""
    selector = re.sub(r":(?:is|where|not)\(\s*\)", "", selector)
    selector = re.sub(r"([(,])\s*(?=[,)])", r"\1*", selector)
    selector = re.sub(r"(?:^|(?<=[>+~]))\s*(?=[>+~]|$)", "*", selector)
    return (selector + "*" if selector.endswith(" ") else selector).strip()
