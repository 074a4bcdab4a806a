"""What the environments of a LaTeX document print."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from screener.doors.documents.latex.vocabulary import LISTS, MATH, PICTURES, TABLES
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

if TYPE_CHECKING:
    from screener.doors.documents.latex.layout import Layout, Scope

_NAMED = {
    "abstract": "Abstract",
    "thebibliography": "References",
    "acknowledgments": "Acknowledgments",
    "acknowledgements": "Acknowledgements",
    "acks": "Acknowledgments",
}
_SWALLOWS = re.compile(
    r"\\(?:setbox|lrbox|comment|iffalse|@gobble|Collect@Body|phantom)\b|\\begin\s*\{(?:comment|lrbox)\}"
)
_INLINE = words("math small footnotesize scriptsize tiny large")
_NODE = re.compile(r"\\?\bnode\b\s*(?P<options>(?:\[[^\]]*\]|\([^)]*\)|\s|at)*)\{(?P<text>(?:[^{}]|\{[^{}]*\})*)\}")
_CAPTIONED = re.compile(
    r"(?:\b(?:[xyz]label|title|legend entries)\s*=\s*|\\addlegendentry\s*|\\put\s*\([^)]*\)\s*)"
    r"\{(?P<text>(?:[^{}]|\{[^{}]*\})*)\}"
)
_INK = re.compile(r"(?:text|color)\s*=\s*([\w!]+)|[\[,]\s*([\w!]+)\s*(?=[,\]])")


def lay_out(layout: "Layout", node: Any, scope: "Scope") -> None:
    """Lay out one environment."""
    name = node.environmentname
    bare = name.rstrip("*")
    inner = scope.inner()
    if name == "document":
        inner = replace(scope.inner(), preamble=False)
        layout.nodes(node.nodelist, inner)
    elif scope.preamble:
        layout.nodes(node.nodelist, scope)
    elif name in MATH:
        layout.mathematics(node, inner, display=bare != "math")
    elif name in PICTURES:
        _picture(layout, node, inner)
    elif name in TABLES:
        _table(layout, node, inner)
    elif bare in LISTS:
        _list(layout, node, inner)
    elif name in _NAMED:
        _titled(layout, node, inner)
    else:
        _other(layout, node, inner)


def _other(layout: "Layout", node: Any, scope: "Scope") -> None:
    name = node.environmentname
    block = name not in _INLINE
    if block:
        layout.end_block()
    own = layout.source.definitions.environments.get(name)
    if own is not None:
        if _SWALLOWS.search(own.body):
            scope.ink.gone = scope.ink.gone or HiddenHow.conditional
        else:
            given = [None if part is None else part.latex_verbatim()[1:-1] for part in _arguments(node)]
            layout.source_text(own.filled(given), scope)
    elif name == "lrbox":
        scope.ink.gone = scope.ink.gone or HiddenHow.other
    elif name in ("tcolorbox", "mdframed"):
        _coloured(layout, node, scope)
    _announce(layout, node, scope)
    layout.nodes(node.nodelist, scope)
    if block:
        layout.end_block()


def _announce(layout: "Layout", node: Any, scope: "Scope") -> None:
    """Theorems and slides print a title of their own."""
    name = node.environmentname
    parts = [part for part in _arguments(node) if part is not None]
    if name in layout.source.definitions.theorems:
        layout.say(layout.source.definitions.theorems[name], scope)
        for part in parts:
            layout.say(" (" + layout.plain(part.latex_verbatim()[1:-1]) + ")", scope)
        layout.say(". ", scope)
    elif name == "frame" and parts and parts[-1].latex_verbatim().startswith("{"):
        with layout.flow.heading(2):
            layout.nodes(parts[-1:], scope)


def _coloured(layout: "Layout", node: Any, scope: "Scope") -> None:
    options = "".join(part.latex_verbatim() for part in _arguments(node) if part is not None)
    for key, field in (
        ("colback", "ground"),
        ("backgroundcolor", "ground"),
        ("coltext", "colour"),
        ("fontcolor", "colour"),
    ):
        if found := re.search(rf"\b{key}\s*=\s*\{{?([\w!]+)", options):
            setattr(scope.ink, field, layout.palette.colour(found.group(1)))


def _titled(layout: "Layout", node: Any, scope: "Scope") -> None:
    layout.end_block()
    with layout.flow.heading(1):
        layout.say(_NAMED[node.environmentname], scope)
    layout.nodes(node.nodelist, scope)
    layout.end_block()


def _list(layout: "Layout", node: Any, scope: "Scope") -> None:
    numbered = node.environmentname.startswith(("enumerate", "compactenum", "inparaenum"))
    nested = bool(scope.numbers)
    layout.flow.line() if nested or scope.table else layout.end_block()
    inner = replace(scope, numbers=[*scope.numbers, 1 if numbered else None])
    layout.nodes(node.nodelist, inner)
    layout.flow.line() if nested or scope.table else layout.end_block()


def _table(layout: "Layout", node: Any, scope: "Scope") -> None:
    outer_due, nested = layout.row_due, scope.table
    if not nested:
        layout.end_block()
    inner = replace(scope, table=True, row=None, cell=replace(scope.ink))
    layout.row_due = True
    layout.nodes(node.nodelist, inner)
    layout.row_due = outer_due
    if not nested:
        layout.end_block()


def _picture(layout: "Layout", node: Any, scope: "Scope") -> None:
    """Drawings are not read; the words set in them are, one to a line, and the code is kept aside."""
    code = node.latex_verbatim()
    if not re.search(r"\\end\s*\{" + re.escape(node.environmentname) + r"\}\Z", code):
        layout.nodes(node.nodelist, scope)  # Never closed: what follows may be the rest of the paper.
        return
    if scope.ink.gone is None:
        layout.builder.image()
    layout.end_block()
    for match in _NODE.finditer(code):
        inner = scope.inner()
        options = match.group("options")
        if "fill" not in options and (ink := _INK.search(options)):
            colour = layout.palette.colour(ink.group(1) or ink.group(2))
            inner.ink.colour = colour or inner.ink.colour
        if re.search(r"opacity\s*=\s*0(?:\.0\d*)?\s*[,\]]", options):
            inner.ink.gone = HiddenHow.invisible_mode
        layout.source_text(match.group("text"), inner)
        layout.flow.line()
    for match in _CAPTIONED.finditer(code):
        layout.source_text(match.group("text"), scope.inner())
        layout.flow.line()
    layout.end_block()
    layout.hide(code, HiddenHow.other, ordinary=True)


def _arguments(node: Any) -> list[Any]:
    return list(getattr(getattr(node, "nodeargd", None), "argnlist", None) or ())
