"""How Word shows a run of text: its colour, size and ground, gathered from styles, theme and the run itself."""

import re
from dataclasses import dataclass

from screener.doors.documents.colours import BLACK, WHITE, Colour, from_hex, indistinct, mixed
from screener.doors.documents.docx.package import Element, attribute, child, local
from screener.words.draft import HiddenHow

_TINY = 3
"""Half-points: text of 1.5 pt and less."""
_CROWDED = 0.45
"""Share of the font size that letters may be drawn together before they lie on each other."""
_USUAL = 20.0
"""Half-points of text that has no size."""
_OFF_THE_LINE = 1_600.0
"""Half-points; no page is so high."""
_CLEAR = 95_000
"""Of 100,000: from this transparency on, a text effect shows nothing."""
_OFF = ("0", "false", "off", "none")
_HIGHLIGHTS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGray": "808080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "green": "00FF00",
    "lightGray": "C0C0C0",
    "magenta": "FF00FF",
    "red": "FF0000",
    "white": "FFFFFF",
    "yellow": "FFFF00",
}
_SCHEME = {
    "background1": "lt1",
    "bg1": "lt1",
    "light1": "lt1",
    "text1": "dk1",
    "tx1": "dk1",
    "dark1": "dk1",
    "background2": "lt2",
    "bg2": "lt2",
    "light2": "lt2",
    "text2": "dk2",
    "tx2": "dk2",
    "dark2": "dk2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_OFFICE = {
    "lt1": "FFFFFF",
    "dk1": "000000",
    "lt2": "E7E6E6",
    "dk2": "44546A",
    "accent1": "4472C4",
    "accent2": "ED7D31",
    "accent3": "A5A5A5",
    "accent4": "FFC000",
    "accent5": "5B9BD5",
    "accent6": "70AD47",
    "hlink": "0563C1",
    "folHlink": "954F72",
}


@dataclass(frozen=True)
class RunLook:
    """What is set on a run, a style or the whole document; None where it says nothing."""

    vanish: bool | None = None
    colour: Colour | None = None
    automatic: bool = False
    """The colour is 'auto': Word picks black or white, whichever shows."""
    size: float | None = None
    """Half-points."""
    ground: Colour | None = None
    scale: float | None = None
    """Width of letters in percent."""
    spacing: float | None = None
    """Twentieths of a point between letters; negative ones draw them together."""
    raised: float | None = None
    """Half-points above the line."""

    def over(self, under: "RunLook") -> "RunLook":
        """This look where it says something, the other where it does not."""
        named = self.colour is not None or self.automatic
        return RunLook(
            vanish=under.vanish if self.vanish is None else self.vanish,
            colour=self.colour if named else under.colour,
            automatic=self.automatic if named else under.automatic,
            size=under.size if self.size is None else self.size,
            ground=under.ground if self.ground is None else self.ground,
            scale=under.scale if self.scale is None else self.scale,
            spacing=under.spacing if self.spacing is None else self.spacing,
            raised=under.raised if self.raised is None else self.raised,
        )

    def conceals(self, ground: Colour | None) -> HiddenHow | None:
        """How text of this look is hidden on a ground (None where that is unknown), or None where it shows."""
        if self.vanish:
            return HiddenHow.vanish
        if (self.size is not None and self.size <= _TINY) or (self.scale is not None and self.scale <= 5):
            return HiddenHow.tiny
        if (self.spacing or 0) / 10 < -_CROWDED * (self.size or _USUAL):
            return HiddenHow.tiny
        if abs(self.raised or 0) > _OFF_THE_LINE:
            return HiddenHow.off_page
        behind = self.ground or ground
        if self.colour is not None and not self.automatic and indistinct(self.colour, behind):
            return HiddenHow.low_contrast
        return None


PLAIN = RunLook()
"""The look that says nothing."""


class Palette:
    """The colours of a document's theme."""

    def __init__(self, theme: Element | None) -> None:
        self._scheme = {key: colour for key, digits in _OFFICE.items() if (colour := from_hex(digits))}
        scheme = child(theme, "themeElements", "clrScheme")
        for entry in scheme if scheme is not None else ():
            value = next(iter(entry), None)
            colour = from_hex(attribute(value, "lastClr") or attribute(value, "val"))
            if colour:
                self._scheme[local(entry)] = colour

    def run(self, properties: Element | None) -> RunLook:
        """What an rPr element sets."""
        if properties is None:
            return RunLook()
        colour = child(properties, "color")
        highlight = attribute(child(properties, "highlight"), "val")
        ground = from_hex(_HIGHLIGHTS[highlight]) if highlight in _HIGHLIGHTS else self.shade(child(properties, "shd"))
        flags = [flag for name in ("vanish", "specVanish") if (flag := child(properties, name)) is not None]
        named = self._named(colour, "val", "theme") if colour is not None else None
        return RunLook(
            vanish=any(map(is_on, flags)) if flags else None,
            colour=named or self._filled(properties),
            automatic=colour is not None and named is None,
            size=_number(attribute(child(properties, "sz"), "val")),
            ground=ground,
            scale=_number(attribute(child(properties, "w"), "val").rstrip("%")),
            spacing=_number(attribute(child(properties, "spacing"), "val")),
            raised=_number(attribute(child(properties, "position"), "val")),
        )

    def shade(self, shading: Element | None) -> Colour | None:
        """The ground that a shd element paints, or None."""
        if shading is None:
            return None
        pattern = attribute(shading, "val")
        fill = self._named(shading, "fill", "themeFill")
        ink = self._named(shading, "color", "theme")
        if pattern == "solid":
            return ink or BLACK
        if percent := re.fullmatch(r"pct(\d+)", pattern):
            return mixed(ink or BLACK, fill or WHITE, int(percent.group(1)) / 100)
        return fill

    def drawn(self, fill: Element | None) -> Colour | None:
        """The colour of a solidFill element of a drawing, or None where it is not known."""
        value = next(iter(fill), None) if fill is not None else None
        if value is None:
            return None
        if local(value) == "schemeClr":
            key = attribute(value, "val")
            return self._scheme.get(_SCHEME.get(key, key))
        return from_hex(attribute(value, "lastClr") or attribute(value, "val"))

    def _filled(self, properties: Element) -> Colour | None:
        """The colour of a text effect fill, which Word shows in place of the plain colour."""
        effect = child(properties, "textFill")
        if effect is None:
            return None
        fill = child(effect, "solidFill")
        clear = any(
            local(part) == "alpha" and (_number(attribute(part, "val")) or 0) >= _CLEAR for part in effect.iter()
        )
        return WHITE if clear or child(effect, "noFill") is not None else self.drawn(fill)

    def _named(self, element: Element, plain: str, theme: str) -> Colour | None:
        stem = "theme" if theme == "theme" else "themeFill"
        key = attribute(element, "themeColor" if theme == "theme" else "themeFill")
        colour = self._scheme.get(_SCHEME.get(key, key)) if key else None
        if colour is None:
            return from_hex(attribute(element, plain))
        if tint := _byte(attribute(element, f"{stem}Tint")):
            colour = mixed(colour, WHITE, tint)
        if shade := _byte(attribute(element, f"{stem}Shade")):
            colour = mixed(colour, BLACK, shade)
        return colour


def is_on(flag: Element) -> bool:
    """Whether an on/off element is on: it is unless it says otherwise."""
    return attribute(flag, "val").lower() not in _OFF


def _number(value: str) -> float | None:
    return float(value) if re.fullmatch(r"-?\d{1,6}(?:\.\d{1,6})?", value) else None


def _byte(value: str) -> float | None:
    return int(value, 16) / 255 if re.fullmatch(r"[0-9A-Fa-f]{2}", value) else None
