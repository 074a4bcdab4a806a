"""The zip file behind a Word document: its parts, and which part refers to which."""

import posixpath
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from screener.doors.documents.archives import opened_zip, zip_entry
from screener.words.errors import RefusedInput

Element = Any
"""An lxml element; the library carries no types."""

_MOST_XML = 48 * 2**20
"""Bytes of one part; as a tree it takes about twenty times as much memory."""
DEEPEST = 240
"""Levels of nesting within a part; Word's own stay below 100."""


@lru_cache(maxsize=2048)
def _bare(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def local(element: Element) -> str:
    """An element's name without its namespace (Word has two for everything); empty for comments and the like."""
    tag = element.tag
    return _bare(tag) if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its name without namespace; empty where it is missing."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if _bare(key) == name:
            return str(value)
    return ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant reached by these names, one level each; None where there is none."""
    for name in path:
        element = next((c for c in element if local(c) == name), None) if element is not None else None
    return element


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """All descendants with one of these names, in order."""
    return (e for e in element.iter() if local(e) in names)


def text_of(element: Element) -> str:
    """All text below an element, shown or not."""
    return "".join(text.text or "" for text in descendants(element, "t"))


class Package:
    """The parts of one Word file; each XML part is parsed once, without entities, network or DTD."""

    def __init__(self, untrusted: bytes, name: str) -> None:
        self.name = name
        self._zip = opened_zip(untrusted, name)
        self.paths = frozenset(self._zip.namelist())
        # Programs differ in which of two they show, and take names that differ in case for the same.
        if len({path.casefold() for path in self.paths}) < len(self._zip.namelist()):
            raise RefusedInput(f"'{name}' holds two parts of one name, which Word never does; save it again from Word.")
        self._parsed: dict[str, Element | None] = {}
        mains = [path for kind, path in self.relations("").values() if kind == "officeDocument"]
        self.main = next((path for path in mains if path in self.paths), "word/document.xml")
        """The part that holds the text."""

    def xml(self, path: str) -> Element | None:
        """The root element of a part, None where it is missing; raises RefusedInput where it is not sound XML."""
        if path not in self.paths:
            return None
        if path not in self._parsed:
            self._parsed[path] = self._parse(path)
        return self._parsed[path]

    def unread(self) -> frozenset[str]:
        """The parts that nobody has asked for."""
        return self.paths - self._parsed.keys()

    def size(self, path: str) -> int:
        """Bytes of a part, unpacked."""
        return self._zip.getinfo(path).file_size

    def bytes(self, path: str) -> bytes:
        """A part as it stands."""
        return zip_entry(self._zip, path, self.name)

    def relations(self, path: str) -> dict[str, tuple[str, str]]:
        """By identity: the last word of the relation's type, and the part it leads to ('' outside the file)."""
        folder, file = posixpath.split(path)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = {}
        for relation in root if root is not None else ():
            kind = attribute(relation, "Type").rsplit("/", 1)[-1]
            target = attribute(relation, "Target")
            inside = attribute(relation, "TargetMode") != "External"
            joined = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") if inside else ""
            found[attribute(relation, "Id")] = (kind, joined)
        return found

    def related(self, kind: str) -> list[Element]:
        """The root elements of the parts of one kind that the main part refers to."""
        paths = dict.fromkeys(path for seen, path in self.relations(self.main).values() if seen == kind)
        roots = (self.xml(path) for path in paths)
        return [root for root in roots if root is not None]

    def _parse(self, path: str) -> Element:
        content = zip_entry(self._zip, path, self.name)
        if len(content) > _MOST_XML:
            raise RefusedInput(f"'{self.name}' holds a part of more than {_MOST_XML // 2**20} MiB; split the document.")
        # Word never writes a document type; entities are refused outright instead of being left out of the text.
        if b"<!DOCTYPE" in content or "<!DOCTYPE".encode("utf-16-le") in content or b"<!ENTITY" in content:
            raise RefusedInput(f"'{self.name}' declares XML entities, which Word never does; save it again from Word.")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise RefusedInput(
                f"'{self.name}' is damaged: '{path}' inside it is not sound XML; save it again from Word."
            ) from None
        if root.getroottree().docinfo.doctype:
            raise RefusedInput(f"'{self.name}' declares an XML document type, which Word never does; save it again.")
        return root
