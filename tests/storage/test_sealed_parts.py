"""Bytes about a draft: sealed part by part, bound to their place, a hundred megabytes without several copies."""

import hashlib
import threading
import tracemalloc
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from screener.storage.sealed_parts import PART
from screener.words.errors import NotFound, Unavailable
from tests.storage.installation import Kept


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART])
def test_bytes_come_back_as_they_were_however_they_were_cut(kept_in_file: Kept, size: int) -> None:
    kept, content = kept_in_file, bytes(range(256)) * (size // 256) + bytes(size % 256)
    draft = kept.draft()
    for chunks in (content, [content[i : i + 300_000] for i in range(0, size, 300_000)], iter([b"", content, b""])):
        with kept.database.writing() as session:
            assert kept.drafts.put_bytes(session, draft.id, "original", "file", chunks) == size
        with kept.database.reading() as session:
            assert kept.drafts.get_bytes(session, draft.id, "original", "file") == content


def test_kinds_and_names_are_kept_apart(kept: Kept) -> None:
    draft = kept.draft()
    with kept.database.writing() as session:
        for kind, name, content in (("step", "b", b"1"), ("step", "a", b"2" * PART + b"!"), ("answer", "a", b"3")):
            kept.drafts.put_bytes(session, draft.id, kind, name, content)
        kept.drafts.put_bytes(session, draft.id, "step", "a", b"shorter")
        assert kept.drafts.names(session, draft.id, "step") == ["a", "b"]
        assert kept.drafts.all_bytes(session, draft.id, "step") == {"a": b"shorter", "b": b"1"}
        kept.drafts.delete_kind(session, draft.id, "step")
        assert kept.drafts.all_bytes(session, draft.id, "step") == {}
        assert kept.drafts.get_bytes(session, draft.id, "answer", "a") == b"3"
        with pytest.raises(NotFound):
            kept.drafts.get_bytes(session, draft.id, "step", "a")


@pytest.mark.parametrize(
    "tampering",
    [
        "delete from sealed where part = 2",
        "delete from sealed where part = 0",
        "update sealed set part = 7 - part",
        "update sealed set name = 'other'",
        "update sealed set kind = 'page'",
        "update sealed set bytes_sealed = (select bytes_sealed from sealed where part = 1)",
    ],
)
def test_parts_that_were_cut_off_swapped_or_moved_do_not_open(kept_in_file: Kept, tampering: str) -> None:
    kept = kept_in_file
    draft = kept.draft()
    with kept.database.writing() as session:
        kept.drafts.put_bytes(session, draft.id, "original", "file", bytes(2 * PART + 5))
        session.execute(text(tampering))
        kind, name = session.execute(text("select kind, name from sealed")).first() or ("", "")
    for read in (kept.drafts.get_bytes, lambda s, d, k, n: kept.drafts.all_bytes(s, d, k)[n]):
        with pytest.raises(Unavailable), kept.database.reading() as session:
            read(session, draft.id, kind, name)


def test_a_hundred_megabytes_go_through_without_standing_in_memory(kept_in_file: Kept) -> None:
    kept, piece, count = kept_in_file, bytes(range(256)) * 256, 1600
    draft = kept.draft()

    def stream() -> Iterator[bytes]:
        for _ in range(count):
            yield piece

    wanted, found = hashlib.sha256(), hashlib.sha256()
    for _ in range(count):
        wanted.update(piece)
    tracemalloc.start()
    with kept.database.writing() as session:
        assert kept.drafts.put_bytes(session, draft.id, "original", "file", stream()) == 100 * PART
    with kept.database.reading() as session:
        for part in kept.drafts.parts(session, draft.id, "original", "file"):
            found.update(part)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.digest() == wanted.digest()
    assert peak < 16 * PART, f"{peak / PART:.1f} MiB"


def test_a_purge_of_the_same_moment_leaves_nothing_of_what_is_being_kept(kept: Kept) -> None:
    draft, begun = kept.draft(), threading.Event()

    def purge() -> None:
        begun.wait(10)
        with kept.database.writing() as session:
            kept.drafts.purge(session, draft.id)

    purging = threading.Thread(target=purge)
    purging.start()

    def picture() -> Iterator[bytes]:
        begun.set()
        purging.join(1)  # it waits for its turn, or would be done by now
        yield b"a picture"

    with kept.database.writing() as session:
        kept.drafts.put_bytes(session, draft.id, "page", "1", picture())
    purging.join()
    with kept.database.reading() as session:
        assert session.scalar(text("select count(*) from sealed")) == 0
