"""Words in annotations and form fields: notes, values, options, links, and what a mark that is not shown would draw."""

import ctypes
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote_plus

import pypdfium2 as pdfium
from pypdfium2 import raw

MAX_ANNOTATIONS = 2_000
"""Annotations read on one page."""
_MAX_OPTIONS = 200
_LONGEST = 200_000
"""Bytes of one text."""
_IN_A_LINK = 4
"""Words from which the address of a link is prose."""
_IN_A_LABEL = 6
"""Words that the label of a form field may have."""
_ICONS = {raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_FILEATTACHMENT, raw.FPDF_ANNOT_SOUND}
_STRING = re.compile(r"\(((?:\\.|[^()\\])*)\)", re.S)
_SHOWN = re.compile(r"(\((?:\\.|[^()\\])*\)|\[(?:\((?:\\.|[^()\\])*\)|[^\[\]()])*\])\s*(?:TJ|Tj|'|\")", re.S)
"""Strings, alone or in a list, before the operator that draws them."""
_NOT_SHOWN = raw.FPDF_ANNOT_FLAG_INVISIBLE | raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_KEYS = (b"Contents", b"V", b"DV", b"RC", b"Subj")


def annotation_texts(page: pdfium.PdfPage) -> tuple[list[str], list[str]]:
    """The contents of notes and the values of form fields on a page, and the labels of fields; each once."""
    said: dict[str, None] = {}
    labels: dict[str, None] = {}
    for annotation in _annotations(page):
        names = {_plain(name) for name in _names(annotation, page)}
        labels |= dict.fromkeys(name for name in names if len(name.split()) <= _IN_A_LABEL)
        for text in [*_texts(annotation, page), *names]:
            if (plain := _plain(text)) and plain not in labels:
                said[plain] = None
    return list(said), [label for label in labels if label]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]{0,400}>", " ", text).split())


def _names(annotation: Any, page: pdfium.PdfPage) -> Iterator[str]:
    """What a form field is called for readers that point at it."""
    yield _wide(raw.FPDFAnnot_GetStringValue, annotation, b"TU")
    if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET and page.formenv is not None:
        yield _wide(raw.FPDFAnnot_GetFormFieldAlternateName, page.formenv.raw, annotation)


def put_icons_away(page: pdfium.PdfPage) -> None:
    """Keep the icons of notes and attached files out of renderings: a viewer's marks, which hide no text for good."""
    for annotation in _annotations(page):
        if raw.FPDFAnnot_GetSubtype(annotation) in _ICONS:
            raw.FPDFAnnot_SetFlags(annotation, raw.FPDFAnnot_GetFlags(annotation) | raw.FPDF_ANNOT_FLAG_HIDDEN)


def _annotations(page: pdfium.PdfPage) -> Iterator[Any]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            yield annotation
            raw.FPDFPage_CloseAnnot(annotation)


def _texts(annotation: Any, page: pdfium.PdfPage) -> Iterator[str]:
    for key in _KEYS:
        yield _wide(raw.FPDFAnnot_GetStringValue, annotation, key)
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_WIDGET and page.formenv is not None:
        form = page.formenv.raw
        yield _wide(raw.FPDFAnnot_GetFormFieldValue, form, annotation)
        for number in range(min(raw.FPDFAnnot_GetOptionCount(form, annotation), _MAX_OPTIONS)):
            yield _wide(raw.FPDFAnnot_GetOptionLabel, form, annotation, number)
    elif kind == raw.FPDF_ANNOT_LINK:
        address = unquote_plus(_address(annotation, page))
        yield address if len(re.findall(r"[^\W\d_]{2,}(?=\s|$)", address)) >= _IN_A_LINK else ""
    elif raw.FPDFAnnot_GetFlags(annotation) & _NOT_SHOWN:
        yield " ".join(_drawn(annotation))


def _drawn(annotation: Any) -> Iterator[str]:
    """The strings that an appearance draws, as far as they are written in plain letters."""
    stream = _wide(raw.FPDFAnnot_GetAP, annotation, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL)
    for shown in _SHOWN.findall(stream):
        for plain in _STRING.findall(shown):
            yield re.sub(r"\\(.)", r"\1", plain)


def _address(annotation: Any, page: pdfium.PdfPage) -> str:
    action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(annotation))
    if not action:
        return ""
    length = raw.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
    if not 1 < length <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, length)
    return buffer.raw[: length - 1].decode("utf-8", "replace")


def _wide(read: Callable[..., int], *arguments: Any) -> str:
    """A text in UTF-16 from a pdfium function that takes a buffer and its length in bytes last."""
    length = read(*arguments, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(min(length, _LONGEST))
    read(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), len(buffer))
    return buffer.raw[: min(length, _LONGEST) - 2].decode("utf-16-le", "replace")
