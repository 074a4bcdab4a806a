"""What single macros print, hide or change."""

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from screener.doors.documents.latex.unprinted import HANDLERS, PREAMBLE, Handler, source_of, text, unseen_prose
from screener.doors.documents.latex.vocabulary import ACCENTS, CITES, REFS, SECTIONS, SYMBOLS, TEXT_ARGUMENTS
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

if TYPE_CHECKING:
    from screener.doors.documents.latex.layout import Layout, Scope

_SIZES = words("tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge")
_FRONT = (
    words(
        "title subtitle author date affil affiliation institute institution address email orcid dedication keywords "
        "subjclass thanks abstract pdfinfo hypersetup usepackage documentclass PassOptionsToPackage pagecolor maketitle "
        "special pdfliteral color setbeamercolor"
    )
    | PREAMBLE
)


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
        layout.say(source_of(parts, -1), scope)
    elif name in ACCENTS and parts:
        layout.say(_accented(layout, name, parts), scope)
    elif name in SYMBOLS:
        layout.say(SYMBOLS[name], scope)
    elif name in _SIZES:
        scope.ink.points = 10.0
    elif name in TEXT_ARGUMENTS:
        text(layout, [parts[i] for i in TEXT_ARGUMENTS[name] if i < len(parts)], scope)
    else:
        text(layout, parts, scope)


def _section(layout: "Layout", name: str, parts: list[Any], scope: "Scope") -> None:
    unseen_prose(layout, parts[1:2])
    level = SECTIONS[name] - (0 if layout.has_chapters else 1)
    _heading(layout, parts[-1:], max(level, 1), scope)


def _heading(layout: "Layout", parts: list[Any], level: int, scope: "Scope") -> None:
    layout.end_block()
    layout.flow.begin_heading(level)
    text(layout, parts, scope.inner())
    layout.flow.end_heading()
    layout.end_block()


def _accented(layout: "Layout", name: str, parts: list[Any]) -> str:
    text = layout.plain(source_of(parts, -1).replace("\\i", "i").replace("\\j", "j"))
    return unicodedata.normalize("NFC", text[:1] + ACCENTS[name] + text[1:]) if text else ""


def _cite(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    keys = ", ".join(key.strip() for key in source_of(parts, -1).split(","))
    aside = [layout.plain(source_of(parts, i)) for i in (1, 2) if i < len(parts) - 1 and parts[i] is not None]
    layout.say("[" + ", ".join(filter(None, [keys, *aside])) + "]", scope)


def _title(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.builder.title = layout.plain(source_of(parts, -1)) or layout.builder.title
    _front(layout, parts, scope)


def _front(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """Title, authors and the like are printed, though they stand before the text."""
    inner = replace(scope.inner(), preamble=False)
    if layout.untitled:
        inner.ink.doubt = "with no order to print the title"
    layout.end_block()
    text(layout, parts[-1:], inner)
    layout.end_block()


def _date(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    if "\\today" not in source_of(parts, -1):
        _front(layout, parts, scope)


def _abstract(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = replace(scope.inner(), preamble=False)
    layout.end_block()
    with layout.flow.heading(1):
        layout.say("Abstract", inner)
    _front(layout, parts, scope)


def _footnote(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = replace(scope.inner(), preamble=False, table=False)
    layout.later.append(lambda: text(layout, parts[-1:], inner))


def _own_block(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.end_block()
    inner = scope.inner()
    if layout.looks.get("captions"):
        inner.ink.doubt = inner.ink.doubt or "in a caption as pale as the page"
    text(layout, parts[-1:], inner)
    layout.end_block()


def _image(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    if scope.ink.gone is None:
        layout.builder.image()
    options = " ".join(source_of(parts, i) for i in range(len(parts)))
    if alt := re.search(r"\balt\s*=\s*(\{[^{}]*\}|[^,\]]+)", options):
        layout.hide(alt.group(1).strip("{}"), HiddenHow.attribute, ordinary=True)


def _pages(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    if scope.ink.gone is None:
        layout.builder.miss(
            f"pages of '{layout.plain(source_of(parts, -1))[:80]}', which the document takes in as they are"
        )


def _colour_of(layout: "Layout", parts: list[Any]) -> Any:
    return layout.colour(source_of(parts, 1), source_of(parts, 0))


def _color(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.dye(scope.ink, source_of(parts, 1), source_of(parts, 0))


def _textcolor(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = scope.inner()
    layout.dye(inner.ink, source_of(parts, 1), source_of(parts, 0))
    text(layout, parts[2:], inner)


def _colorbox(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = scope.inner()
    inner.ink.ground = layout.palette.colour(source_of(parts, len(parts) - 2), source_of(parts, 0))
    text(layout, parts[-1:], inner)


def _highlighted(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    inner = scope.inner()
    inner.ink.ground = layout.palette.colour("yellow")
    text(layout, parts[-1:], inner)


def _pagecolor(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    scope.ink.ground = _colour_of(layout, parts)


def _slidecolor(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """The ground and ink of a whole set of slides."""
    if source_of(parts, 1).strip() not in ("background canvas", "normal text"):
        return
    for key, spec in re.findall(r"\b(fg|bg)\s*=\s*([^,{}]+)", source_of(parts, 2)):
        setattr(scope.ink, "colour" if key == "fg" else "ground", layout.palette.colour(spec))


def _cellcolor(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    scope.ink.ground = _colour_of(layout, parts)


def _rowcolor(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    scope.ink.ground = _colour_of(layout, parts)
    scope.row = replace(scope.ink)


def _quantity(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    said = [source_of(parts, i).replace("\\", " ") for i in range(1, len(parts))]
    layout.say(" ".join(filter(None, said)), scope)


def _item(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.flow.line()
    if parts and parts[0] is not None:
        text(layout, parts[:1], scope.inner())
        layout.say(" ", scope)
        return
    number = scope.numbers[-1] if scope.numbers else None
    layout.say("• " if number is None else f"{number}. ", scope)
    if number is not None:
        scope.numbers[-1] = number + 1


def _bibitem(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    layout.end_block()
    layout.say(f"[{source_of(parts, -1)}] ", scope)


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


_HANDLERS: dict[str, Handler] = {
    **HANDLERS,
    "title": _title,
    "abstract": _abstract,
    "date": _date,
    "caption": _own_block,
    "subcaption": _own_block,
    "captionof": _own_block,
    "footnote": _footnote,
    "footnotetext": _footnote,
    "thanks": _footnote,
    "endnote": _footnote,
    "hl": _highlighted,
    "includegraphics": _image,
    "includesvg": _image,
    "includepdf": _pages,
    "color": _color,
    "textcolor": _textcolor,
    "colorbox": _colorbox,
    "setbeamercolor": _slidecolor,
    "fcolorbox": _colorbox,
    "pagecolor": _pagecolor,
    "cellcolor": _cellcolor,
    "columncolor": _nothing,
    "rowcolor": _rowcolor,
    "documentclass": _nothing,
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
    **dict.fromkeys(words("IEEEauthorblockN IEEEauthorblockA city country department postcode"), _own_block),
}
