"""The sections of a document: pages too small to be seen, and headers and footers that are printed or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from screener.doors.documents.docx.package import Element, Package, attribute, child, descendants, local
from screener.words.draft import HiddenHow

_LEAST_PAGE = 400
"""Twentieths of a point: nobody reads a page of that width or height."""
_FURTHEST = 3_000
"""Twentieths of a point that a header may stand above the edge of its page; Word allows some."""
_HIGHEST = 31_680
"""Twentieths of a point: the height of the largest page."""


@dataclass
class RunningTitles:
    """Header and footer parts by what becomes of them."""

    shown: dict[str, dict[str, HiddenHow | None]] = field(default_factory=dict)
    """By 'headerReference' or 'footerReference': parts that are printed, with how they are kept out of sight."""
    kept: list[str] = field(default_factory=list)
    """Parts that the settings keep off every page."""


def sections_of(body: Element) -> Iterator[tuple[list[Element], HiddenHow | None]]:
    """What stands in each section, and how its pages hide it; a section ends where its properties stand."""
    blocks: list[Element] = []
    for block in body:
        blocks.append(block)
        properties = block if local(block) == "sectPr" else child(block, "pPr", "sectPr")
        if properties is not None:
            yield blocks, _page_hides(properties)
            blocks = []
    if blocks:
        yield blocks, None


def running_titles(package: Package, body: Element) -> RunningTitles:
    """The header and footer parts that are printed, and those that the settings keep off the page."""
    relations = package.relations(package.main)
    settings = next(iter(package.related("settings")), None)
    two_sided = child(settings, "evenAndOddHeaders") is not None
    found, kept = RunningTitles(), []
    for section in descendants(body, "sectPr"):
        for reference in section:
            kind, path = local(reference), relations.get(attribute(reference, "id"), ("", ""))[1]
            if kind not in ("headerReference", "footerReference") or not path:
                continue
            when = attribute(reference, "type")
            printed = two_sided if when == "even" else child(section, "titlePg") is not None or when != "first"
            if not printed:
                kept.append(path)
                continue
            parts, how = found.shown.setdefault(kind, {}), _margin_hides(section, kind)
            parts[path] = how if parts.get(path, how) is not None else None
    used = {path for paths in found.shown.values() for path in paths}
    found.kept = [path for path in dict.fromkeys(kept) if path not in used]
    return found


def _page_hides(properties: Element) -> HiddenHow | None:
    size = child(properties, "pgSz")
    sides = [_number(attribute(size, side)) for side in ("w", "h")]
    return HiddenHow.clipped if any(side is not None and side < _LEAST_PAGE for side in sides) else None


def _margin_hides(section: Element, kind: str) -> HiddenHow | None:
    distance = _number(attribute(child(section, "pgMar"), kind.removesuffix("Reference")))
    away = distance is not None and not -_FURTHEST < distance < _HIGHEST
    return HiddenHow.off_page if away else None


def _number(value: str) -> int | None:
    return int(value) if re.fullmatch(r"-?\d{1,9}", value) else None
