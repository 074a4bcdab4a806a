"""What the environments of a LaTeX document print."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from screener.doors.documents.latex.definitions import is_prose
from screener.doors.documents.latex.judged import unseen
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
    r"\\(?:setbox|lrbox|comment|iffalse|@gobble|Collect@Body|phantom)(?![a-zA-Z@])|\\begin\s*\{(?:comment|lrbox)\}"
)
_OPENED = re.compile(r"\\(?:usebox|box|copy|unhbox|unvbox|unhcopy|unvcopy)(?![a-zA-Z@])")
FAINT = re.compile(
    r"(?<!draw )opacity\s*=\s*0(?:\.0\d*)?(?![\d.])|\\pgfset\w*opacity\s*\{\s*0(?:\.0\d*)?\s*\}|\\clip\b|transform canvas"
    r"|\bscale\s*=\s*0\.0\d|\\fontsize\s*\{\s*(?:0|1)?(?:\.\d+)?\s*(?:pt)?\}|\(\s*-?\d{3,}\s*,|,\s*-?\d{3,}\s*\)"
    r"|every (?:node|picture)[^]]{0,200}(?:text|color)\s*=\s*white"
)
_COVERS = re.compile(r"\\(?:fill|filldraw|path|draw)\s*\[[^\]]{0,200}\bwhite\b[^\]]{0,200}\][^;]{0,400}rectangle")
_CLIPS = re.compile(r"\b(?:clip|trim|viewport|scale|raise|lap)\b")
_DECLARED = re.compile(r"\\begin\s*\{[a-z]+\}((?:\s*\[[^\]]*\])?\s*\{[^{}]*\})")
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
    hook = layout.source.definitions.hooks.get(name)
    if hook and name != "document" and not scope.preamble:
        layout.source_text(hook, inner)
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
        ending = layout.source.definitions.endings.get(name, "")
        if _SWALLOWS.search(own.body) and not _OPENED.search(ending):
            scope.ink.gone = scope.ink.gone or HiddenHow.conditional
        else:
            given = [None if part is None else part.latex_verbatim()[1:-1] for part in _arguments(node)]
            layout.source_text(own.filled(given), scope)
    elif name == "lrbox":
        scope.ink.gone = scope.ink.gone or HiddenHow.other
    elif name in ("tcolorbox", "mdframed"):
        _coloured(layout, node, scope)
    elif name in ("color", "transparent") and (declared := _DECLARED.match(node.latex_verbatim())):
        layout.source_text(f"\\{name}{declared.group(1)}", scope)
    elif name in ("ocg", "adjustbox"):
        settings = "".join(part.latex_verbatim() for part in _arguments(node) if part is not None)
        if name == "ocg" or _CLIPS.search(settings):
            scope.ink.doubt = f"in {name} {settings[:40]}".strip()
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
    if _columns_hide(layout, node):
        scope.ink.doubt = scope.ink.doubt or "in a table with a column that may not be seen"
    inner = replace(scope, table=True, row=None, cell=replace(scope.ink))
    layout.row_due = True
    layout.nodes(node.nodelist, inner)
    layout.row_due = outer_due
    if not nested:
        layout.end_block()


def _columns_hide(layout: "Layout", node: Any) -> bool:
    """Whether the columns of a table hold code that swallows them, or are set in the colour of the page."""
    spec = "".join(part.latex_verbatim() for part in _arguments(node) if part is not None)
    spec += "".join(code for letter, code in layout.source.definitions.columns.items() if letter in spec)
    return bool(re.search(r"\\(?:setbox|@gobble|phantom|iffalse)(?![a-zA-Z@])", spec)) or unseen(layout, spec)


def _doubt_picture(layout: "Layout", code: str, said: str) -> None:
    """Tell of the words said in a drawing that it may keep from being seen."""
    last = max((match.end() for match in _NODE.finditer(code)), default=0)
    if is_prose(said) and (FAINT.search(code) or _COVERS.search(code, last) or layout.faint_drawings):
        where = f"{layout.builder.where}, in a drawing that may not show it"
        layout.flow.hide(layout.restored(said), HiddenHow.other, where=where)


def _picture(layout: "Layout", node: Any, scope: "Scope") -> None:
    """Drawings are not read; the words set in them are, one to a line, and the code is kept aside."""
    code = node.latex_verbatim()
    if not re.search(r"\\end\s*\{" + re.escape(node.environmentname) + r"\}\Z", code):
        layout.nodes(node.nodelist, scope)  # Never closed: what follows may be the rest of the paper.
        return
    if scope.ink.gone is None:
        layout.builder.image()
    layout.end_block()
    seen: list[str] = []
    for match in _NODE.finditer(code):
        inner = scope.inner()
        options = match.group("options")
        if "fill" not in options and (ink := _INK.search(options)):
            colour = layout.palette.colour(ink.group(1) or ink.group(2))
            inner.ink.colour = colour or inner.ink.colour
        if re.search(r"opacity\s*=\s*0(?:\.0\d*)?\s*[,\]]", options):
            inner.ink.gone = HiddenHow.invisible_mode
        layout.source_text(match.group("text"), inner)
        seen += [match.group("text")] if inner.ink.conceals() is None else []
        layout.flow.line()
    for match in _CAPTIONED.finditer(code):
        layout.source_text(match.group("text"), scope.inner())
        layout.flow.line()
    layout.end_block()
    if scope.ink.conceals() is None:
        _doubt_picture(layout, code, " ".join(seen))
    layout.hide(code, HiddenHow.other, ordinary=True)


def _arguments(node: Any) -> list[Any]:
    return list(getattr(getattr(node, "nodeargd", None), "argnlist", None) or ())
