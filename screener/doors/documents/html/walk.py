"""Walks a page in reading order and pours its text, visible and hidden, into a document."""

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.flow import Flow
from screener.doors.documents.html import drawings
from screener.doors.documents.html.covers import behind, covered_before, covers, painted
from screener.doors.documents.html.customs import Customs, is_notice, is_plea_for_scripts
from screener.doors.documents.html.elements import (
    IMAGES,
    SHAPES,
    SILENT,
    is_data,
    presentational,
    set_aside,
    set_aside_in_drawings,
    unseen_attributes,
)
from screener.doors.documents.html.embedded import drawn_words, framed, frames_another
from screener.doors.documents.html.generated import made, strings
from screener.doors.documents.html.nesting import refuse_laborious
from screener.doors.documents.html.opening import Opening
from screener.doors.documents.html.page import Page, page_of
from screener.doors.documents.html.place import Leave, Place
from screener.doors.documents.html.rules import Declarations
from screener.doors.documents.html.sheets import unseen_words
from screener.doors.documents.html.siblings import collapsed_columns, shadow, unchosen
from screener.doors.documents.html.style import Look, styled
from screener.words.draft import HiddenHow

_NOSCRIPT = re.compile(r"<(/?)noscript\b", re.I)
_TEMPLATE = re.compile(r"<(/?)template\b", re.I)
_A_FEW = 6
"""Words that are no more than a label."""
_MOST_VARIABLES = 2_000
_Step = tuple[LexborNode, Place] | Leave


def pour(untrusted_html: str, builder: DocumentBuilder, *, numbered: bool = False) -> None:
    """Append a page to a document; where `numbered`, its `data-line` attributes tell alerts which line they concern.

    Raises RefusedInput where parsing it would take time beyond all proportion.
    """
    refuse_laborious(untrusted_html)
    # With scripting on, as readers have it, the content of <noscript> is raw text nobody sees; <noframes> is the
    # element that this parser treats in that way.
    tree = LexborHTMLParser(_NOSCRIPT.sub(r"<\1noframes", untrusted_html))
    page = page_of(tree, untrusted_html)
    walk = _Walk(builder, page, numbered=numbered)
    if tree.root is not None:
        walk.run(tree.root)
    walk.flow.close()
    page.tell(tree, builder)


class _Walk:
    """One walk over one page, without recursion: pages may nest as deeply as they like."""

    def __init__(self, builder: DocumentBuilder, page: Page, *, numbered: bool) -> None:
        self.builder, self.page, self.sheets, self.numbered = builder, page, page.sheets, numbered
        self.flow = Flow(builder)
        self._opening = Opening(self.flow, page.sheets.gathered.counters)
        self._customs = Customs()

    def run(self, root: LexborNode) -> None:
        """Visit every node below `root` in order."""
        todo: list[_Step] = [(root, Place(Look()))]
        while todo:
            item = todo.pop()
            if callable(item):
                item()
                continue
            node, place = item
            if node.is_text_node:
                self._text(node, place)
            elif node.is_comment_node:
                self._comment(node)
            elif node.tag is None and not (node.html or "").lower().startswith("<?xml"):
                self.flow.hide((node.html or "").strip("<?>"), HiddenHow.comment)
            elif node.is_element_node:
                todo.extend(self._element(node, place))

    def _element(self, node: LexborNode, place: Place) -> list[_Step]:
        """Open an element; what remains to be done for it, last step first."""
        tag, said = (node.tag or "").lower(), {k.lower(): v or "" for k, v in node.attributes.items()}
        if self.numbered and re.fullmatch(r"\d{1,9}", said.get("data-line", "")):
            self.builder.where = f"line {said['data-line']}"
        for text, how, ordinary in unseen_attributes(tag, said):
            self.flow.hide(text, how, ordinary=ordinary)
        if self._aside(node, tag, said):
            return []
        declared = self._declared(node, said.get("style", ""), place, presentational(tag, said))
        if place.drawn is None and tag != "svg":
            declared = {name: value for name, value in declared.items() if name not in ("fill", "fill-opacity")}
        else:
            declared |= drawings.at_last(node)
        inner = self._inner(node, tag, said, place, declared)
        if styled(place.look, declared).conceals() is None:
            self._tell_of_parts(tag, said, declared)
        pictured = place.pictured or tag in IMAGES
        if pictured and not place.pictured and place.look.conceals() is None:
            self.builder.image()
        first = self._first_line(node, place, inner)
        leave = self._opening.open(node, tag, said, inner)
        inside = inner
        if pictured != inner.pictured or (first and not inner.look.gone):
            inside = replace(inner, pictured=pictured, look=replace(inner.look, gone=inner.look.gone or first))
        before, after = (self._made(node, said, inside, part) for part in ("before", "after"))
        return [leave, *after, *reversed(self._children(node, tag, said, inside)), *before]

    def _inner(self, node: LexborNode, tag: str, said: dict[str, str], place: Place, declared: Declarations) -> Place:
        """The place of what stands within an element."""
        look = styled(place.look, declared, whole=tag in ("html", "body"))
        if tag == "html":
            look = replace(look, root=look.size)
        if tag == "svg" and place.drawn is None:
            # Only the outermost: drawings may stand within one another by the thousand.
            place = replace(place, drawn=any(child.tag in SHAPES for child in node.traverse()))
            place = replace(place, canvas=drawings.canvas_of(said, declared))
            look = replace(look, ground=None) if place.drawn else look
        else:
            canvas = drawings.inner_canvas(place.canvas, tag, said)
            place = place if canvas == place.canvas else replace(place, canvas=canvas)
        if not look.gone:
            how = set_aside(tag, said, declared) or self._unused(tag, said)
            if place.drawn is not None and not how:
                how = drawings.unseen(node, tag, said, place.canvas, look.size)
            if not how and node.mem_id in self.page.taken_away:
                how = HiddenHow.style
            if not how and behind(declared) and place.painted:
                how = HiddenHow.covered
            look = replace(look, gone=how) if how else look
        concealed = look.conceals()
        ordinary = place.ordinary
        if concealed is not None and place.look.conceals() is None and not self.numbered:
            revealed = node.mem_id in self.sheets.touched
            ordinary = self._customs.allow(node, tag, said, concealed, revealed=revealed)
        own = {name: value for name, value in declared.items() if name.startswith("--")}
        return replace(
            place,
            look=look,
            cramped=place.cramped or tag in ("li", "td", "th"),
            painted=painted(tag, place.painted, declared),
            variables=place.variables | own if own and len(place.variables) < _MOST_VARIABLES else place.variables,
            mark=self._marked(node, tag, place)
            or declared.get("list-style-type", declared.get("list-style", place.mark)),
            quotes=strings(declared["quotes"]) if "quotes" in declared else place.quotes,
            columns=collapsed_columns(node, self._bare) if tag == "table" else place.columns,
            ordinary=ordinary and concealed is not None,
        )

    def _children(self, node: LexborNode, tag: str, said: dict[str, str], inner: Place) -> list[_Step]:
        children = list(node.iter(include_text=True)) if node.first_child is not None else []
        covered = covered_before(children, self._bare) if len(children) > 1 else 0
        if any(covers(self.sheets.declarations(node, "", inner.variables, part)) for part in ("before", "after")):
            covered = len(children)
        apart = unchosen(tag, said, children)
        if tag == "tr" and inner.columns:
            cells = [number for number, child in enumerate(children) if child.tag in ("td", "th")]
            apart |= {cells[column]: HiddenHow.style for column in inner.columns if column < len(cells)}
        apart |= {number: HiddenHow.covered for number in range(covered) if number not in apart}
        shapes = drawings.painted_by(children) if inner.drawn else []
        steps: list[_Step] = []
        for number, child in enumerate(children):
            place = inner
            if shapes and child.tag == "text":
                covered_by, ground = drawings.on_shapes(child, number, shapes)
                gone = inner.look.gone or (HiddenHow.covered if covered_by else None)
                place = replace(inner, look=replace(inner.look, gone=gone, ground=ground or inner.look.ground))
            if how := apart.get(number):
                place = replace(inner, look=replace(inner.look, gone=inner.look.gone or how))
            steps.append((child, place))
        return steps

    def _unused(self, tag: str, said: dict[str, str]) -> HiddenHow | None:
        return set_aside_in_drawings(tag, said, self.page.uses, self.page.names, self.page.pointed_at)

    def _declared(self, node: LexborNode, inline: str, place: Place, otherwise: Declarations) -> Declarations:
        return otherwise | self.sheets.declarations(node, inline, place.variables)

    def _bare(self, node: LexborNode) -> Declarations:
        return self.sheets.declarations(node, node.attributes.get("style") or "")

    def _made(self, node: LexborNode, said: dict[str, str], inner: Place, part: str) -> list[_Step]:
        """What the style sheet puts before or after the content of an element."""
        declared = self.sheets.declarations(node, "", inner.variables, part)
        if not declared and node.tag != "q":
            return []
        text = made(declared.get("content", ""), said, inner.quotes)
        if node.tag == "q" and not declared and len(inner.quotes) > 1:
            text = made("open-quote" if part == "before" else "close-quote", {}, inner.quotes)
        if drawn_words("", {}, declared):
            self._tell_of_parts("", {}, declared)
        if not text:
            return []
        look = styled(inner.look, declared)
        apart = declared.get("display", "inline") in ("block", "flex", "grid", "table", "list-item")

        def put() -> None:
            if apart:
                self.flow.line()
            self.flow.put(text, look.conceals(), ordinary=inner.ordinary and len(text.split()) <= _A_FEW)
            if apart:
                self.flow.line()

        return [put]

    def _marked(self, node: LexborNode, tag: str, place: Place) -> str:
        """What the style sheet makes of the mark of an item."""
        return self.sheets.declarations(node, "", place.variables, "marker").get("content", "") if tag == "li" else ""

    def _first_line(self, node: LexborNode, place: Place, inner: Place) -> HiddenHow | None:
        """Why nobody sees the first line of an element that has only one; its later lines nobody hides."""
        declared = self.sheets.declarations(node, "", place.variables, "first-line")
        how = styled(inner.look, declared).conceals() if declared else None
        return how if how and len(node.text()) < 120 else None

    def _tell_of_parts(self, tag: str, said: dict[str, str], declared: Declarations) -> None:
        """Say which words a person sees here and nobody reads."""
        if framed(tag, said):
            self.builder.miss("a page shown in a frame and held in the page itself (iframe)")
        if frames_another(tag, said):
            self.builder.note("The page shows another page in a frame, which was not handed in; nobody read that one.")
        if words := drawn_words(tag, said, declared):
            self.builder.miss("words within a picture that the page holds in an address (SVG)")
            self.flow.hide(words, HiddenHow.attachment, ordinary=True)

    def _aside(self, node: LexborNode, tag: str, said: dict[str, str]) -> bool:
        """Deal with elements that never show; False for all others."""
        if tag == "title" and (node.parent is None or node.parent.tag != "svg"):
            self.builder.title = self.builder.title or " ".join(node.text().split())
            self.flow.hide(node.text(), HiddenHow.metadata, ordinary=True)
        elif tag == "style":
            for words in unseen_words(node.text()):
                self.flow.hide(words, HiddenHow.style, ordinary=True)
        elif tag == "script":
            if is_data(said):
                self.flow.hide(node.text(), HiddenHow.metadata, ordinary=True)
        elif tag == "template":
            self._template(node)
        else:
            return tag in SILENT
        return True

    def _template(self, node: LexborNode) -> None:
        bare = LexborHTMLParser(_TEMPLATE.sub(r"<\1div", node.html or ""))
        for code in bare.css("style,script"):
            code.decompose()
        text = bare.text(separator=" ")
        if shadow(node):
            self.flow.line()
            self.flow.put(text)
            self.flow.line()
        else:
            few = len(text.split()) <= _A_FEW and not self.numbered
            self.flow.hide(text, HiddenHow.conditional, ordinary=few)

    def _text(self, node: LexborNode, place: Place) -> None:
        text = node.text_content or ""
        how = place.look.conceals()
        ordinary = place.ordinary
        if how is HiddenHow.conditional and "<" in text:
            text = LexborHTMLParser(text).text(separator=" ")
        if how is HiddenHow.conditional and node.parent is not None and node.parent.tag == "noframes":
            ordinary = ordinary or is_plea_for_scripts(text)
        if how is None and text.strip() and (mark := self._opening.take_mark()):
            self.flow.put(mark)
        if place.look.pre and how is None:
            self.flow.keep(text)
        else:
            self.flow.put(text, how, ordinary=ordinary)

    def _comment(self, node: LexborNode) -> None:
        text = node.comment_content or ""
        usual = re.match(r"\s*\[(?:if|endif)", text) is not None or (is_notice(text) and not self.numbered)
        self.flow.hide(text, HiddenHow.comment, ordinary=usual)
