"""What is in the data folder is for the person who runs the program, however it came to have wider modes."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from screener.storage.private import narrow
from screener.words.errors import ConfigurationError
from tests.cli import drafts
from tests.cli.installation import Installation, modes


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "screenings/one").mkdir(parents=True)
    (folder / "screenings/one/report.json").write_text("{}")
    (folder / "answers.sqlite").touch()
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    return folder


def test_wide_modes_are_narrowed_and_named(wide: Path) -> None:
    assert len(narrow(wide)) == 5
    assert set(modes(wide).values()) == {0o700, 0o600}
    assert narrow(wide) == []


def test_what_is_not_ours_is_left_alone_and_links_are_not_followed(wide: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.txt"
    theirs.touch(mode=0o644)
    theirs.chmod(0o644)
    (wide / "screenings/link").symlink_to(theirs)
    (wide / "notes.txt").write_text("mine")
    (wide / "notes.txt").chmod(0o644)
    narrow(wide)
    found = modes(wide)
    assert found["notes.txt"] == 0o644 and theirs.stat().st_mode & 0o777 == 0o644
    assert found["."] == 0o777, "a folder that holds somebody's files is theirs"
    assert found["screenings"] == 0o700 and found["answers.sqlite"] == 0o600


def test_a_mode_that_cannot_be_changed_is_refused(wide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", denied)
    with pytest.raises(ConfigurationError, match=r"Others may read .*chmod -R go="):
        narrow(wide)


def test_a_screening_narrows_an_old_data_folder_and_says_so(installed: Installation) -> None:
    for path in (installed.data, *installed.data.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    outcome = installed.run("screen", drafts.short(installed.home.parent), "--quiet")
    assert outcome.code == 0
    assert "other people on this machine could read" in outcome.says
    assert not any(mode & 0o077 for mode in modes(installed.data).values())
    assert installed.run("screen", drafts.short(installed.home.parent), "--quiet").err == ""


def test_no_command_leaves_a_memory_dump(installed: Installation) -> None:
    code = (
        "import os, resource; from screener.cli.guarded import no_memory_dumps; no_memory_dumps(); "
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True); os.abort()"
    )
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=installed.home, capture_output=True, text=True, check=False)
    assert done.stdout == ("0\n" if hard == 0 else "1\n")
    assert done.returncode == -6
    assert not list(installed.home.glob("core*"))
