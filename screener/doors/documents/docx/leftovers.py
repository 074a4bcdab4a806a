"""Words in a Word file that no page shows: parts that nothing leads to, data, names, and forms of text not chosen."""

import re
from collections.abc import Iterator

from screener.doors.documents.builder import DocumentBuilder
from screener.doors.documents.decoding import looks_like_text
from screener.doors.documents.docx.forms import is_prose
from screener.doors.documents.docx.package import Element, Package, attribute, descendants, local
from screener.words.draft import HiddenHow
from screener.words.errors import RefusedInput

READ = "read"
"""Attribute that marks a piece of text as read; no namespace, so that it can be none of Word's."""
_MOST = 300
"""Parts that are looked at."""
_A_NAME = 5
"""Words that such a name may have."""
_LARGEST = 2**20
"""Bytes of a part that is looked at."""
_NOT_WORDS = re.compile(
    r"\.(?:rels|png|jpe?g|gif|tiff?|bmp|emf|wmf|svg|ico|wdp|odttf|ttf|bin|mp[34]|wav|xlsx|docx|pptx)$|/$|\[Content_Types\]\.xml$",
    re.I,
)
"""Endings of parts that hold no words of their own, or that another note is about."""


def list_loose_parts(builder: DocumentBuilder, package: Package) -> None:
    """Set apart the words of parts that nothing was read of: building blocks, data, files that were put in."""
    loose = [path for path in sorted(package.unread()) if not _NOT_WORDS.search(path)]
    for number, path in enumerate(loose):
        if number >= _MOST or package.size(path) > _LARGEST:
            builder.note(
                "The file holds parts that Word does not show and that are too many or too large to be listed."
            )
            continue
        text = _words_of(package, path)
        if is_prose(text):
            builder.hide(text, HiddenHow.unused_file, where=path[-80:], ordinary=True)


def list_names(builder: DocumentBuilder, root: Element) -> None:
    """Set apart the names of bookmarks that are prose."""
    for mark in descendants(root, "bookmarkStart"):
        if is_prose(name := attribute(mark, "name").replace("_", " ")):
            builder.hide(name, HiddenHow.metadata, where="name of a bookmark", ordinary=True)


def list_unread_text(builder: DocumentBuilder, roots: list[Element]) -> None:
    """Set apart text of the document that Word shows in another form, or not at all, unless that form says the same."""
    for text in builder.unsaid(_unread(roots)):
        builder.hide(text, HiddenHow.conditional, where="a form of the text that is not shown", ordinary=True)


def _unread(roots: list[Element]) -> Iterator[str]:
    """Text that was not read, paragraph by paragraph."""
    for root in roots:
        pieces: list[str] = []
        for node in root.iter():
            if local(node) == "p":
                yield from _joined(pieces)
                pieces = []
            elif local(node) in ("t", "delText") and "wordprocessingml" in node.tag and READ not in node.attrib:
                pieces.append(node.text or "")
        yield from _joined(pieces)


def _joined(pieces: list[str]) -> list[str]:
    text = "".join(pieces).strip()
    return [text] if text else []


def _words_of(package: Package, path: str) -> str:
    data = package.bytes(path)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        try:
            root = package.xml(path)
        except RefusedInput:
            root = None
        if root is not None:
            return "\n".join(_strings(root))
    return data.decode("utf-8", "replace") if looks_like_text(data) else ""


def _strings(root: Element) -> Iterator[str]:
    for node in root.iter():
        for text in (node.text, node.tail, *(value for value in node.attrib.values() if _is_sentence(value))):
            if text and text.strip():
                yield text.strip()


def _is_sentence(value: str) -> bool:
    """Whether an attribute is more than the name of a font or a style."""
    return len(value.split()) > _A_NAME and is_prose(value)
