"""Text that a PDF carries beside its pages: annotations, form fields, metadata, embedded files, the outline."""

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.pdf.headings import Bookmark
from screener.words.draft import HiddenHow

MAX_ANNOTATIONS = 2_000
"""Annotations read on one page."""
MAX_BOOKMARKS = 5_000
KEYWORD_WORDS = 4
"""Words in a keyword at most."""
_ICONS = {raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_FILEATTACHMENT, raw.FPDF_ANNOT_SOUND}
_ORDINARY = {"Title", "Author", "Creator", "Producer", "CreationDate", "ModDate", "Trapped"}
_PLUMBING = {"Creator", "Producer", "CreationDate", "ModDate", "Trapped"}
_PLACEHOLDERS = {"unspecified", "anonymous", "untitled", "(unspecified)", "(anonymous)"}
_XMP = re.compile(rb"<x:xmpmeta.{0,200000}?</x:xmpmeta>", re.DOTALL)
_XMP_FIELD = re.compile(
    r"<(dc:title|dc:creator|dc:description|dc:subject|pdf:Keywords|photoshop:\w+|xmpRights:\w+)[^>]*>(.*?)</\1>",
    re.DOTALL,
)


def annotation_texts(page: pdfium.PdfPage) -> list[str]:
    """The contents of notes and the values of form fields on a page, each once."""
    said: list[str] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        for key in (b"Contents", b"V", b"DV", b"TU", b"RC"):
            text = _plain(_annotation_text(annotation, key))
            if text and text not in said:
                said.append(text)
        raw.FPDFPage_CloseAnnot(annotation)
    return said


def put_icons_away(page: pdfium.PdfPage) -> None:
    """Keep the icons of notes and attached files out of renderings: a viewer's marks, which hide no text for good."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        if raw.FPDFAnnot_GetSubtype(annotation) in _ICONS:
            raw.FPDFAnnot_SetFlags(annotation, raw.FPDFAnnot_GetFlags(annotation) | raw.FPDF_ANNOT_FLAG_HIDDEN)
        raw.FPDFPage_CloseAnnot(annotation)


def title_in_metadata(document: pdfium.PdfDocument) -> str:
    """The title that the metadata give, unless it is a program's placeholder."""
    title = document.get_metadata_value("Title").strip()
    return "" if title.lower() in _PLACEHOLDERS else title


def _keywords(key: str, value: str) -> bool:
    """Papers list their keywords in the metadata; anything longer than a few words an item is no keyword."""
    return key == "Keywords" and all(len(item.split()) <= KEYWORD_WORDS for item in re.split(r"[,;]", value))


def hide_metadata(builder: DocumentBuilder, document: pdfium.PdfDocument, untrusted: bytes) -> None:
    """Set apart the document's metadata: its information dictionary and its XMP packet."""
    seen: set[str] = set()
    for key, value in document.get_metadata_dict(skip_empty=True).items():
        if key not in _PLUMBING and value.strip().lower() not in _PLACEHOLDERS:
            seen.add(value.strip())
            builder.hide(
                value, HiddenHow.metadata, where=f"metadata, {key}", ordinary=key in _ORDINARY or _keywords(key, value)
            )
    for packet in _XMP.findall(untrusted)[:4]:
        for field, inner in _XMP_FIELD.findall(packet.decode("utf-8", "replace")):
            value = _plain(inner)
            if value and value not in seen:
                seen.add(value)
                ordinary = field in ("dc:title", "dc:creator")
                builder.hide(value, HiddenHow.metadata, where=f"XMP metadata, {field}", ordinary=ordinary)


def hide_attachments(builder: DocumentBuilder, document: pdfium.PdfDocument) -> None:
    """Name the files embedded in the document: nobody has read them."""
    count = document.count_attachments()
    for index in range(min(count, 200)):
        name = document.get_attachment(index).get_name() or f"file {index + 1}"
        builder.hide(name, HiddenHow.attachment, where="embedded files")
    if count:
        builder.note(f"The PDF carries {count} embedded file{'s' * (count > 1)}, which nobody has read.")


def outline_of(document: pdfium.PdfDocument) -> list[Bookmark]:
    """The bookmarks of the document, top level first; empty where there are none or they are broken."""
    return list(_bookmarks(document))


def _bookmarks(document: pdfium.PdfDocument) -> Iterator[Bookmark]:
    for number, mark in enumerate(document.get_toc(max_depth=6)):
        if number >= MAX_BOOKMARKS:
            return
        dest = mark.get_dest()
        page = dest.get_index() if dest else None
        yield Bookmark(mark.get_title(), mark.level + 1, -1 if page is None else page)


def _annotation_text(annotation: Any, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(min(length, 200_000))
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), len(buffer))
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]{0,400}>", " ", text).split())
