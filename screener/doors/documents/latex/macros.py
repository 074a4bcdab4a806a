"""What single macros print, hide or change."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from screener.doors.documents.latex.braces import unwrapped
from screener.doors.documents.latex.ink import points
from screener.doors.documents.latex.vocabulary import ACCENTS, CITES, REFS, SECTIONS, SYMBOLS, TEXT_ARGUMENTS
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

if TYPE_CHECKING:
    from screener.doors.documents.latex.layout import Layout, Scope

_SIZES = words("tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge")
_FRONT = words(
    "title subtitle author date affil affiliation institute institution address email orcid dedication keywords "
    "subjclass thanks abstract pdfinfo hypersetup usepackage documentclass PassOptionsToPackage pagecolor maketitle "
    "special pdfliteral color setbeamercolor"
)
_PDF_FIELDS = re.compile(r"pdf(title|author|subject|keywords|creator|producer)\s*=\s*(\{[^{}]*\}|[^,{}]+)", re.I)
_INVISIBLE = re.compile(r"(?<![\d.])([37])\s+Tr\b")
_VISIBLE = re.compile(r"(?<![\d.])0\s+Tr\b")


def is_structural(name: str) -> bool:
    """Whether a macro keeps the meaning we know even where the document defines it anew."""
    return name in _HANDLERS or name in CITES or name in REFS or name in SECTIONS or name in ACCENTS


def lay_out(layout: "Layout", node: Any, scope: "Scope") -> None:
    """Do what one macro does to the text."""
    name, parts = node.macroname, list(getattr(node.nodeargd, "argnlist", None) or ())
    if scope.preamble and name not in _FRONT:
        return
    if handler := _HANDLERS.get(name):
        handler(layout, parts, scope)
    else:
        _known(layout, name, parts, scope)
    if node.macro_post_space and name not in SYMBOLS and not parts and not name.isalpha():
        layout.say(" ", scope)


def _known(layout: "Layout", name: str, parts: list[Any], scope: "Scope") -> None:
    """Macros that come in kinds; of one that we do not know, every argument is text."""
    if name in SECTIONS:
        _section(layout, name, parts, scope)
    elif name in CITES:
        _cite(layout, parts, scope)
    elif name in REFS:
        layout.say(_source(parts, -1), scope)
    elif name in ACCENTS and parts:
        layout.say(_accented(layout, name, parts), scope)
    elif name in SYMBOLS:
        layout.say(SYMBOLS[name], scope)
    elif name in _SIZES:
        scope.ink.points = 10.0
    elif name in TEXT_ARGUMENTS:
        _text(layout, [parts[i] for i in TEXT_ARGUMENTS[name] if i < len(parts)], scope)
    else:
        _text(layout, parts, scope)


def _text(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    for part in parts:
        if part is not None:
            layout.nodes([part], scope)


def _source(parts: list[Any], index: int) -> str:
    """The source of an argument without its delimiters; empty where it is missing."""
    if not parts or (index >= 0 and index >= len(parts)) or parts[index] is None:
        return ""
    return unwrapped(parts[index].latex_verbatim())


def _section(layout: "Layout", name: str, parts: list[Any], scope: "Scope") -> None:
    level = SECTIONS[name] - (0 if layout.has_chapters else 1)
    _heading(layout, parts[-1:], max(level, 1), scope)


def _heading(layout: "Layout", parts: list[Any], level: int, scope: "Scope") -> None:
    layout.end_block()
    layout.flow.begin_heading(level)
    _text(layout, parts, scope.inner())
    layout.flow.end_heading()
    layout.end_block()


def _accented(layout: "Layout", name: str, parts: list[Any]) -> str:
    text = layout.plain(_source(parts, -1).replace("\\i", "i").replace("\\j", "j"))
    return unicodedata.normalize("NFC", text[:1] + ACCENTS[name] + text[1:]) if text else ""


def _cite(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    keys = ", ".join(key.strip() for key in _source(parts, -1).split(","))
    aside = [layout.plain(_source(parts, i)) for i in (1, 2) if i < len(parts) - 1 and parts[i] is not None]
    layout.say("[" + ", ".join(filter(None, [keys, *aside])) + "]", scope)


def _title(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.builder.title = layout.plain(_source(parts, -1)) or layout.builder.title
    _front(layout, parts, scope)


def _front(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """Title, authors and the like are printed, though they stand before the text."""
    inner = replace(scope.inner(), preamble=False)
    layout.end_block()
    _text(layout, parts[-1:], inner)
    layout.end_block()


def _date(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    if "\\today" not in _source(parts, -1):
        _front(layout, parts, scope)


def _abstract(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = replace(scope.inner(), preamble=False)
    layout.end_block()
    with layout.flow.heading(1):
        layout.say("Abstract", inner)
    _front(layout, parts, scope)


def _footnote(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = replace(scope.inner(), preamble=False, table=False)
    layout.later.append(lambda: _text(layout, parts[-1:], inner))


def _caption(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.end_block()
    _text(layout, parts[-1:], scope.inner())
    layout.end_block()


def _image(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    if scope.ink.gone is None:
        layout.builder.image()
    options = " ".join(_source(parts, i) for i in range(len(parts)))
    if alt := re.search(r"\balt\s*=\s*(\{[^{}]*\}|[^,\]]+)", options):
        layout.hide(alt.group(1).strip("{}"), HiddenHow.attribute, ordinary=True)


def _colour_of(layout: "Layout", parts: list[Any]) -> Any:
    return layout.palette.colour(_source(parts, 1), _source(parts, 0))


def _color(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    scope.ink.colour = _colour_of(layout, parts)


def _textcolor(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = scope.inner()
    inner.ink.colour = _colour_of(layout, parts)
    _text(layout, parts[2:], inner)


def _colorbox(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = scope.inner()
    inner.ink.ground = layout.palette.colour(_source(parts, len(parts) - 2), _source(parts, 0))
    _text(layout, parts[-1:], inner)


def _pagecolor(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    scope.ink.ground = _colour_of(layout, parts)


def _slidecolor(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """The ground and ink of a whole set of slides."""
    if _source(parts, 1).strip() not in ("background canvas", "normal text"):
        return
    for key, spec in re.findall(r"\b(fg|bg)\s*=\s*([^,{}]+)", _source(parts, 2)):
        setattr(scope.ink, "colour" if key == "fg" else "ground", layout.palette.colour(spec))


def _cellcolor(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    scope.ink.ground = _colour_of(layout, parts)


def _rowcolor(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    scope.ink.ground = _colour_of(layout, parts)
    scope.row = replace(scope.ink)


def _phantom(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.hide(_source(parts, -1), HiddenHow.phantom)


def _fontsize(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    size = points(_source(parts, 0))
    scope.ink.points = 10.0 if size is None else size


def _scalebox(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = scope.inner()
    factor = points(_source(parts, 0))
    inner.ink.points *= 1.0 if factor is None else abs(factor)
    _text(layout, parts[-1:], inner)


def _resizebox(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = scope.inner()
    sizes = [size for i in (1, 2) if (size := points(_source(parts, i))) is not None]
    if sizes and min(map(abs, sizes)) <= 2:
        inner.ink.gone = inner.ink.gone or HiddenHow.tiny
    _text(layout, parts[-1:], inner)


def _raisebox(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = scope.inner()
    lift = points(_source(parts, 0))
    if lift is not None and abs(lift) > 1_500:
        inner.ink.gone = inner.ink.gone or HiddenHow.off_page
    _text(layout, parts[-1:], inner)


def _transparent(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    opacity = points(_source(parts, -1))
    scope.ink.gone = HiddenHow.invisible_mode if opacity is not None and opacity < 0.05 else None


def _driver(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """Instructions to the PDF writer can switch text to its invisible mode."""
    code = _source(parts, -1)
    if _INVISIBLE.search(code):
        scope.ink.gone = HiddenHow.invisible_mode
    elif _VISIBLE.search(code):
        scope.ink.gone = None


def _properties(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    for part in parts:
        for match in _PDF_FIELDS.finditer(part.latex_verbatim() if part is not None else ""):
            value = match.group(2).strip("{} ")
            layout.builder.title = layout.builder.title or (value if match.group(1).lower() == "title" else "")
            layout.hide(value, HiddenHow.metadata, ordinary=True)


def _pdfinfo(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.hide(_source(parts, -1), HiddenHow.metadata, ordinary=True)


def _tooltip(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    _text(layout, parts[:1], scope)
    layout.hide(_source(parts, 1), HiddenHow.annotation)


def _annotation(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.hide(_source(parts, -1), HiddenHow.annotation)


def _either(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.builder.note("Some conditions are decided when the document is typeset; both of their branches are shown.")
    _text(layout, parts[1:], scope)


def _quantity(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    said = [_source(parts, i).replace("\\", " ") for i in range(1, len(parts))]
    layout.say(" ".join(filter(None, said)), scope)


def _item(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.flow.line()
    if parts and parts[0] is not None:
        _text(layout, parts[:1], scope.inner())
        layout.say(" ", scope)
        return
    number = scope.numbers[-1] if scope.numbers else None
    layout.say("• " if number is None else f"{number}. ", scope)
    if number is not None:
        scope.numbers[-1] = number + 1


def _bibitem(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.end_block()
    layout.say(f"[{_source(parts, -1)}] ", scope)


def _newline(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    if scope.table:
        layout.end_row(scope)
    else:
        layout.flow.line()


def _paragraph(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    if not scope.table:
        layout.end_block()


def _nothing(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """For macros that print nothing."""


_Handler = Callable[["Layout", list[Any], "Scope"], None]
_HANDLERS: dict[str, _Handler] = {
    "title": _title,
    "abstract": _abstract,
    "date": _date,
    "caption": _caption,
    "subcaption": _caption,
    "captionof": _caption,
    "footnote": _footnote,
    "footnotetext": _footnote,
    "thanks": _footnote,
    "endnote": _footnote,
    "includegraphics": _image,
    "includesvg": _image,
    "includepdf": _image,
    "color": _color,
    "textcolor": _textcolor,
    "colorbox": _colorbox,
    "setbeamercolor": _slidecolor,
    "fcolorbox": _colorbox,
    "pagecolor": _pagecolor,
    "cellcolor": _cellcolor,
    "columncolor": _nothing,
    "rowcolor": _rowcolor,
    "phantom": _phantom,
    "hphantom": _phantom,
    "vphantom": _phantom,
    "fontsize": _fontsize,
    "scalebox": _scalebox,
    "resizebox": _resizebox,
    "raisebox": _raisebox,
    "transparent": _transparent,
    "special": _driver,
    "pdfliteral": _driver,
    "hypersetup": _properties,
    "usepackage": _properties,
    "PassOptionsToPackage": _properties,
    "documentclass": _nothing,
    "pdfinfo": _pdfinfo,
    "pdftooltip": _tooltip,
    "pdfmarkupcomment": _tooltip,
    "pdfcomment": _annotation,
    "pdfannot": _annotation,
    "ifthenelse": _either,
    "SI": _quantity,
    "qty": _quantity,
    "si": _quantity,
    "unit": _quantity,
    "num": _quantity,
    "item": _item,
    "bibitem": _bibitem,
    "\\": _newline,
    "tabularnewline": _newline,
    "newline": _newline,
    "linebreak": _newline,
    "and": _newline,
    "And": _newline,
    "AND": _newline,
    "par": _paragraph,
    "maketitle": _paragraph,
    "newpage": _paragraph,
    "clearpage": _paragraph,
    **dict.fromkeys(
        words("subtitle author affil affiliation institute institution address email orcid dedication keywords"), _front
    ),
    "subjclass": _front,
}
