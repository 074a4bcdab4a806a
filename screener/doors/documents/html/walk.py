"""Walks a page in reading order and pours its text, visible and hidden, into a document."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.flow import Flow
from screener.doors.documents.html.covers import behind, covered_before, painted
from screener.doors.documents.html.elements import (
    BLOCKS,
    DRAWN_ELSEWHERE,
    IMAGES,
    LINES,
    SHAPES,
    SILENT,
    is_data,
    presentational,
    set_aside,
    unseen_attributes,
)
from screener.doors.documents.html.nesting import refuse_laborious
from screener.doors.documents.html.sheets import Declarations, Sheets, sheets_of, unseen_words
from screener.doors.documents.html.style import Look, styled
from screener.words.draft import HiddenHow

_NOSCRIPT = re.compile(r"<(/?)noscript\b", re.I)
_TEMPLATE = re.compile(r"<(/?)template\b", re.I)
_HEADING = re.compile(r"h([1-6])")


@dataclass(frozen=True)
class _Place:
    """What is known on the way down to an element."""

    look: Look
    cramped: bool = False
    """Inside a list item or a table cell, where paragraphs only end lines."""
    pictured: bool = False
    """Inside an image, which has been counted."""
    drawn: bool | None = None
    """Inside a drawing: whether it has shapes, on any of which its words may stand."""
    painted: bool = False
    """On a ground that would hide what is sent behind it."""


_Leave = Callable[[], None]


def pour(untrusted_html: str, builder: DocumentBuilder, *, numbered: bool = False) -> None:
    """Append a page to a document; where `numbered`, its `data-line` attributes tell alerts which line they concern.

    Raises RefusedInput where parsing it would take time beyond all proportion.
    """
    refuse_laborious(untrusted_html)
    # With scripting on, as readers have it, the content of <noscript> is raw text nobody sees; <noframes> is the
    # element that this parser treats in that way.
    tree = LexborHTMLParser(_NOSCRIPT.sub(r"<\1noframes", untrusted_html))
    walk = _Walk(builder, sheets_of(tree, untrusted_html.count("<")), numbered=numbered)
    walk.uses = tree.css_first("use") is not None
    if tree.root is not None:
        walk.run(tree.root)
    walk.flow.close()
    if tree.css_first('link[rel~="stylesheet"]') or walk.sheets.skipped:
        builder.note("Some style rules of the page were not available, so text that they hide counts as visible.")


class _Walk:
    """One walk over one page, without recursion: pages may nest as deeply as they like."""

    def __init__(self, builder: DocumentBuilder, sheets: Sheets, *, numbered: bool) -> None:
        self.builder, self.sheets, self.numbered = builder, sheets, numbered
        self.flow = Flow(builder)
        self.uses = False
        """Whether some drawing of the page uses parts that stand apart."""
        self._numbers: list[int | None] = []
        self._marker = ""

    def run(self, root: LexborNode) -> None:
        """Visit every node below `root` in order."""
        todo: list[tuple[LexborNode, _Place] | _Leave] = [(root, _Place(Look()))]
        while todo:
            item = todo.pop()
            if callable(item):
                item()
                continue
            node, place = item
            if node.is_text_node:
                self._text(node, place)
            elif node.is_comment_node:
                self._comment(node, place)
            elif node.tag is None and not (node.html or "").lower().startswith("<?xml"):
                self.flow.hide((node.html or "").strip("<?>"), HiddenHow.comment)
            elif node.is_element_node:
                todo.extend(self._element(node, place))

    def _element(self, node: LexborNode, place: _Place) -> list[tuple[LexborNode, _Place] | _Leave]:
        """Open an element; what remains to be done for it, last step first."""
        tag, said = node.tag or "", {k.lower(): v or "" for k, v in node.attributes.items()}
        if self.numbered and re.fullmatch(r"\d{1,9}", said.get("data-line", "")):
            self.builder.where = f"line {said['data-line']}"
        for text, how, ordinary in unseen_attributes(tag, said):
            self.flow.hide(text, how, ordinary=ordinary)
        if self._aside(node, tag, said):
            return []
        declared = presentational(tag, said) | self.sheets.declarations(node, said.get("style", ""))
        look = styled(place.look, declared)
        if tag == "svg" and place.drawn is None:
            # Only the outermost: drawings may stand within one another by the thousand.
            place = replace(place, drawn=any(child.tag in SHAPES for child in node.traverse()))
        if tag == "svg" and place.drawn:
            look = replace(look, ground=None)
        if not look.gone and (how_set := set_aside(tag, said, declared) or self._unused(tag)):
            look = replace(look, gone=how_set)
        if behind(declared) and place.painted:
            look = replace(look, gone=look.gone or HiddenHow.covered)
        pictured = place.pictured or tag in IMAGES
        if pictured and not place.pictured and place.look.conceals() is None:
            self.builder.image()
        leave = self._open(node, tag, said, replace(place, look=look))
        ground = painted(tag, place.painted, declared)
        inner = _Place(look, place.cramped or tag in ("li", "td", "th"), pictured, place.drawn, ground)
        return [leave, *reversed(self._children(node, inner))]

    def _children(self, node: LexborNode, inner: _Place) -> list[tuple[LexborNode, _Place] | _Leave]:
        children = list(node.iter(include_text=True)) if node.first_child is not None else []
        covered = covered_before(children, self._declared) if len(children) > 1 else 0
        beneath = replace(inner, look=replace(inner.look, gone=inner.look.gone or HiddenHow.covered))
        return [(child, beneath if number < covered else inner) for number, child in enumerate(children)]

    def _declared(self, node: LexborNode) -> Declarations:
        return self.sheets.declarations(node, node.attributes.get("style") or "")

    def _unused(self, tag: str) -> HiddenHow | None:
        return HiddenHow.conditional if tag in DRAWN_ELSEWHERE and not self.uses else None

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
            bare = LexborHTMLParser(_TEMPLATE.sub(r"<\1div", node.html or ""))
            self.flow.hide(bare.text(separator=" "), HiddenHow.conditional)
        else:
            return tag in SILENT
        return True

    def _text(self, node: LexborNode, place: _Place) -> None:
        text = node.text_content or ""
        how = place.look.conceals()
        if how is HiddenHow.conditional and "<" in text:
            text = LexborHTMLParser(text).text(separator=" ")
        if self._marker and how is None and text.strip():
            self.flow.put(self._marker)
            self._marker = ""
        if place.look.pre and how is None:
            self.flow.keep(text)
        else:
            self.flow.put(text, how)

    def _comment(self, node: LexborNode, place: _Place) -> None:
        text = node.comment_content or ""
        self.flow.hide(text, HiddenHow.comment, ordinary=bool(re.match(r"\s*\[(?:if|endif)", text)))

    def _open(self, node: LexborNode, tag: str, said: dict[str, str], place: _Place) -> _Leave:
        """Set breaks and marks before an element; returns what to do after it."""
        if heading := _HEADING.fullmatch(tag):
            self.flow.begin_heading(int(heading.group(1)))
            return self.flow.end_heading
        if tag in ("ul", "ol"):
            return self._list(tag, said, place)
        if tag in BLOCKS:
            pause = self.flow.line if place.cramped else self.flow.block
            pause()
            return pause
        if tag in LINES:
            self.flow.line()
            if tag == "li" and place.look.conceals() is None:
                self._marker = self._next_marker()
            return self.flow.line if tag != "br" else _nothing
        if tag == "tr":
            self.flow.row()
        elif tag in ("td", "th") and _follows_a_cell(node):
            self.flow.tab()
        elif tag == "input" and said.get("type", "text").lower() in ("text", "search", "submit", "button", "reset", ""):
            self.flow.put(said.get("value", ""), place.look.conceals())
        return _nothing

    def _list(self, tag: str, said: dict[str, str], place: _Place) -> _Leave:
        pause = self.flow.line if self._numbers or place.cramped else self.flow.block
        first = int(said["start"]) if re.fullmatch(r"\d{1,6}", said.get("start", "")) else 1
        self._numbers.append(first if tag == "ol" else None)
        pause()

        def leave() -> None:
            self._numbers.pop()
            pause()

        return leave

    def _next_marker(self) -> str:
        number = self._numbers[-1] if self._numbers else None
        if number is None:
            return "• "
        self._numbers[-1] = number + 1
        return f"{number}. "


def _nothing() -> None:
    """Leave an inline element."""


def _follows_a_cell(node: LexborNode) -> bool:
    before = node.prev
    while before is not None:
        if before.tag in ("td", "th"):
            return True
        before = before.prev
    return False
