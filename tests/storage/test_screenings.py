"""Finished screenings: one private folder each, whole or not at all, found by the beginning of their id."""

from pathlib import Path

import pytest

from screener.storage.screenings import StoredScreenings
from screener.words.errors import ConfigurationError

FILES = {"report.json": "{}", "report.html": "<p>", "report.md": "# é"}


@pytest.fixture
def stored(tmp_path: Path) -> StoredScreenings:
    return StoredScreenings(tmp_path / "screenings")


def test_all_files_are_kept_in_a_folder_of_their_own(stored: StoredScreenings) -> None:
    folder = stored.save("20260102-abc", FILES)
    assert {f.name: f.read_text(encoding="utf-8") for f in folder.iterdir()} == FILES
    assert [p.name for p in stored.folder.iterdir()] == ["20260102-abc"]


def test_folders_and_files_are_private(stored: StoredScreenings) -> None:
    folder = stored.save("one", FILES)
    assert [p.stat().st_mode & 0o777 for p in (stored.folder, folder)] == [0o700, 0o700]
    assert {f.stat().st_mode & 0o777 for f in folder.iterdir()} == {0o600}


def test_an_older_screening_of_that_id_is_replaced_whole(stored: StoredScreenings) -> None:
    stored.save("one", FILES)
    folder = stored.save("one", {"report.json": "[]"})
    assert [f.name for f in folder.iterdir()] == ["report.json"]
    assert [p.name for p in stored.folder.iterdir()] == ["one"]


def test_a_failure_amid_writing_leaves_what_was_there(stored: StoredScreenings) -> None:
    stored.save("one", FILES)
    with pytest.raises(ConfigurationError, match="cannot be written"):
        stored.save("one", {"report.json": "new", "no/such/folder.md": "x"})
    assert (stored.folder / "one" / "report.json").read_text() == "{}"
    assert [p.name for p in stored.folder.iterdir()] == ["one"]


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="another data folder"):
        StoredScreenings(tmp_path / "file").save("one", FILES)


def test_a_screening_is_found_by_the_beginning_of_its_id(stored: StoredScreenings) -> None:
    folder = stored.save("20260102-101500-abcdef", FILES)
    stored.save("20260103-101500-abcdef", FILES)
    assert stored.find("20260102") == folder
    assert stored.find("20260102-101500-abcdef") == folder


def test_a_whole_id_is_found_even_where_another_begins_with_it(stored: StoredScreenings) -> None:
    folder = stored.save("one", FILES)
    stored.save("one-more", FILES)
    assert stored.find("one") == folder


@pytest.mark.parametrize(
    ("asked", "says"),
    [("2026", "2 screenings"), ("nothing", "No screening"), ("../../etc", "No screening"), ("*", "2 screenings")],
)
def test_none_or_several_are_an_error(stored: StoredScreenings, asked: str, says: str) -> None:
    stored.save("20260102-a", FILES)
    stored.save("20260103-b", FILES)
    with pytest.raises(ConfigurationError, match=says):
        stored.find(asked)


def test_what_is_still_being_written_is_not_found(stored: StoredScreenings) -> None:
    half = stored.folder / ".writing-x" / "whole"
    half.mkdir(parents=True)
    (half.parent / "report.json").write_text("{}")
    with pytest.raises(ConfigurationError, match="No screening"):
        stored.find("")
