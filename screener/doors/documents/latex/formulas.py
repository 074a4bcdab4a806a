"""Formulas as their source, compactly, with what they hide taken out."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pylatexenc.latexwalker import LatexGroupNode, LatexMacroNode

from screener.doors.documents.latex.braces import unwrapped
from screener.doors.documents.latex.ink import Ink
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

if TYPE_CHECKING:
    from screener.doors.documents.latex.layout import Layout

_LABEL = re.compile(r"\\(?:label|tag\*?)\s*\{[^{}]*\}|\\(?:nonumber|notag)\b")
_WRAPPED = re.compile(
    r"\A\\begin\s*\{(?P<name>[a-zA-Z*]+)\}(?:\{\d*\})?\s*(?P<inner>.*?)\s*\\end\s*\{(?P=name)\}\Z", re.S
)
_PHANTOMS = words("phantom hphantom vphantom")


@dataclass(frozen=True)
class HiddenPiece:
    """Part of a formula that nobody sees."""

    text: str
    how: HiddenHow


@dataclass
class Formula:
    """A formula's visible source and what was taken out of it."""

    text: str = ""
    hidden: list[HiddenPiece] = field(default_factory=list)
    _cuts: list[tuple[int, int]] = field(default_factory=list)

    def cut(self, start: int, end: int, text: str, how: HiddenHow) -> None:
        """Take out a stretch of source (positions in the walked text)."""
        self._cuts.append((start, end))
        self.hidden.append(HiddenPiece(text, how))

    def settle(self, source: str, start: int) -> None:
        """Make the text out of `source`, which begins at `start`, without the cuts."""
        out, last = [], 0
        for begin, end in sorted(self._cuts):
            if begin - start >= last:
                out.append(source[last : begin - start])
                last = end - start
        out.append(source[last:])
        self.text = " ".join(_LABEL.sub("", "".join(out)).split())


def formula(layout: "Layout", node: Any, ink: Ink) -> Formula:
    """The visible source of a math node or environment, and its hidden parts."""
    found = Formula()
    _look(layout, node.nodelist, ink, found)
    found.settle(node.latex_verbatim(), node.pos)
    found.text = layout.restored(_WRAPPED.sub(r"\\[ \g<inner> \\]", found.text))
    return found


def _look(layout: "Layout", nodes: Any, ink: Ink, found: Formula) -> None:
    for index, node in enumerate(nodes or ()):
        if isinstance(node, LatexMacroNode):
            if node.macroname == "color" and (colour := _colour(layout, node)):
                ink = replace(ink, colour=colour)
                if how := ink.conceals():
                    _cut_rest(nodes[index + 1 :], found, how)
                    return
            _macro(layout, node, ink, found)
        elif isinstance(node, LatexGroupNode) or getattr(node, "nodelist", None):
            _look(layout, node.nodelist, ink, found)


def _cut_rest(nodes: list[Any], found: Formula, how: HiddenHow) -> None:
    if nodes:
        found.cut(nodes[0].pos, nodes[-1].pos + nodes[-1].len, "".join(n.latex_verbatim() for n in nodes), how)


def _macro(layout: "Layout", node: Any, ink: Ink, found: Formula) -> None:
    parts = [part for part in getattr(node.nodeargd, "argnlist", None) or () if part is not None]
    if node.macroname in _PHANTOMS and parts:
        found.cut(node.pos, node.pos + node.len, unwrapped(parts[-1].latex_verbatim()), HiddenHow.phantom)
        return
    if node.macroname == "textcolor" and parts and (colour := _colour(layout, node)):
        how = replace(ink, colour=colour).conceals()
        if how:
            found.cut(node.pos, node.pos + node.len, unwrapped(parts[-1].latex_verbatim()), how)
            return
    own = layout.source.definitions.macros.get(node.macroname)
    if own and parts and re.search(r"\\(?:[hv]?phantom|textcolor|color|fontsize|scalebox|transparent)\b", own.body):
        concealed = layout.concealed_by(node, ink)
        if concealed:
            found.cut(node.pos, node.pos + node.len, concealed.text, concealed.how)
            return
    for part in parts:
        _look(layout, getattr(part, "nodelist", None), ink, found)


def _colour(layout: "Layout", node: Any) -> Any:
    parts = list(getattr(node.nodeargd, "argnlist", None) or ())
    if len(parts) < 2 or parts[1] is None:
        return None
    model = unwrapped(parts[0].latex_verbatim()) if parts[0] is not None else ""
    return layout.palette.colour(unwrapped(parts[1].latex_verbatim()), model)
