"""Pictures, shapes and text boxes in a Word document."""

from dataclasses import dataclass, replace

from screener.doors.documents.colours import NAMES, WHITE, Colour, from_hex
from screener.doors.documents.docx.look import Palette
from screener.doors.documents.docx.package import Element, Package, attribute, child, descendants, local
from screener.doors.documents.docx.placement import box_height, box_off_page, is_too_small
from screener.words.draft import HiddenHow

_SPECK = 13_000
"""English Metric Units: about one point."""


@dataclass(frozen=True)
class Box:
    """The paragraphs in a shape, and the colour of the shape behind them."""

    content: Element
    ground: Colour | None
    """None where it is a picture, a gradient or unknown."""
    see_through: bool
    too_small: bool = False
    """Too low for the paragraphs in it."""


@dataclass(frozen=True)
class Looked:
    """What one drawing holds."""

    images: int
    described: tuple[str, ...]
    """Alternative texts, which nobody sees on the page."""
    boxes: tuple[Box, ...]
    labels: tuple[str, ...]
    """Words in charts and diagrams."""
    how: HiddenHow | None
    """Why nobody sees the drawing, None where one does."""


def looked_at(element: Element, package: Package, palette: Palette, page: tuple[int, int]) -> Looked:
    """What a drawing, pict or object element holds; alternatives for old programs are left aside.

    `page` is the width and height of the page in English Metric Units.
    """
    nodes = [node for node in element.iter() if not _is_spare(node, element)]
    named = [node for node in nodes if local(node) in ("docPr", "cNvPr", "shape", "rect", "oval", "imagedata")]
    described = dict.fromkeys(
        value for node in named for key in ("descr", "alt", "title") if (value := attribute(node, key)).strip()
    )
    images = sum(1 for node in nodes if local(node) in ("blip", "imagedata", "chart", "relIds", "OLEObject"))
    boxes = tuple(_box(node, palette) for node in nodes if local(node) == "txbxContent" and not _nested(node, element))
    if len(boxes) == 1 and is_too_small(boxes[0].content, box_height(nodes)):
        boxes = (replace(boxes[0], too_small=True),)
    return Looked(images, tuple(described), boxes, tuple(_labels(nodes, package)), _unseen(nodes, page))


def _is_spare(node: Element, top: Element) -> bool:
    while node is not None and node is not top:
        if local(node) == "Fallback":
            return True
        node = node.getparent()
    return False


def _nested(node: Element, top: Element) -> bool:
    node = node.getparent()
    while node is not None and node is not top:
        if local(node) == "txbxContent":
            return True
        node = node.getparent()
    return False


def _box(content: Element, palette: Palette) -> Box:
    shape = content.getparent()
    while shape is not None and local(shape) not in ("wsp", "shape", "rect", "roundrect", "oval"):
        shape = shape.getparent()
    if shape is None:
        return Box(content, WHITE, see_through=True)
    if local(shape) != "wsp":
        colour = attribute(shape, "fillcolor").split(" ")[0].lower()
        filled = attribute(shape, "filled") not in ("f", "false")
        return Box(content, NAMES.get(colour) or from_hex(colour) or (None if colour else WHITE), not filled)
    properties = child(shape, "spPr")
    solid = child(properties, "solidFill")
    if solid is not None:
        return Box(content, palette.drawn(solid), see_through=False)
    if child(properties, "gradFill") is not None or child(properties, "blipFill") is not None:
        return Box(content, None, see_through=False)
    styled = child(shape, "style", "fillRef")
    if child(properties, "noFill") is None and styled is not None and attribute(styled, "idx") not in ("", "0"):
        return Box(content, palette.drawn(styled), see_through=False)
    return Box(content, WHITE, see_through=True)


def _unseen(nodes: list[Element], page: tuple[int, int]) -> HiddenHow | None:
    if box_off_page(nodes, page):
        return HiddenHow.off_page
    for node in nodes:
        kind = local(node)
        if kind == "docPr" and attribute(node, "hidden") in ("1", "true"):
            return HiddenHow.attribute
        if kind == "extent" and any(0 <= (_number(attribute(node, s)) or 0) < _SPECK for s in ("cx", "cy")):
            return HiddenHow.clipped
        if kind in ("shape", "rect") and "visibility:hidden" in attribute(node, "style").replace(" ", ""):
            return HiddenHow.style
    return None


def _labels(nodes: list[Element], package: Package) -> list[str]:
    relations = package.relations(package.main)
    found: list[str] = []
    for node in nodes:
        if local(node) == "textpath" and attribute(node, "on").lower() not in ("f", "false"):
            found.append(attribute(node, "string"))
        identity = attribute(node, "id") if local(node) == "chart" else attribute(node, "dm")
        if local(node) not in ("chart", "relIds") or identity not in relations:
            continue
        root = package.xml(relations[identity][1])
        for text in descendants(root, "t", "v") if root is not None else ():
            in_numbers = local(text) == "v" and local(text.getparent().getparent()) != "strCache"
            if not in_numbers and (text.text or "").strip():
                found.append(text.text)
    inside = [node for node in nodes if local(node) == "t" and "drawingml" in str(node.tag)]
    found = [text for text in found if text.strip()]
    return list(dict.fromkeys(found)) + [node.text for node in inside if (node.text or "").strip()]


def _number(value: str) -> int | None:
    value = value.strip()
    return int(value) if value.lstrip("-").isdigit() and len(value) < 15 else None
