"""The numbers and bullets that Word sets before paragraphs and does not store in their text."""

import re
from dataclasses import dataclass, field

from screener.doors.documents.docx.package import Element, attribute, child, local

_LONGEST = 1_000
"""Characters of a mark; Word allows 255."""
_WORD = re.compile(r"[^\W\d_]{2}")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


@dataclass(frozen=True)
class _Level:
    form: str
    pattern: str
    start: int
    look: Element | None
    """The level's own run properties."""


@dataclass(frozen=True)
class Label:
    """The mark before a paragraph of a list."""

    text: str
    """With a space after it."""
    look: Element | None
    """The run properties that the list sets for it; None for those of the paragraph."""

    @property
    def is_prose(self) -> bool:
        """Whether it holds words and not just a number."""
        return bool(_WORD.search(self.text))


@dataclass
class Numbering:
    """Counts the lists of a document as one walks through it."""

    root: Element | None
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract_of: dict[str, str] = field(default_factory=dict)
    _overridden: dict[str, dict[int, _Level]] = field(default_factory=dict)
    """Levels that one list defines otherwise than the lists of its kind."""
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the lists that the document defines."""
        for entry in self.root if self.root is not None else ():
            if local(entry) == "abstractNum":
                self._levels[attribute(entry, "abstractNumId")] = dict(map(_level, _named(entry, "lvl")))
            elif local(entry) == "num":
                self._abstract_of[attribute(entry, "numId")] = attribute(child(entry, "abstractNumId"), "val")
                changed = [each for override in _named(entry, "lvlOverride") for each in _named(override, "lvl")]
                self._overridden[attribute(entry, "numId")] = dict(map(_level, changed))

    def says(self, place: tuple[str, int] | None) -> bool:
        """Whether the marks of this list and level hold words, which a reader sees before an empty paragraph too."""
        level = self._of(place)[1]
        return level is not None and bool(_WORD.search(level.pattern))

    def _of(self, place: tuple[str, int] | None) -> tuple[dict[int, _Level], _Level | None]:
        if place is None or place[0] not in self._abstract_of:
            return {}, None
        levels = self._levels.get(self._abstract_of[place[0]], {}) | self._overridden.get(place[0], {})
        return levels, levels.get(place[1])

    def label(self, place: tuple[str, int] | None) -> Label | None:
        """The mark before the next paragraph of a list; None outside lists and where there is none."""
        levels, level = self._of(place)
        if place is None or level is None:
            return None
        abstract, depth = self._abstract_of[place[0]], place[1]
        counts = self._counts.setdefault(abstract, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.form == "bullet" and not _WORD.search(level.pattern):
            return Label("• ", level.look)

        def shown(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            known = levels.get(at, level)
            return _formed(counts.get(at, known.start), known.form)

        text = re.sub(r"%([1-9])", shown, level.pattern).strip()
        return Label(f"{text} ", level.look) if text else None


def _named(element: Element, name: str) -> list[Element]:
    return [c for c in element if local(c) == name]


def _level(element: Element) -> tuple[int, _Level]:
    depth, start = attribute(element, "ilvl"), attribute(child(element, "start"), "val")
    return int(depth) if depth.isdigit() else 0, _Level(
        form=attribute(child(element, "numFmt"), "val") or "decimal",
        pattern=attribute(child(element, "lvlText"), "val")[:_LONGEST],
        look=child(element, "rPr"),
        start=int(start) if re.fullmatch(r"\d{1,6}", start) else 1,
    )


def _formed(number: int, form: str) -> str:
    if form in ("none", "bullet"):
        return ""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = ""
        for value, letters in _ROMAN:
            roman += letters * (number // value)
            number %= value
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02d}" if form == "decimalZero" else str(number)
