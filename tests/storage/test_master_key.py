"""The master key: made once with mode 0600, refused where others may read it or it is no key, and never shown."""

import base64
import threading
from pathlib import Path

import pytest

from screener.storage.master_key import MasterKey
from screener.words.errors import ConfigurationError


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "master.key"
    first = MasterKey.load(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert MasterKey.load(file).secret == first.secret
    assert [f.name for f in file.parent.iterdir()] == ["master.key"]


def test_many_that_make_it_at_once_get_the_same(tmp_path: Path) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(MasterKey.load(tmp_path / "master.key").name)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "master.key"
    MasterKey.new().save(file)
    file.chmod(mode)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        MasterKey.load(file)


@pytest.mark.parametrize("text", ["", "no base64!", base64.b64encode(bytes(16)).decode(), "\N{SNOWMAN}"])
def test_what_is_no_key_is_told_without_showing_it(tmp_path: Path, text: str) -> None:
    file = tmp_path / "master.key"
    file.write_text(text)
    file.chmod(0o600)
    for load in (lambda: MasterKey.load(file), lambda: MasterKey.load(tmp_path / "none", text)):
        with pytest.raises(ConfigurationError, match="master key") as caught:
            load()
        assert not text or text not in str(caught.value)


def test_the_environment_outweighs_the_file_and_makes_none(tmp_path: Path) -> None:
    key = MasterKey.new()
    assert MasterKey.load(tmp_path / "master.key", key.text()).name == key.name
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="cannot be written"):
        MasterKey.new().save(tmp_path / "file" / "master.key")
    with pytest.raises(ConfigurationError, match="cannot be written"):
        MasterKey.load(tmp_path / "file" / "master.key")


def test_it_does_not_show_itself() -> None:
    key = MasterKey.new()
    assert key.text() not in repr(key)
    assert repr(key.secret) not in repr(key)
