"""The store behind a real Chroma server: shared by several clients, and clear about a server that is not there."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromadb.api.client import Client

from screener.doors.corpus import entries_of
from screener.doors.corpus.served import open_served
from screener.words.case import Sensitivity
from screener.words.errors import CorpusError
from tests.stages.making import WordCounts, case

CASES = [case("a"), case("b"), case("c", sensitivity=Sensitivity.restricted)]


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port, folder = free_port(), tmp_path_factory.mktemp("chroma")
    command = [Path(sys.executable).with_name("chroma"), "run", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen([*command, "--path", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, "the Chroma server did not start"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def test_two_clients_share_one_index_and_see_each_others_changes(server: str) -> None:
    embedder = WordCounts()
    with open_served(server, embedder) as one, open_served(server, embedder) as other:
        assert one.sync(entries_of(CASES)).added == 6
        assert other.sync(entries_of(CASES)).unchanged == 6
        assert other.sync(entries_of([*CASES, case("d")])).added == 2
        assert one.count() == 8
        [hits] = one.nearest(embedder.embed([next(iter(entries_of([case("d")]))).text]), 8, with_restricted=True)
        assert {hit.case_id for hit in hits} == {"a", "b", "c", "d"}
        [open_hits] = one.nearest(embedder.embed(["a"]), 8, with_restricted=False)
        assert "c" not in {hit.case_id for hit in open_hits}


def test_what_another_process_made_anew_is_found_and_completed(server: str) -> None:
    with open_served(server, WordCounts()) as one:
        one.sync(entries_of(CASES))
        with open_served(server, WordCounts("another", dimension=64)) as other:
            assert "another" in other.sync(entries_of(CASES[:1])).rebuilt_because
        with open_served(server, WordCounts()) as back:
            back.sync(entries_of(CASES[:1]))
        [hits] = one.nearest(WordCounts().embed(["a"]), 6, with_restricted=True)
        assert {hit.case_id for hit in hits} == {"a", "b", "c"}


def test_a_server_that_is_not_there_is_a_clear_error() -> None:
    with (
        pytest.raises(CorpusError, match=r"chroma run.*service\.chroma_url"),
        open_served(f"http://127.0.0.1:{free_port()}", WordCounts()),
    ):
        pass


def test_a_collection_that_another_client_makes_at_the_same_moment_is_shared(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_served(server, WordCounts()) as one:
        one.sync(entries_of(CASES))
    listed = Client.list_collections
    told: list[str] = []

    def too_early(client: Client) -> list[Any]:
        told.append("asked")
        return [] if len(told) == 1 else list(listed(client))

    monkeypatch.setattr(Client, "list_collections", too_early)
    with open_served(server, WordCounts()) as other:
        assert other.sync(entries_of(CASES)).unchanged == 6
    assert len(told) >= 2
