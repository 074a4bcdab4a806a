"""What an element paints behind its text: a colour, a gradient, a picture, or all of it within the letters only."""

import re

from screener.doors.documents.colours import Colour, mixed
from screener.doors.documents.html.colour import colour_in
from screener.doors.documents.html.light import alike
from screener.doors.documents.html.rules import Declarations, divided

_GRADIENT = re.compile(r"[\w-]*gradient\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)", re.I)
_ADDRESS = re.compile(
    r"url\(\s*(?:\"[^\"]*\"|'[^']*'|[^)\s]*)\s*\)|gradient\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", re.I
)
_NAMED = re.compile(r"url\(\s*(?:\"[^\"]*\"|'[^']*'|[^)\s]*)\s*\)", re.I)
_LONGEST = 4_000
"""Characters of a value that are looked through for gradients."""
_SMALL = 600
"""Characters of an address that holds a picture of one colour, or nearly so."""
_CLIPPED = ("background-clip", "-webkit-background-clip", "background")


def ground_of(before: Colour | None, declared: Declarations, colour: Colour, alpha: float) -> Colour | None:
    """What lies behind the text of an element; None where that is a picture or changes its colour.

    `before` is what lies behind its parent, `colour` and `alpha` are those of its own letters.
    """
    pictures = declared.get("background", "") + " " + declared.get("background-image", "")
    plain = _plain(before, declared, colour, alpha)
    stops = _stops(pictures)
    if stops and all(alike(stop, stops[0]) for stop in stops):
        return stops[0]
    if stops is None or re.search(r"gradient\(", pictures, re.I) or any(map(_large, _ADDRESS.findall(pictures))):
        return None
    return plain


def paints(declared: Declarations) -> bool:
    """Whether an element paints a ground of its own that can be seen."""
    found = [colour_in(_ADDRESS.sub(" ", declared.get(name, ""))) for name in ("background-color", "background")]
    return any(each is not None and each[1] > 0.9 for each in found)


def shines_through(before: Colour | None, declared: Declarations, alpha: float) -> tuple[Colour, Colour | None] | None:
    """The colour of letters that the ground of their own element shows through, and what lies behind them."""
    if alpha > 0.5 or not any(re.search(r"\btext\b", declared.get(name, "")) for name in _CLIPPED):
        return None
    pictures = declared.get("background", "") + " " + declared.get("background-image", "")
    stops = _stops(pictures)
    if not stops:
        found = colour_in(declared.get("background-color", "")) or colour_in(declared.get("background", ""))
        return (found[0], before) if found and found[1] > 0.5 else ((0, 0, 0), None) if "(" in pictures else None
    apart = [stop for stop in stops if before is None or not alike(stop, before)]
    return (apart or stops)[0], before


def _stops(pictures: str) -> list[Colour] | None:
    """The colours of the gradients, the opaque ones; None where some cannot be worked out."""
    found: list[Colour] = []
    for inner in _GRADIENT.findall(_NAMED.sub(" ", pictures)[:_LONGEST]):
        for stop in divided(inner):
            known = colour_in(stop)
            if known is not None and known[1] <= 0.9:
                return None
            if known is not None:
                found.append(known[0])
    return found


def _large(address: str) -> bool:
    """Whether an address leads to a picture that may hold more than one colour."""
    return not re.match(r"url\(\s*[\"']?data:", address, re.I) or len(address) > _SMALL


def _plain(before: Colour | None, declared: Declarations, colour: Colour, alpha: float) -> Colour | None:
    value = declared.get("background-color", "")
    shorthand = _ADDRESS.sub(" ", declared.get("background", ""))
    if "currentcolor" in f"{value} {shorthand}".lower():
        return colour if alpha > 0.95 else before
    found = colour_in(value) or colour_in(shorthand)
    if found is None:
        return before
    painted, share = found
    if before is None:
        return painted if share > 0.95 else None
    return mixed(painted, before, share)
