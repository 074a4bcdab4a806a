"""Word documents (.docx): what a person sees on the page, and what the file keeps from them."""

from dataclasses import replace

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.colours import WHITE, Colour, from_hex
from screener.doors.documents.docx.forms import is_prose
from screener.doors.documents.docx.leftovers import list_loose_parts, list_names, list_unread_text
from screener.doors.documents.docx.look import Palette
from screener.doors.documents.docx.numbering import Numbering
from screener.doors.documents.docx.package import Element, Package, attribute, child, descendants, local
from screener.doors.documents.docx.placement import page_size
from screener.doors.documents.docx.sections import running_titles, sections_of
from screener.doors.documents.docx.styles import Styles
from screener.doors.documents.docx.walk import Place, Story, Walk
from screener.doors.documents.flow import Flow
from screener.words.draft import Document, Format, HiddenHow
from screener.words.errors import RefusedInput

PARSER = "docx 1 (lxml)"
_PROPERTIES = (
    "title",
    "subject",
    "creator",
    "keywords",
    "description",
    "category",
    "lastModifiedBy",
    "contentStatus",
    "Company",
    "Manager",
    "HyperlinkBase",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def parse(untrusted: bytes, name: str) -> Document:
    """A Word document; raises RefusedInput for one that is damaged, protected or not Word."""
    if untrusted.startswith(_OLE):
        raise RefusedInput(f"'{name}' is protected by a password or of the old .doc kind; save it as a plain .docx.")
    package = Package(untrusted, name)
    root = package.xml(package.main)
    body = child(root, "body")
    if body is None:
        raise RefusedInput(f"'{name}' holds no Word document; save it again as .docx or PDF.")
    builder = DocumentBuilder(Format.docx, where="paragraph 1")
    story = _story(package, Flow(builder))
    try:
        _pour(story, package, root, body)
    except RecursionError:
        raise RefusedInput(f"'{name}' nests its tables or boxes too deeply to be read; simplify them.") from None
    builder.title = builder.title or story.titled
    return builder.build(PARSER)


def _story(package: Package, flow: Flow) -> Story:
    def first(kind: str) -> Element | None:
        return next(iter(package.related(kind)), None)

    palette = Palette(first("theme"), first("settings"))
    notes = {}
    for kind in ("footnote", "endnote"):
        for part in package.related(f"{kind}s"):
            for note in part:
                if local(note) == kind and attribute(note, "type") in ("", "normal"):
                    notes[(f"{kind}Reference", attribute(note, "id"))] = note
    return Story(package, flow, palette, Styles(palette, first("styles")), Numbering(first("numbering")), notes)


def _pour(story: Story, package: Package, root: Element, body: Element) -> None:
    builder, flow = story.flow.builder, story.flow
    place = Place(ground=_page_colour(package, root))
    story.page = page_size(body)
    _document_properties(builder, package)
    _variables(builder, package)
    titles = running_titles(package, body)
    for kind in ("headerReference", "footerReference"):
        if kind == "footerReference":
            _body(story, body, place)
        for path, how in titles.shown.get(kind, {}).items():
            part = package.xml(path)
            if part is not None:
                Walk(story, path.rsplit("/", 1)[-1]).story_of(part, replace(place, how=how))
    _separators(story, package, place)
    flow.close()
    for path in titles.kept:
        _hide_part(builder, package, path)
    for key, note in story.notes.items():
        if key not in story.seen_notes:
            builder.hide(
                _words(note),
                HiddenHow.unused_file,
                where=f"an unused {key[0].removesuffix('Reference')}",
                ordinary=True,
            )
    _comments(builder, package)
    list_unread_text(builder, [root])
    list_names(builder, root)
    list_loose_parts(builder, package)
    _filled(story)
    if any("/embeddings/" in path or path.endswith("vbaProject.bin") for path in package.paths):
        builder.note("Files embedded in the document were not read.")


def _body(story: Story, body: Element, place: Place) -> None:
    walk = Walk(story, "")
    for blocks, how in sections_of(body):
        walk.blocks(blocks, replace(place, how=how))


def _separators(story: Story, package: Package, place: Place) -> None:
    """Words that Word prints above the notes of each page that has some."""
    noted = any(kind == "footnoteReference" for kind, _ in story.seen_notes)
    for part in package.related("footnotes"):
        for note in part:
            if local(note) != "footnote" or attribute(note, "type") in ("", "normal") or not _words(note):
                continue
            if noted and attribute(note, "type") == "separator":
                Walk(story, "the line above the footnotes").story_of(note, place)
            else:
                story.flow.builder.hide(_words(note), HiddenHow.unused_file, where="footnotes", ordinary=True)


def _filled(story: Story) -> None:
    """Say where Word may fill a control with other words than it holds."""
    if any(is_prose(text) for text in story.flow.builder.unsaid(story.bound, shown=False)):
        story.flow.builder.note(
            "A control of the document shows what a data part of the file holds, which may be other words than were read."
        )


def _page_colour(package: Package, root: Element) -> Colour:
    background = child(root, "background")
    settings = next(iter(package.related("settings")), None)
    if background is None or child(settings, "displayBackgroundShape") is None:
        return WHITE
    return from_hex(attribute(background, "color")) or WHITE


def _document_properties(builder: DocumentBuilder, package: Package) -> None:
    for kind, path in package.relations("").values():
        if kind not in ("core-properties", "extended-properties", "custom-properties"):
            continue
        root = package.xml(path)
        for entry in root if root is not None else ():
            text = _words(entry)
            if local(entry) == "title" and not builder.title:
                builder.title = text
            if local(entry) in _PROPERTIES or kind == "custom-properties" or is_prose(text):
                builder.hide(text, HiddenHow.metadata, where=f"document property '{local(entry)[:60]}'", ordinary=True)


def _variables(builder: DocumentBuilder, package: Package) -> None:
    """Values that macros keep in a document's settings."""
    for settings in package.related("settings"):
        for variable in descendants(settings, "docVar"):
            name = attribute(variable, "name")[:60]
            builder.hide(attribute(variable, "val"), HiddenHow.metadata, where=f"variable '{name}'", ordinary=True)


def _hide_part(builder: DocumentBuilder, package: Package, path: str) -> None:
    root = package.xml(path)
    if root is not None:
        builder.hide(_words(root), HiddenHow.conditional, where=path.rsplit("/", 1)[-1], ordinary=True)


def _comments(builder: DocumentBuilder, package: Package) -> None:
    for root in package.related("comments"):
        for number, comment in enumerate(root, 1):
            builder.hide(_words(comment), HiddenHow.comment, where=f"comment {number}")


def _words(element: Element) -> str:
    """All text below an element, its paragraphs on lines of their own."""
    pieces: list[str] = []
    for node in element.iter():
        if local(node) == "p" and pieces:
            pieces.append("\n")
        pieces.append(node.text or "")
    return "".join(pieces).strip()
