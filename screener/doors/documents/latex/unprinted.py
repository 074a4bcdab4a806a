"""Macros that keep text from the page, wholly or for some settings: phantoms, sizes, transparency, notes, conditions."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from screener.doors.documents.latex.braces import unwrapped
from screener.doors.documents.latex.ink import points
from screener.words.draft import HiddenHow

if TYPE_CHECKING:
    from screener.doors.documents.latex.layout import Layout, Scope

_ROOM = 6
"""Letters."""
_A_LABEL = 3
"""Words of an index entry, a short title or a bookmark that are not worth listing."""
_FAINT = 0.05
_FAR = 700.0
"""Points to the left of its place, beyond which nothing stands on a page."""
_SPACE = re.compile(r"\\hspace\*?\s*\{([^{}]*)\}")
_EQUAL = re.compile(r"\s*(\d{1,9})\s*=\s*(\d{1,9})\s*")
_PDF_FIELDS = re.compile(r"pdf(title|author|subject|keywords|creator|producer)\s*=\s*(\{[^{}]*\}|[^,{}]+)", re.I)
_INVISIBLE = re.compile(r"(?<![\d.])([37])\s+Tr\b")
_VISIBLE = re.compile(r"(?<![\d.])0\s+Tr\b")


def text(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """Lay out arguments that are printed."""
    for part in parts:
        if part is not None:
            layout.nodes([part], scope)


def source_of(parts: list[Any], index: int) -> str:
    """The source of an argument without its delimiters; empty where it is missing."""
    if not parts or (index >= 0 and index >= len(parts)) or parts[index] is None:
        return ""
    return unwrapped(parts[index].latex_verbatim())


def unseen_prose(layout: "Layout", parts: list[Any]) -> None:
    """Arguments that the page does not show, such as index entries and bookmarks; a word or two is a label."""
    for part in parts:
        text = unwrapped(part.latex_verbatim()) if part is not None else ""
        if len(text.split()) > _A_LABEL:
            layout.hide(text, HiddenHow.metadata, ordinary=True)


def _aside(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    unseen_prose(layout, parts)


def _twofold(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """What is printed, and what stands in its place in the bookmarks."""
    text(layout, parts[:1], scope)
    unseen_prose(layout, parts[1:])


def _see_through(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = scope.inner()
    opacity = points(source_of(parts, 0))
    if opacity is not None and opacity < _FAINT:
        inner.ink.gone = inner.ink.gone or HiddenHow.invisible_mode
    text(layout, parts[1:], inner)


def _phantom(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    text = source_of(parts, -1)
    layout.hide(text, HiddenHow.phantom, ordinary=is_spacing(text))


def _fontsize(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    size = points(source_of(parts, 0))
    scope.ink.points = 10.0 if size is None else size


def _scalebox(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = scope.inner()
    factor = points(source_of(parts, 0))
    inner.ink.points *= 1.0 if factor is None else abs(factor)
    text(layout, parts[-1:], inner)


def _resizebox(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = scope.inner()
    sizes = [size for i in (1, 2) if (size := points(source_of(parts, i))) is not None]
    if sizes and min(map(abs, sizes)) <= 2:
        inner.ink.gone = inner.ink.gone or HiddenHow.tiny
    text(layout, parts[-1:], inner)


def _raisebox(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = scope.inner()
    lift = points(source_of(parts, 0))
    if lift is not None and abs(lift) > 1_500:
        inner.ink.gone = inner.ink.gone or HiddenHow.off_page
    text(layout, parts[-1:], inner)


def _transparent(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    opacity = points(source_of(parts, -1))
    scope.ink.gone = HiddenHow.invisible_mode if opacity is not None and opacity < _FAINT else None


def _driver(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """Instructions to the PDF writer can switch text to its invisible mode."""
    code = source_of(parts, -1)
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
    layout.hide(source_of(parts, -1), HiddenHow.metadata, ordinary=True)


def _tooltip(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    text(layout, parts[:1], scope)
    layout.hide(source_of(parts, 1), HiddenHow.annotation)


def _annotation(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.hide(source_of(parts, -1), HiddenHow.annotation)


def _space(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """A leap to the left takes the rest of the group off the page; one to the right brings it back."""
    leap = points(source_of(parts, -1))
    if leap is not None and leap < -_FAR:
        scope.ink.gone = scope.ink.gone or HiddenHow.off_page
    elif leap is not None and leap > _FAR and scope.ink.gone is HiddenHow.off_page:
        scope.ink.gone = None


def _toggled(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    on = layout.source.definitions.toggles.get(source_of(parts, 0).strip())
    if on is None:
        _either(layout, parts, scope)
        return
    text(layout, parts[1:2] if on else parts[2:3], scope)
    layout.hide(source_of(parts, 2 if on else 1), HiddenHow.conditional, ordinary=True)


def _overlap(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """Text set to the left of its place is off the page where a wide space follows it."""
    inner = scope.inner()
    spaces = [points(found) or 0.0 for found in _SPACE.findall(source_of(parts, -1))]
    if sum(spaces) > _FAR:
        inner.ink.gone = inner.ink.gone or HiddenHow.off_page
    text(layout, parts, inner)


def _either(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    fails = _EQUAL.fullmatch(source_of(parts, 0))
    if fails:
        chosen = parts[1:2] if fails.group(1) == fails.group(2) else parts[2:3]
        text(layout, chosen, scope)
        for part in parts[1:3]:
            if part is not None and part not in chosen:
                layout.hide(unwrapped(part.latex_verbatim()), HiddenHow.conditional)
        return
    layout.builder.note("Some conditions are decided when the document is typeset; both of their branches are shown.")
    text(layout, parts[1:], scope)


def is_spacing(text: str) -> bool:
    """Whether a phantom is so short that it only makes room, as for a sign or a number."""
    return sum(char.isalpha() for char in text) < _ROOM


Handler = Callable[["Layout", list[Any], "Scope"], None]
HANDLERS: dict[str, Handler] = {
    "phantom": _phantom,
    "hphantom": _phantom,
    "vphantom": _phantom,
    "fontsize": _fontsize,
    "scalebox": _scalebox,
    "resizebox": _resizebox,
    "raisebox": _raisebox,
    "transparent": _transparent,
    "texttransparent": _see_through,
    "invisible": _phantom,
    "typeout": _aside,
    "message": _aside,
    "wlog": _aside,
    "index": _aside,
    "glossary": _aside,
    "pdfbookmark": _aside,
    "markboth": _aside,
    "markright": _aside,
    "texorpdfstring": _twofold,
    "iftoggle": _toggled,
    "llap": _overlap,
    "hspace": _space,
    "special": _driver,
    "pdfliteral": _driver,
    "hypersetup": _properties,
    "usepackage": _properties,
    "PassOptionsToPackage": _properties,
    "pdfinfo": _pdfinfo,
    "pdftooltip": _tooltip,
    "pdfmarkupcomment": _tooltip,
    "pdfcomment": _annotation,
    "pdfannot": _annotation,
    "ifthenelse": _either,
}
"""What to do for each macro, by its name."""
