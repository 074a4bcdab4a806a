"""How an element looks, as far as that decides whether a person sees its text."""

import re
from dataclasses import dataclass, field, replace

from screener.doors.documents.colours import BLACK, WHITE, Colour, mixed
from screener.doors.documents.html.boxes import OFF_SCREEN, Frame, framed, length, spelt_out
from screener.doors.documents.html.colour import colour_in, is_riddle
from screener.doors.documents.html.grounds import ground_of, paints, shines_through
from screener.doors.documents.html.lengths import fraction, pixels
from screener.doors.documents.html.light import Tint, alike, blended, tint_of, tinted
from screener.doors.documents.html.rules import Declarations
from screener.doors.documents.html.transforms import moved
from screener.doors.documents.html.vanishing import gone
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
    riddle: bool = False
    """The colour is written in a way that cannot be worked out."""
    ground: Colour | None = WHITE
    """What lies behind the text; None where that is a picture or a gradient."""
    size: float = 16.0
    """Font size in pixels."""
    root: float = 16.0
    """Font size of the whole page."""
    opacity: float = 1.0
    indent: float = 0.0
    """First-line indent in pixels."""
    pre: bool = False
    scale: float = 1.0
    """What transforms around it multiply its size by."""
    frame: Frame = field(default_factory=Frame)
    tint: Tint = ()
    """The filters that the text is seen through."""
    ground_tinted: bool = False
    """Whether its ground is seen through them too."""
    blend: tuple[str, Colour] | None = None
    """How the text is blended with what lies behind, and the colour of that."""
    painted: bool = False
    """Whether something around has a ground of its own."""

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
        if self.riddle or self.colour_alpha < _FAINT:
            return HiddenHow.low_contrast
        return HiddenHow.low_contrast if self._lost_in_its_ground() else None

    def _lost_in_its_ground(self) -> bool:
        if self.ground is None:
            return False
        colour, ground = tinted(self.tint, self.colour), self.ground
        ground = tinted(self.tint, ground) if self.ground_tinted else ground
        if self.blend:
            colour = blended(self.blend[0], colour, self.blend[1])
        return alike(mixed(colour, ground, self.colour_alpha * self.opacity), ground)


def styled(parent: Look, declared: Declarations, *, whole: bool = False) -> Look:
    """The look of an element with these declarations inside an element of the look `parent`.

    `whole` says that the element is the page: its filters change what lies behind it as well.
    """
    if not declared:
        return replace(parent, frame=replace(parent.frame, no_rows=False)) if parent.frame.no_rows else parent
    declared = spelt_out(declared)
    size = _font_size(parent, declared)
    visibility = declared.get("visibility", "").lower()
    white_space = declared.get("white-space", "").lower()
    turned = moved(declared, size)
    look = replace(
        parent,
        gone=parent.gone or gone(declared, size, parent.frame, turned),
        invisible=visibility in ("hidden", "collapse") if visibility in _VISIBILITIES else parent.invisible,
        size=size,
        opacity=parent.opacity * _opacity(declared),
        indent=length(declared, "text-indent", size, parent.indent),
        scale=parent.scale * turned.scale,
        frame=framed(parent.frame, declared, size),
        pre=white_space.startswith("pre") if white_space not in ("", "inherit") else parent.pre,
    )
    return _coloured(look, parent, declared, whole=whole)


def _coloured(look: Look, parent: Look, declared: Declarations, *, whole: bool) -> Look:
    colour, alpha, riddle = _text_colour(parent, declared)
    ground = ground_of(parent.ground, declared, colour, alpha)
    if shown := shines_through(parent.ground, declared, alpha):
        colour, alpha, riddle, ground = shown[0], 1.0, False, shown[1]
    own = ground != parent.ground or paints(declared)
    mode = declared.get("mix-blend-mode", "normal")
    blends = mode != "normal" and parent.painted and parent.ground is not None and not own
    tint = tint_of(declared)
    return replace(
        look,
        colour=colour,
        colour_alpha=alpha,
        riddle=riddle,
        ground=ground,
        blend=(mode, parent.ground) if blends and parent.ground else None if own else parent.blend,
        tint=(*tint, *parent.tint)[:8],
        ground_tinted=(parent.ground_tinted or own or whole) if tint or parent.tint else False,
        painted=parent.painted or own,
    )


_VISIBILITIES = ("hidden", "collapse", "visible", "initial")


def _font_size(parent: Look, declared: Declarations) -> float:
    value = declared.get("font-size", "")
    if not value and (shorthand := re.search(r"(?:^|\s)(0|[\d.]+[a-z%]+)(?:/|\s)", declared.get("font", ""))):
        value = shorthand.group(1)
    if value in ("smaller", "larger"):
        return parent.size * (5 / 6 if value == "smaller" else 1.2)
    if rem := re.fullmatch(r"([\d.]+)rem", value):
        return (fraction(rem.group(1)) or 0.0) * parent.root
    size = pixels(value, parent.size) if value else None
    return parent.size if size is None else size


def _text_colour(parent: Look, declared: Declarations) -> tuple[Colour, float, bool]:
    value = declared.get("-webkit-text-fill-color") or declared.get("fill") or declared.get("color", "")
    if value == "none" and "fill" in declared:
        return parent.colour, 0.0, False
    if value.lower() == "currentcolor":
        value = declared.get("color", "")
    found = colour_in(value) if value else None
    colour, alpha = found or (parent.colour, parent.colour_alpha)
    opacity = fraction(declared.get("fill-opacity", ""))
    riddle = is_riddle(value) and not value.startswith("url(") if value and not found else parent.riddle and not found
    return colour, alpha if opacity is None else alpha * opacity, riddle


def _opacity(declared: Declarations) -> float:
    value = fraction(declared.get("opacity", ""))
    if faded := re.search(r"opacity\(\s*([\d.]+%?)\s*\)", declared.get("filter", "")):
        value = min(1.0 if value is None else value, fraction(faded.group(1)) or 0.0)
    return 1.0 if value is None else min(max(value, 0.0), 1.0)
