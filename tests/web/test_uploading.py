import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from tests.web.forms import CONTENT_TYPE, form
from tests.web.live import served
from tests.web.test_errors import is_problem
from tests.web.world import World

PATH = "/api/v1/drafts"


@pytest.fixture(scope="module")
def address(world: World) -> Iterator[str]:
    """The application behind a socket."""
    with served(world.app) as found:
        yield found


def upload(world: World, body: Any, **headers: str) -> Any:
    return world.client.post(PATH, content=body, headers={**world.owner.changing, **CONTENT_TYPE, **headers})


def kept(world: World) -> tuple[int, int, list[str]]:
    """How many drafts and sealed parts there are, and the files that arrive."""
    with world.service.database.reading() as session:
        drafts, parts = (session.execute(text(f"select count(*) from {t}")).scalar() for t in ("drafts", "sealed"))
    return drafts, parts, [p.name for p in (world.folder / "arriving").glob("*")]


def test_what_was_uploaded_comes_back_byte_for_byte(world: World) -> None:
    content = bytes(range(256)) * 5_000
    answer = upload(world, form("dräft.bin", content, sensitivity="secret", note="Please look at §4."))
    assert answer.status_code == 201
    row = answer.json()
    assert answer.headers["location"] == f"{PATH}/{row['id']}"
    assert (row["name"], row["sensitivity"], row["size"], row["status"]) == (
        "dräft.bin",
        "secret",
        len(content),
        "queued",
    )
    original = world.client.get(f"{PATH}/{row['id']}/original", headers=world.owner.reading)
    assert original.content == content
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in original.headers["content-security-policy"]


def test_the_same_upload_with_the_same_key_is_taken_once(world: World) -> None:
    key, body = {"Idempotency-Key": uuid4().hex}, form("a.txt", b"words", note="n")
    first, second = upload(world, body, **key), upload(world, body, **key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    other = upload(world, form("a.txt", b"other words", note="n"), **key)
    is_problem(other, 409)
    stranger = world.someone("stranger")
    theirs = world.client.post(PATH, content=body, headers={**stranger.changing, **CONTENT_TYPE, **key})
    assert theirs.json()["id"] != first.json()["id"]


def test_the_same_upload_sent_twice_at_the_same_moment_is_taken_once(address: str, world: World) -> None:
    headers = {**world.owner.changing, **CONTENT_TYPE, "Idempotency-Key": uuid4().hex}
    answers: list[httpx.Response] = []

    def send() -> None:
        answers.append(httpx.post(address + PATH, content=form("a.txt", b"at once"), headers=headers, timeout=60))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = {a.json()["id"] for a in answers if a.status_code == 201}
    assert len(made) == 1
    assert {a.status_code for a in answers} <= {201, 409}


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (form("a.txt", b""), 422, "empty"),
        (form("", b"no name"), 422, "no file"),
        (form("a.txt", b"words")[:-20], 400, "boundary"),
        (b"--nothing\r\n", 400, "well-formed"),
    ],
    ids=["0 bytes", "no name", "cut off", "no form"],
)
def test_an_upload_that_is_none_is_refused_and_leaves_nothing(
    world: World, body: bytes, status: int, says: str
) -> None:
    before = kept(world)
    assert says in is_problem(upload(world, body), status)["detail"]
    assert kept(world) == before


def test_a_file_over_the_limit_is_refused_while_it_arrives_and_leaves_nothing(world: World) -> None:
    before = kept(world)
    problem = is_problem(upload(world, form("a.txt", b"x" * (2 * 2**20 + 1))), 413)
    assert "2 MiB" in problem["detail"]
    assert kept(world) == before


def test_600_mb_are_refused_at_once_where_their_length_is_told(address: str, world: World) -> None:
    before = kept(world)
    headers = {**world.owner.changing, **CONTENT_TYPE, "Content-Length": str(600 * 10**6), "Host": "127.0.0.1"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    import socket

    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(f"POST {PATH} HTTP/1.1\r\n{lines}\r\n".encode())
        answer = connection.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert kept(world) == before


def test_600_mb_of_unknown_length_are_refused_after_a_few(address: str, world: World) -> None:
    import socket

    from tests.web.forms import endless

    before, told = kept(world), list[int]()
    headers = {**world.owner.changing, **CONTENT_TYPE, "Transfer-Encoding": "chunked", "Host": "127.0.0.1"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    host, port = address.removeprefix("http://").split(":")
    answer = b""
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(f"POST {PATH} HTTP/1.1\r\n{lines}\r\n".encode())
        try:
            for piece in endless("a.txt", 600 * 2**20, told):
                connection.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            answer = connection.recv(65_536)
        except ConnectionResetError:
            answer = b""
    assert sum(told) < 40 * 2**20
    assert answer == b"" or answer.startswith(b"HTTP/1.1 413 ")
    assert kept(world) == before


def test_a_client_that_goes_away_leaves_nothing(address: str, world: World) -> None:
    import socket
    import time

    before = kept(world)
    headers = {**world.owner.changing, **CONTENT_TYPE, "Content-Length": "1000000", "Host": "127.0.0.1"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(f"POST {PATH} HTTP/1.1\r\n{lines}\r\n".encode() + form("a.txt", b"x" * 500_000)[:-30])
        time.sleep(0.3)
    time.sleep(0.5)
    assert kept(world) == before
    assert httpx.get(address + "/healthz").status_code == 200


def test_a_slow_client_keeps_nobody_from_writing(address: str, world: World) -> None:
    going_on = threading.Event()

    def slow() -> Iterator[bytes]:
        body = form("slow.txt", b"x" * 200_000)
        yield body[:100_000]
        going_on.wait(30)
        yield body[100_000:]

    answers: list[int] = []
    headers = {**world.owner.changing, **CONTENT_TYPE}
    thread = threading.Thread(
        target=lambda: answers.append(
            httpx.post(address + PATH, content=slow(), headers=headers, timeout=60).status_code
        )
    )
    thread.start()
    other = httpx.post(address + PATH, content=form("b.txt", b"words"), headers=headers, timeout=20)
    going_on.set()
    thread.join()
    assert (other.status_code, answers) == (201, [201])


def test_a_nasty_file_name_is_kept_as_harmless_text(world: World) -> None:
    for name, shown in (
        ("../../../etc/passwd", "passwd"),
        ("a\x07b\u202ec.txt", "a b c.txt"),
        ("<img src=x>", "<img src=x>"),
    ):
        answer = upload(world, form(name, b"words"))
        assert answer.json()["name"] == shown
        original = world.client.get(f"{PATH}/{answer.json()['id']}/original", headers=world.owner.reading)
        assert "\r" not in original.headers["content-disposition"]
        assert original.headers["content-disposition"].isascii()


def test_a_zip_bomb_is_taken_as_a_file_and_never_opened_by_the_web(world: World) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("main.tex", b"\0" * 200 * 2**20)
    answer = upload(world, form("bomb.zip", bomb.getvalue()))
    assert answer.status_code == 201
    assert answer.json()["size"] == len(bomb.getvalue())


def test_no_words_of_an_upload_are_readable_on_the_disk(world: World) -> None:
    marker = uuid4().hex.encode()
    assert upload(world, form(f"{marker.decode()[:16]}.txt", marker * 50_000, note=marker.decode())).status_code == 201
    world.service.database.writing()
    for file in Path(world.folder).rglob("*"):
        if file.is_file():
            assert marker not in file.read_bytes(), file.name
            assert marker[:16] not in file.read_bytes(), file.name


def test_uploads_of_one_person_are_limited(ready: Path, tmp_path: Path) -> None:
    with World(tmp_path / "data", ready / "corpus") as small:
        object.__setattr__(small.service.admission.rules, "uploads_per_hour", 3)
        statuses = [upload(small, form("a.txt", b"words")).status_code for _ in range(4)]
        assert statuses == [201, 201, 201, 429]
        problem = upload(small, form("a.txt", b"words"))
        assert int(problem.headers["retry-after"]) > 0
        is_problem(problem, 429)
