"""A disk that is full while a draft is handed in: told as such, nothing half-kept, and all works once there is room."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import pytest
from sqlalchemy import event, text

from screener.storage.arrivals import Arrivals
from tests.web.forms import CONTENT_TYPE, form
from tests.web.pages import HTML
from tests.web.test_errors import is_problem
from tests.web.test_uploading import PATH, kept, upload
from tests.web.world import World

FULL = Path("/dev/full")
"""Every write to it ends as on a disk without room."""
SIZES = pytest.mark.parametrize("size", [20, 1_900_000], ids=["small", "large"])


@contextmanager
def no_room_in_the_database(world: World) -> Iterator[None]:
    """The file of the database cannot grow any more."""
    engine = world.service.database._engine
    with world.service.database.reading() as session:
        pages = int(session.execute(text("pragma page_count")).scalar_one())

    def bounded(connection: Any, most: int = pages) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")

    def unbounded(connection: Any) -> None:
        bounded(connection, 2**32 - 2)

    event.listen(engine, "begin", bounded)
    try:
        yield
    finally:
        event.remove(engine, "begin", bounded)
        event.listen(engine, "begin", unbounded)


@SIZES
def test_a_full_disk_for_arriving_files_is_told_and_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    before, body, key = kept(world), form("a.txt", b"x" * size), {"Idempotency-Key": uuid4().hex}
    with monkeypatch.context() as full:

        def opened(_: Arrivals) -> IO[bytes]:
            return os.fdopen(os.open(FULL, os.O_RDWR), "w+b", buffering=8_192)

        full.setattr(Arrivals, "_opened", opened)
        answer = upload(world, body, **key)
        assert "free some space" in is_problem(answer, 503)["detail"]
        assert answer.headers["retry-after"]
        page = world.client.post("/upload", content=body, headers={**world.owner.changing, **CONTENT_TYPE, **HTML})
        assert page.status_code == 503 and "free some space" in page.text
        assert kept(world) == before
    assert upload(world, body, **key).status_code == 201
    assert kept(world)[0] == before[0] + 1


def test_a_full_disk_of_the_database_is_told_and_leaves_nothing(world: World) -> None:
    draft_id = upload(world, form("a.txt", b"words")).json()["id"]
    before, body, key = kept(world), form("a.txt", b"x" * 1_500_000), {"Idempotency-Key": uuid4().hex}
    with no_room_in_the_database(world):
        assert "is full; free some space" in is_problem(upload(world, body, **key), 503)["detail"]
        assert kept(world) == before
        assert world.client.get(PATH, headers=world.owner.reading).status_code == 200
        seen = world.client.get(f"{PATH}/{draft_id}/original", headers=world.owner.reading)
        assert seen.content == b"words" or is_problem(seen, 503), "a reading that cannot be noted is not given"
    assert upload(world, body, **key).status_code == 201
    assert kept(world)[0] == before[0] + 1
    answer = world.client.get("/api/v1/audit/check", headers=world.maintainer.reading)
    assert answer.json()["whole"] is True
