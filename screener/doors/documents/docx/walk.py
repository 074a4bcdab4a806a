"""Walks the paragraphs, tables and runs of one Word story (body, header, footnote) in reading order."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from screener.doors.documents.colours import WHITE, Colour
from screener.doors.documents.docx import drawing
from screener.doors.documents.docx.formulas import linear
from screener.doors.documents.docx.look import PLAIN, Palette, RunLook, is_on
from screener.doors.documents.docx.numbering import Numbering
from screener.doors.documents.docx.package import Element, Package, attribute, child, descendants, local
from screener.doors.documents.docx.placement import (
    paragraph_out_of_sight,
    row_out_of_sight,
    table_out_of_sight,
)
from screener.doors.documents.docx.styles import ParagraphStyle, Styles, heading_level, list_place
from screener.doors.documents.docx.tables import TableGrounds
from screener.doors.documents.flow import Flow
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

_TRANSPARENT = words(
    "ins moveTo hyperlink smartTag customXml sdtContent fldSimple dir bdo ruby rubyBase oMathPara Choice subDoc"
)
_DELETED = words("del moveFrom")
_KNOWN_NEEDS = words("wps wpg wpc wpi wp14 w14 w15 w16 w16cex w16se wpc2 cx cx1 am3d aink o v a14 v2 pic")
_A_LABEL = 3
"""Words that the name of a control may have."""
_CHARACTERS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "softHyphen": ""}


@dataclass
class Story:
    """What all stories of one document share."""

    package: Package
    flow: Flow
    palette: Palette
    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], Element]
    """Footnotes and endnotes by ('footnoteReference' or 'endnoteReference', identity)."""
    paragraphs: int = 0
    page: tuple[int, int] = (0, 0)
    """Width and height of the page in English Metric Units."""
    titled: str = ""
    """The text of the first paragraph in the Title style."""
    seen_notes: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Place:
    """What holds where we are."""

    ground: Colour | None = WHITE
    how: HiddenHow | None = None
    """Why everything here is hidden."""
    look: RunLook = PLAIN
    """What the table's style gives to runs."""
    cramped: bool = False
    """In a table cell, where a paragraph only ends a line."""


class Walk:
    """Pours one story into the document."""

    def __init__(self, story: Story, part: str) -> None:
        self.story, self.part, self.flow = story, part, story.flow
        self._field_codes: list[bool] = []
        self._later: list[Callable[[], None]] = []
        self._style = ParagraphStyle()
        self._first_in_cell = False

    def blocks(self, parent: Element, place: Place) -> None:
        """Walk paragraphs and tables, through whatever wraps them."""
        for element in parent:
            kind = local(element)
            if kind == "p":
                self._paragraph(element, place)
            elif kind == "tbl":
                self._table(element, place)
            elif kind == "sdt":
                self._control(element)
                self.blocks(element, place)
            elif kind in _DELETED:
                self.blocks(element, replace(place, how=place.how or HiddenHow.tracked_deletion))
            elif kind == "AlternateContent":
                self.blocks(chosen(element), place)
            elif kind == "altChunk":
                self.flow.builder.note("A document embedded in the text (altChunk) was not read.")
                self.flow.builder.miss("a document embedded in the text (altChunk)")
            elif kind in _TRANSPARENT:
                self.blocks(element, place)

    def _control(self, control: Element) -> None:
        """The names and choices of a form control, as far as they are prose."""
        properties = child(control, "sdtPr")
        for part in descendants(properties, "alias", "tag", "listItem") if properties is not None else ():
            for key in ("val", "displayText"):
                if len((text := attribute(part, key)).split()) > _A_LABEL:
                    self.flow.hide(text, HiddenHow.attribute, ordinary=True)

    def _paragraph(self, paragraph: Element, place: Place) -> None:
        story, properties = self.story, child(paragraph, "pPr")
        story.paragraphs += 1
        if not self.part:
            self.flow.builder.where = f"paragraph {story.paragraphs}"
        style = story.styles.paragraph(attribute(child(properties, "pStyle"), "val"))
        direct = heading_level(properties)
        level = style.level if direct is None else direct
        self._style = style
        ground = story.palette.shade(child(properties, "shd")) or style.ground or place.ground
        away = paragraph_out_of_sight(properties) or style.out_of_sight
        place = replace(place, how=place.how or away)
        self._begin(level, place)
        if any(text.text for text in descendants(paragraph, "t")):
            label = story.numbering.label(list_place(properties) or style.numbering)
            self.flow.put(label, place.how)
        before = self.flow.builder.length
        self._runs(paragraph, replace(place, ground=ground))
        if style.is_title and not story.titled and self.flow.builder.length > before:
            story.titled = " ".join("".join(t.text or "" for t in descendants(paragraph, "t")).split())
        self._end(level, place)

    def _begin(self, level: int, place: Place) -> None:
        if level and not place.cramped:
            self.flow.begin_heading(level)
        elif place.cramped and not self._first_in_cell:
            self.flow.line()
        self._first_in_cell = False

    def _end(self, level: int, place: Place) -> None:
        if level and not place.cramped:
            self.flow.end_heading()
        elif not place.cramped:
            self.flow.block()
        if not place.cramped:
            self.say_later()

    def say_later(self) -> None:
        """Pour the footnotes and text boxes met since the last paragraph ended."""
        later, self._later = self._later, []
        for pour in later:
            pour()

    def _table(self, table: Element, place: Place) -> None:
        rows = _through(table, "tr")
        grounds = TableGrounds(self.story.styles, table, len(rows))
        place = replace(place, how=place.how or table_out_of_sight(child(table, "tblPr")))
        for name in ("tblCaption", "tblDescription"):
            self.flow.hide(attribute(child(table, "tblPr", name), "val"), HiddenHow.attribute, ordinary=True)
        if not place.cramped:
            self.flow.block()
        for number, row in enumerate(rows):
            inner = place
            if (hidden := child(row, "trPr", "hidden")) is not None and is_on(hidden):
                inner = replace(place, how=place.how or HiddenHow.vanish)
            if child(row, "trPr", "del") is not None:
                inner = replace(place, how=place.how or HiddenHow.tracked_deletion)
            inner = replace(inner, how=inner.how or row_out_of_sight(child(row, "trPr")))
            cells = list(_through(row, "tc"))
            self.flow.row()
            for column, cell in enumerate(cells):
                if column:
                    self.flow.tab()
                ground, look = grounds.cell(cell, number, column, len(cells))
                self._first_in_cell = True
                cut = HiddenHow.tracked_deletion if child(cell, "tcPr", "cellDel") is not None else None
                within = replace(inner, ground=ground or place.ground, look=look, cramped=True)
                self.blocks(cell, replace(within, how=within.how or cut))
        self.flow.line()
        if not place.cramped:
            self.flow.block()
            self.say_later()

    def _runs(self, parent: Element, place: Place) -> None:
        for element in parent:
            kind = local(element)
            if kind == "r":
                self._run(element, place)
            elif kind == "sdt":
                self._control(element)
                self._runs(element, place)
            elif kind in _DELETED:
                self._runs(element, replace(place, how=place.how or HiddenHow.tracked_deletion))
            elif kind == "AlternateContent":
                self._runs(chosen(element), place)
            elif kind == "oMath":
                self._formula(element, place)
            elif kind in _TRANSPARENT:
                if kind == "hyperlink" and (tip := attribute(element, "tooltip")):
                    self.flow.hide(tip, HiddenHow.attribute, ordinary=True)
                self._runs(element, place)

    def _run(self, run: Element, place: Place) -> None:
        how = place.how or self._look(child(run, "rPr"), place).conceals(place.ground)
        for element in run:
            self._piece(element, how, place)

    def _look(self, properties: Element | None, place: Place) -> RunLook:
        styles = self.story.styles
        direct = self.story.palette.run(properties)
        named = styles.character(attribute(child(properties, "rStyle"), "val"))
        look = direct.over(named).over(self._style.look).over(place.look).over(styles.defaults)
        if direct.vanish is None:
            # A toggle set in two styles at once cancels out.
            look = replace(look, vanish=bool(named.vanish) != bool(self._style.look.vanish or place.look.vanish))
        return look

    def _piece(self, element: Element, how: HiddenHow | None, place: Place) -> None:
        kind = local(element)
        if kind in ("t", "delText"):
            self._text(element, HiddenHow.tracked_deletion if kind == "delText" else how)
        elif kind in _CHARACTERS:
            self._character(kind, how)
        elif kind in ("fldChar", "instrText"):
            self._field(attribute(element, "fldCharType"), element.text or "")
        elif kind == "sym":
            self.flow.put(_symbol(attribute(element, "char")), how)
        elif kind in ("footnoteReference", "endnoteReference"):
            self._note(kind, attribute(element, "id"), replace(place, how=how))
        elif kind in ("drawing", "pict", "object"):
            self._drawing(element, replace(place, how=how))
        elif kind == "AlternateContent":
            for inner in chosen(element):
                self._piece(inner, how, place)
        elif kind == "ruby":
            self._runs(element, replace(place, how=how))

    def _text(self, element: Element, how: HiddenHow | None) -> None:
        text = element.text or ""
        in_code = bool(self._field_codes and self._field_codes[-1])
        self.flow.put(text, how or (HiddenHow.other if in_code else None))

    def _character(self, kind: str, how: HiddenHow | None) -> None:
        if kind in ("br", "cr") and how is None:
            self.flow.line()
        else:
            self.flow.put(_CHARACTERS[kind], how)

    def _field(self, step: str, code: str) -> None:
        """Between 'begin' and 'separate' stands the field's code, which Word does not show."""
        if code:
            self._instruction(code)
        elif step == "begin":
            self._field_codes.append(True)
        elif step == "separate" and self._field_codes:
            self._field_codes[-1] = False
        elif step == "end" and self._field_codes:
            self._field_codes.pop()

    def _instruction(self, code: str) -> None:
        if len(code.split()) > 6 and not code.lstrip().startswith(("ADDIN", "HYPERLINK", "CSL", "{", "TOC")):
            self.flow.hide(code, HiddenHow.other, ordinary=True)

    def _formula(self, formula: Element, place: Place) -> None:
        last = place.how
        for piece in linear(formula):
            how = place.how
            if piece.run is not None:
                how = how or self._look(child(piece.run, "rPr"), place).conceals(place.ground)
                how = how or (HiddenHow.phantom if piece.phantom else None)
                last = how = HiddenHow.tracked_deletion if piece.deleted else how
            self.flow.put(piece.text, how or last)

    def _note(self, kind: str, identity: str, place: Place) -> None:
        key = (kind, identity)
        note = self.story.notes.get(key)
        if note is None or key in self.story.seen_notes:
            return
        self.story.seen_notes.add(key)
        inner = Walk(self.story, f"{kind.removesuffix('Reference')} {identity}")
        self._later.append(lambda: inner.story_of(note, replace(place, ground=WHITE, look=PLAIN, cramped=False)))

    def story_of(self, root: Element, place: Place) -> None:
        """Pour a part of its own (a note, a header) and name it to alerts."""
        builder = self.flow.builder
        outside, builder.where = builder.where, self.part or builder.where
        self.blocks(root, place)
        self.say_later()
        builder.where = outside

    def _drawing(self, element: Element, place: Place) -> None:
        found = drawing.looked_at(element, self.story.package, self.story.palette, self.story.page)
        if place.how is None:
            self.flow.builder.image(found.images)
        for text in found.described:
            self.flow.hide(text, HiddenHow.attribute, ordinary=True)
        how = place.how or found.how
        for box in found.boxes:
            ground = place.ground if box.see_through else box.ground
            within = replace(place, how=how, cramped=False, look=PLAIN, ground=ground)
            self._later.append(partial(Walk(self.story, self.part).story_of, box.content, within))
        self._later.extend(partial(self._label, line, how) for line in found.labels)

    def _label(self, text: str, how: HiddenHow | None) -> None:
        self.flow.put(text, how)
        self.flow.block()


def chosen(alternatives: Element) -> Element:
    """Of several forms of the same content, the one that Word shows."""
    for option in alternatives:
        if local(option) == "Choice" and set(attribute(option, "Requires").split()) <= _KNOWN_NEEDS:
            return option
    fallback = child(alternatives, "Fallback")
    return alternatives if fallback is None else fallback


def _through(parent: Element, name: str) -> list[Element]:
    """The rows or cells directly below, also those that a content control or a tracked change wraps."""
    found: list[Element] = []
    for element in parent:
        kind = local(element)
        if kind == name:
            found.append(element)
        elif kind in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            found += _through(element, name)
    return found


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    # Symbol fonts use a private area: the character says nothing without the font.
    return "" if 0xE000 <= number <= 0xF8FF or not 0x20 <= number < 0xD800 else chr(number)
