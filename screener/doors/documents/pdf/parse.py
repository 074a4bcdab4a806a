"""Makes a `Document` of a PDF file."""

from importlib.metadata import version

import pypdfium2 as pdfium
from pypdfium2 import raw

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.pdf.annotations import put_icons_away
from screener.doors.documents.pdf.claims import Compared
from screener.doors.documents.pdf.edges import set_edges_apart
from screener.doors.documents.pdf.extras import (
    hide_actions,
    hide_attachments,
    hide_bookmarks,
    hide_metadata,
    objects_of,
    outline_of,
    title_in_metadata,
)
from screener.doors.documents.pdf.flow import mark_notes, mended
from screener.doors.documents.pdf.fonts import FontBook
from screener.doors.documents.pdf.headings import body_size, headings_of, text_of, title_of
from screener.doors.documents.pdf.joining import Vocabulary
from screener.doors.documents.pdf.objects import Value
from screener.doors.documents.pdf.page import PageContent, read_page
from screener.doors.documents.pdf.pagetree import leaves_of, tell_unread_pages, unit_of
from screener.doors.documents.pdf.strings import list_strings, tell_doubts
from screener.doors.documents.pdf.writing import Writer
from screener.words.counting import counted
from screener.words.draft import Document, Format, HiddenHow
from screener.words.errors import RefusedInput

MAX_PAGES = 2_000
MAX_BYTES = 200_000_000
_BELIED = "where the text layer disagrees with what is drawn"
_TAIL = 4_096
"""Bytes at the end of a file in which its end marker must stand."""


def parse(untrusted: bytes, name: str) -> Document:
    """The document in a PDF file called `name`.

    Raises RefusedInput where the file is no PDF, is damaged or cut short, needs a password, has no pages, or exceeds
    a limit.
    """
    document = _opened(untrusted, name)
    try:
        builder = DocumentBuilder(Format.pdf, where="the file")
        file = objects_of(document)
        hide_metadata(builder, document, file)
        hide_attachments(builder, document)
        hide_actions(builder, file)
        builder.begin_pages()
        leaves = leaves_of(file) if file is not None else []
        contents = _read(document, builder, leaves)
        _write(builder, contents, document)
        tell_unread_pages(builder, leaves, len(document))
        if file is not None:
            list_strings(builder, file)
            tell_doubts(builder, file)
        return builder.build(f"pdf (pypdfium2 {version('pypdfium2')})")
    finally:
        document.close()


def _opened(untrusted: bytes, name: str) -> pdfium.PdfDocument:
    if len(untrusted) > MAX_BYTES:
        raise RefusedInput(f"{name} is larger than {MAX_BYTES // 1_000_000} MB; export it with smaller figures.")
    if b"%PDF-" not in untrusted[:1024]:
        raise RefusedInput(f"{name} is not a PDF file; upload a PDF, or the file in its own format.")
    if b"%%EOF" not in untrusted[-_TAIL:]:
        raise RefusedInput(f"{name} is cut short (its end is missing); export or download it again.")
    try:
        document = pdfium.PdfDocument(untrusted)
    except pdfium.PdfiumError as fault:
        if getattr(fault, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise RefusedInput(f"{name} needs a password to open; upload a copy without one.") from fault
        raise RefusedInput(f"{name} is damaged or has no pages and cannot be opened; export it again.") from fault
    count = len(document)
    if 0 < count <= MAX_PAGES:
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()  # before any page is loaded: fields may inherit their values
        return document
    document.close()
    if not count:
        raise RefusedInput(f"{name} has no pages; export it again.")
    raise RefusedInput(f"{name} has {count} pages, more than the limit of {MAX_PAGES}; split it and upload the parts.")


def _read(document: pdfium.PdfDocument, builder: DocumentBuilder, leaves: list[dict[str, Value]]) -> list[PageContent]:
    contents: list[PageContent] = []
    compared = Compared()
    for number in range(len(document)):
        try:
            page = document[number]
            put_icons_away(page)
            before = contents[-1].layout if contents else None
            contents.append(read_page(page, FontBook(), number, before, compared, unit_of(leaves, number)))
            page.close()
        except pdfium.PdfiumError:
            builder.note(f"Page {number + 1} is damaged and could not be opened; nobody has read it.")
            contents.append(PageContent(scanned=True))
    return contents


def _write(builder: DocumentBuilder, contents: list[PageContent], document: pdfium.PdfDocument) -> None:
    set_edges_apart([content.paragraphs for content in contents], [content.height for content in contents])
    paragraphs = [paragraph for content in contents for paragraph in content.paragraphs]
    body = body_size(paragraphs)
    title = title_of(paragraphs, body)
    bookmarks = outline_of(document)
    headings = headings_of(paragraphs, title, bookmarks)
    hide_bookmarks(builder, bookmarks, (line.text for p in paragraphs for line in p.lines))
    builder.title = " ".join(text_of(p) for p in title) or title_in_metadata(document)
    mark_notes(paragraphs, body, headings)
    writer = Writer(builder, headings, Vocabulary(line for p in paragraphs for line in p.lines))
    flow = mended(paragraphs, headings)
    following = iter([*flow[1:], None])
    position = 0
    for number, content in enumerate(contents):
        builder.where = f"page {number + 1}"
        _set_apart(builder, content)
        while position < len(flow) and flow[position].page == number:
            writer.write(flow[position], next(following))
            position += 1
        builder.end_page(scanned=content.scanned or content.unread)
    _note(builder, contents)


def _set_apart(builder: DocumentBuilder, content: PageContent) -> None:
    for secret in content.secrets:
        # Only letters that are drawn as others are hidden in another way than those that have a name.
        where = f"{builder.where}, {_BELIED}" if secret.how is HiddenHow.false_letters else ""
        builder.hide(secret.text, secret.how, where=where, ordinary=not secret.alarming)
    for remark in content.remarks:
        builder.hide(remark, HiddenHow.annotation)
    for words in content.described:
        builder.hide(words, HiddenHow.attribute, ordinary=True)
    builder.image(content.figures)


def _note(builder: DocumentBuilder, contents: list[PageContent]) -> None:
    """Tell the reviewer what was left out or may be wrong, with the pages."""
    for condition, sentence in (
        ("scanned", "{} pictures without readable text: nobody has read what they say."),
        ("ocr", "{} a scan with a text layer: the words are those of the layer and may differ from the picture."),
        ("line_numbers", "{} numbered line by line in the margin; those numbers were left out."),
        ("overprinted", "{} printed with words on other words: what cannot be told apart there was read as text."),
        ("cut_short", "{} drawn with more shapes than are looked at: the figures may be miscounted."),
    ):
        pages = [number + 1 for number, content in enumerate(contents) if getattr(content, condition)]
        if pages:
            builder.note(sentence.format(_named(pages)))
    for number, content in enumerate(contents):
        if content.belied:
            builder.note(
                f"On page {number + 1} the text layer disagrees with what is drawn ({content.belied} letters): "
                "nobody has read what the page shows there."
            )
    unmapped = sum(content.unmapped for content in contents)
    if unmapped:
        builder.note(
            f"Without naming a character for it, the file draws {counted(unmapped, 'sign')}, which could not be read."
        )


def _named(pages: list[int]) -> str:
    shown = ", ".join(str(page) for page in pages[:20]) + (" and more" if len(pages) > 20 else "")
    return f"Page {shown} is" if len(pages) == 1 else f"Pages {shown} are"
