"""Tells bold and italic faces by their names, as the files give them."""

import ctypes
import re
from dataclasses import dataclass, field
from typing import Any

from pypdfium2 import raw

_BOLD = re.compile(
    r"bold|black|heavy|semib|demi|-medi|^(cm|sf|ec|la|t1)?[a-z]{0,3}bx|^cmb\d|^cmssbx|cmbsy|cmmib|TB$|TZ$|-bd|,b$",
    re.IGNORECASE,
)
_ITALIC = re.compile(r"ital|obli|slant|^(cm|sf|ec)(ti|sl|bxti|bxsl)|medi?ita|-it$|TI$|TZ$|RegItal", re.IGNORECASE)
_FORCE_BOLD = 1 << 18


@dataclass(frozen=True)
class Font:
    """One face, by what its name says."""

    name: str
    bold: bool
    italic: bool


@dataclass
class FontBook:
    """The fonts of one document, each looked up once."""

    _known: dict[int, Font] = field(default_factory=dict)

    def of(self, text_object: Any) -> Font:
        """The face a pdfium text object is set in."""
        handle = raw.FPDFTextObj_GetFont(text_object)
        address = ctypes.cast(handle, ctypes.c_void_p).value or 0
        if address not in self._known:
            self._known[address] = _face(handle)
        return self._known[address]


def _face(handle: Any) -> Font:
    if not handle:
        return Font("", bold=False, italic=False)
    buffer = ctypes.create_string_buffer(256)
    length = raw.FPDFFont_GetBaseFontName(handle, buffer, 256)
    name = buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")
    name = name.split("+", 1)[-1]
    forced = bool(raw.FPDFFont_GetFlags(handle) & _FORCE_BOLD)
    return Font(name, bold=forced or bool(_BOLD.search(name)), italic=bool(_ITALIC.search(name)))
