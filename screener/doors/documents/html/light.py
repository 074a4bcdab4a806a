"""What filters and blending make of the colours of letters and of the ground behind them."""

import math
import re
from collections.abc import Callable
from functools import lru_cache

from screener.doors.documents.colours import Colour, indistinct
from screener.doors.documents.html.lengths import fraction
from screener.doors.documents.html.rules import Declarations

Tint = tuple[tuple[str, float], ...]
"""Filters in order: name and amount."""
_FILTER = re.compile(r"\b(invert|brightness|contrast|grayscale|opacity)\(\s*([\d.]+%?)?\s*\)", re.I)
_LEAST_RATIO = 1.12
"""Contrast (as style guides for the web count it, from 1 to 21) below which letters cannot be told from their ground."""


def tint_of(declared: Declarations) -> Tint:
    """The filters of an element that change plain colours."""
    found = _FILTER.findall(declared.get("filter", declared.get("-webkit-filter", "")))
    amounts = ((name.lower(), fraction(amount) if amount else 1.0) for name, amount in found)
    return tuple((name, amount) for name, amount in amounts if amount is not None and name != "opacity")


def tinted(tint: Tint, colour: Colour) -> Colour:
    """A colour as it looks through the filters."""
    for name, amount in tint:
        red, green, blue = colour
        if name == "grayscale":
            grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue
            share = min(amount, 1.0)
            colour = _bounded(*(c * (1 - share) + grey * share for c in colour))
        elif name == "invert":
            share = min(amount, 1.0)
            colour = _bounded(*(c * (1 - share) + (255 - c) * share for c in colour))
        elif name == "brightness":
            colour = _bounded(red * amount, green * amount, blue * amount)
        else:
            colour = _bounded(*((c - 127.5) * amount + 127.5 for c in colour))
    return colour


def blended(mode: str, over: Colour, under: Colour) -> Colour:
    """What one sees where a colour is blended with the one beneath it; the colour itself for other ways."""
    function = _MODES.get(mode)
    if function is None:
        return over
    return _bounded(*(255 * function(o / 255, u / 255) for o, u in zip(over, under, strict=True)))


@lru_cache(maxsize=4_096)
def alike(text: Colour, ground: Colour) -> bool:
    """Whether letters cannot be told from their ground."""
    one, two = sorted((_luminance(text), _luminance(ground)))
    return indistinct(text, ground) or (two + 0.05) / (one + 0.05) < _LEAST_RATIO


def _luminance(colour: Colour) -> float:
    red, green, blue = ((c / 255 + 0.055) / 1.055 for c in colour)
    return 0.2126 * math.pow(red, 2.4) + 0.7152 * math.pow(green, 2.4) + 0.0722 * math.pow(blue, 2.4)


def _bounded(*parts: float) -> Colour:
    red, green, blue = (round(min(max(part, 0.0), 255.0)) for part in parts)
    return red, green, blue


def _hard(o: float, u: float) -> float:
    return 2 * o * u if o <= 0.5 else 1 - 2 * (1 - o) * (1 - u)


_MODES: dict[str, Callable[[float, float], float]] = {
    "multiply": lambda o, u: o * u,
    "screen": lambda o, u: o + u - o * u,
    "darken": min,
    "lighten": max,
    "difference": lambda o, u: abs(o - u),
    "exclusion": lambda o, u: o + u - 2 * o * u,
    "hard-light": _hard,
    "overlay": lambda o, u: _hard(u, o),
    "soft-light": lambda o, u: (1 - 2 * o) * u * u + 2 * o * u,
    "color-dodge": lambda o, u: 1.0 if o >= 1 else min(1.0, u / (1 - o)),
    "color-burn": lambda o, u: 0.0 if o <= 0 else 1 - min(1.0, (1 - u) / o),
    "plus-lighter": lambda o, u: min(1.0, o + u),
}
