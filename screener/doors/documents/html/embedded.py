"""Pages and drawings that stand inside the addresses of a page."""

import re

from selectolax.lexbor import LexborHTMLParser

from screener.doors.documents.html.rules import Declarations, read_data

_ADDRESS = re.compile(
    r"url\(\s*(?:\"(data:image/svg[^\"]*)\"|'(data:image/svg[^']*)'|(data:image/svg[^)]*))\s*\)", re.I
)
_DRAWN = ("background", "background-image", "content", "list-style", "list-style-image", "border-image-source")
_PICTURES = ("img", "image", "input")
_LETTERED = re.compile(r"<(?:\w+:)?(?:text|foreignobject)\b", re.I)
_FRAMES = {"iframe": "src", "object": "data", "embed": "src", "frame": "src"}


def framed(tag: str, said: dict[str, str]) -> str:
    """The words of a page that an element shows in a frame and holds itself; '' for none."""
    if tag not in _FRAMES:
        return ""
    address = said.get(_FRAMES[tag], "")
    page = said.get("srcdoc", "") if tag == "iframe" else ""
    if not page and re.match(r"data:(?!image/(?!svg)|video|audio|font)", address.strip(), re.I):
        page = read_data(address) or ""
    return _words(page)


def frames_another(tag: str, said: dict[str, str]) -> bool:
    """Whether an element shows a page from elsewhere in a frame."""
    address = said.get("src", "").strip().lower()
    return tag in ("iframe", "frame") and bool(address) and not address.startswith(("about:", "javascript:", "data:"))


def drawn_words(tag: str, said: dict[str, str], declared: Declarations) -> str:
    """The words in drawings that an element shows as pictures and that stand in its addresses; '' for none."""
    if tag not in _PICTURES and declared.keys().isdisjoint(_DRAWN):
        return ""
    found = [found for name in _DRAWN for parts in _ADDRESS.findall(declared.get(name, "")) for found in parts if found]
    if tag in _PICTURES:
        found += [said.get(name, "") for name in ("src", "href", "xlink:href")]
    drawings = [read_data(address) or "" for address in found if address.lower().startswith("data:image/svg")]
    return " ".join(_words(drawing) for drawing in drawings if _LETTERED.search(drawing)).strip()


def _words(page: str) -> str:
    if not page.strip():
        return ""
    tree = LexborHTMLParser(page)
    for node in tree.css("script,style"):
        node.decompose()
    return " ".join((tree.root.text(separator=" ") if tree.root else "").split())
