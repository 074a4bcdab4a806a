"""Characters and control words that a LaTeX source spells in a roundabout way, by their codes or put together."""

import re

CODED = r"\^\^(?:\^\^[0-9a-f]{4}|[0-9a-f]{2}|[!-~])"
"""A character by its code, as TeX reads it wherever it stands."""
NAMED = re.compile(r"\s{0,9}([^\\{}%]{1,80}?|[^{}%]{1,200}?)\s{0,9}\\endcsname")
"""What stands between \\csname and its end."""
_NUMBER = re.compile(
    r"\s*=?\s*(?:`\\?(?P<letter>[^\s\\]|\\)|\"(?P<hex>[0-9A-F]{1,5})|'(?P<octal>[0-7]{1,6})|(?P<plain>\d{1,6}))[ ]?"
)
_SAFE = re.compile(r"[\w.,;:!?()\[\]/@*+=<>|\"'`-]")
_SPELT = {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}


def decoded(code: str) -> str:
    """The character that '^^…' stands for."""
    digits = code.removeprefix("^^").removeprefix("^^")
    if len(digits) > 1:
        return chr(int(digits, 16))
    return chr(ord(digits) ^ 64)


def number(source: str, position: int) -> tuple[int, int] | None:
    """A number in one of TeX's notations, and the position after it; None where none follows."""
    match = _NUMBER.match(source, position)
    if not match:
        return None
    if letter := match.group("letter"):
        return ord(letter), match.end()
    for group, base in (("hex", 16), ("octal", 8), ("plain", 10)):
        if digits := match.group(group):
            return int(digits, base), match.end()
    return None


def printed(code: int) -> str:
    """LaTeX source that prints the character of a font's place; empty for one that we do not know."""
    if not (32 <= code < 127 or 160 <= code < 256):
        return ""
    letter = chr(code)
    if letter.isspace():
        return " "
    return letter if _SAFE.fullmatch(letter) else _SPELT.get(letter, f"\\{letter}")
