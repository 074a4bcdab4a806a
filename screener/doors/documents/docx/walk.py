"""Walks the paragraphs, tables and runs of one Word story (body, header, footnote) in reading order."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial

from screener.doors.documents.colours import WHITE, Colour
from screener.doors.documents.docx import drawing
from screener.doors.documents.docx.forms import chosen_entry, is_bound, unseen_in_control, unseen_in_field
from screener.doors.documents.docx.formulas import linear, word_properties
from screener.doors.documents.docx.leftovers import READ
from screener.doors.documents.docx.look import PLAIN, Palette, RunLook
from screener.doors.documents.docx.numbering import Numbering
from screener.doors.documents.docx.package import Element, Package, attribute, child, descendants, local, text_of
from screener.doors.documents.docx.placement import (
    is_too_small,
    paragraph_out_of_sight,
    paragraph_runs_off,
    row_height,
    row_out_of_sight,
    table_out_of_sight,
)
from screener.doors.documents.docx.styles import ParagraphStyle, Styles, heading_level, list_place
from screener.doors.documents.docx.tables import Merges, TableGrounds, through
from screener.doors.documents.flow import Flow
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

_TRANSPARENT = words(
    "ins moveTo hyperlink smartTag customXml sdtContent fldSimple dir bdo ruby rubyBase rt oMathPara Choice"
)
_DELETED = words("del moveFrom")
_KNOWN_NEEDS = words("wps wpg wpc wpi wp14 w14 w15 w16 w16cex w16se wpc2 cx cx1 am3d aink o v a14 v2 pic")
_LATIN = re.compile(r"[A-Za-z]{2}")
_TURNED, _TURNED_BACK = "\u202e", "\u202c"
"""What plain text has for words set against their direction."""
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
    bound: list[str] = field(default_factory=list)
    """What controls show that Word fills from another part of the file."""
    _doubts: set[str] = field(default_factory=set)

    def doubt(self, sentence: str) -> None:
        """Tell once that words were read which a reader may not see, with the first place."""
        if sentence not in self._doubts:
            self._doubts.add(sentence)
            self.flow.builder.note(f"{sentence} They were read as text (first in {self.flow.builder.where}).")

    @property
    def width(self) -> int:
        """Width of the page in twentieths of a point."""
        return self.page[0] // 635 or 31_680


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

    def blocks(self, parent: Iterable[Element], place: Place) -> None:
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
            elif kind == "subDoc":
                self._elsewhere()
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
        """What a control holds beside the words that it shows."""
        for text in unseen_in_control(control):
            self.flow.hide(text, HiddenHow.attribute, ordinary=True)
        if is_bound(control):
            self.story.bound.append(text_of(control))

    def _elsewhere(self) -> None:
        self.flow.builder.note("A part of this document is another file (subDoc), which was not read.")
        self.flow.builder.miss("a part of the document that is another file (subDoc)")

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
        if paragraph_runs_off(properties, story.width):
            story.doubt("Words are indented or set at a tab stop beyond the page.")
        if child(properties, "collapsed") is not None:
            story.doubt("A heading is folded, and Word hides what stands below it until a reader opens it.")
        away = paragraph_out_of_sight(properties, story.width) or style.out_of_sight
        place = replace(place, how=place.how or away)
        self._begin(level, place)
        self._label_of(paragraph, list_place(properties) or style.numbering, replace(place, ground=ground))
        before = self.flow.builder.length
        self._runs(paragraph, replace(place, ground=ground))
        if style.is_title and not story.titled and self.flow.builder.length > before:
            story.titled = " ".join(text_of(paragraph).split())
        self._end(level, place)

    def _label_of(self, paragraph: Element, listed: tuple[str, int] | None, place: Place) -> None:
        """The mark of a list before a paragraph; one of words is looked at as other words are."""
        numbering = self.story.numbering
        if not any(text.text for text in descendants(paragraph, "t")) and not numbering.says(listed):
            return
        label = numbering.label(listed)
        if label is not None:
            look = self._look(label.look, place) if label.is_prose else PLAIN
            self.flow.put(label.text, place.how or look.conceals(place.ground, label.text))

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
        rows = through(table, "tr")
        grounds, merges = TableGrounds(self.story.styles, table, len(rows)), Merges()
        place = replace(place, how=place.how or table_out_of_sight(child(table, "tblPr")))
        for name in ("tblCaption", "tblDescription"):
            self.flow.hide(attribute(child(table, "tblPr", name), "val"), HiddenHow.attribute, ordinary=True)
        if not place.cramped:
            self.flow.block()
        for number, row in enumerate(rows):
            inner = replace(place, how=place.how or row_out_of_sight(row))
            cells = list(through(row, "tc"))
            reached = merges.row(row, cells)
            self.flow.row()
            for column, cell in enumerate(cells):
                if column:
                    self.flow.tab()
                if is_too_small(cell, row_height(child(row, "trPr"))):
                    self.story.doubt("A row of a table is too low for its words.")
                ground, look = grounds.cell(cell, number, column, len(cells))
                self._first_in_cell = True
                cut = HiddenHow.tracked_deletion if child(cell, "tcPr", "cellDel") is not None else None
                cut = cut or (HiddenHow.covered if reached[column] else None)
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
            elif kind == "subDoc":
                self._elsewhere()
            elif kind in _TRANSPARENT:
                self._wrapped(element, kind, place)

    def _wrapped(self, element: Element, kind: str, place: Place) -> None:
        """Runs within a link, a field or another wrapping."""
        if kind == "hyperlink" and (tip := attribute(element, "tooltip")):
            self.flow.hide(tip, HiddenHow.attribute, ordinary=True)
        if kind == "fldSimple":
            self._instruction(attribute(element, "instr"))
        turned = kind == "bdo" and attribute(element, "val") == "rtl" and bool(_LATIN.search(text_of(element)))
        self.flow.put(_TURNED if turned else "", place.how)
        self._runs(element, place)
        self.flow.put(_TURNED_BACK if turned else "", place.how)

    def _run(self, run: Element, place: Place) -> None:
        said = "".join(text.text or "" for text in run if local(text) == "t")
        look = self._look(child(run, "rPr"), place)
        how = place.how or look.conceals(place.ground, said)
        if how is None and said.strip() and look.is_faint(place.ground):
            self.story.doubt("Words are set in a colour that hardly shows on its ground.")
        for element in run:
            self._piece(element, how, place)

    def _look(self, properties: Element | None, place: Place) -> RunLook:
        styles = self.story.styles
        direct = self.story.palette.run(properties)
        named = styles.character(attribute(child(properties, "rStyle"), "val"))
        look = direct.over(named).over(self._style.look).over(place.look).over(styles.defaults)
        if direct.vanish is None:
            # A toggle set in two styles at once cancels out.
            styled = self._style.look.vanish or place.look.vanish
            by_default = named.vanish is None and styled is None and bool(styles.defaults.vanish)
            look = replace(look, vanish=by_default or bool(named.vanish) != bool(styled))
        return look

    def _piece(self, element: Element, how: HiddenHow | None, place: Place) -> None:
        kind = local(element)
        if kind in ("t", "delText"):
            self._text(element, HiddenHow.tracked_deletion if kind == "delText" else how)
        elif kind in _CHARACTERS:
            self._character(kind, how)
        elif kind in ("fldChar", "instrText"):
            self._field(attribute(element, "fldCharType"), element.text or "")
            self._form_field(element, how)
        elif kind == "sym":
            self.flow.put(_symbol(attribute(element, "char")), how)
        elif kind in ("footnoteReference", "endnoteReference"):
            self._note(kind, attribute(element, "id"), replace(place, how=how))
        elif kind in ("drawing", "pict", "object"):
            self._drawing(element, replace(place, how=how))
        else:
            self._wrapper(element, kind, how, place)

    def _wrapper(self, element: Element, kind: str, how: HiddenHow | None, place: Place) -> None:
        """Pieces within a piece."""
        if kind == "AlternateContent":
            for inner in chosen(element):
                self._piece(inner, how, place)
        elif kind == "ruby":
            for name in ("rubyBase", "rt"):  # the words, and then those above them
                if (words_of := child(element, name)) is not None:
                    self._runs(words_of, replace(place, how=how))
                    self.flow.put(" ")

    def _text(self, element: Element, how: HiddenHow | None) -> None:
        text = element.text or ""
        element.set(READ, "")
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

    def _form_field(self, element: Element, how: HiddenHow | None) -> None:
        if len(element):
            self.flow.put(chosen_entry(element), how)
            for text in unseen_in_field(element):
                self.flow.hide(text, HiddenHow.attribute, ordinary=True)

    def _instruction(self, code: str) -> None:
        if len(code.split()) > 6 and not code.lstrip().startswith(("ADDIN", "HYPERLINK", "CSL", "{", "TOC")):
            self.flow.hide(code, HiddenHow.other, ordinary=True)

    def _formula(self, formula: Element, place: Place) -> None:
        last = place.how
        for piece in linear(formula):
            how = place.how
            if piece.run is not None:
                how = how or self._look(word_properties(piece.run), place).conceals(place.ground, piece.text)
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
            if box.too_small and how is None:
                self.story.doubt("A box is too small for its words.")
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


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    # Symbol fonts use a private area: the character says nothing without the font.
    return "" if 0xE000 <= number <= 0xF8FF or not 0x20 <= number < 0xD800 else chr(number)
