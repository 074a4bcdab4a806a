"""Lengths and small sums as style sheets write them."""

import re

_NUMBER = re.compile(r"([-+]?\d*\.?\d+(?:e[-+]?\d+)?)\s*([a-z%]*)", re.I)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945}
_RELATIVE = {"em": 1.0, "rem": 1.0, "ex": 0.5, "ch": 0.5, "%": 0.01}
_SIZES = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}
_VIEW = {"vw": 12.8, "vh": 8.0, "vmin": 8.0, "vmax": 12.8}
"""Pixels per unit in a window of 1280 by 800."""
_CALLED = re.compile(r"(calc|min|max|clamp)\(([^()]*)\)")
_TERM = re.compile(r"\s*([-+])?\s*([^\s*/+-][^\s*/]*|[-+][\d.][^\s*/]*)((?:\s*[*/]\s*[-+]?[\d.]+)*)")
_FACTOR = re.compile(r"([*/])\s*([-+]?\d*\.?\d+)")
_DEEPEST = 8


def pixels(value: str, em: float = 16.0) -> float | None:
    """A length in pixels, given the font size around it; None where it is no length that can be worked out."""
    value = value.strip().lower()
    if value in _SIZES:
        return float(_SIZES[value])
    for _ in range(_DEEPEST):
        inner = _CALLED.search(value)
        if not inner:
            return _plain(value.strip("() "), em)
        worked = _called(inner.group(1), inner.group(2), em)
        if worked is None:
            return None
        value = f"{value[: inner.start()]}{worked:.6f}px{value[inner.end() :]}"
    return None


def fraction(value: str) -> float | None:
    """A number, or a percentage as a fraction."""
    match = _NUMBER.fullmatch(value.strip().lower())
    if not match or match.group(2) not in ("", "%"):
        return None
    return float(match.group(1)) * (0.01 if match.group(2) else 1.0)


def _plain(value: str, em: float) -> float | None:
    match = _NUMBER.fullmatch(value)
    if not match:
        return None
    number, unit = float(match.group(1)), match.group(2)
    if unit in _PIXELS:
        return number * _PIXELS[unit]
    if unit in _RELATIVE:
        return number * _RELATIVE[unit] * (16.0 if unit == "rem" else em)
    return number * _VIEW[unit] if unit in _VIEW else None


def _called(function: str, arguments: str, em: float) -> float | None:
    sums = [_sum(argument, em) for argument in arguments.split(",")]
    known = [number for number in sums if number is not None]
    if not known or len(known) != len(sums):
        return None
    if function == "clamp" and len(known) == 3:
        return max(known[0], min(known[1], known[2]))
    return max(known) if function == "max" else min(known)


def _sum(text: str, em: float) -> float | None:
    total, position = 0.0, 0
    text = text.strip()
    while position < len(text):
        term = _TERM.match(text, position)
        if not term or term.end() == position:
            return None
        number = _plain(term.group(2), em)
        if number is None:
            return None
        for sign, factor in _FACTOR.findall(term.group(3)):
            by = float(factor)
            number = number * by if sign == "*" else number / by if by else 0.0
        total += -number if term.group(1) == "-" else number
        position = term.end()
    return total
