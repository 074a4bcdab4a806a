"""Colours as documents write them, and whether text in one colour can be seen on another."""

import re

Colour = tuple[int, int, int]
"""Red, green, blue; each 0 to 255."""

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)

LEAST_CONTRAST = 40
"""Out of 255. Text whose every channel is closer to its ground than this cannot be read."""

_NAMED = (
    "white ffffff snow fffafa ivory fffff0 ghostwhite f8f8ff whitesmoke f5f5f5 mintcream f5fffa azure f0ffff "
    "aliceblue f0f8ff floralwhite fffaf0 seashell fff5ee lavenderblush fff0f5 honeydew f0fff0 oldlace fdf5e6 "
    "linen faf0e6 lightyellow ffffe0 cornsilk fff8dc lightcyan e0ffff beige f5f5dc lavender e6e6fa gainsboro dcdcdc "
    "lightgray d3d3d3 lightgrey d3d3d3 silver c0c0c0 darkgray a9a9a9 darkgrey a9a9a9 gray 808080 grey 808080 "
    "dimgray 696969 dimgrey 696969 slategray 708090 darkslategray 2f4f4f black 000000 red ff0000 darkred 8b0000 "
    "maroon 800000 crimson dc143c green 008000 lime 00ff00 darkgreen 006400 forestgreen 228b22 olive 808000 "
    "blue 0000ff navy 000080 darkblue 00008b midnightblue 191970 royalblue 4169e1 steelblue 4682b4 teal 008080 "
    "cyan 00ffff aqua 00ffff magenta ff00ff fuchsia ff00ff purple 800080 indigo 4b0082 violet ee82ee "
    "yellow ffff00 gold ffd700 orange ffa500 darkorange ff8c00 tomato ff6347 brown a52a2a pink ffc0cb "
    "salmon fa8072 tan d2b48c khaki f0e68c lightblue add8e6 lightgreen 90ee90 skyblue 87ceeb"
)


def from_hex(digits: str) -> Colour | None:
    """A colour from 3, 4, 6 or 8 hexadecimal digits (an alpha part is ignored), with or without '#'."""
    digits = digits.strip().lstrip("#")
    if not re.fullmatch(r"[0-9A-Fa-f]+", digits):
        return None
    if len(digits) in (3, 4):
        digits = "".join(d + d for d in digits)
    if len(digits) not in (6, 8):
        return None
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


_LISTED = _NAMED.split()
NAMES: dict[str, Colour] = {
    name: colour for name, digits in zip(_LISTED[::2], _LISTED[1::2], strict=True) if (colour := from_hex(digits))
}
"""The named colours of style sheets that turn up in documents."""


def from_fractions(*parts: float) -> Colour:
    """A colour from one (grey), three (RGB) or four (CMYK) parts between 0 and 1."""
    bounded = [min(max(part, 0.0), 1.0) for part in parts]
    if len(bounded) == 1:
        bounded = bounded * 3
    if len(bounded) == 4:
        black = 1 - bounded[3]
        bounded = [(1 - ink) * black for ink in bounded[:3]]
    red, green, blue = (round(part * 255) for part in bounded)
    return red, green, blue


def mixed(over: Colour, under: Colour, share: float) -> Colour:
    """What one sees where `over` covers `under` with an opacity of `share` (0 to 1)."""
    red, green, blue = (round(o * share + u * (1 - share)) for o, u in zip(over, under, strict=True))
    return red, green, blue


def indistinct(text: Colour | None, ground: Colour | None) -> bool:
    """Whether text of one colour vanishes on its ground. An unknown colour (None) never counts as vanished."""
    if text is None or ground is None:
        return False
    return max(abs(t - g) for t, g in zip(text, ground, strict=True)) < LEAST_CONTRAST
