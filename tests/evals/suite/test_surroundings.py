"""Inspect takes no configuration from elsewhere and leaves nothing outside the data folder."""

import os
from pathlib import Path

import pytest

from evals.suite.surroundings import alone


def test_inspects_own_settings_are_put_aside_and_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECT_LOG_DIR", "elsewhere")
    before = dict(os.environ)
    with alone(tmp_path):
        assert not [name for name in os.environ if name.startswith("INSPECT_")]
        assert Path(os.environ["XDG_DATA_HOME"]).is_relative_to(tmp_path)
    assert dict(os.environ) == before


def test_no_env_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dotenv import load_dotenv

    (tmp_path / ".env").write_text("A_KEY_THAT_NOBODY_SET=1\n")
    monkeypatch.chdir(tmp_path)
    with alone(tmp_path / "data"):
        load_dotenv(tmp_path / ".env")
        assert "A_KEY_THAT_NOBODY_SET" not in os.environ
