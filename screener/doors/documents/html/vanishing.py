"""Style that takes a whole element out of sight: not shown, clipped to nothing, moved away, shrunk or turned."""

import re

from screener.doors.documents.html.boxes import Frame, collapsed, moved_away
from screener.doors.documents.html.colour import colour_in
from screener.doors.documents.html.lengths import fraction, pixels
from screener.doors.documents.html.rules import Declarations
from screener.doors.documents.html.shapes import clipped_to_nothing, cut_by_rect
from screener.doors.documents.html.transforms import Moved
from screener.words.draft import HiddenHow

_GRADIENT = re.compile(r"gradient\(((?:[^()]|\([^()]*\))*)\)", re.I)
_NO_BOX = ("none", "table-column", "table-column-group")
_PICTURE = re.compile(r"\s*(?:url|(?:-webkit-)?image-set|(?:[\w-]+-)?gradient|cross-fade|element|image)\(", re.I)
_BLURRED = re.compile(r"blur\(\s*([^()]+)\)", re.I)


def gone(declared: Declarations, size: float, frame: Frame, moved: Moved) -> HiddenHow | None:
    """Why nothing of an element with these declarations and letters of `size` pixels can be seen."""
    if _not_shown(declared) or _turned_away(declared, moved) or _masked_out(declared):
        return HiddenHow.style
    if _filtered_out(declared, size) or _unreadable(declared, size):
        return HiddenHow.style
    clip = declared.get("clip-path", declared.get("-webkit-clip-path", ""))
    placed = declared.get("position", "") in ("absolute", "fixed")
    if clipped_to_nothing(clip) or (placed and cut_by_rect(declared.get("clip", ""))):
        return HiddenHow.clipped
    if collapsed(declared, size, frame):
        return HiddenHow.clipped
    return HiddenHow.off_page if moved_away(declared, size, frame, moved) else None


def _not_shown(declared: Declarations) -> bool:
    """Whether no box is made for an element, or a picture stands in its place."""
    box = declared.get("display", "").lower() not in _NO_BOX
    kept = declared.get("content-visibility", "").lower() != "hidden"
    return not (box and kept) or _PICTURE.match(declared.get("content", "")) is not None


def _turned_away(declared: Declarations, moved: Moved) -> bool:
    back = declared.get("backface-visibility", declared.get("-webkit-backface-visibility", ""))
    return moved.on_edge or moved.unknown or (moved.back and "hidden" in back)


def _unreadable(declared: Declarations, size: float) -> bool:
    """Whether each letter is shown as a dot, or they all stand upon one another."""
    dots = declared.get("-webkit-text-security", declared.get("text-security", "none")) not in ("none", "", "initial")
    spacing = pixels(declared.get("letter-spacing", ""), size)
    return dots or (spacing is not None and spacing < -0.45 * size)


def _filtered_out(declared: Declarations, size: float) -> bool:
    """Whether a filter blurs letters beyond reading, or is drawn by something else that cannot be looked at."""
    filters = declared.get("filter", declared.get("-webkit-filter", ""))
    blurred = [pixels(found, size) for found in _BLURRED.findall(filters)]
    return any(length is None or length > max(4.0, size / 3) for length in blurred) or "url(" in filters


def _masked_out(declared: Declarations) -> bool:
    """Whether a mask lets nothing through: a gradient between colours without any opacity, or one of no size."""
    names = ("mask", "mask-image", "-webkit-mask", "-webkit-mask-image")
    masks = [found.group(1) for name in names for found in _GRADIENT.finditer(declared.get(name, ""))]
    for mask in masks:
        colours = [colour_in(stop) for stop in re.split(r",(?![^()]*\))", mask)]
        known = [colour[1] for colour in colours if colour]
        if known and max(known) < 0.05:
            return True
    sized = " ".join(declared.get(name, "").partition("/")[2] for name in ("mask", "-webkit-mask"))
    sizes = f"{sized} {declared.get('mask-size', '')} {declared.get('-webkit-mask-size', '')}".split()
    return bool(sizes) and fraction(sizes[0].removesuffix("px")) == 0
