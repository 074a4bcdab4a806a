"""What the structure of a tagged PDF says beside the page: alternatives for figures, replacements for text."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

MOST_ELEMENTS = 20_000
"""Elements of the structure looked at on one page."""
_LONGEST = 200_000
"""Bytes of one text."""


@dataclass
class Spoken:
    """Texts given for what is drawn, each once."""

    instead: list[str] = field(default_factory=list)
    """Said to replace the text as drawn."""
    about: list[str] = field(default_factory=list)
    """Descriptions of figures, expansions of abbreviations."""


def spoken_on(page: pdfium.PdfPage) -> Spoken:
    """The replacement and alternative texts in the structure of one page."""
    found = Spoken()
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return found
    count = raw.FPDF_StructTree_CountChildren(tree)
    todo = [raw.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(min(count, MOST_ELEMENTS))]
    looked = 0
    while todo and looked < MOST_ELEMENTS:
        element = todo.pop()
        looked += 1
        if not element:
            continue
        _add(found.instead, raw.FPDF_StructElement_GetActualText, element)
        _add(found.about, raw.FPDF_StructElement_GetAltText, element)
        _add(found.about, raw.FPDF_StructElement_GetExpansion, element)
        for index in range(min(raw.FPDF_StructElement_CountChildren(element), MOST_ELEMENTS)):
            todo.append(raw.FPDF_StructElement_GetChildAtIndex(element, index))
    raw.FPDF_StructTree_Close(tree)
    return found


def _add(texts: list[str], read: Callable[..., int], element: Any) -> None:
    length = read(element, None, 0)
    if length <= 2:
        return
    buffer = ctypes.create_string_buffer(min(length, _LONGEST))
    read(element, buffer, len(buffer))
    text = buffer.raw[: min(length, _LONGEST) - 2].decode("utf-16-le", "replace").strip()
    if text and text not in texts:
        texts.append(text)
