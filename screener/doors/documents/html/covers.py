"""Boxes laid over what stands before them: whether a later child of an element covers the earlier ones."""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from screener.doors.documents.html.boxes import spelt_out
from screener.doors.documents.html.colour import colour_in
from screener.doors.documents.html.lengths import pixels
from screener.doors.documents.html.rules import Declarations

_OPAQUE = 0.9


def covered_before(children: list[LexborNode], declared: Callable[[LexborNode], Declarations]) -> int:
    """How many of the children lie beneath a later one that fills their parent with an opaque colour; 0 for none.

    Covers without words or pictures of their own count: a box that holds the text of the page is no cover.
    """
    for number in range(len(children) - 1, 0, -1):
        child = children[number]
        if child.is_element_node and covers(declared(child)) and not child.text().strip():
            return number
    return 0


def behind(declared: Declarations) -> bool:
    """Whether an element is sent behind what its ancestors paint."""
    placed = declared.get("position", "").lower() in ("absolute", "fixed", "relative", "sticky")
    return placed and re.fullmatch(r"-\d+", declared.get("z-index", "")) is not None


def painted(tag: str, before: bool, declared: Declarations) -> bool:
    """Whether something within an element would have to show through a ground painted by it or around it.

    `before` is the answer for its parent. What is sent behind ends up in front of the ground of the element that its
    layer belongs to, and the page's own ground is taken from <body> where <html> has none.
    """
    if _is_a_layer(declared):
        return False
    found = colour_in(declared.get("background-color", "")) or colour_in(declared.get("background", ""))
    return before or (found is not None and found[1] >= _OPAQUE and (tag != "body" or before))


def _is_a_layer(declared: Declarations) -> bool:
    raised = declared.get("z-index", "auto") not in ("auto", "") and declared.get("position", "static") != "static"
    faded = declared.get("opacity", "1") not in ("1", "1.0")
    apart = declared.get("isolation") == "isolate" or declared.get("transform", "none") != "none"
    return raised or faded or apart or declared.get("position") in ("fixed", "sticky")


def covers(declared: Declarations) -> bool:
    """Whether an element of these declarations fills the one around it with an opaque colour."""
    if declared.get("position", "").lower() not in ("absolute", "fixed"):
        return False
    if declared.get("display") == "none" or declared.get("visibility") == "hidden" or behind(declared):
        return False
    painted = colour_in(declared.get("background-color", "")) or colour_in(declared.get("background", ""))
    if not painted or painted[1] < _OPAQUE or declared.get("opacity", "1") not in ("1", "1.0"):
        return False
    sides = spelt_out(declared)
    ends = [pixels(sides.get(side, "")) for side in ("top", "left", "bottom", "right")]
    if all(end is not None and end <= 1 for end in ends):
        return True
    whole = all(re.fullmatch(r"100(?:%|v[wh])", declared.get(side, "")) for side in ("width", "height"))
    return whole and all(end is not None and end <= 1 for end in ends[:2])
