"""How an element looks, as far as that decides whether a person sees its text."""

import re
from dataclasses import dataclass, replace

from screener.doors.documents.colours import BLACK, WHITE, Colour, indistinct, mixed
from screener.doors.documents.html.colour import colour_in
from screener.doors.documents.html.lengths import fraction, pixels
from screener.doors.documents.html.sheets import Declarations
from screener.doors.documents.html.vanishing import OFF_SCREEN, gone, length, shrunk, spelt_out
from screener.words.draft import HiddenHow

_TINY = 1.0
"""Pixels of font size that nobody can read."""
_FAINT = 0.05


@dataclass(frozen=True)
class Look:
    """The inherited look of an element's text."""

    gone: HiddenHow | None = None
    """Why nothing within can be seen, whatever its own style."""
    invisible: bool = False
    """`visibility: hidden`, which an element within may lift."""
    colour: Colour = BLACK
    colour_alpha: float = 1.0
    ground: Colour | None = WHITE
    """What lies behind the text; None where that is a picture or a gradient."""
    size: float = 16.0
    """Font size in pixels."""
    opacity: float = 1.0
    indent: float = 0.0
    """First-line indent in pixels."""
    pre: bool = False
    scale: float = 1.0
    """What transforms around it multiply its size by."""

    def conceals(self) -> HiddenHow | None:
        """How this look hides text, or None where the text can be seen."""
        if self.gone:
            return self.gone
        if self.invisible or self.opacity < _FAINT:
            return HiddenHow.style
        if self.size * self.scale <= _TINY:
            return HiddenHow.tiny
        if self.indent < OFF_SCREEN:
            return HiddenHow.off_page
        if self.ground is None:
            return HiddenHow.low_contrast if self.colour_alpha < _FAINT else None
        seen = mixed(self.colour, self.ground, self.colour_alpha * self.opacity)
        return HiddenHow.low_contrast if indistinct(seen, self.ground) else None


def styled(parent: Look, declared: Declarations) -> Look:
    """The look of an element with these declarations inside an element of the look `parent`."""
    if not declared:
        return parent
    declared = spelt_out(declared)
    size = _font_size(parent, declared)
    colour, alpha = _text_colour(parent, declared)
    visibility = declared.get("visibility", "").lower()
    white_space = declared.get("white-space", "").lower()
    return replace(
        parent,
        gone=parent.gone or gone(declared, size),
        invisible=visibility in ("hidden", "collapse") if visibility in _VISIBILITIES else parent.invisible,
        colour=colour,
        colour_alpha=alpha,
        ground=_ground(parent, declared),
        size=size,
        opacity=parent.opacity * _opacity(declared),
        indent=length(declared, "text-indent", size, parent.indent),
        scale=parent.scale * shrunk(declared),
        pre=white_space.startswith("pre") if white_space not in ("", "inherit") else parent.pre,
    )


_VISIBILITIES = ("hidden", "collapse", "visible", "initial")


def _font_size(parent: Look, declared: Declarations) -> float:
    value = declared.get("font-size", "")
    if not value and (shorthand := re.search(r"(?:^|\s)(0|[\d.]+[a-z%]+)(?:/|\s)", declared.get("font", ""))):
        value = shorthand.group(1)
    if value in ("smaller", "larger"):
        return parent.size * (5 / 6 if value == "smaller" else 1.2)
    size = pixels(value, parent.size) if value else None
    return parent.size if size is None else size


def _text_colour(parent: Look, declared: Declarations) -> tuple[Colour, float]:
    value = declared.get("-webkit-text-fill-color") or declared.get("fill") or declared.get("color", "")
    if value == "none" and "fill" in declared:
        return parent.colour, 0.0
    found = colour_in(value) if value else None
    colour, alpha = found or (parent.colour, parent.colour_alpha)
    opacity = fraction(declared.get("fill-opacity", ""))
    return colour, alpha if opacity is None else alpha * opacity


def _ground(parent: Look, declared: Declarations) -> Colour | None:
    value = declared.get("background-color", "")
    shorthand = declared.get("background", "") + " " + declared.get("background-image", "")
    if re.search(r"url\(|gradient\(", shorthand):
        return None
    found = colour_in(value) or colour_in(declared.get("background", ""))
    if found is None:
        return parent.ground
    colour, alpha = found
    if parent.ground is None:
        return colour if alpha > 0.95 else None
    return mixed(colour, parent.ground, alpha)


def _opacity(declared: Declarations) -> float:
    value = fraction(declared.get("opacity", ""))
    if faded := re.search(r"opacity\(\s*([\d.]+%?)\s*\)", declared.get("filter", "")):
        value = min(1.0 if value is None else value, fraction(faded.group(1)) or 0.0)
    return 1.0 if value is None else min(max(value, 0.0), 1.0)
