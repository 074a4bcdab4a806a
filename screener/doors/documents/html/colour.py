"""Colours and lengths as style sheets write them."""

import colorsys
import re

from screener.doors.documents.colours import NAMES, Colour, from_hex

_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^)]*)\)", re.I)
_NUMBER = re.compile(r"([-+]?\d*\.?\d+(?:e[-+]?\d+)?)\s*([a-z%]*)", re.I)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945}
_RELATIVE = {"em": 1.0, "rem": 1.0, "ex": 0.5, "ch": 0.5, "%": 0.01}
_SIZES = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}
_VIEW = {"vw": 12.8, "vh": 8.0, "vmin": 8.0, "vmax": 12.8}
"""Pixels per unit in a window of 1280 by 800."""


def colour_in(value: str) -> tuple[Colour, float] | None:
    """The first colour named in a value, and its opacity (0 to 1); None where there is none we know."""
    value = value.strip().lower()
    if function := _FUNCTION.search(value):
        return _called(function.group(1), function.group(2))
    if digits := re.search(r"#([0-9a-f]{3,8})\b", value):
        return _hex(digits.group(1))
    for word in re.findall(r"[a-z]+", value):
        if word == "transparent":
            return (0, 0, 0), 0.0
        if word in NAMES:
            return NAMES[word], 1.0
    return None


def pixels(value: str, em: float = 16.0) -> float | None:
    """A length in pixels, given the font size around it; None where it is no plain length."""
    value = value.strip().lower()
    if value in _SIZES:
        return float(_SIZES[value])
    match = _NUMBER.fullmatch(value)
    if not match:
        return None
    number, unit = float(match.group(1)), match.group(2)
    if unit in _PIXELS:
        return number * _PIXELS[unit]
    if unit in _RELATIVE:
        return number * _RELATIVE[unit] * (16.0 if unit == "rem" else em)
    return number * _VIEW[unit] if unit in _VIEW else None


def fraction(value: str) -> float | None:
    """A number, or a percentage as a fraction."""
    match = _NUMBER.fullmatch(value.strip().lower())
    if not match or match.group(2) not in ("", "%"):
        return None
    return float(match.group(1)) * (0.01 if match.group(2) else 1.0)


def _hex(digits: str) -> tuple[Colour, float] | None:
    colour = from_hex(digits)
    if colour is None:
        return None
    alpha = {4: digits[3:] * 2, 8: digits[6:]}.get(len(digits), "ff")
    return colour, int(alpha, 16) / 255


def _called(function: str, arguments: str) -> tuple[Colour, float] | None:
    parts = [part for part in re.split(r"[\s,/]+", arguments.strip()) if part]
    numbers = [_NUMBER.fullmatch(part) for part in parts]
    if len(parts) not in (3, 4) or not all(numbers):
        return None
    alpha = fraction(parts[3]) if len(parts) == 4 else 1.0
    values = [float(n.group(1)) for n in numbers[:3] if n]
    if function.startswith("rgb"):
        scaled = [v * 2.55 if part.endswith("%") else v for v, part in zip(values, parts, strict=False)]
    else:
        hue, saturation, light = values
        scaled = [c * 255 for c in colorsys.hls_to_rgb((hue % 360) / 360, min(light, 100) / 100, saturation / 100)]
    red, green, blue = (round(min(max(v, 0), 255)) for v in scaled)
    return (red, green, blue), 1.0 if alpha is None else min(max(alpha, 0.0), 1.0)
