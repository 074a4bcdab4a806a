"""Slow uploads keep nobody else waiting, and one that has stopped is given up."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from anyio import from_thread, to_thread

from screener.uses.submitting import Submissions, Upload
from screener.web.security import receiving
from screener.words.people import Actor
from screener.words.views import QueueRow
from tests.web.forms import CONTENT_TYPE, form
from tests.web.live import served
from tests.web.test_errors import is_problem
from tests.web.world import Someone, World

PATH = "/api/v1/drafts"


@pytest.fixture(scope="module")
def address(world: World) -> Iterator[str]:
    with served(world.app) as found:
        yield found


def begun(address: str, who: Someone) -> socket.socket:
    """An upload whose second half does not come."""
    body = form("slow.txt", b"x" * 2_000)
    host, port = address.removeprefix("http://").split(":")
    headers = {**who.changing, **CONTENT_TYPE, "Content-Length": str(len(body)), "Host": "127.0.0.1"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    connection = socket.create_connection((host, int(port)), timeout=20)
    connection.sendall(f"POST {PATH} HTTP/1.1\r\n{lines}\r\n".encode() + body[:1_000])
    return connection


def under_way(world: World, number: int) -> None:
    """Wait until so many uploads are under way."""
    end = time.monotonic() + 20
    while sum(world.app.state.berths.held.values()) != number if hasattr(world.app.state, "berths") else number:
        assert time.monotonic() < end, "uploads did not come under way, or did not end"
        time.sleep(0.02)


def test_a_person_has_few_uploads_under_way_and_others_are_not_kept_waiting(world: World, address: str) -> None:
    ada, ben = world.someone("ada"), world.someone("ben")
    with ExitStack() as open_ones:
        for _ in range(receiving.MOST_OF_A_PERSON):
            open_ones.enter_context(begun(address, ada))
        under_way(world, receiving.MOST_OF_A_PERSON)

        def sent(who: Someone) -> httpx.Response:
            headers = {**who.changing, **CONTENT_TYPE}
            return httpx.post(address + PATH, content=form("a.txt", b"words"), headers=headers, timeout=30)

        problem = is_problem(sent(ada), 429)
        assert "under way" in problem["detail"]
        assert sent(ben).status_code == 201
    under_way(world, 0)
    assert sent(ada).status_code == 201


def test_an_upload_that_stops_coming_is_given_up(world: World, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "IDLE_SECONDS", 0.3)
    with begun(address, world.owner) as connection:
        assert connection.recv(1_000).startswith(b"HTTP/1.1 400 ")
    under_way(world, 0)
    assert list((world.folder / "arriving").glob("*")) == []


def test_an_upload_holds_none_of_the_threads_that_serve_other_requests(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[float] = []
    real = Submissions.upload

    def looking(self: Submissions, actor: Actor, upload: Upload, key: str | None = None) -> QueueRow:
        held.append(from_thread.run_sync(lambda: to_thread.current_default_thread_limiter().borrowed_tokens))
        return real(self, actor, upload, key)

    monkeypatch.setattr(Submissions, "upload", looking)
    body = form("a.txt", b"words")
    assert world.client.post(PATH, content=body, headers={**world.owner.changing, **CONTENT_TYPE}).status_code == 201
    assert held == [0]
