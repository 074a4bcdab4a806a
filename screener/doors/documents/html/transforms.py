"""Where transforms of a style sheet put an element: how small it gets, how far it moves, whether it turns its back."""

import math
import re
from dataclasses import dataclass

from screener.doors.documents.html.lengths import fraction, pixels
from screener.doors.documents.html.rules import Declarations

_FUNCTION = re.compile(r"([\w-]+)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
_ANGLE = re.compile(r"([-+]?\d*\.?\d+(?:e[-+]?\d+)?)(deg|grad|rad|turn)?", re.I)
_DEGREES = {"deg": 1.0, "grad": 0.9, "rad": 180 / math.pi, "turn": 360.0, "": 1.0}
_NONE = ("", "none", "inherit", "initial", "unset", "revert", "revert-layer")
_OWN_WIDTH, _OWN_HEIGHT = 200.0, 20.0
"""Pixels that an element is taken to measure where it moves by a share of itself."""
_FLAT = 0.02
_Matrix = list[list[float]]


@dataclass(frozen=True)
class Moved:
    """What transforms come to."""

    scale: float = 1.0
    """By how much the smaller direction of letters is multiplied."""
    turned: bool = False
    """Whether they turn or slant, and do not merely shrink."""
    across: float = 0.0
    """Pixels to the right."""
    down: float = 0.0
    """Pixels downwards."""
    back: bool = False
    """Whether a person looks at its back."""
    unknown: bool = False
    """Whether some part could not be worked out."""

    @property
    def on_edge(self) -> bool:
        """Turned or slanted until nothing is left to see."""
        return self.turned and self.scale < _FLAT


def moved(declared: Declarations, size: float) -> Moved:
    """What the transforms of an element with letters of `size` pixels come to, `zoom` included."""
    value = declared.get("transform", declared.get("-webkit-transform", "")).strip().lower()[:2_000]
    singles = {name: declared.get(name, "").strip().lower() for name in ("translate", "rotate", "scale")}
    zoom = fraction(declared.get("zoom", "1"))
    if value in _NONE and all(single in _NONE for single in singles.values()):
        return Moved(scale=1.0 if zoom is None else abs(zoom))
    matrix = _unit()
    turned = unknown = False
    written = [_as_function(name, single) for name, single in singles.items() if single not in _NONE]
    for name, arguments in [*written, *(_FUNCTION.findall(value) if value not in _NONE else [])]:
        one = _matrix(name, [part for part in re.split(r"[\s,]+(?![^()]*\))", arguments.strip()) if part], size)
        unknown = unknown or one is None
        turned = turned or name.startswith(("rot", "skew", "matrix"))
        matrix = _product(matrix, one or _unit())
    a, b, c, d = matrix[0][0], matrix[0][1], matrix[1][0], matrix[1][1]
    return Moved(
        scale=_least(a, b, c, d) * (1.0 if zoom is None else abs(zoom)),
        turned=turned,
        across=matrix[0][3],
        down=matrix[1][3],
        back=matrix[2][2] < 0,
        unknown=unknown,
    )


def _as_function(name: str, single: str) -> tuple[str, str]:
    """The property `translate`, `rotate` or `scale` as the function that means the same."""
    parts = single.split()
    if name == "rotate" and len(parts) == 2 and parts[0] in "xyz":
        return f"rotate{parts[0]}", parts[1]
    if name == "rotate":
        return ("rotate3d", single) if len(parts) == 4 else ("rotate", single)
    return name, " ".join(parts[:2] if len(parts) > 1 or name == "translate" else parts * 2)


def _matrix(name: str, arguments: list[str], size: float) -> _Matrix | None:
    """One function as a matrix of 4 by 4; None where it cannot be worked out."""
    if name.startswith("translate"):
        return _shift(name, arguments, size)
    if name.startswith(("rotate", "skew")):
        return _turn(name, arguments)
    numbers = [fraction(argument) for argument in arguments]
    known = [number for number in numbers if number is not None]
    if not known or len(known) != len(numbers):
        return _unit() if name == "perspective" else None
    return _of_numbers(name, known)


def _of_numbers(name: str, known: list[float]) -> _Matrix | None:
    found = _unit()
    if name == "matrix" and len(known) == 6:
        (found[0][0], found[1][0], found[0][1], found[1][1], found[0][3], found[1][3]) = known
        return found
    if name == "matrix3d" and len(known) == 16:
        whole = known[15] or 1.0
        return [[known[column * 4 + row] / whole for column in range(4)] for row in range(4)]
    if name.startswith("scale"):
        axes = {"scalex": (0,), "scaley": (1,), "scalez": (2,)}.get(name, (0, 1))
        for axis in axes:
            found[axis][axis] = known[axis] if len(axes) > 1 and axis < len(known) else known[0]
        return found
    return found if name == "perspective" else None


def _shift(name: str, arguments: list[str], size: float) -> _Matrix | None:
    axis = 1 if name.endswith("y") else 0
    found = _unit()
    for place, argument in enumerate(arguments[:2] if name != "translatez" else [], start=axis):
        length = pixels(argument, size)
        if length is None or place > 1:
            return None
        share = fraction(argument) if argument.endswith("%") else None
        found[place][3] = length if share is None else share * (_OWN_WIDTH, _OWN_HEIGHT)[place]
    return found


def _turn(name: str, arguments: list[str]) -> _Matrix | None:
    angles = [_ANGLE.fullmatch(argument) for argument in arguments]
    turns = [math.radians(float(m.group(1)) * _DEGREES[(m.group(2) or "").lower()]) for m in angles if m]
    if not turns or len(turns) != len(angles):
        return None
    found = _unit()
    if name.startswith("skew"):
        found[0][1] = 0.0 if name == "skewy" else math.tan(turns[0])
        found[1][0] = math.tan(turns[0]) if name == "skewy" else math.tan(turns[1]) if len(turns) > 1 else 0.0
        return found
    axis = {"rotatex": 0, "rotatey": 1}.get(name, 2)
    if name == "rotate3d":
        weights = [abs(float(m.group(1))) for m in angles[:3] if m]
        axis = weights.index(max(weights))
    one, two = [place for place in range(3) if place != axis]
    cosine, sine = math.cos(turns[-1]), math.sin(turns[-1])
    found[one][one] = found[two][two] = cosine
    found[one][two], found[two][one] = -sine, sine
    return found


def _least(a: float, b: float, c: float, d: float) -> float:
    """The smaller of the factors by which a plane is stretched."""
    whole, area = a * a + b * b + c * c + d * d, abs(a * d - b * c)
    root = math.sqrt(max(0.0, whole * whole - 4 * area * area))
    largest = math.sqrt((whole + root) / 2)
    return area / largest if largest else 0.0


def _unit() -> _Matrix:
    return [[float(row == column) for column in range(4)] for row in range(4)]


def _product(one: _Matrix, two: _Matrix) -> _Matrix:
    return [[sum(one[row][k] * two[k][column] for k in range(4)) for column in range(4)] for row in range(4)]
