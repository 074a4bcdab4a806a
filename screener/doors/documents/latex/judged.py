"""What sets how text looks from afar: driver orders, headers, links, listings' styles, white rules, slides' numbers."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from screener.doors.documents.colours import Colour, from_fractions, indistinct
from screener.doors.documents.latex.braces import unwrapped
from screener.doors.documents.latex.definitions import is_prose
from screener.doors.documents.latex.ink import points
from screener.words.draft import HiddenHow

if TYPE_CHECKING:
    from screener.doors.documents.latex.layout import Layout, Scope

_INVISIBLE = re.compile(r"(?<![\d.])([37])\s+Tr\b")
_VISIBLE = re.compile(r"(?<![\d.])0\s+Tr\b")
_FILLS = re.compile(r"((?:[\d.]{1,20}\s{1,9}){0,3}[\d.]{1,20})\s{1,9}(?:g|rg|k)(?![a-zA-Z])")
_PUSHED = re.compile(
    r"color\s{1,9}push\s{1,9}(?:(?:gray|rgb|cmyk)\s{1,9})?([\d.][\d. ]{0,80})|pdf:\s*bc\s*\[([\d.\s]{1,80})\]"
    r"|color\s{1,9}push\s{1,9}(\w+)"
)
_TRANSFORMS = re.compile(
    r"(?:[-\d.]{1,20}\s{1,9}){6}(?:cm|Tm)\b|\bT[zdD]\b|pdf:\s*(?:bt|bc|literal|code)|color\s{1,9}push|\bgs\b|\bW\b"
)
_RESTORED = re.compile(r"color\s{1,9}pop|pdf:\s*e[tc]\b|(?<![a-zA-Z])Q\b")
_LINKS = re.compile(r"\b(url|link|all)colors?\s*=\s*\{?\s*([^,{}\]]+)")
_INKED = re.compile(
    r"(?<![a-z])\\(?:text)?color\s*(?:\[(?P<model>[^\]]*)\])?\s*\{(?P<spec>[^{}]*)\}|\bcolor\s*=\s*\{?(?P<key>[\w!.-]+)"
)
_GROUND = re.compile(r"(?:background|rule|frame|number)(?:color|style)\s*=\s*\{?\s*\\?[^,\]]*")
_SIZED = re.compile(r"\\fontsize\s*\{([^{}]*)\}")
_PART = re.compile(r"\b(?:first|last)line\s*=|\blinerange\s*=")
_SLIDE = re.compile(r"\A<\s*(\d+)\s*-?\s*>\s*")
_MOST_SLIDES = 50
_THICK = 5.0


def unseen(layout: "Layout", code: str) -> bool:
    """Whether settings give text the colour of the page, or a size that nobody can read."""
    code = _GROUND.sub("", code)
    for match in _INKED.finditer(code):
        spec = match.group("spec") or match.group("key") or ""
        if indistinct(layout.colour(spec, match.group("model") or ""), layout.palette.colour("white")):
            return True
    sizes = [points(size) for size in _SIZED.findall(code)]
    return any(size is not None and size <= 1.5 for size in sizes)


def partly_shown(layout: "Layout", options: str) -> bool:
    """Whether the options of a listing may keep some of it, or its colours all of it, from being seen."""
    style = options + layout.looks.get("listing", "")
    grounded = "backgroundcolor" in style and not re.search(r"backgroundcolor\s*=\s*\\color\{white\}", style)
    return bool(_PART.search(options)) or (not grounded and unseen(layout, style))


def driver(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """Orders to the PDF writer can change mode, colour and place of text."""
    code = unwrapped(parts[-1].latex_verbatim()) if parts and parts[-1] is not None else ""
    if _INVISIBLE.search(code):
        scope.ink.gone = HiddenHow.invisible_mode
    elif _VISIBLE.search(code):
        scope.ink.gone = None
    pushed = _PUSHED.search(code)
    numbers = (pushed.group(1) or pushed.group(2) or "") if pushed else ""
    fills = None if pushed else _FILLS.search(code)
    if fills or numbers.strip():
        scope.ink.colour = _fractions(fills.group(1) if fills else numbers)
    elif pushed and pushed.group(3):
        scope.ink.colour = layout.palette.colour(pushed.group(3))
    elif _RESTORED.search(code):
        scope.ink.colour, scope.ink.doubt = layout.palette.colour("black"), ""
    elif _TRANSFORMS.search(code):
        scope.ink.doubt = "behind an order to the PDF writer"


def _fractions(numbers: str) -> Colour | None:
    values = [float(part) for part in numbers.split() if re.fullmatch(r"\d*\.?\d+", part)]
    return from_fractions(*values) if len(values) in (1, 3, 4) else None


def running(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """Text at the head or foot of each page, if the style of the pages has it."""
    inner = replace(scope.inner(), preamble=False)
    whole = layout.whole
    if "\\pagestyle{empty}" in whole or not re.search(r"\\(?:this)?pagestyle\s*\{\s*(?:fancy|scr|my)", whole):
        inner.ink.doubt = "in a head or foot that the page style may leave out"
    layout.end_block()
    layout.nodes(parts[-1:], inner)
    layout.end_block()


def linked(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """The words of a link, in its colour."""
    inner = scope.inner()
    if layout.looks.get("links"):
        inner.ink.doubt = inner.ink.doubt or "in a link as pale as the page"
    layout.nodes(parts[-1:], inner)


def learn_links(layout: "Layout", code: str) -> None:
    """Take in the colours of links, of which only those as pale as the page matter."""
    if any(indistinct(layout.colour(spec, ""), layout.palette.colour("white")) for _, spec in _LINKS.findall(code)):
        layout.looks["links"] = "pale"


def learn_listing(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """Take in the style of all listings."""
    layout.looks["listing"] = layout.looks.get("listing", "") + ",".join(_sources(parts))


def learn_captions(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """Take in the style of all captions."""
    if unseen(layout, ",".join(_sources(parts))):
        layout.looks["captions"] = "pale"


def style(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """A look that is set for headings or theorems: told of where it cannot be seen."""
    code = ",".join(_sources(parts))
    if unseen(layout, code) and not re.search(r"\\(?:f?colorbox|filldraw|node|tcbox|rowcolor)", code):
        layout.flow.hide(code, HiddenHow.low_contrast, where=f"{layout.builder.where}, a style as pale as the page")


def ruled(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """A rule in the colour of the page covers what stands under it."""
    width, height = (unwrapped(part.latex_verbatim()) if part is not None else "" for part in parts[-2:])
    sizes = [points(width), points(height)]
    if scope.ink.conceals() is HiddenHow.low_contrast and all(size is None or size > _THICK for size in sizes):
        where = f"{layout.builder.where}, under a rule as pale as the page"
        layout.flow.hide(layout.recent or f"\\rule{{{width}}}{{{height}}}", HiddenHow.covered, where=where)


def overlaid(layout: "Layout", nodes: list[Any], index: int, scope: "Scope") -> bool:
    """Whether a command for some slides only names slides that there are not; the group behind it is set apart."""
    given = _SLIDE.match(getattr(nodes[index + 1], "chars", "") or "") if index + 1 < len(nodes) else None
    if not given or 0 < int(given.group(1)) < _MOST_SLIDES or index + 2 >= len(nodes):
        return False
    layout.hide(unwrapped(str(nodes[index + 2].latex_verbatim())), HiddenHow.conditional)
    return True


def discretionary(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """What is printed where no line is broken; the rest stands at line ends only."""
    layout.nodes(parts[2:], scope)
    for part in parts[:2]:
        said = unwrapped(part.latex_verbatim()) if part is not None else ""
        if is_prose(said):
            layout.hide(said, HiddenHow.conditional)


def lowered(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """Letters that are printed small."""
    inner = scope.inner()
    inner.small = True
    layout.nodes(parts[-1:], inner)


def _sources(parts: list[Any]) -> list[str]:
    return [str(part.latex_verbatim()) for part in parts if part is not None]
