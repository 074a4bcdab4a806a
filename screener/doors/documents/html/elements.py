"""What single elements and attributes of HTML mean for a person looking at the page."""

import re
from urllib.parse import unquote_plus

from screener.doors.documents.html.sheets import Declarations
from screener.doors.documents.wordlist import words
from screener.words.draft import HiddenHow

BLOCKS = words(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form header hr html legend main menu nav p pre section summary table optgroup textarea"
)
LINES = words("br li option")
IMAGES = words("img svg canvas video object embed")
INSTEAD = words("canvas video audio object noframes iframe noembed rp datalist")
DRAWN_ELSEWHERE = words("defs symbol clippath mask marker")
"""Parts of a drawing that show only where they are used."""
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
    if "hidden" in said and declared.get("display", "none") == "none":
        return HiddenHow.attribute
    if tag == "dialog" and "open" not in said and declared.get("display", "none") == "none":
        return HiddenHow.attribute
    return None


def unseen_attributes(tag: str, said: dict[str, str]) -> list[tuple[str, HiddenHow, bool]]:
    """Texts in attributes that nobody sees on the page, how each is kept, and whether that is ordinary."""
    found = [(said[name], HiddenHow.attribute, True) for name in ("alt", "title", "summary") if said.get(name)]
    if tag != "input" or said.get("type", "").lower() == "hidden":
        found += [(said[name], HiddenHow.attribute, False) for name in ("placeholder",) if said.get(name)]
        found += [(said["value"], HiddenHow.attribute, False)] if tag == "input" and said.get("value") else []
    if said.get("aria-label") and len(said["aria-label"].split()) > 3:
        found.append((said["aria-label"], HiddenHow.attribute, True))
    spoken = (said[name] for name in sorted(said) if name.startswith("data-") or name == "aria-description")
    found += [(value, HiddenHow.attribute, True) for value in spoken if len(value.split()) > 3]
    address = unquote_plus(said.get("href", "")) if tag == "a" else ""
    if len(re.findall(r"[^\W\d_]{2,}(?=\s|$)", address)) > 3:
        found.append((address, HiddenHow.attribute, True))
    if said.get("srcdoc"):
        found.append((said["srcdoc"], HiddenHow.attachment, False))
    if tag == "meta" and said.get("content"):
        named = (said.get("name") or said.get("property", "")).lower()
        plumbing = "http-equiv" in said or named in ("viewport", "robots", "theme-color", "generator")
        if named.startswith(_META) or (len(said["content"].split()) > 3 and not plumbing):
            found.append((said["content"], HiddenHow.metadata, True))
    return found


def is_data(said: dict[str, str]) -> bool:
    """Whether a script element holds data or prose instead of a program."""
    return bool(_DATA.search(said.get("type", "")))
