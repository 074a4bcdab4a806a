"""Colours as style sheets write them."""

import colorsys
import math
import re
from collections.abc import Callable
from functools import lru_cache

from screener.doors.documents.colours import Colour, from_hex, mixed
from screener.doors.documents.html.lengths import fraction, pixels
from screener.doors.documents.html.named import KNOWN

_FUNCTION = re.compile(r"\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(([^()]*)\)", re.I)
_MIX = re.compile(
    r"color-mix\(\s*in\s+[\w-]+(?:\s+\w+\s+hue)?\s*,((?:[^()]|\([^()]*\))*),((?:[^()]|\([^()]*\))*)\)", re.I
)
_FROM = re.compile(
    r"\b(rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(\s*from\s+([\w-]+\([^()]*\)|[^\s()]+)\s+([^()/]+)(?:/\s*([^()]+))?\)", re.I
)
_SUM = re.compile(r"calc\(([^()%]*)\)", re.I)
_EITHER = re.compile(r"light-dark\(((?:[^(),]|\([^()]*\))*),", re.I)
_CALL = re.compile(r"\s*-?[a-z][\w-]*\(.*\)\s*", re.I | re.S)
_SHARE = re.compile(r"(?<![\w.(,])(\d*\.?\d+)%\s*$|^\s*(\d*\.?\d+)%\s")
_NUMBER = re.compile(r"([-+]?\d*\.?\d+(?:e[-+]?\d+)?)\s*(%|deg|turn)?|none", re.I)


@lru_cache(maxsize=4_096)
def colour_in(value: str) -> tuple[Colour, float] | None:
    """The first colour named in a value, and its opacity (0 to 1); None where there is none we know."""
    value = _worked_out(value.strip().lower())
    if relative := _FROM.search(value):
        return _derived(*relative.groups())
    if mix := _MIX.search(value):
        return _mixture(mix.group(1), mix.group(2))
    if function := _FUNCTION.search(value):
        return _called(function.group(1), function.group(2))
    digits = re.search(r"#([0-9a-f]{3,8})\b", value)
    return _hex(digits.group(1)) if digits else _named(value)


def _named(value: str) -> tuple[Colour, float] | None:
    for word in re.findall(r"[a-z]+", value):
        if word == "transparent":
            return (0, 0, 0), 0.0
        if word in KNOWN:
            return KNOWN[word], 1.0
    return None


def is_riddle(value: str) -> bool:
    """Whether a value is a colour that a browser may know and that cannot be worked out here."""
    return _CALL.fullmatch(value) is not None and colour_in(value) is None


def _worked_out(value: str) -> str:
    """A value with its sums done, and the light one of two colours taken."""
    for _ in range(8):
        if "calc(" not in value:
            break
        value = _SUM.sub(lambda found: f"{pixels(found.group(0)) or 0:g}", value)
    return _EITHER.sub(lambda found: found.group(1) + " ", value) if "light-dark(" in value else value


def _derived(model: str, origin: str, channels: str, alpha: str | None) -> tuple[Colour, float] | None:
    """A colour made from another one."""
    found = colour_in(origin)
    if found is None:
        return None
    share = found[1] if alpha is None or alpha.strip() == "alpha" else fraction(alpha)
    parts = channels.split()
    if parts == list(model.removeprefix("ok")):
        return found[0], 1.0 if share is None else share
    if model == "rgb":
        known = dict(zip("rgb", map(str, found[0]), strict=True))
        parts = [known.get(part, part) for part in parts]
    made = _called(model, " ".join(parts))
    return (made[0], 1.0 if share is None else share) if made else None


def _hex(digits: str) -> tuple[Colour, float] | None:
    colour = from_hex(digits)
    if colour is None:
        return None
    alpha = {4: digits[3:] * 2, 8: digits[6:]}.get(len(digits), "ff")
    return colour, int(alpha, 16) / 255


def _mixture(one: str, two: str) -> tuple[Colour, float] | None:
    first, second = colour_in(one), colour_in(two)
    if first is None or second is None:
        return None
    shares = [_SHARE.search(part) for part in (one, two)]
    given = [float(s.group(1) or s.group(2)) / 100 if s else None for s in shares]
    share = given[0] if given[0] is not None else 1 - given[1] if given[1] is not None else 0.5
    alpha = first[1] * share + second[1] * (1 - share)
    weight = first[1] * share / alpha if alpha else 0.0
    return mixed(first[0], second[0], min(max(weight, 0.0), 1.0)), min(max(alpha, 0.0), 1.0)


def _called(function: str, arguments: str) -> tuple[Colour, float] | None:
    parts = [part for part in re.split(r"[\s,/]+", arguments.strip()) if part]
    if function == "color":
        parts = parts[1:]
    numbers = [_NUMBER.fullmatch(part) for part in parts]
    if len(parts) not in (3, 4) or not all(numbers):
        return None
    alpha = fraction(parts[3]) if len(parts) == 4 else 1.0
    values = [float(n.group(1) or 0) for n in numbers[:3] if n]
    percents = [part.endswith("%") for part in parts[:3]]
    red, green, blue = (round(min(max(v, 0.0), 255.0)) for v in _MODELS[function.rstrip("a")](values, percents))
    return (red, green, blue), 1.0 if alpha is None else min(max(alpha, 0.0), 1.0)


def _rgb(values: list[float], percents: list[bool]) -> list[float]:
    return [v * 2.55 if percent else v for v, percent in zip(values, percents, strict=True)]


def _hsl(values: list[float], percents: list[bool]) -> list[float]:
    hue, saturation, light = values
    return [c * 255 for c in colorsys.hls_to_rgb((hue % 360) / 360, min(light, 100) / 100, saturation / 100)]


def _hwb(values: list[float], percents: list[bool]) -> list[float]:
    hue, white, black = values
    pure = colorsys.hls_to_rgb((hue % 360) / 360, 0.5, 1.0)
    return [(c * max(0.0, 100 - white - black) + white) * 2.55 for c in pure]


def _srgb(values: list[float], percents: list[bool]) -> list[float]:
    return [v * (2.55 if percent else 255) for v, percent in zip(values, percents, strict=True)]


def _oklab(values: list[float], percents: list[bool]) -> list[float]:
    light = values[0] / 100 if percents[0] else values[0]
    a, b = (v * 0.004 if percent else v for v, percent in zip(values[1:], percents[1:], strict=True))
    long, middle, short = (
        (light + a * x + b * y) ** 3
        for x, y in ((0.3963377774, 0.2158037573), (-0.1055613458, -0.0638541728), (-0.0894841775, -1.2914855480))
    )
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return [255 * _curved(c) for c in linear]


def _oklch(values: list[float], percents: list[bool]) -> list[float]:
    light, chroma, hue = values
    chroma = chroma * 0.004 if percents[1] else chroma
    turn = math.radians(hue)
    return _oklab([light, chroma * math.cos(turn), chroma * math.sin(turn)], [percents[0], False, False])


def _lightness(values: list[float], percents: list[bool]) -> list[float]:
    """Only the lightness of CIE lab and lch, as a grey: near white and near black are near enough."""
    grey = ((values[0] + 16) / 116) ** 3 if values[0] > 8 else values[0] / 903.3
    return [255 * _curved(grey)] * 3


def _curved(linear: float) -> float:
    linear = min(max(linear, 0.0), 1.0)
    return float(12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055)


_MODELS: dict[str, Callable[[list[float], list[bool]], list[float]]] = {
    "rgb": _rgb,
    "hsl": _hsl,
    "hwb": _hwb,
    "color": _srgb,
    "oklab": _oklab,
    "oklch": _oklch,
    "lab": _lightness,
    "lch": _lightness,
}
