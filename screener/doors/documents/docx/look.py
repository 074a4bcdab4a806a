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
_FAINT = 1.2
"""Contrast below which words can hardly be made out; pure yellow on white has 1.07."""
_WORD = 3
"""Letters of a word that is worth pressing out of sight."""
_SQUEEZED = 10.0
"""Twentieths of a point for each letter, below which a pressed run is a smear."""
_SIGNS = re.compile(r"wingding|webding|dingbat|marlett|bookshelf symbol", re.I)
_BLANK = re.compile(r"\bblank\b|adobeblank|\binvisible\b", re.I)
_AS_SIGNS, _AS_GREEK = 4, 7
"""Different letters in a run from which on they are words, and no signs."""
_CHANGES = ("lumMod", "lumOff", "tint", "shade")
_MAPPED = {
    "bg1": ("background1", "bg1"),
    "t1": ("text1", "tx1"),
    "bg2": ("background2", "bg2"),
    "t2": ("text2", "tx2"),
}
"""What the settings may name otherwise than usual, and the names for it."""
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
    complex: bool | None = None
    """Set as text of a complex script, which has a size of its own."""
    complex_size: float | None = None
    """Half-points of such text."""
    fitted: float | None = None
    """Twentieths of a point into which the whole run is pressed."""
    face: str | None = None
    """The name of the font for Latin letters; '' where the theme names it."""

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
            complex=under.complex if self.complex is None else self.complex,
            complex_size=under.complex_size if self.complex_size is None else self.complex_size,
            fitted=under.fitted if self.fitted is None else self.fitted,
            face=under.face if self.face is None else self.face,
        )

    def conceals(self, ground: Colour | None, said: str = "") -> HiddenHow | None:
        """How text of this look is hidden on a ground (None where that is unknown), or None where it shows.

        `said` is the text of the run, which tells whether its font's signs or the room it is given make it unreadable.
        """
        if self.vanish:
            return HiddenHow.vanish
        if self._is_tiny(said):
            return HiddenHow.tiny
        if self.face and (how := unreadable_in(self.face, said)):
            return how
        if abs(self.raised or 0) > _OFF_THE_LINE:
            return HiddenHow.off_page
        behind = self.ground or ground
        if self.colour is not None and not self.automatic and indistinct(self.colour, behind):
            return HiddenHow.low_contrast
        return None

    def is_faint(self, ground: Colour | None) -> bool:
        """Whether text of this look can hardly be told from its ground, although its colour is another one."""
        behind = self.ground or ground
        if self.colour is None or self.automatic or behind is None:
            return False
        return contrast(self.colour, behind) < _FAINT

    def _is_tiny(self, said: str) -> bool:
        size = self.complex_size if self.complex else self.size
        if (size is not None and size <= _TINY) or (self.scale is not None and self.scale <= 5):
            return True
        if self.fitted is not None and len(said) >= _WORD and self.fitted < _SQUEEZED * len(said):
            return True
        return (self.spacing or 0) / 10 < -_CROWDED * (size or _USUAL)


PLAIN = RunLook()
"""The look that says nothing."""


class Palette:
    """The colours of a document's theme."""

    def __init__(self, theme: Element | None, settings: Element | None = None) -> None:
        mapping = child(settings, "clrSchemeMapping")
        self._key = dict(_SCHEME)
        for name, keys in _MAPPED.items():
            if (chosen := attribute(mapping, name)) in _SCHEME:
                self._key |= dict.fromkeys(keys, _SCHEME[chosen])
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
        filled = self._filled(properties)
        fonts = child(properties, "rFonts")
        scripts = [flag for name in ("cs", "rtl") if (flag := child(properties, name)) is not None]
        return RunLook(
            vanish=any(map(is_on, flags)) if flags else None,
            colour=filled or named,
            automatic=colour is not None and named is None and filled is None,
            size=_number(attribute(child(properties, "sz"), "val")),
            ground=ground,
            scale=_number(attribute(child(properties, "w"), "val").rstrip("%")),
            spacing=_number(attribute(child(properties, "spacing"), "val")),
            raised=_number(attribute(child(properties, "position"), "val")),
            complex=any(map(is_on, scripts)) if scripts else None,
            complex_size=_number(attribute(child(properties, "szCs"), "val")),
            fitted=_number(attribute(child(properties, "fitText"), "val")),
            face="" if attribute(fonts, "asciiTheme") else attribute(fonts, "ascii") or None,
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
            return self._scheme.get(self._key.get(key, key))
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
        if clear or child(effect, "noFill") is not None:
            return WHITE
        shades = [fill] if fill is not None else [s for s in effect.iter() if local(s) == "gs"]
        colours = [self._changed(shade) for shade in shades]
        first = colours[0] if colours else None
        return first if all(colour is not None and not _apart(colour, first) for colour in colours) else None

    def _changed(self, fill: Element) -> Colour | None:
        """The colour of a fill with the changes to it that its own elements ask for."""
        colour = self.drawn(fill)
        for change in next(iter(fill), ()) if colour is not None else ():
            share = (_number(attribute(change, "val")) or 0) / 100_000
            if colour is None or local(change) not in _CHANGES:
                continue
            if local(change) == "lumOff":
                colour = mixed(WHITE, colour, share)
            elif local(change) == "tint":
                colour = mixed(WHITE, colour, 1 - share)
            else:
                colour = mixed(BLACK, colour, 1 - min(share, 1.0))
        return colour

    def _named(self, element: Element, plain: str, theme: str) -> Colour | None:
        stem = "theme" if theme == "theme" else "themeFill"
        key = attribute(element, "themeColor" if theme == "theme" else "themeFill")
        colour = self._scheme.get(self._key.get(key, key)) if key else None
        if colour is None:
            return from_hex(attribute(element, plain))
        if tint := _byte(attribute(element, f"{stem}Tint")):
            colour = mixed(colour, WHITE, tint)
        if shade := _byte(attribute(element, f"{stem}Shade")):
            colour = mixed(colour, BLACK, shade)
        return colour


def contrast(one: Colour, other: Colour) -> float:
    """How much lighter one colour is than the other: 1 for equal ones, 21 for black and white."""
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _light(colour: Colour) -> float:
    parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _apart(one: Colour, other: Colour | None) -> bool:
    return not indistinct(one, other)


def unreadable_in(face: str, said: str) -> HiddenHow | None:
    """How a font that draws signs in place of letters, or nothing, hides words; None where it does not.

    A few letters may well be meant as signs: ticks, smileys, Greek ones.
    """
    letters = [char.lower() for char in said if char.isascii() and char.isalpha()]
    if _BLANK.search(face) and letters:
        return HiddenHow.invisible_mode
    least = _AS_GREEK if face.lower() == "symbol" else _AS_SIGNS if _SIGNS.search(face) else None
    return HiddenHow.false_letters if least is not None and len(set(letters)) >= least else None


def is_on(flag: Element) -> bool:
    """Whether an on/off element is on: it is unless it says otherwise."""
    return attribute(flag, "val").lower() not in _OFF


def _number(value: str) -> float | None:
    return float(value) if re.fullmatch(r"-?\d{1,6}(?:\.\d{1,6})?", value) else None


def _byte(value: str) -> float | None:
    return int(value, 16) / 255 if re.fullmatch(r"[0-9A-Fa-f]{2}", value) else None
