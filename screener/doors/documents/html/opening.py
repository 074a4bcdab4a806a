"""The breaks, marks and words that stand where an element of a page begins."""

import re

from selectolax.lexbor import LexborNode

from screener.doors.documents.flow import Flow
from screener.doors.documents.html.elements import BLOCKS, LINES, typed_in
from screener.doors.documents.html.generated import mark
from screener.doors.documents.html.place import Leave, Place
from screener.doors.documents.html.rules import Declarations

_HEADING = re.compile(r"h([1-6])")


class Opening:
    """Sets breaks and marks before elements, and keeps count of the items of lists."""

    def __init__(self, flow: Flow, counters: dict[str, Declarations]) -> None:
        self.flow, self._counters = flow, counters
        self._numbers: list[int | None] = []
        self._items: list[int] = []
        self._mark = ""

    def take_mark(self) -> str:
        """The mark that waits for the first words of an item, once."""
        waiting, self._mark = self._mark, ""
        return waiting

    def open(self, node: LexborNode, tag: str, said: dict[str, str], place: Place) -> Leave:
        """Set breaks and marks before an element; returns what to do after it."""
        if heading := _HEADING.fullmatch(tag):
            self.flow.begin_heading(int(heading.group(1)))
            return self.flow.end_heading
        if tag in ("ul", "ol"):
            return self._list(tag, said, place)
        if tag in BLOCKS:
            pause = self.flow.line if place.cramped else self.flow.block
            pause()
            if tag in ("optgroup", "textarea"):
                self._field(node, tag, said, place)
            return pause
        if tag in LINES:
            return self._line(tag, said, place)
        if tag == "tr":
            self.flow.row()
        elif tag in ("td", "th") and _follows_a_cell(node):
            self.flow.tab()
        elif tag == "input":
            self.flow.put(typed_in(tag, said), place.look.conceals())
        return nothing

    def _line(self, tag: str, said: dict[str, str], place: Place) -> Leave:
        self.flow.line()
        if tag == "li" and place.look.conceals() is None:
            self._mark = self._next_mark(place.mark)
        if tag == "option" and said.get("label"):
            self.flow.put(said["label"] + " ", place.look.conceals())
        return self.flow.line if tag != "br" else nothing

    def _field(self, node: LexborNode, tag: str, said: dict[str, str], place: Place) -> None:
        words = said.get("label", "") if tag == "optgroup" else "" if node.text().strip() else typed_in(tag, said)
        self.flow.put(words, place.look.conceals())
        self.flow.line()

    def _list(self, tag: str, said: dict[str, str], place: Place) -> Leave:
        pause = self.flow.line if self._numbers or place.cramped else self.flow.block
        first = int(said["start"]) if re.fullmatch(r"\d{1,6}", said.get("start", "")) else 1
        self._numbers.append(first if tag == "ol" else None)
        self._items.append(0)
        pause()

        def leave() -> None:
            self._numbers.pop()
            self._items.pop()
            pause()

        return leave

    def _next_mark(self, kind: str) -> str:
        if self._items:
            self._items[-1] += 1
        number = self._numbers[-1] if self._numbers else None
        if number is not None:
            self._numbers[-1] = number + 1
        worded = mark(kind, self._counters, self._items[-1] if self._items else 1) if kind else ""
        return worded + " " if worded else "• " if number is None else f"{number}. "


def nothing() -> None:
    """Leave an inline element."""


def _follows_a_cell(node: LexborNode) -> bool:
    before = node.prev
    while before is not None:
        if before.tag in ("td", "th"):
            return True
        before = before.prev
    return False
