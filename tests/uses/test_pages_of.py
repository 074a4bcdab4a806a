"""Pictures of pages: few are drawn at once, and what cannot be drawn is not tried again and again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from screener.doors.documents.sandbox import Limits
from screener.uses import pages_of
from screener.uses.pages_of import DRAWN_AT_ONCE, MOST_IN_TURN, PagesOf
from screener.words.errors import NotFound, RefusedInput, Unavailable
from tests.uses.house import House


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[PagesOf]:
    house = House(tmp_path)
    yield PagesOf(house.stores, Limits())
    house.close()


class Drawer:
    """Takes the place of the sandbox; draws when it may go on."""

    def __init__(self) -> None:
        self.now = self.most = self.calls = 0
        self.go_on, self._lock = threading.Event(), threading.Lock()

    def __call__(self, untrusted: bytes, name: str, page: int, limits: Limits) -> bytes:
        del untrusted, name, page, limits
        with self._lock:
            self.now, self.calls = self.now + 1, self.calls + 1
            self.most = max(self.most, self.now)
        assert self.go_on.wait(20)
        with self._lock:
            self.now -= 1
        return b"drawn"


@contextmanager
def many_at_once(pages: PagesOf, drawer: Drawer) -> Iterator[list[Any]]:
    """As many requests as there may be in turn; what came of them is there afterwards."""
    came: list[Any] = []
    asking = [
        threading.Thread(target=lambda n=n: came.append(pages.draw(b"%PDF", "a.pdf", n + 1)))
        for n in range(MOST_IN_TURN)
    ]
    for thread in asking:
        thread.start()
    try:
        yield came
    finally:
        drawer.go_on.set()
        for thread in asking:
            thread.join(20)


def test_two_pages_are_drawn_at_once_and_few_requests_wait(pages: PagesOf, monkeypatch: pytest.MonkeyPatch) -> None:
    drawer = Drawer()
    monkeypatch.setattr(pages_of, "page_png", drawer)
    with many_at_once(pages, drawer) as came:
        while drawer.now < DRAWN_AT_ONCE or pages._in_turn._value:
            threading.Event().wait(0.01)
        with pytest.raises(Unavailable, match="Many pages"):
            pages.draw(b"%PDF", "a.pdf", 99)
    assert came == [b"drawn"] * MOST_IN_TURN
    assert (drawer.most, drawer.calls) == (DRAWN_AT_ONCE, MOST_IN_TURN)
    assert pages.draw(b"%PDF", "a.pdf", 99) == b"drawn"


def test_a_page_that_cannot_be_drawn_is_not_tried_again_for_a_while(
    pages: PagesOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def refuse(untrusted: bytes, name: str, page: int, limits: Limits) -> bytes:
        tried.append(page)
        raise RefusedInput("This page takes too long.")

    monkeypatch.setattr(pages_of, "page_png", refuse)
    for page in (1, 1, 2, 1):
        with pytest.raises(Unavailable, match="could not be drawn"):
            pages.draw(b"%PDF", "a.pdf", page)
    assert tried == [1, 2]
    monkeypatch.setattr(pages_of, "REMEMBERED_SECONDS", 0.0)
    with pytest.raises(Unavailable, match="could not be drawn"):
        pages.draw(b"%PDF", "a.pdf", 1)
    assert tried == [1, 2, 1]


def test_pages_that_no_file_has_are_not_looked_for(pages: PagesOf) -> None:
    for page in (0, -1, pages_of.MOST_PAGES + 1):
        with pytest.raises(NotFound, match="no picture"):
            pages.draw(b"%PDF", "a.pdf", page)
