"""Screenings are kept whole, for their owner alone, and only where another try would read no more."""

from pathlib import Path

import pytest

from evals.suite.kept import KeptScreenings
from screener.words.errors import ConfigurationError
from screener.words.screening import Coverage, Screening, UnreadBecause, UnreadPassage
from tests.report.example import example_screening


def unread(because: UnreadBecause) -> Screening:
    made = example_screening()
    line = UnreadPassage(passage_index=0, because=because, detail="No.")
    coverage = Coverage(passages=1, read=0, unread=(line,), characters=1, characters_read=0)
    return made.model_copy(update={"coverage": coverage})


def test_a_screening_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    kept, made = KeptScreenings(tmp_path / "kept"), unread(UnreadBecause.refused)
    assert kept.get("ab12") is None
    kept.put("ab12", made)
    assert kept.get("ab12") == made
    (file,) = (tmp_path / "kept").rglob("*.json.gz")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("because", [UnreadBecause.timed_out, UnreadBecause.unreachable, UnreadBecause.stopped])
def test_what_another_try_might_read_is_not_kept(tmp_path: Path, because: UnreadBecause) -> None:
    kept = KeptScreenings(tmp_path)
    kept.put("ab12", unread(because))
    assert kept.get("ab12") is None


def test_a_damaged_file_counts_as_none(tmp_path: Path) -> None:
    kept = KeptScreenings(tmp_path)
    kept.put("ab12", unread(UnreadBecause.refused))
    (file,) = tmp_path.rglob("*.json.gz")
    file.write_bytes(file.read_bytes()[:40])
    assert kept.get("ab12") is None


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    with pytest.raises(ConfigurationError, match="cannot be kept"):
        KeptScreenings(tmp_path / "kept").put("ab12", unread(UnreadBecause.refused))
