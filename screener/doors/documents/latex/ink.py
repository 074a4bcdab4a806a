"""Colours and sizes in LaTeX, and whether text set in them can be seen."""

import re
from colorsys import hsv_to_rgb
from dataclasses import dataclass, field

from screener.doors.documents.colours import BLACK, WHITE, Colour, from_fractions, from_hex, indistinct, mixed
from screener.words.draft import HiddenHow

_TINY = 1.5
"""Points of font size that nobody can read."""
_POINTS = {
    "": 1.0,
    "pt": 1.0,
    "bp": 1.0,
    "mm": 2.85,
    "cm": 28.5,
    "in": 72.3,
    "pc": 12.0,
    "ex": 4.3,
    "em": 10.0,
    "sp": 1 / 65536,
    "px": 1.0,
}
_NAMED = {
    "black": "000000",
    "white": "ffffff",
    "red": "ff0000",
    "green": "00ff00",
    "blue": "0000ff",
    "cyan": "00ffff",
    "magenta": "ff00ff",
    "yellow": "ffff00",
    "gray": "808080",
    "lightgray": "bfbfbf",
    "darkgray": "404040",
    "brown": "bf8040",
    "lime": "bfff00",
    "olive": "808000",
    "orange": "ff8000",
    "pink": "ffbfbf",
    "purple": "bf0040",
    "teal": "008080",
    "violet": "800080",
    "White": "ffffff",
    "Black": "000000",
    "snow": "fffafa",
    "ivory": "fffff0",
    "Snow": "fffafa",
    "Ivory": "fffff0",
    "GhostWhite": "f8f8ff",
    "WhiteSmoke": "f5f5f5",
    "MintCream": "f5fffa",
    "Azure": "f0ffff",
    "AliceBlue": "f0f8ff",
    "FloralWhite": "fffaf0",
    "SeaShell": "fff5ee",
    "Honeydew": "f0fff0",
    "OldLace": "fdf5e6",
    "LavenderBlush": "fff0f5",
    "Navy": "000080",
    "NavyBlue": "0f75ff",
    "DarkBlue": "00008b",
    "MidnightBlue": "191970",
}


_NAME = re.compile(r"[A-Za-z][\w-]*")
_MIXED = re.compile(r"-*[\w.-]+(?:![\w.]+)*(?:!!?\+*)?")


@dataclass
class Palette:
    """The colours a document can name."""

    names: dict[str, Colour] = field(default_factory=dict)
    unclear: set[str] = field(default_factory=set)
    """Names that the document defines in a way that we cannot work out."""

    def __post_init__(self) -> None:
        """Start from the names that the colour packages define."""
        for name, digits in _NAMED.items():
            if colour := from_hex(digits):
                self.names.setdefault(name, colour)

    def define(self, name: str, model: str, spec: str) -> None:
        """Take in a colour that the document defines; one we cannot work out stays unknown."""
        colour = self.colour(spec, model)
        if colour is not None:
            self.names[name] = colour
            self.unclear.discard(name)
        else:
            self.names.pop(name, None)
            if model not in ("", "named") or not _NAME.fullmatch(spec.strip()):
                self.unclear.add(name)

    def doubtful(self, spec: str, model: str = "") -> bool:
        """Whether a specification is one that we cannot work out; the name of a colour we do not know is not."""
        if self.colour(spec, model) is not None:
            return False
        names = set(_NAME.findall(spec))
        return bool(names & self.unclear) or (model not in ("", "named")) or not _MIXED.fullmatch(spec.strip())

    def colour(self, spec: str, model: str = "") -> Colour | None:
        """The colour of a specification in a model, or of a name or mixture such as 'blue!20!white'; None: unknown."""
        spec = spec.strip()
        if model.strip() not in ("", "named"):
            return _in_model(model.strip(), spec)
        bare = spec.lstrip("-")
        parts = bare.split("!")
        colour = self.names.get(parts[0].strip())
        for number in range(1, len(parts), 2):
            share = _number(parts[number])
            other = self.names.get(parts[number + 1].strip()) if number + 1 < len(parts) else WHITE
            if colour is None or other is None or share is None:
                return None
            colour = mixed(colour, other, min(max(share / 100, 0.0), 1.0))
        turned = (len(spec) - len(bare)) % 2 == 1
        return _complement(colour) if turned and colour is not None else colour


@dataclass
class Ink:
    """How text is set at one point; copied where a group begins."""

    colour: Colour | None = BLACK
    ground: Colour | None = WHITE
    points: float = 10.0
    doubt: str = ""
    """Why text here may not be seen, although it may; empty where nothing speaks for it."""
    gone: HiddenHow | None = None
    """Why nothing here is seen, whatever its colour."""

    def conceals(self) -> HiddenHow | None:
        """How this ink hides text, or None where it shows."""
        if self.gone:
            return self.gone
        if self.points <= _TINY:
            return HiddenHow.tiny
        return HiddenHow.low_contrast if indistinct(self.colour, self.ground) else None


def points(length: str) -> float | None:
    """A TeX length in points; None for one that is not plain."""
    match = re.fullmatch(r"\s*(-?\d*\.?\d+)\s*([a-z]{0,2})\s*", length)
    return float(match.group(1)) * _POINTS.get(match.group(2), 1.0) if match else None


def _in_model(model: str, spec: str) -> Colour | None:
    if model == "HTML":
        return from_hex(spec)
    parts = [_number(part) for part in spec.split(",")]
    if model in ("hsb", "Hsb", "HSB") and len(parts) == 3 and None not in parts:
        hue, full, bright = (part or 0.0 for part in parts)
        turn, most = {"Hsb": (360.0, 1.0), "HSB": (240.0, 240.0)}.get(model, (1.0, 1.0))
        return from_fractions(*hsv_to_rgb(hue / turn, full / most, bright / most))
    numbers = [part for part in parts if part is not None]
    scale = {"RGB": 255.0, "Gray": 15.0}.get(model, 1.0)
    wanted = {"rgb": 3, "RGB": 3, "gray": 1, "Gray": 1, "cmyk": 4, "cmy": 3}.get(model)
    if wanted is None or len(numbers) != wanted or len(parts) != wanted:
        return None
    values = [number / scale for number in numbers]
    return from_fractions(*values, 0.0) if model == "cmy" else from_fractions(*values)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\s*\d*\.?\d+\s*", text) else None


def _complement(colour: Colour) -> Colour:
    return from_hex("".join(f"{255 - part:02x}" for part in colour)) or colour
