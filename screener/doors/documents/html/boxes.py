"""Boxes that cut off what stands in them: what is left of it, and what is moved beyond their edges."""

import re
from dataclasses import dataclass, replace

from screener.doors.documents.html.lengths import pixels
from screener.doors.documents.html.rules import Declarations
from screener.doors.documents.html.transforms import Moved

OFF_SCREEN = -900
"""Pixels: farther than this to the left or above, nothing shows on any screen."""
_FAR = 5_000
_WINDOW_WIDE, _WINDOW_HIGH = 1280.0, 800.0
_SIDES = ("top", "right", "bottom", "left")
_LOGICAL = {
    "block-size": "height",
    "inline-size": "width",
    "max-block-size": "max-height",
    "max-inline-size": "max-width",
    "min-block-size": "min-height",
    "inset-inline-start": "left",
    "inset-inline-end": "right",
    "inset-block-start": "top",
    "inset-block-end": "bottom",
    "margin-inline-start": "margin-left",
    "margin-block-start": "margin-top",
    "padding-block-start": "padding-top",
    "padding-inline-start": "padding-left",
    "overflow-block": "overflow-y",
    "overflow-inline": "overflow-x",
}
_FOUR = (("inset", ""), ("margin", "margin-"), ("padding", "padding-"))
_TWO = (("inset-inline", "left", "right"), ("inset-block", "top", "bottom"), ("margin-inline", "margin-left", ""))


@dataclass(frozen=True)
class Frame:
    """The boxes around an element, as far as they cut it off."""

    cut: bool = False
    """Something around cuts off what goes beyond it."""
    placed: bool = False
    """Something around is what positions are counted from, instead of the page."""
    height: float | None = None
    """Pixels of the nearest box that cuts off, where known."""
    width: float | None = None
    down: float = 0.0
    """Pixels from the top of that box."""
    across: float = 0.0
    no_rows: bool = False
    """The parent gives its rows no room."""
    flat: bool = False
    """Lines have no height."""


def spelt_out(declared: Declarations) -> Declarations:
    """The declarations with `inset`, `margin` and `padding` taken apart into their sides, all by their usual names."""
    found = dict(declared)
    for name, prefix in _FOUR:
        parts = re.findall(r"[^\s()]+(?:\([^()]*\))?", declared.get(name, ""))
        if 1 <= len(parts) <= 4:
            sides = (parts[0], parts[1 % len(parts)], parts[2] if len(parts) > 2 else parts[0], parts[-1])
            sides = sides if len(parts) == 4 else (*sides[:3], sides[1])
            for side, value in zip(_SIDES, sides, strict=True):
                found.setdefault(prefix + side, value)
    for name, first, second in _TWO:
        parts = re.findall(r"[^\s()]+(?:\([^()]*\))?", declared.get(name, ""))
        if parts:
            found.setdefault(first, parts[0])
            found.setdefault(second or first, parts[-1])
    for name, usual in _LOGICAL.items():
        if name in declared:
            found[usual] = declared[name]
    return found


def length(declared: Declarations, name: str, em: float, otherwise: float) -> float:
    """A length in pixels; `otherwise` where none is declared, and for percentages of what is not known."""
    value = pixels(declared.get(name, ""), em)
    if value is not None and declared.get(name, "").strip().endswith("%"):
        return otherwise if value > 0 else value * 100 / max(em, 1) * 12.8 if value < 0 else 0.0
    return otherwise if value is None else value


def framed(frame: Frame, declared: Declarations, size: float) -> Frame:
    """The boxes around what stands in an element with these declarations (spelt out) and letters of `size` pixels."""
    flat = pixels(declared.get("line-height", ""), size)
    found = replace(
        frame,
        placed=frame.placed or declared.get("position", "static") != "static" or "transform" in declared,
        no_rows=_no_rows(declared),
        flat=frame.flat if flat is None else flat <= 0.1,
        down=frame.down + sum(_at_least_zero(declared, name, size) for name in ("margin-top", "padding-top")),
        across=frame.across + sum(_at_least_zero(declared, name, size) for name in ("margin-left", "padding-left")),
    )
    if declared.get("position") in ("relative", "absolute"):
        down, across = _at_least_zero(declared, "top", size), _at_least_zero(declared, "left", size)
        found = replace(found, down=found.down + down, across=found.across + across)
    if not cuts(declared):
        return found
    sides = {name: pixels(declared.get(name, ""), size) for name in ("height", "width", "max-height", "max-width")}
    known = {name: None if "%" in declared.get(name, "") else side for name, side in sides.items()}
    high = known["height"] if known["height"] is not None else known["max-height"]
    wide = known["width"] if known["width"] is not None else known["max-width"]
    return replace(found, cut=True, height=high, width=wide, down=0.0, across=0.0)


def cuts(declared: Declarations) -> bool:
    """Whether a box cuts off what goes beyond it."""
    overflow = " ".join(declared.get(name, "") for name in ("overflow", "overflow-y", "overflow-x"))
    return re.search(r"hidden|clip", overflow) is not None or re.search(_PAINT, declared.get("contain", "")) is not None


_PAINT = r"\b(?:strict|content|paint)\b"


def collapsed(declared: Declarations, size: float, frame: Frame) -> bool:
    """Whether an element is cut off to nothing, by itself or by the box around it."""
    inner = framed(frame, {name: value for name, value in declared.items() if name not in _CUTTING}, size)
    below = frame.height is not None and 0 < frame.height <= inner.down
    beyond = frame.width is not None and 0 < frame.width <= inner.across
    return below or beyond or (cuts(declared) and _emptied(declared, size, inner, frame))


def _emptied(declared: Declarations, size: float, inner: Frame, frame: Frame) -> bool:
    """Whether a box that cuts off what goes beyond it leaves nothing."""
    indent = re.fullmatch(r"\s*(\d{1,6})(?:\.\d+)?%\s*", declared.get("text-indent", ""))
    if indent and int(indent.group(1)) >= 100 and "nowrap" in declared.get("white-space", ""):
        return True
    if inner.flat or frame.no_rows or _keeps_no_size(declared):
        return length(declared, "height", size, 0) <= 1 and length(declared, "min-height", size, 0) <= 1
    if length(declared, "height", size, 99) - length(declared, "padding-top", size, 0) <= 1 and _bordered(declared):
        return True
    low = length(declared, "min-height", size, 0) <= 1
    sides = ("height", "max-height", "width", "max-width") if low else ("width", "max-width")
    return any(length(declared, side, size, 99) <= 1 for side in sides)


_CUTTING = ("overflow", "overflow-x", "overflow-y", "contain")


def _keeps_no_size(declared: Declarations) -> bool:
    said = declared.get("contain", "")
    return re.search(r"\b(?:strict|size)\b", said) is not None and "contain-intrinsic-size" not in declared


def _bordered(declared: Declarations) -> bool:
    return declared.get("box-sizing") == "border-box" and "height" in declared


def _no_rows(declared: Declarations) -> bool:
    rows = declared.get("grid-template-rows", declared.get("grid-template", "").partition("/")[0])
    return re.fullmatch(r"(?:\s*(?:minmax\(\s*0(?:px)?\s*,\s*0(?:fr|px)?\s*\)|0(?:fr|px|%)?))+\s*", rows) is not None


def _at_least_zero(declared: Declarations, name: str, size: float) -> float:
    value = declared.get(name, "")
    return 0.0 if "%" in value else max(0.0, pixels(value, size) or 0.0)


def moved_away(declared: Declarations, size: float, frame: Frame, moved: Moved) -> bool:
    """Whether an element is moved to where no screen shows it, or beyond the box that cuts it off."""
    position = declared.get("position", "").lower()
    placed = position in ("absolute", "fixed", "relative", "sticky")
    sides = ("left", "top") if placed else ()
    if any(length(declared, side, size, 0) < OFF_SCREEN for side in (*sides, "margin-left", "margin-top")):
        return True
    if placed and any(length(declared, side, size, 0) > _FAR for side in ("left", "right", "bottom")):
        return True
    if placed and any(length(declared, side, size, 0) < OFF_SCREEN for side in ("right", "bottom")):
        return True
    if placed and _beyond_the_window(declared, size, frame, fixed=position == "fixed"):
        return True
    return min(moved.across, moved.down) < OFF_SCREEN or (frame.cut and max(moved.across, moved.down) > _WINDOW_WIDE)


def _beyond_the_window(declared: Declarations, size: float, frame: Frame, *, fixed: bool) -> bool:
    """Whether it starts at the edge of a window that cannot be moved to it, or beyond."""
    if not (fixed or frame.cut):
        return False
    sides = [("left", _WINDOW_WIDE), ("right", _WINDOW_WIDE)]
    sides += [("top", _WINDOW_HIGH), ("bottom", _WINDOW_HIGH)] if fixed else []
    for side, whole in sides:
        share = re.fullmatch(r"(\d{1,6}(?:\.\d+)?)%", declared.get(side, ""))
        if share and float(share.group(1)) >= (100 if fixed or not frame.placed else 300):
            return True
        if not share and length(declared, side, size, 0) >= whole:
            return True
    return False
