"""Finds what a PDF file would do when it is opened, read or clicked: nothing of it is ever done here.

An ordinary link, a jump within the document and the turning of pages are what papers do; they are passed over. So are
links that a reader has to click, unless they start a program, run a script or send something away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from screener.doors.documents.pdf.objects import ObjectFile, Ref, Value

MOST_FOUND = 300
"""Pieces told."""
MOST_LOOKED_AT = 40_000
"""Objects looked at."""
LONGEST = 5_000
"""Characters of a script shown."""


class Sort(StrEnum):
    """What a file carries, in the words in which a reviewer is told."""

    script = "JavaScript"
    launch = "an action that starts a program or opens a file"
    sending = "an action that sends or takes in data"
    opening = "an action that opens something else by itself"
    showing = "an action that changes by itself what is shown"
    form = "a dynamic form (XFA)"
    media = "sound, film or another live object"
    file = "a file attached to a page"


_ALARMING = frozenset(Sort) - {Sort.media}
_BY_ITSELF = {
    "URI": Sort.opening,
    "GoToR": Sort.opening,
    "GoToE": Sort.opening,
    "Thread": Sort.opening,
    "SetOCGState": Sort.showing,
    "Hide": Sort.showing,
}
"""What is ordinary where a reader clicks, and not where nobody does."""
_ALWAYS = {
    "JavaScript": Sort.script,
    "Launch": Sort.launch,
    "SubmitForm": Sort.sending,
    "ImportData": Sort.sending,
    "Rendition": Sort.media,
    "Movie": Sort.media,
    "Sound": Sort.media,
    "RichMediaExecute": Sort.media,
    "GoTo3DView": Sort.media,
}
_LIVE = frozenset(["RichMedia", "Screen", "Movie", "Sound", "3D"])
_EVENTS = {"O": "on turning to", "C": "on leaving"}
_SOMETHING = re.compile(
    rb"/(?:OpenAction|AA|JS|JavaScript|Launch|SubmitForm|ImportData|Rendition|RichMedia|Movie|Sound|Screen|3D|XFA"
    rb"|FileAttachment)(?=[\0\t\n\f\r ()<>\[\]{}/%])"
)
_IN_AN_ADDRESS = re.compile(rb"[jJ][aA][vV][aA][sS][cC][rR][iI][pP][tT]:")
_ONLY_OPENING = b"/OpenAction"


@dataclass(frozen=True)
class Carried:
    """One thing that the file would do, or holds beside its pages."""

    sort: Sort
    where: str
    """For a person: 'on opening the document', 'on page 3, in a note or link'."""
    text: str
    """The script, the program, the address."""
    page: int | None = None

    @property
    def alarming(self) -> bool:
        """Whether it is more than a film in a paper."""
        return self.sort in _ALARMING


def carried_by(file: ObjectFile) -> tuple[list[Carried], bool]:
    """All that a file would do, each once, in the order document, pages, form, outline; and whether that is all."""
    found = {match.group() for match in _SOMETHING.finditer(file.plain)}
    found |= {match.group() for match in _IN_AN_ADDRESS.finditer(file.plain)}
    if not found:
        return [], True
    search = _Search(file)
    places = search.of_document() if found == {_ONLY_OPENING} else search.everything()
    each: dict[Carried, None] = {}
    for one in places:
        each[one] = None
        if len(each) == MOST_FOUND:
            return list(each), False
    return list(each), not search.is_spent


@dataclass
class _Search:
    """A walk over one file that looks at no object twice."""

    file: ObjectFile
    _left: int = MOST_LOOKED_AT
    _seen: set[int] = field(default_factory=set)

    @property
    def is_spent(self) -> bool:
        """Whether there was more to look at than is looked at."""
        return self._left <= 0

    def everything(self) -> Iterator[Carried]:
        """Document, pages, form, outline."""
        root = self.file.root()
        yield from self.of_document()
        for number, page in enumerate(self._below(root.get("Pages"), "Kids", leaves=True), start=1):
            yield from self._of_page(page, number)
        form = self.file.entries(root.get("AcroForm"))
        if form.get("XFA") is not None:
            yield Carried(Sort.form, "in the form", "Some readers show this form in place of the pages.")
        for entry in self._below({"Kids": form.get("Fields")}, "Kids"):
            yield from self._triggered(entry.get("AA"), "in a field of the form")
            yield from self._action(entry.get("A"), "in a field of the form")
        for entry in self._outline(root.get("Outlines")):
            yield from self._action(entry.get("A"), "in a bookmark")

    def of_document(self) -> Iterator[Carried]:
        """What happens on opening, closing, saving and printing."""
        root = self.file.root()
        yield from self._action(root.get("OpenAction"), "on opening the document", by_itself=True)
        yield from self._triggered(root.get("AA"), "on closing, saving or printing the document", by_itself=True)
        scripts = self.file.entries(root.get("Names")).get("JavaScript")
        for node in self._below(scripts, "Kids"):
            for action in self.file.items(node.get("Names"))[1::2]:
                yield from self._action(action, "on opening the document", by_itself=True)

    def _of_page(self, page: dict[str, Value], number: int) -> Iterator[Carried]:
        for event, action in self.file.entries(page.get("AA")).items():
            where = f"{_EVENTS.get(event, 'on')} page {number}"
            yield from self._action(action, where, page=number, by_itself=True)
        where = f"on page {number}, in a note, link or field"
        for reference in self.file.items(page.get("Annots")):
            if not self._first(reference):
                continue
            note = self.file.entries(reference)
            yield from self._action(note.get("A"), where, page=number)
            yield from self._triggered(note.get("AA"), where, page=number)
            kind = note.get("Subtype")
            if kind in _LIVE:
                yield Carried(Sort.media, f"on page {number}", self.file.text(note.get("T")) or str(kind), number)
            elif kind == "FileAttachment":
                yield Carried(Sort.file, f"on page {number}", self._file_name(note.get("FS")) or "a file", number)

    def _triggered(
        self, events: Value, where: str, page: int | None = None, *, by_itself: bool = False
    ) -> Iterator[Carried]:
        for action in self.file.entries(events).values():
            yield from self._action(action, where, page=page, by_itself=by_itself)

    def _action(
        self, action: Value, where: str, *, page: int | None = None, by_itself: bool = False
    ) -> Iterator[Carried]:
        """An action and those that follow it."""
        todo, met = [action], set[int]()
        while todo and not self.is_spent:
            one = todo.pop()
            self._left -= 1
            if isinstance(one, Ref) and one.number in met:
                continue
            met |= {one.number} if isinstance(one, Ref) else set()
            entries = self.file.entries(one)
            kind = entries.get("S")
            sort = _ALWAYS.get(str(kind)) or (_BY_ITSELF.get(str(kind)) if by_itself else None)
            said = self._said(entries)
            if "JS" in entries or said.lower().startswith("javascript:"):
                sort = Sort.script
            if sort:
                yield Carried(sort, where, said[:LONGEST] or str(kind), page)
            following = entries.get("Next")
            todo += self.file.items(following) or ([following] if following is not None else [])

    def _said(self, entries: dict[str, Value]) -> str:
        """The words of an action: its script, its address, its file with what is handed to it."""
        windows = self.file.entries(entries.get("Win"))
        said = [self.file.text(entries.get(key)) for key in ("JS", "URI")]
        said += [self._file_name(entries.get("F")), self._file_name(windows), self.file.text(windows.get("P"))]
        return " ".join(dict.fromkeys(word.strip() for word in said if word.strip()))

    def _file_name(self, value: Value) -> str:
        entries = self.file.entries(value)
        return next((name for key in ("UF", "F") if (name := self.file.text(entries.get(key)))), self.file.text(value))

    def _below(self, root: Value, kids: str, *, leaves: bool = False) -> Iterator[dict[str, Value]]:
        """The nodes of a tree in order, or only those without nodes below them."""
        todo = [root]
        while todo and not self.is_spent:
            node = todo.pop()
            if not self._first(node):
                continue
            entries = self.file.entries(node)
            below = self.file.items(entries.get(kids))
            todo += reversed(below)
            if entries and not (leaves and kids in entries):
                yield entries

    def _outline(self, root: Value) -> Iterator[dict[str, Value]]:
        todo = [self.file.entries(root).get("First")]
        while todo:
            entry = todo.pop()
            if not isinstance(entry, Ref) or not self._first(entry):
                continue
            entries = self.file.entries(entry)
            todo += [entries.get("Next"), entries.get("First")]
            yield entries

    def _first(self, value: Value) -> bool:
        """Whether this object is met for the first time, while there is room for more."""
        self._left -= 1
        if isinstance(value, Ref):
            if value.number in self._seen:
                return False
            self._seen.add(value.number)
        return not self.is_spent
