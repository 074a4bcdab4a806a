"""Whether a shape that an element is clipped to leaves anything of it."""

import re

from screener.doors.documents.html.lengths import pixels

_FUNCTION = re.compile(r"([a-z]+)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)", re.I)
_PERCENT = re.compile(r"([-+]?\d*\.?\d+)%")
_WIDE, _HIGH = 1_000.0, 1_000.0
_LEAST = 0.002
"""Share of a box that has to be left."""
_PLAIN = re.compile(
    r"|none|auto|inherit|initial|unset|revert|(?:(?:border|padding|content|margin|fill|stroke|view)-box\s*)+"
)


def clipped_to_nothing(clip: str) -> bool:
    """Whether a `clip-path` leaves nothing, or is none that can be worked out."""
    clip = clip.strip().lower()[:4_000]
    if _PLAIN.fullmatch(clip):
        return False
    match = _FUNCTION.search(clip)
    if match is None:
        return False
    name, said = match.group(1), match.group(2)
    if name in ("inset", "xywh"):
        left = _left_of_inset(said) if name == "inset" else _area_of_sides(said)
    elif name in ("circle", "ellipse"):
        left = _round(said)
    elif name == "polygon":
        left = _within(said)
    else:
        return True
    return left is None or left < _LEAST


def cut_by_rect(clip: str) -> bool:
    """Whether the old `clip: rect(top, right, bottom, left)` leaves nothing."""
    match = re.search(r"rect\(([^()]*)\)", clip, re.I)
    parts = [part for part in re.split(r"[\s,]+", match.group(1).strip()) if part] if match else []
    ends = [pixels(part) for part in parts]
    if len(ends) != 4:
        return False
    top, right, bottom, left = ends
    flat = bottom is not None and (top or 0) >= bottom - 1
    return flat or (right is not None and (left or 0) >= right - 1)


def _length(part: str, whole: float) -> float | None:
    """A length in pixels along a side of the box that is `whole` pixels long."""
    return pixels(_PERCENT.sub(lambda share: f"{float(share.group(1)) * whole / 100:.4f}px", part))


def _left_of_inset(said: str) -> float | None:
    parts = re.findall(r"[^\s()]+(?:\([^()]*\))?", said.partition("round")[0])
    if not 1 <= len(parts) <= 4:
        return None
    four = [parts[0], parts[1 % len(parts)], parts[2] if len(parts) > 2 else parts[0], ""]
    four[3] = parts[3] if len(parts) > 3 else four[1]
    cut = [_length(part, whole) for part, whole in zip(four, (_HIGH, _WIDE, _HIGH, _WIDE), strict=True)]
    if None in cut:
        return None
    known = [number or 0.0 for number in cut]
    return max(0.0, 1 - (known[0] + known[2]) / _HIGH) * max(0.0, 1 - (known[1] + known[3]) / _WIDE)


def _area_of_sides(said: str) -> float | None:
    parts = [_length(part, _WIDE) for part in said.partition("round")[0].split()]
    return None if len(parts) != 4 or None in parts else (parts[2] or 0) * (parts[3] or 0) / _WIDE / _HIGH


def _round(said: str) -> float | None:
    radius, _, centre = said.partition("at")
    sizes = [100.0 if part in _SIDES else _length(part, _WIDE) for part in radius.split()]
    places = [_length(part, _WIDE) for part in centre.split() if re.match(r"[-+.\d]", part)]
    known = [size for size in sizes if size is not None]
    if len(known) != len(sizes):
        return None
    far = any(place is not None and (place < -min(known, default=500) or place > 2 * _WIDE) for place in places)
    return 0.0 if far else min(known, default=500.0) / _WIDE * 2 if min(known, default=500.0) > 1 else 0.0


_SIDES = ("closest-side", "farthest-side", "closest-corner", "farthest-corner")


def _within(said: str) -> float | None:
    """The share of a box that a polygon encloses, without what lies outside the box."""
    points = []
    for point in re.split(r",(?![^()]*\))", re.sub(r"^\s*(?:nonzero|evenodd)\s*,", "", said)):
        pair = [_length(part, _WIDE) for part in re.findall(r"[^\s()]+(?:\([^()]*\))?", point)]
        if len(pair) != 2 or pair[0] is None or pair[1] is None:
            return None if said.strip() else 0.0
        points.append((min(max(pair[0], 0.0), _WIDE), min(max(pair[1], 0.0), _HIGH)))
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2 / _WIDE / _HIGH
