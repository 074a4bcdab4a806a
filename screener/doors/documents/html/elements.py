"""What single elements and attributes of HTML mean for a person looking at the page."""

import re
from urllib.parse import unquote_plus

from screener.doors.documents.html.embedded import framed
from screener.doors.documents.html.rules import Declarations
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

BLOCKS = words(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form header hr html legend main menu nav p pre section summary table optgroup textarea"
)
LINES = words("br li option")
IMAGES = words("img svg canvas video object embed")
INSTEAD = words("canvas video audio object noframes iframe noembed rp datalist progress meter")
DRAWN_ELSEWHERE = words("defs symbol")
"""Parts of a drawing that show only where they are used."""
STENCILS = words("clippath mask marker pattern")
"""Parts of a drawing that show only where a style names them."""
SHAPES = words("rect path circle ellipse polygon image use")
_LETTERED = words("text tspan textpath g svg a")
"""Elements whose content shows only where the thing itself cannot, or never."""
SILENT = words("style link base track source param col colgroup")
_PAINTED = ("fill", "opacity", "fill-opacity", "visibility", "display", "font-size", "transform")
"""Attributes of drawings that are style."""
_EXPLAINING = words("annotation annotation-xml desc metadata")
_DATA = re.compile(r"json|text/(?!javascript|ecmascript|jscript|babel)|plain", re.I)
_META = ("description", "keywords", "author", "abstract", "subject", "title", "twitter:", "og:", "citation_", "dc.")


def presentational(tag: str, said: dict[str, str]) -> Declarations:
    """The style that old attributes such as `color`, `bgcolor` and `text` stand for."""
    found: Declarations = {}
    if tag == "font" and "color" in said:
        found["color"] = said["color"]
    if tag == "body" and "text" in said:
        found["color"] = said["text"]
    if said.get("mathcolor"):
        found["color"] = said["mathcolor"]
    if said.get("mathbackground"):
        found["background-color"] = said["mathbackground"]
    if said.get("mathsize"):
        found["font-size"] = said["mathsize"]
    if "bgcolor" in said:
        found["background-color"] = said["bgcolor"]
    if "background" in said and tag in ("body", "table", "td", "th"):
        found["background-image"] = "url()"
    if tag in _LETTERED:
        found |= {name: said[name] for name in _PAINTED if name in said}
    if tag in ("pre", "textarea", "xmp", "listing"):
        found["white-space"] = "pre"
    return found


def set_aside(tag: str, said: dict[str, str], declared: Declarations) -> HiddenHow | None:
    """Why a browser does not show an element, by its kind and attributes; None where it does."""
    if tag in INSTEAD:
        return HiddenHow.conditional
    if tag in _EXPLAINING:
        return HiddenHow.metadata
    if tag == "mphantom":
        return HiddenHow.phantom
    shut = "hidden" in said or "popover" in said or (tag == "dialog" and "open" not in said)
    return HiddenHow.attribute if shut and declared.get("display", "none") == "none" else None


def set_aside_in_drawings(
    tag: str, said: dict[str, str], uses: bool, names: frozenset[str], pointed_at: frozenset[str]
) -> HiddenHow | None:
    """Why a part of a drawing does not show: nothing of the page uses it, or it runs along a path that is not there.

    `uses` says whether the page uses parts by their names at all, `names` are those that it gives, and `pointed_at` those
    that its style draws in.
    """
    stencil = tag in STENCILS and said.get("id", "") not in pointed_at
    astray = tag == "textpath" and said.get("href", said.get("xlink:href", "#")).removeprefix("#") not in names
    return HiddenHow.conditional if stencil or (tag in DRAWN_ELSEWHERE and not uses) or astray else None


def unseen_attributes(tag: str, said: dict[str, str]) -> list[tuple[str, HiddenHow, bool]]:
    """Texts in attributes that nobody sees on the page, how each is kept, and whether that is ordinary."""
    found = [(said[name], HiddenHow.attribute, True) for name in ("alt", "title", "summary") if said.get(name)]
    if tag not in ("input", "textarea") and said.get("placeholder"):
        found.append((said["placeholder"], HiddenHow.attribute, False))
    if tag == "input" and said.get("type", "").lower() == "hidden" and said.get("value"):
        found.append((said["value"], HiddenHow.attribute, False))
    if said.get("aria-label") and len(said["aria-label"].split()) > 3:
        found.append((said["aria-label"], HiddenHow.attribute, True))
    spoken = (said[name] for name in sorted(said) if name.startswith("data-") or name == "aria-description")
    found += [(value, HiddenHow.attribute, True) for value in spoken if len(value.split()) > 3]
    address = unquote_plus(said.get("href", "")) if tag == "a" else ""
    if len(re.findall(r"[^\W\d_]{2,}(?=\s|$)", address)) > 3:
        found.append((address, HiddenHow.attribute, True))
    if said.get("srcdoc"):
        found.append((said["srcdoc"], HiddenHow.attachment, False))
    elif inner := framed(tag, said):
        found.append((inner, HiddenHow.attachment, False))
    if tag == "meta" and said.get("content"):
        named = (said.get("name") or said.get("property", "")).lower()
        plumbing = "http-equiv" in said or named in ("viewport", "robots", "theme-color", "generator")
        if named.startswith(_META) or (len(said["content"].split()) > 3 and not plumbing):
            found.append((said["content"], HiddenHow.metadata, True))
    return found


def typed_in(tag: str, said: dict[str, str]) -> str:
    """The words that a field shows: what stands in it, or the hint that stands there until somebody writes; '' for none."""
    kind = said.get("type", "text").lower()
    if tag == "input" and kind not in _FIELDS:
        return ""
    if tag == "input" and (said.get("value") or kind in ("submit", "button", "reset")):
        return said.get("value", "")
    return said.get("placeholder", "")


_FIELDS = words("text search submit button reset email url tel password number") | {""}


def is_data(said: dict[str, str]) -> bool:
    """Whether a script element holds data or prose instead of a program."""
    return bool(_DATA.search(said.get("type", "")))
