"""The named styles of a Word document, with what each inherits."""

import re
from dataclasses import dataclass, field

from screener.doors.documents.colours import Colour
from screener.doors.documents.docx.look import PLAIN, Palette, RunLook
from screener.doors.documents.docx.package import Element, attribute, child, local
from screener.doors.documents.docx.placement import paragraph_out_of_sight
from screener.words.draft import HiddenHow

_LONGEST_CHAIN = 50


@dataclass(frozen=True)
class ParagraphStyle:
    """What a paragraph inherits from its style."""

    look: RunLook = PLAIN
    level: int = 0
    """1 to 9 for headings, 0 for text."""
    ground: Colour | None = None
    numbering: tuple[str, int] | None = None
    """Identity of the list, and the level in it (0 is the top)."""
    is_title: bool = False
    out_of_sight: HiddenHow | None = None
    """How the style keeps its paragraphs from being seen."""


@dataclass
class Styles:
    """All styles of a document by identity."""

    palette: Palette
    root: Element | None
    _by_id: dict[str, Element] = field(default_factory=dict)
    _paragraphs: dict[str, ParagraphStyle] = field(default_factory=dict)
    _characters: dict[str, RunLook] = field(default_factory=dict)
    _default: str = ""
    defaults: RunLook = PLAIN

    def __post_init__(self) -> None:
        """Index the styles and read the document's defaults."""
        for style in self.root if self.root is not None else ():
            if local(style) == "style":
                self._by_id.setdefault(attribute(style, "styleId"), style)
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
                    self._default = attribute(style, "styleId")
        self.defaults = self.palette.run(child(self.root, "docDefaults", "rPrDefault", "rPr"))

    def paragraph(self, identity: str) -> ParagraphStyle:
        """A paragraph style with all that it inherits; the default style for an unknown identity."""
        identity = identity if identity in self._by_id else self._default
        if identity not in self._paragraphs:
            self._paragraphs[identity] = self._paragraph(identity)
        return self._paragraphs[identity]

    def character(self, identity: str) -> RunLook:
        """A character style with all that it inherits; an empty look for an unknown identity."""
        if identity not in self._characters:
            look = RunLook()
            for style in self.chain(identity):
                look = look.over(self.palette.run(child(style, "rPr")))
            self._characters[identity] = look
        return self._characters[identity]

    def chain(self, identity: str) -> list[Element]:
        """A style and those it is based on, nearest first; circles are cut."""
        found: list[Element] = []
        while identity in self._by_id and len(found) < _LONGEST_CHAIN:
            style = self._by_id[identity]
            if style in found:
                break
            found.append(style)
            identity = attribute(child(style, "basedOn"), "val")
        return found

    def _paragraph(self, identity: str) -> ParagraphStyle:
        look, level, ground, title = RunLook(), None, None, False
        number: tuple[str, int] | None = None
        away: HiddenHow | None = None
        for style in self.chain(identity):
            properties = child(style, "pPr")
            look = look.over(self.palette.run(child(style, "rPr")))
            level = heading_level(properties) if level is None else level
            name = attribute(child(style, "name"), "val").lower()
            if level is None and (named := re.fullmatch(r"heading (\d)", name)):
                level = int(named.group(1))
            ground = ground or self.palette.shade(child(properties, "shd"))
            number = number or list_place(properties)
            title = title or name == "title"
            away = away or paragraph_out_of_sight(properties)
        return ParagraphStyle(look, level or 0, ground, number, title, away)


def heading_level(properties: Element | None) -> int | None:
    """1 to 9 where a pPr element sets an outline level, 0 where it sets body text, None where it is silent."""
    value = attribute(child(properties, "outlineLvl"), "val")
    if not value.isdigit():
        return None
    return int(value) + 1 if int(value) < 9 else 0


def list_place(properties: Element | None) -> tuple[str, int] | None:
    """The list and level that a pPr element names; None where it names none."""
    numbering = child(properties, "numPr")
    if numbering is None:
        return None
    level = attribute(child(numbering, "ilvl"), "val")
    return attribute(child(numbering, "numId"), "val"), int(level) if level.isdigit() and len(level) < 3 else 0
