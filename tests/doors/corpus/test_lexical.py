"""Search by words: rare words tell entries apart, and restricted entries stay out."""

from pathlib import Path

from screener.doors.corpus.entries import Entry
from screener.doors.corpus.lexical import open_lexical


def entry(name: str, text: str, sensitivity: str = "open") -> Entry:
    return Entry(id=name, case_id=name, text=text, sensitivity=sensitivity, sha256=text + sensitivity)


MANY = [entry(f"m{i}", f"common filler words about entry number{i}") for i in range(40)]
RARE = entry("rare", "the quokka detector needs a flamingo")


def test_the_entry_with_the_rare_words_is_nearest(tmp_path: Path) -> None:
    with open_lexical(tmp_path / "lexical.sqlite") as index:
        index.sync([*MANY, RARE])
        assert list(index.nearest("A common quokka among fillers", 5, with_restricted=True)) == ["rare"]
        assert index.distinctive("common filler quokka flamingo unheard") == ["flamingo", "quokka"]
        assert index.nearest("nothing of it is held", 5, with_restricted=True) == {}
        assert index.nearest("", 5, with_restricted=True) == {}


def test_syncing_leaves_exactly_what_is_wanted(tmp_path: Path) -> None:
    with open_lexical(tmp_path / "lexical.sqlite") as index:
        index.sync([*MANY, RARE])
        assert index.distinctive("quokka")
        index.sync([*MANY, entry("rare", "the heron detector")])
        assert not index.distinctive("quokka")
        assert list(index.nearest("heron", 5, with_restricted=True)) == ["rare"]
    with open_lexical(tmp_path / "lexical.sqlite") as index:
        assert list(index.nearest("heron", 5, with_restricted=True)) == ["rare"]


def test_restricted_entries_stay_out(tmp_path: Path) -> None:
    with open_lexical(tmp_path / "lexical.sqlite") as index:
        index.sync([*MANY, entry("rare", "the quokka detector", "restricted")])
        assert index.nearest("quokka", 5, with_restricted=False) == {}
        assert list(index.nearest("quokka", 5, with_restricted=True)) == ["rare"]


def test_words_that_look_like_a_query_are_words(tmp_path: Path) -> None:
    with open_lexical(tmp_path / "lexical.sqlite") as index:
        index.sync([*MANY, RARE])
        assert list(index.nearest('quokka" OR body NEAR( * AND -x "', 5, with_restricted=True)) == ["rare"]


def test_the_file_is_private(tmp_path: Path) -> None:
    with open_lexical(tmp_path / "lexical.sqlite"):
        assert (tmp_path / "lexical.sqlite").stat().st_mode & 0o777 == 0o600
