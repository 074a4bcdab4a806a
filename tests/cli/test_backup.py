"""`screener backup`, `restore` and `rotate-key`, as the person at the keyboard meets them."""

from pathlib import Path

import pytest

from screener.cli import backup as commands
from screener.cli.guarded import data_folder_taken
from screener.storage.database import Database
from screener.storage.master_key import MasterKey
from screener.storage.people import People
from screener.storage.rotation import check_master_key
from screener.storage.vault import Vault
from screener.words.errors import ConfigurationError, Unavailable
from screener.words.people import Role


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a service with one account."""
    monkeypatch.setenv("SCREENER_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").touch()
    folder = tmp_path / "data"
    MasterKey.load(folder / "master.key")
    database = Database(f"sqlite:///{folder / 'service.sqlite'}")
    database.migrate()
    with database.writing() as session:
        People().add(session, email="ada@example.org", name="Ada", role=Role.maintainer)
    database.close()
    return folder


def names(data: Path) -> list[str]:
    database = Database(f"sqlite:///{data / 'service.sqlite'}")
    check_master_key(database, Vault(MasterKey.read(data / "master.key")))
    with database.reading() as session:
        found = [person.name for person in People().list(session)]
    database.close()
    return found


def test_a_service_is_copied_and_brought_back(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands.backup(tmp_path / "b.zip", data, with_key=False)
    told = capsys.readouterr().out
    assert "0 drafts, 0 decisions, 1 account" in told
    assert f"It needs the master key '{MasterKey.read(data / 'master.key').name}', which is not in it" in told
    other = tmp_path / "other"
    with pytest.raises(ConfigurationError, match="neither in it nor here"):
        commands.restore(tmp_path / "b.zip", other)
    MasterKey.read(data / "master.key").save(other / "master.key")
    commands.restore(tmp_path / "b.zip", other)
    assert "Restored 0 drafts" in capsys.readouterr().out
    assert names(other) == ["Ada"]


def test_with_the_key_one_file_is_enough_and_that_is_said(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.backup(tmp_path / "b.zip", data, with_key=True)
    assert "whoever has this file can read every draft" in capsys.readouterr().out
    commands.restore(tmp_path / "b.zip", tmp_path / "other")
    assert names(tmp_path / "other") == ["Ada"]


def test_a_folder_without_a_service_is_told_and_nothing_is_made_there(data: Path, tmp_path: Path) -> None:
    for command in (lambda d: commands.backup(tmp_path / "b.zip", d, with_key=False), commands.rotate_key):
        with pytest.raises(ConfigurationError, match="name the data folder of the service"):
            command(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()
    (data / "service.sqlite").unlink()
    with pytest.raises(Unavailable):
        commands.backup(tmp_path / "b.zip", data, with_key=False)


def test_the_master_key_is_changed_and_the_old_one_kept(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands.backup(data.parent / "before.zip", data, with_key=False)
    old = MasterKey.read(data / "master.key")
    commands.rotate_key(data)
    assert f"The old key is in {data / f'master.key.{old.name}'}" in capsys.readouterr().out
    assert MasterKey.read(data / "master.key").name != old.name
    assert names(data) == ["Ada"]


def test_the_master_key_is_not_changed_under_a_service_that_runs(data: Path) -> None:
    old = MasterKey.read(data / "master.key")
    with data_folder_taken(data), pytest.raises(ConfigurationError, match="A service runs"):
        commands.rotate_key(data)
    assert MasterKey.read(data / "master.key").name == old.name and not (data / "master.key.next").exists()


def test_a_key_from_the_environment_is_not_changed_here(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCREENER_SERVICE__MASTER_KEY", MasterKey.new().text())
    with pytest.raises(ConfigurationError, match="comes from the environment"):
        commands.rotate_key(data)
