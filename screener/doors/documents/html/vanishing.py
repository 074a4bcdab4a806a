"""Style that takes a whole element out of sight: not shown, clipped to nothing, moved away, shrunk or turned."""

import re

from screener.doors.documents.html.colour import colour_in
from screener.doors.documents.html.lengths import fraction, pixels
from screener.doors.documents.html.sheets import Declarations
from screener.words.draft import HiddenHow

OFF_SCREEN = -900
"""Pixels: farther than this to the left or above, nothing shows on any screen."""
_NOTHING_CLIPPED = re.compile(
    r"rect\((?:\s*,?\s*[01](?:px)?\s*,?\s*){4}\)|inset\(\s*(?:50|100)%\s*\)"
    r"|(?:circle|ellipse)\(\s*0(?:px|%)?(?:\s+0(?:px|%)?)?(?:\s+at[^)]*)?\)|polygon\(\s*(?:(\S+\s+[^\s,)]+)(?:\s*,\s*\1)*)?\s*\)",
    re.I,
)
_SHIFTED = re.compile(r"translate(?:x|y|3d)?\(\s*(-?[\d.]+\w*%?)(?:\s*,\s*(-?[\d.]+\w*))?", re.I)
_MATRIX = re.compile(r"matrix\(\s*" + r"\s*,\s*".join([r"(-?[\d.e-]+)"] * 6) + r"\s*\)", re.I)
_SCALED = re.compile(r"scale(?:x|y|3d)?\(\s*(-?[\d.]+%?)(?:\s*,\s*(-?[\d.]+%?))?", re.I)
_ON_EDGE = re.compile(r"rotate[xy]\(\s*-?(?:90deg|270deg|100grad|0?\.25turn|1\.57\d*rad)\s*\)", re.I)
_GRADIENT = re.compile(r"gradient\(((?:[^()]|\([^()]*\))*)\)", re.I)
_SIDES = ("top", "right", "bottom", "left")


def spelt_out(declared: Declarations) -> Declarations:
    """The declarations with `inset` and `margin` taken apart into their sides."""
    found = dict(declared)
    for name, prefix in (("inset", ""), ("margin", "margin-")):
        parts = re.findall(r"[^\s()]+(?:\([^()]*\))?", declared.get(name, ""))
        if 1 <= len(parts) <= 4:
            sides = (parts[0], parts[1 % len(parts)], parts[2] if len(parts) > 2 else parts[0], parts[-1])
            sides = sides if len(parts) == 4 else (*sides[:3], sides[1])
            for side, value in zip(_SIDES, sides, strict=True):
                found.setdefault(prefix + side, value)
    return found


def shrunk(declared: Declarations) -> float:
    """By what transforms and zoom multiply the size of letters; the smaller direction counts."""
    factor = 1.0
    transform = declared.get("transform", "")
    for found in _SCALED.finditer(transform):
        factor *= min(abs(_share(part)) for part in found.groups() if part)
    if matrix := _MATRIX.search(transform):
        a, b, c, d = (abs(_share(part)) for part in matrix.groups()[:4])
        factor *= min(max(a, b), max(c, d))
    for part in declared.get("scale", "").split()[:2]:
        factor = min(factor, abs(_share(part)))
    return factor * _share(declared.get("zoom", "1"))


def gone(declared: Declarations, size: float) -> HiddenHow | None:
    """Why nothing of an element with these declarations and letters of `size` pixels can be seen."""
    if declared.get("display", "").lower() == "none" or declared.get("content-visibility", "").lower() == "hidden":
        return HiddenHow.style
    if _ON_EDGE.search(declared.get("transform", "")) or _masked_out(declared):
        return HiddenHow.style
    if _NOTHING_CLIPPED.search(declared.get("clip", "") + " " + declared.get("clip-path", "")):
        return HiddenHow.clipped
    if _collapsed(declared, size):
        return HiddenHow.clipped
    return HiddenHow.off_page if _moved_away(declared, size) else None


def length(declared: Declarations, name: str, em: float, otherwise: float) -> float:
    """A length in pixels; `otherwise` where none is declared, and for percentages of what is not known."""
    value = pixels(declared.get(name, ""), em)
    if value is not None and declared.get(name, "").strip().endswith("%"):
        return otherwise if value > 0 else value * 100 / max(em, 1) * 12.8 if value < 0 else 0.0
    return otherwise if value is None else value


def _collapsed(declared: Declarations, size: float) -> bool:
    overflow = declared.get("overflow", "") + declared.get("overflow-y", "") + declared.get("overflow-x", "")
    if not re.search(r"hidden|clip", overflow):
        return False
    indent = re.fullmatch(r"\s*(\d{1,6})(?:\.\d+)?%\s*", declared.get("text-indent", ""))
    if indent and int(indent.group(1)) >= 100 and "nowrap" in declared.get("white-space", ""):
        return True
    return any(length(declared, side, size, 99) <= 1 for side in ("height", "width", "max-height", "max-width"))


def _moved_away(declared: Declarations, size: float) -> bool:
    placed = declared.get("position", "").lower() in ("absolute", "fixed", "relative", "sticky")
    sides = ("left", "top") if placed else ()
    if any(length(declared, side, size, 0) < OFF_SCREEN for side in (*sides, "margin-left", "margin-top")):
        return True
    if placed and any(length(declared, side, size, 0) > 5_000 for side in ("left", "right", "bottom")):
        return True
    if placed and any(length(declared, side, size, 0) < OFF_SCREEN for side in ("right", "bottom")):
        return True
    transform = declared.get("transform", "")
    shift = _SHIFTED.search(transform or "translate(" + ",".join(declared.get("translate", "").split()))
    moved = [pixels(part, size) or 0 for part in shift.groups() if part] if shift else []
    if matrix := _MATRIX.search(transform):
        moved += [_share(part) for part in matrix.groups()[4:]]
    return any(distance < OFF_SCREEN for distance in moved)


def _masked_out(declared: Declarations) -> bool:
    """Whether a mask lets nothing through: a gradient between colours without any opacity."""
    names = ("mask", "mask-image", "-webkit-mask", "-webkit-mask-image")
    masks = [found.group(1) for name in names for found in _GRADIENT.finditer(declared.get(name, ""))]
    for mask in masks:
        colours = [colour_in(stop) for stop in re.split(r",(?![^()]*\))", mask)]
        known = [colour[1] for colour in colours if colour]
        if known and max(known) < 0.05:
            return True
    return False


def _share(text: str) -> float:
    value = fraction(text)
    return 1.0 if value is None else value
