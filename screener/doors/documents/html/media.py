"""Which media queries hold for a person who reads a page on an ordinary screen."""

import re

from screener.doors.documents.html.lengths import pixels

_WIDTH, _HEIGHT = 1280.0, 800.0
_FEATURE = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")
_BOUND = re.compile(r"(min|max)-(?:device-)?(width|height)\s*:\s*([^;]+)")
_COMPARED = re.compile(r"(width|height|inline-size|block-size)\s*([<>]=?)\s*([^<>=]+)")
_USUAL = {
    "prefers-color-scheme": "light",
    "prefers-reduced-motion": "no-preference",
    "prefers-contrast": "no-preference",
    "forced-colors": "none",
    "inverted-colors": "none",
    "orientation": "landscape",
    "hover": "hover",
    "any-hover": "hover",
    "pointer": "fine",
    "any-pointer": "fine",
    "scripting": "enabled",
    "update": "fast",
    "monochrome": "0",
    "-ms-high-contrast": "none",
}


def holds(queries: str) -> bool:
    """Whether some of the queries, which commas divide, holds in a window of 1280 by 800; an empty list does."""
    return not queries.strip() or any(_one(query) for query in queries.lower().split(","))


def _one(query: str) -> bool:
    query = query.strip()
    denied = query.startswith("not ")
    words = _FEATURE.sub(" ", query).replace("only", " ").split()
    kinds = [word for word in words if word not in ("and", "or", "not")]
    answers = [_feature(match.group(1)) for match in _FEATURE.finditer(query)]
    either = " or " in query
    fits = (any(answers) if either else all(answers)) if answers else True
    return (all(kind in ("all", "screen") for kind in kinds) and fits) is not denied


def _feature(text: str) -> bool:
    text = text.strip()
    if bound := _BOUND.search(text):
        return _compared(bound.group(2), ">=" if bound.group(1) == "min" else "<=", bound.group(3))
    if compared := _COMPARED.search(text):
        return _compared(*compared.groups())
    name, colon, value = (part.strip() for part in text.partition(":"))
    if name in _USUAL:
        return _USUAL[name] == value if colon else _USUAL[name] not in ("none", "0", "no-preference")
    return True


def _compared(side: str, how: str, value: str) -> bool:
    bound = pixels(value)
    if bound is None:
        return True
    whole = _WIDTH if side in ("width", "inline-size") else _HEIGHT
    return whole >= bound if how.startswith(">") else whole <= bound
