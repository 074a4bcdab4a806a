"""What an element looks like when its animations have come to rest, or while they go on for ever."""

import re

from screener.doors.documents.html.rules import Declarations

Frames = dict[str, list[tuple[str, Declarations]]]
_TIME = re.compile(r"(?<![\w.-])(\d*\.?\d+)(ms|s)\b")
_NAMES = ("animation", "-webkit-animation", "animation-name")
_LONG = 60.0
"""Seconds after which nobody waits for the end of an animation."""


def at_last(declared: Declarations, frames: Frames) -> Declarations:
    """The declarations with those of its animations that stay."""
    named = " ".join(declared.get(name, "") for name in _NAMES)
    if not named.strip() or not frames:
        return declared
    found = dict(declared)
    for part in re.split(r",(?![^()]*\))", named):
        for word in part.split():
            if word.strip("\"'") in frames:
                found |= _staying(part, declared, frames[word.strip("\"'")])
    return found


def _staying(said: str, declared: Declarations, frames: list[tuple[str, Declarations]]) -> Declarations:
    said = " ".join([said, *(declared.get(f"animation-{name}", "") for name in _LONGHANDS)])
    first, last = _at(frames, "from", "0%"), _at(frames, "to", "100%")
    times = [float(number) / (1000 if unit == "ms" else 1) for number, unit in _TIME.findall(said)]
    if times and max(times) >= _LONG:
        return first
    if "infinite" in said:
        return {name: value for name, value in first.items() if all(held.get(name) == value for _, held in frames)}
    return last if re.search(r"\b(?:forwards|both)\b", said) else {}


_LONGHANDS = ("fill-mode", "iteration-count", "duration", "delay")


def _at(frames: list[tuple[str, Declarations]], *places: str) -> Declarations:
    found: Declarations = {}
    for place, held in frames:
        if any(part.strip() in places for part in place.split(",")):
            found |= held
    return found
