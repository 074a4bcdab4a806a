"""`screener export`, and what the eval suite makes of it."""

from pathlib import Path

import pytest
import yaml

from evals.importing import import_folder
from screener.cli.export import export
from screener.uses.labelled import read_labelled
from screener.words.decided import DECISION
from screener.words.errors import ConfigurationError
from tests.uses.house import House
from tests.uses.test_exporting import TEXT, decided


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose data folder the command is given."""
    monkeypatch.setenv("SCREENER_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").touch()
    made = House(tmp_path / "data")
    made.master.save(tmp_path / "data" / "master.key")
    return made


def test_what_was_decided_here_becomes_a_labelled_draft(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decided(house)
    house.close()
    out = tmp_path / "out"
    export(out, tmp_path / "data", secret=False)
    told = capsys.readouterr().out
    assert "1 decided draft" in told and "in clear" in told and "eval import" in told
    [folder] = out.iterdir()
    assert {file.name for file in folder.iterdir()} == {DECISION, "draft.txt"}
    assert (folder / "draft.txt").read_text(encoding="utf-8") == TEXT
    assert {oct(p.stat().st_mode & 0o777) for p in (out, folder)} == {"0o700"}
    assert {oct(p.stat().st_mode & 0o777) for p in folder.iterdir()} == {"0o600"}
    import_folder(out, tmp_path / "labelled")
    [draft] = read_labelled(tmp_path / "labelled", "dev")
    values = yaml.safe_load((folder / DECISION).read_text(encoding="utf-8"))
    assert [s.gold.quote for s in draft.spans] == [p["quote"] for p in values["passages"]]
    with pytest.raises(ConfigurationError, match="is not empty"):
        export(out, tmp_path / "data", secret=False)


def test_with_nothing_decided_one_sentence_says_so_and_nothing_is_made(house: House, tmp_path: Path) -> None:
    house.in_review()
    house.close()
    with pytest.raises(ConfigurationError, match="No draft is decided yet"):
        export(tmp_path / "out", tmp_path / "data", secret=False)
    assert not (tmp_path / "out").exists()
