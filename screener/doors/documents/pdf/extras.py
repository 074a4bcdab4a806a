"""Text that a PDF carries beside its pages: metadata, embedded files, the outline, and what it would do by itself."""

from collections.abc import Iterable, Iterator

import pypdfium2 as pdfium

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.pdf.actions import Sort, carried_by
from screener.doors.documents.pdf.headings import Bookmark
from screener.doors.documents.pdf.objects import ObjectFile
from screener.doors.documents.pdf.xmp import KEYWORD_WORDS, are_keywords, hide_xmp
from screener.words.draft import HiddenHow

MAX_BOOKMARKS = 5_000
MOST_PLACES = 8
"""Places named in one note."""
_ORDINARY = {"Title", "Author", "Creator", "Producer", "CreationDate", "ModDate", "Trapped"}
_PLUMBING = {"Creator", "Producer", "CreationDate", "ModDate", "Trapped"}
_PLACEHOLDERS = {"unspecified", "anonymous", "untitled", "(unspecified)", "(anonymous)"}


def title_in_metadata(document: pdfium.PdfDocument) -> str:
    """The title that the metadata give, unless it is a program's placeholder."""
    title = document.get_metadata_value("Title").strip()
    return "" if title.lower() in _PLACEHOLDERS else title


def hide_metadata(builder: DocumentBuilder, document: pdfium.PdfDocument, file: ObjectFile | None) -> None:
    """Set apart the document's metadata: its information dictionary and its XMP packets."""
    seen: set[str] = set()
    for key, value in document.get_metadata_dict(skip_empty=True).items():
        if key not in _PLUMBING and value.strip().lower() not in _PLACEHOLDERS:
            seen.add(value.strip())
            builder.hide(
                value,
                HiddenHow.metadata,
                where=f"metadata, {key}",
                ordinary=key in _ORDINARY or are_keywords(key, value),
            )
    if file is not None:
        hide_xmp(builder, file, seen)


def hide_attachments(builder: DocumentBuilder, document: pdfium.PdfDocument) -> None:
    """Name the files embedded in the document: nobody has read them."""
    count = document.count_attachments()
    for index in range(min(count, 200)):
        attached = document.get_attachment(index)
        builder.hide(attached.get_name() or f"file {index + 1}", HiddenHow.attachment, where="embedded files")
        builder.hide(_described(attached), HiddenHow.attachment, where="description of an embedded file")
    if count:
        builder.note(f"The PDF carries {count} embedded file{'s' * (count > 1)}, which nobody has read.")


def objects_of(document: pdfium.PdfDocument) -> ObjectFile | None:
    """The objects of the document; None where it cannot be written out."""
    try:
        return ObjectFile.of(document)
    except pdfium.PdfiumError:
        return None


def hide_actions(builder: DocumentBuilder, file: ObjectFile | None) -> None:
    """Set apart scripts, programs to be started and the like, and say where they stand; nothing of them is done."""
    if file is None:
        builder.note("Nobody could look what this PDF would do when it is opened; do not open it in another program.")
        return
    carried, complete = carried_by(file)
    places: dict[Sort, dict[str, None]] = {}
    for one in carried:
        places.setdefault(one.sort, {})[one.where] = None
        if one.alarming:
            how = HiddenHow.attachment if one.sort is Sort.file else HiddenHow.other
            builder.hide(one.text, how, where=f"{one.sort}, {one.where}", page=one.page)
    for sort, where in places.items():
        shown = "; ".join(list(where)[:MOST_PLACES]) + ("; and elsewhere" if len(where) > MOST_PLACES else "")
        builder.note(f"The PDF carries {sort} ({shown}); it was neither run nor judged.")
    if not complete:
        builder.note("The PDF carries more scripts, actions or notes than are looked at; look at the file itself.")
    if file.root().get("Collection") is not None:
        builder.note("The PDF is a portfolio: some readers show its embedded files in place of these pages.")


def hide_bookmarks(builder: DocumentBuilder, bookmarks: list[Bookmark], lines: Iterable[str]) -> None:
    """Set apart bookmarks that are prose and say what no line of the document does."""
    prose = [mark.title for mark in bookmarks if len(mark.title.split()) > KEYWORD_WORDS]
    if not prose:
        return
    said = _letters(" ".join(lines))
    for title in prose:
        if _letters(title) not in said:
            builder.hide(title, HiddenHow.metadata, where="bookmarks", ordinary=True)


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _described(attached: pdfium.PdfAttachment) -> str:
    return str(attached.get_str_value("Desc")) if attached.has_key("Desc") else ""


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
