"""A file on its way in: sealed, without a name on the disk, gone with the request."""

import hashlib
import os
from pathlib import Path

import pytest

from screener.storage.arrivals import Arrivals
from screener.storage.sealed_parts import PART
from screener.storage.vault import Vault
from screener.words.errors import TooLarge, Unavailable


@pytest.fixture
def arrivals(vault: Vault, tmp_path: Path) -> Arrivals:
    return Arrivals(vault, tmp_path / "arriving")


@pytest.mark.parametrize("size", [0, 5, PART, 3 * PART + 7])
def test_a_file_is_given_back_whole_as_often_as_asked(arrivals: Arrivals, size: int) -> None:
    content = os.urandom(size)
    with arrivals.receive(content[i : i + 65_536] for i in range(0, size, 65_536)) as arrival:
        assert b"".join(arrival.chunks()) == content
        assert b"".join(arrival.chunks()) == content
        assert (arrival.size, arrival.sha256) == (size, hashlib.sha256(content).hexdigest())


def test_its_words_are_never_on_the_disk_and_its_file_has_no_name(arrivals: Arrivals, tmp_path: Path) -> None:
    with arrivals.receive([b"distinctive words " * 100_000]) as arrival:
        assert list((tmp_path / "arriving").iterdir()) == []
        assert (tmp_path / "arriving").stat().st_mode & 0o777 == 0o700
        raw = os.pread(arrival._file.fileno(), 4 * PART, 0)
        assert len(raw) > arrival.size
        assert b"distinctive" not in raw


def test_a_stream_that_breaks_off_leaves_nothing_and_is_heard(arrivals: Arrivals, tmp_path: Path) -> None:
    def stream():  # type: ignore[no-untyped-def]
        yield b"x" * PART
        raise TooLarge("The file is too large.")

    with pytest.raises(TooLarge), arrivals.receive(stream()):
        pass
    assert list((tmp_path / "arriving").iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="free some space"), Arrivals(vault, tmp_path / "file").receive([b"x"]):
        pass


def test_a_full_disk_is_told(vault: Vault) -> None:
    with pytest.raises(Unavailable, match="No space left"):
        _write_to_full(Arrivals(vault, Path("/unused")))


def _write_to_full(arrivals: Arrivals) -> None:
    with Path("/dev/full").open("wb") as full:
        arrivals._write(full, bytes(PART))
