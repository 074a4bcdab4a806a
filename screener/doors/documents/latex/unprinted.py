"""Macros that keep text from the page, wholly or for some settings: phantoms, sizes, transparency, notes, conditions."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from screener.doors.documents.latex import judged
from screener.doors.documents.latex.braces import unwrapped
from screener.doors.documents.latex.definitions import is_prose
from screener.doors.documents.latex.ink import points
from screener.doors.documents.latex.judged import learn_links
from screener.doors.documents.wordlist import words
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
_SWITCH = re.compile(r"(\\not\s*)?\\(?:boolean|toggle)\s*\{([^{}]*)\}")
_PDF_FIELDS = re.compile(r"pdf(title|author|subject|keywords|creator|producer)\s*=\s*(\{[^{}]*\}|[^,{}]+)", re.I)


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
    factors = [abs(factor) for i in (0, 1) if (factor := points(source_of(parts, i))) is not None]
    inner.ink.points *= min(factors, default=1.0)
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


def _relsize(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    steps = points(source_of(parts, 0))
    scope.ink.points *= 1.0 if steps is None else 1.2 ** min(max(steps, -40.0), 40.0)


def _no_font(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    scope.ink.gone = scope.ink.gone or HiddenHow.invisible_mode


def _turned(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    """Text turned round a point far away goes there."""
    inner = scope.inner()
    lengths = [points(part.partition("=")[2]) for part in source_of(parts, 0).split(",")]
    if any(length is not None and abs(length) > _FAR for length in lengths):
        inner.ink.gone = inner.ink.gone or HiddenHow.off_page
    text(layout, parts[-1:], inner)


def _toggle_told(layout: "Layout", condition: str) -> bool | None:
    """What a condition on a switch of the document's own comes to."""
    match = _SWITCH.fullmatch(condition.strip())
    on = layout.source.definitions.toggles.get(match.group(2)) if match else None
    return None if on is None or match is None else on is not bool(match.group(1))


def _transparent(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    opacity = points(source_of(parts, -1))
    scope.ink.gone = HiddenHow.invisible_mode if opacity is not None and opacity < _FAINT else None


def _properties(layout: "Layout", parts: list[Any], scope: "Scope") -> None:
    for part in parts:
        learn_links(layout, part.latex_verbatim() if part is not None else "")
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
    equal = _EQUAL.fullmatch(source_of(parts, 0))
    told = _toggle_told(layout, source_of(parts, 0))
    if equal or told is not None:
        chosen = parts[1:2] if (equal.group(1) == equal.group(2) if equal else told) else parts[2:3]
        text(layout, chosen, scope)
        for part in parts[1:3]:
            if part is not None and part not in chosen:
                layout.hide(unwrapped(part.latex_verbatim()), HiddenHow.conditional, ordinary=told is not None)
        return
    for part in parts[1:]:
        if part is not None and is_prose(part.latex_verbatim()):
            layout.hide(unwrapped(part.latex_verbatim()), HiddenHow.conditional)
    layout.builder.note("Some conditions are decided when the document is typeset; both of their branches are shown.")
    text(layout, parts[1:], scope)


def is_spacing(text: str) -> bool:
    """Whether a phantom is so short that it only makes room, as for a sign or a number."""
    return sum(char.isalpha() for char in text) < _ROOM


RUNNING = words("lhead chead rhead lfoot cfoot rfoot fancyhead fancyfoot fancyhf ihead ohead ifoot ofoot")
LISTING_STYLES = words("lstset lstdefinestyle fvset setminted")
STYLES = words(
    "titleformat newtheoremstyle sectionfont allsectionsfont subsectionfont setkomafont addtokomafont newmdenv "
    "chapterfont everypar"
)
ASIDE = words(
    "PackageInfo PackageWarning ClassInfo ClassWarning GenericInfo GenericWarning errhelp errmessage pdfobj "
    "label nocite settowidth settoheight"
)
PREAMBLE = RUNNING | LISTING_STYLES | STYLES | {"captionsetup"}
"""Those of the macros that count where they stand before the document begins."""
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
    "vspace": _space,
    "special": judged.driver,
    "pdfliteral": judged.driver,
    "nullfont": _no_font,
    "relsize": _relsize,
    "rotatebox": _turned,
    "ifbool": _toggled,
    "rule": judged.ruled,
    "href": judged.linked,
    "hyperref": judged.linked,
    "hyperlink": judged.linked,
    "discretionary": judged.discretionary,
    "captionsetup": judged.learn_captions,
    **dict.fromkeys(words("lowercase MakeLowercase MakeTextLowercase"), judged.lowered),
    **dict.fromkeys(RUNNING, judged.running),
    **dict.fromkeys(LISTING_STYLES, judged.learn_listing),
    **dict.fromkeys(STYLES, judged.style),
    **dict.fromkeys(ASIDE, _aside),
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
