"""Lays out LaTeX nodes as text: what is typeset goes into the document, what is not is set apart."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexCommentNode,
    LatexEnvironmentNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexMathNode,
    LatexSpecialsNode,
    LatexWalker,
)

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.colours import Colour
from screener.doors.documents.flow import Flow
from screener.doors.documents.latex import environments, macros
from screener.doors.documents.latex.definitions import is_prose
from screener.doors.documents.latex.formulas import formula
from screener.doors.documents.latex.ink import Ink, Palette
from screener.doors.documents.latex.judged import overlaid, partly_shown
from screener.doors.documents.latex.source import KEPT, Source
from screener.doors.documents.latex.unprinted import is_spacing
from screener.doors.documents.latex.vocabulary import SECTIONS, TEXT_ARGUMENTS, context
from screener.doors.documents.wordlist import words
from screener.words.draft import Document, Format, HiddenHow, HiddenText

Node = Any
"""A node of the LaTeX walker; the library carries no types."""

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_PROSE = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")
_SPECIALS = {"~": " ", "--": "–", "---": "—", "``": "“", "''": "”", "!`": "¡", "?`": "¿", "\n\n": "\n\n"}
_OVERLAYS = words("only uncover visible onslide alt temporal invisible action")
_RECENT = 400
_STYLED = re.compile(r"\\(?:tikzset|tikzstyle)(?![a-zA-Z])[^\n]{0,2000}")
_BARE_CLASS = re.compile(
    r"\\documentclass\s*(?:\[[^\]]*\])?\s*\{(?:article|report|book|amsart|scrartcl|scrreprt|llncs|IEEEtran|acmart)\}"
)
_TITLED = re.compile(
    r"\\(?:[a-zA-Z@]*(?:maketitle|titlepage)|make[a-zA-Z@]*title|@(?:title|author|date)|the(?:title|author|date))|titlepage"
)
_DEEPEST_EXPANSION = 12
_MOST_EXPANDED = 1_000_000
"""Characters that the document's own macros may produce in all."""
_MOST_NESTED = 150_000
"""Characters that macros may produce within others; each use counts as 20 more, for the work it makes."""


@dataclass
class Scope:
    """What holds within a group."""

    ink: Ink
    preamble: bool = False
    table: bool = False
    row: Ink | None = None
    """The ink of the present table row, where one was set."""
    cell: Ink | None = None
    """The ink to go back to when a table cell ends."""
    small: bool = False
    """Whether letters are printed in lower case."""
    numbers: list[int | None] = field(default_factory=list)
    """Counters of the lists around, None for bulleted ones."""

    def inner(self) -> "Scope":
        """A copy for a group."""
        return replace(self, ink=replace(self.ink), numbers=self.numbers)


class Layout:
    """Pours one joined source into a document."""

    def __init__(self, source: Source, builder: DocumentBuilder) -> None:
        self.source, self.builder, self.flow = source, builder, Flow(builder)
        self.palette = Palette()
        for name, model, spec in source.definitions.colours:
            self.palette.define(name, model, spec)
        self.context = context(source.definitions)
        self.has_chapters = "\\chapter" in source.text
        self.later: list[Callable[[], None]] = []
        self.row_due = False
        self._concealed = 0
        self._depth = 0
        self._expanded = self._nested = 0
        self.looks: dict[str, str] = {}
        """How links, captions and listings are set, where they may not be seen."""
        self._doubted: dict[str, list[str]] = {}
        self.recent = ""
        """The words laid out last."""

    @cached_property
    def whole(self) -> str:
        """The joined source."""
        return self.source.text

    @cached_property
    def faint_drawings(self) -> bool:
        """Whether a style for all drawings may keep words from being seen."""
        return any(environments.FAINT.search(style) for style in _STYLED.findall(self.whole))

    @cached_property
    def untitled(self) -> bool:
        """Whether the title and the authors are never printed, as far as the source and its class tell."""
        return bool(_BARE_CLASS.search(self.whole)) and not _TITLED.search(self.whole)

    def colour(self, spec: str, model: str) -> Colour | None:
        """The colour of a specification, with the document's own macros put in."""
        return self.palette.colour(self.source.definitions.spelled(spec), model)

    def dye(self, ink: Ink, spec: str, model: str) -> None:
        """Set the colour of an ink; where it cannot be worked out, what is set in it is doubted."""
        spec = self.source.definitions.spelled(spec).strip()
        if spec.startswith(".") and ink.colour is not None:
            self.palette.names["."] = ink.colour
        ink.colour = self.palette.colour(spec, model)
        doubtful = ink.colour is None and self.palette.doubtful(spec, model)
        ink.doubt = f"in the colour '{spec[:40]}'" if doubtful else ink.doubt

    def document(self) -> None:
        """Lay out the whole source."""
        text = self.source.text
        scope = Scope(Ink())
        body = self.source.body
        if body is not None:
            # Walked apart, so that nothing left open before the text can swallow it.
            scope.preamble = True
            self._stretch(text[:body], 0, scope)
            scope.preamble = False
        self._stretch(text, body or 0, scope)
        self._pump(len(text) + 1)
        for name, unused in self.source.definitions.unused(text):
            self.flow.hide(
                self.restored(unused), HiddenHow.comment, where=f"the unused macro \\{name[:60]}", ordinary=True
            )
        self.end_block()
        for where, said in self._doubted.items():
            if is_prose("".join(said)):
                self.flow.hide("".join(said), HiddenHow.other, where=where)
        self.flow.close()

    def _stretch(self, text: str, position: int, scope: Scope) -> None:
        while position < len(text):
            nodes, start, length = self._walked(text, position)
            self.nodes(nodes, scope)
            position = max(start + length, position + 1)

    def nodes(self, nodes: Iterable[Node] | None, scope: Scope) -> None:
        """Lay out nodes one after the other."""
        nodes = list(nodes or ())
        passed = 0
        for index, node in enumerate(nodes):
            if node is None or index < passed:
                continue
            if isinstance(node, LatexMacroNode) and node.macroname in _OVERLAYS and overlaid(self, nodes, index, scope):
                passed = index + 3
                continue
            if self._depth == 0 and node.pos is not None:
                self._pump(node.pos)
                self.builder.where = self.source.where(node.pos)
            self._node(node, scope)

    def _node(self, node: Node, scope: Scope) -> None:
        if isinstance(node, LatexEnvironmentNode):
            environments.lay_out(self, node, scope)
        elif isinstance(node, LatexGroupNode):
            self.nodes(node.nodelist, scope.inner())
        elif isinstance(node, LatexMacroNode):
            self._macro(node, scope)
        elif scope.preamble or isinstance(node, LatexCommentNode):
            self._stray(node)
        elif isinstance(node, LatexCharsNode):
            self.characters(node.chars, scope)
        elif isinstance(node, LatexSpecialsNode):
            self._special(node.specials_chars, scope)
        elif isinstance(node, LatexMathNode):
            self.mathematics(node, scope, display=node.displaytype == "display")

    def _stray(self, node: Node) -> None:
        """Prose before the document begins is not typeset."""
        if isinstance(node, LatexCharsNode) and _PROSE.search(node.chars):
            self.hide(node.chars, HiddenHow.other, ordinary=True)

    def _macro(self, node: Node, scope: Scope) -> None:
        own = self.source.definitions.macros.get(node.macroname)
        if own is not None and node.macroname not in TEXT_ARGUMENTS and not macros.is_structural(node.macroname):
            self._expand(node, scope)
        elif own is not None and own.unused() and not own.body.strip():
            self._drop(node)
        else:
            macros.lay_out(self, node, scope)

    def _expand(self, node: Node, scope: Scope) -> None:
        """Put one of the document's own macros in place of its use, within bounds."""
        macro = self.source.definitions.macros[node.macroname]
        given = [None if part is None else bare(part) for part in arguments(node)]
        for number in macro.unused():
            if number <= len(given) and given[number - 1] and macro.arguments[number - 1] == "{":
                self.hide(given[number - 1] or "", HiddenHow.comment, ordinary=True)
        text = macro.filled(given)
        self._expanded += len(text)
        self._nested += len(text) + 20 if self._depth else 0
        endless = self._depth >= _DEEPEST_EXPANSION or self._nested > _MOST_NESTED
        if endless or self._expanded > _MOST_EXPANDED:
            self.builder.note("Some macros of the document unfold without end; their arguments stand as written.")
            self.say(" ".join(part for part in given if part), scope)
            return
        self.source_text(text, scope)
        if node.macro_post_space and "\\xspace" in macro.body:
            self.say(" ", scope)

    def _drop(self, node: Node) -> None:
        printed = bool(TEXT_ARGUMENTS.get(node.macroname)) or node.macroname in SECTIONS or node.macroname == "footnote"
        for part in arguments(node):
            if part is not None:
                self.hide(bare(part), HiddenHow.comment, ordinary=not (printed and is_prose(bare(part))))

    def source_text(self, text: str, scope: Scope) -> None:
        """Lay out source that does not stand in the file in this form (a macro's body, a chart's label)."""
        self._depth += 1
        try:
            nodes, _, _ = self._walked(text, 0)
            self.nodes(nodes, scope)
        finally:
            self._depth -= 1

    def plain(self, text: str) -> str:
        """What source reads as, on its own: for titles and properties."""
        return " ".join(self._apart(text, Ink(), notes=False).text.split())

    def concealed_by(self, node: Node, ink: Ink) -> HiddenText | None:
        """What one of the document's own macros hides of its arguments; None for nothing."""
        hidden = self._apart(str(node.latex_verbatim()), ink).hidden
        return next((piece for piece in hidden if not piece.ordinary), None)

    def _apart(self, text: str, ink: Ink, *, notes: bool = True) -> Document:
        """Source laid out in a document of its own, with its footnotes if asked."""
        builder = DocumentBuilder(Format.latex)
        layout = Layout(self.source, builder)
        layout._concealed, layout._depth = len(self.source.concealed), self._depth
        layout.source_text(text, Scope(replace(ink)))
        if notes:
            layout.end_block()
        layout.flow.close()
        return builder.build("")

    def say(self, text: str, scope: Scope) -> None:
        """Append inline text in the ink of the scope."""
        if scope.preamble:
            return
        if self.row_due and text.strip():
            self.flow.row()
            self.row_due = False
        how = scope.ink.conceals()
        if how is None and text.strip():
            self.recent = f"{self.recent[-_RECENT:]}{text}"
            if scope.ink.doubt:
                self._doubted.setdefault(f"{self.builder.where}, {scope.ink.doubt}", []).append(text)
        self.flow.put(text.lower() if scope.small else text, how)

    def characters(self, text: str, scope: Scope) -> None:
        """Append text as it stands in the source: blank lines end paragraphs, marks stand for verbatim pieces."""
        for number, piece in enumerate(KEPT.split(text)):
            if number % 2:
                self._kept(int(piece), scope)
                continue
            for count, paragraph in enumerate(_PARAGRAPH.split(piece)):
                if count and not scope.table:
                    self.end_block()
                self.say(paragraph, scope)

    def _kept(self, number: int, scope: Scope) -> None:
        if number >= len(self.source.kept) or scope.preamble:
            return
        piece, how = self.source.kept[number], scope.ink.conceals()
        if how is not None:
            self.flow.put(piece.text, how)
        elif piece.block:
            self.end_block()
            self.flow.keep(piece.text)
            self.end_block()
        else:
            self.flow.keep(piece.text)
        if how is None and (scope.ink.doubt or partly_shown(self, piece.options)):
            self.flow.hide(piece.text, HiddenHow.other, where=f"{self.builder.where}, in a listing partly unseen")

    def _special(self, text: str, scope: Scope) -> None:
        if text == "&" and scope.table:
            self.end_cell(scope)
        elif text.strip(" ") == "\n\n" or _PARAGRAPH.fullmatch(text):
            self.end_block()
        else:
            self.say(_SPECIALS.get(text, text), scope)

    def mathematics(self, node: Node, scope: Scope, *, display: bool) -> None:
        """Append a formula as its source; one that swallowed paragraphs was never closed and is laid out as text."""
        if _PARAGRAPH.search(node.latex_verbatim().strip()):
            self.nodes(node.nodelist, scope)
            return
        found = formula(self, node, scope.ink)
        for piece in found.hidden:
            room = piece.how is HiddenHow.phantom and is_spacing(piece.text)
            self.hide(piece.text, piece.how, ordinary=room)
        if display:
            self.flow.line()
        self.say(found.text, scope)
        if display:
            self.flow.line()

    def end_cell(self, scope: Scope) -> None:
        """Go on to the next cell of a table."""
        if self.row_due:
            self.flow.row()
            self.row_due = False
        self.flow.tab()
        self._fresh_ink(scope, scope.row)

    def end_row(self, scope: Scope) -> None:
        """Go on to the next row of a table."""
        self.row_due = True
        scope.row = None
        self._fresh_ink(scope, None)

    @staticmethod
    def _fresh_ink(scope: Scope, row: Ink | None) -> None:
        if ink := row or scope.cell:
            scope.ink = replace(ink)

    def end_block(self) -> None:
        """End the paragraph and pour the footnotes that it called."""
        self.flow.block()
        while self.later:
            self.later.pop(0)()
            self.flow.block()

    def hide(self, text: str, how: HiddenHow, *, ordinary: bool = False) -> None:
        """Set apart source that is not seen, with verbatim marks put back."""
        self.flow.hide(self.restored(text), how, ordinary=ordinary)

    def restored(self, text: str) -> str:
        """Source with the verbatim pieces in place of their marks."""
        kept = self.source.kept
        return KEPT.sub(lambda m: kept[int(m.group(1))].text if int(m.group(1)) < len(kept) else "", text)

    def _pump(self, position: int) -> None:
        """Set apart what was concealed in the source up to a position."""
        concealed = self.source.concealed
        while self._concealed < len(concealed) and concealed[self._concealed].position <= position:
            piece = concealed[self._concealed]
            self._concealed += 1
            self.flow.hide(self.restored(piece.text), piece.how, where=piece.where, ordinary=piece.ordinary)

    def _walked(self, text: str, position: int) -> tuple[list[Node], int, int]:
        walker = LatexWalker(text, latex_context=self.context, tolerant_parsing=True)
        nodes, start, length = walker.get_latex_nodes(pos=position)
        return nodes, start, length


def arguments(node: Node) -> list[Node | None]:
    """The argument nodes of a macro or environment, None for optional ones not given."""
    parsed = getattr(node, "nodeargd", None)
    return list(getattr(parsed, "argnlist", None) or ())


def bare(node: Node) -> str:
    """An argument's source without its braces or brackets."""
    text = str(node.latex_verbatim())
    if isinstance(node, LatexGroupNode):
        opening, closing = node.delimiters
        return text.removeprefix(opening).removesuffix(closing)
    return text
