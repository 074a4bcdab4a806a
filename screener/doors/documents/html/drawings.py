"""Which words of a drawing (SVG) stand where nobody sees them."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from screener.doors.documents.colours import BLACK, Colour
from screener.doors.documents.html.colour import colour_in
from screener.doors.documents.html.lengths import fraction, pixels
from screener.doors.documents.html.rules import Declarations
from screener.words.draft import HiddenHow

_FINAL = ("opacity", "visibility", "display", "fill", "fill-opacity", "font-size", "x", "y")
_LETTER = 0.6
"""Width of a letter as a share of its size, at most."""
_NARROW = 0.12
_MOST_SHAPES = 40
"""Shapes before and after words that are compared with them."""


@dataclass(frozen=True)
class Canvas:
    """The part of a drawing that shows, in the units of its coordinates."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Rectangle:
    """A rectangle of one colour in a drawing, in the units of its coordinates."""

    colour: Colour
    left: float
    right: float
    top: float
    bottom: float

    def holds(self, across: float, down: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= across <= self.right and self.top <= down <= self.bottom


def canvas_of(said: dict[str, str], declared: Declarations) -> Canvas | None:
    """What shows of an outermost <svg>; None where that cannot be told, or nothing is cut off."""
    if declared.get("overflow", "hidden") not in ("hidden", "clip"):
        return None
    view = [fraction(part) for part in re.split(r"[\s,]+", said.get("viewbox", "").strip())]
    known = [number for number in view if number is not None]
    if len(known) == 4 and len(view) == 4:
        return Canvas(*known)
    sides = [pixels(declared.get(name, said.get(name, ""))) for name in ("width", "height")]
    if sides[0] is None or sides[1] is None or any("%" in said.get(name, "") for name in ("width", "height")):
        return Canvas(0, 0, 100_000, 100_000) if not said.get("viewbox") else None
    return Canvas(0, 0, sides[0], sides[1])


def inner_canvas(canvas: Canvas | None, tag: str, said: dict[str, str]) -> Canvas | None:
    """The canvas in the coordinates within an element; None where these are turned or stretched."""
    if canvas is None or tag in ("svg", "foreignobject"):
        return None
    moved = said.get("transform", "").strip()
    if not moved:
        return canvas
    shift = re.fullmatch(r"translate\(\s*([-+\d.e]+)(?:px)?(?:[\s,]+([-+\d.e]+)(?:px)?)?\s*\)", moved, re.I)
    found = [fraction(part or "0") for part in shift.groups()] if shift else [None]
    if len(found) != 2 or found[0] is None or found[1] is None:
        return None
    return Canvas(canvas.left - found[0], canvas.top - found[1], canvas.width, canvas.height)


def unseen(node: LexborNode, tag: str, said: dict[str, str], canvas: Canvas | None, size: float) -> HiddenHow | None:
    """Why nobody sees what an element of a drawing holds; None where that does not follow from its attributes."""
    if tag in ("svg", "foreignobject"):
        sides = [pixels(said.get(name, "")) for name in ("width", "height") if name in said]
        return HiddenHow.clipped if any(side is not None and side <= 1 for side in sides) else None
    if tag not in ("text", "tspan"):
        return None
    squeezed = fraction(said.get("textlength", "").removesuffix("px"))
    if squeezed is not None and squeezed < _NARROW * size * len(" ".join(node.text().split())):
        return HiddenHow.tiny
    return HiddenHow.off_page if canvas is not None and _is_outside(node, said, canvas, size) else None


def _is_outside(node: LexborNode, said: dict[str, str], canvas: Canvas, size: float) -> bool:
    across = fraction(re.split(r"[\s,]+", said.get("x", "").strip())[0].removesuffix("px"))
    down = fraction(re.split(r"[\s,]+", said.get("y", "").strip())[0].removesuffix("px"))
    if down is not None and (down > canvas.top + canvas.height + size or down < canvas.top - size / 2):
        return True
    if across is None:
        return False
    long = _LETTER * size * len(" ".join(node.text().split())) + size
    anchor = said.get("text-anchor", "start")
    before = {"start": 0.0, "middle": 0.5, "end": 1.0}.get(anchor, 0.0)
    return across + long * (1 - before) < canvas.left or across - long * before > canvas.left + canvas.width


def at_last(node: LexborNode) -> Declarations:
    """What the animations within an element of a drawing leave it with."""
    found: Declarations = {}
    for child in node.iter():
        if child.tag in ("animate", "set"):
            said = {name.lower(): value or "" for name, value in child.attributes.items()}
            name, stays = said.get("attributename", ""), said.get("fill") == "freeze" or child.tag == "set"
            last = said.get("to") or said.get("values", "").split(";")[-1]
            if name in _FINAL and last and (stays or said.get("repeatcount") == "indefinite"):
                found[name] = last.strip()
    return found


def painted_by(children: list[LexborNode]) -> list[Rectangle | None]:
    """What each of the children paints, where it is an opaque rectangle of known measures."""
    if not any(child.tag == "text" for child in children):
        return []
    return [_rectangle(child) if child.tag == "rect" else None for child in children]


def on_shapes(words: LexborNode, number: int, shapes: list[Rectangle | None]) -> tuple[bool, Colour | None]:
    """Whether a later rectangle covers the words at this place among the shapes, and what an earlier one paints."""
    said = _said(words)
    across, down = fraction(said.get("x", "0") or "0"), fraction(said.get("y", "0") or "0")
    if across is None or down is None or "transform" in said:
        return False, None
    after = shapes[number + 1 : number + _MOST_SHAPES]
    before = reversed(shapes[max(0, number - _MOST_SHAPES) : number])
    covered = any(shape is not None and shape.holds(across + 1, down - 4) for shape in after)
    under = next((shape for shape in before if shape is not None and shape.holds(across + 1, down - 4)), None)
    return covered, under.colour if under else None


def _rectangle(shape: LexborNode) -> Rectangle | None:
    """An opaque rectangle; None where it lets light through, is moved, or has measures that are not plain numbers."""
    said = _said(shape)
    style = dict(part.partition(":")[::2] for part in said.get("style", "").replace(" ", "").split(";"))
    said = said | style
    opaque = all((fraction(said.get(name, "1")) or 0) > 0.9 for name in ("opacity", "fill-opacity"))
    colour = colour_in(said["fill"]) if "fill" in said else None if "class" in said else (BLACK, 1.0)
    if not opaque or "transform" in said or colour is None or colour[1] < 0.9:
        return None
    ends: list[float] = []
    for start, length in (("x", "width"), ("y", "height")):
        begin, long = fraction(said.get(start, "0").removesuffix("px")), said.get(length, "").removesuffix("px")
        size = 1e9 if long == "100%" else fraction(long)
        if begin is None or size is None:
            return None
        ends += [begin, begin + size]
    return Rectangle(colour[0], *ends)


def _said(node: LexborNode) -> dict[str, str]:
    return {name.lower(): value or "" for name, value in node.attributes.items()}
