"""The corpus of a running service: what was approved here is found like any other case, and stands nowhere readable."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from screener.wiring.bootstrap import Rooms
from screener.wiring.case_index import CaseIndex
from screener.wiring.service_settings import ServiceSettings
from screener.wiring.settings import Settings
from screener.words.case import Case
from tests.stages.making import WordCounts, case

SECRET = "The quokka detector withholds effort on flamingo benchmarks of the third kind."
APPROVED = [case("from-here", SECRET, sensitivity="restricted", title="A heron of its own kind")]


class SmallRooms(Rooms):
    """Rooms with two shipped cases and a plain embedder."""

    def __init__(self, data: Path) -> None:
        super().__init__(Settings(data=data))
        self.__dict__["cases"] = (case("a"), case("b"))
        self.__dict__["embedder"] = WordCounts()


@pytest.fixture
def approved() -> list[Case]:
    return list(APPROVED)


@pytest.fixture
def index(tmp_path: Path, approved: list[Case]) -> Iterator[CaseIndex]:
    made = CaseIndex(SmallRooms(tmp_path), lambda: approved)
    yield made
    made.close()


def stands_in(folder: Path, words: str) -> list[str]:
    """The files below a folder in which the words stand readable."""
    return [file.name for file in folder.rglob("*") if file.is_file() and words.encode() in file.read_bytes()]


def test_words_of_an_approved_case_are_found_and_written_to_no_file(index: CaseIndex, tmp_path: Path) -> None:
    with index.open() as search:
        [[found, *_]] = search.candidates([[SECRET]], with_restricted=True)
    assert (found.entry_id, found.text) == ("from-here#p0", SECRET)
    assert found.lexical == 1.0
    assert found.similarity == pytest.approx(1.0, abs=1e-5)
    index.ask(index._closing.close)
    assert stands_in(tmp_path, "A passage that belongs to the case a"), "shipped texts are stored as before"
    for words in ("quokka", "flamingo", "heron"):
        assert stands_in(tmp_path, words) == []


def test_a_file_of_words_that_was_left_by_an_earlier_version_is_taken_away(index: CaseIndex, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    left = tmp_path / "index" / "lexical.sqlite"
    left.write_bytes(b"quokka")
    with index.open():
        assert not left.exists()


def test_a_case_that_was_stored_with_its_text_is_stored_anew_without(tmp_path: Path, approved: list[Case]) -> None:
    rooms = SmallRooms(tmp_path)
    rooms.__dict__["cases"] = (case("a"), *APPROVED)
    assert stored_as(rooms, []) == SECRET
    assert stored_as(rooms, approved) == ""


def stored_as(rooms: Rooms, approved: list[Case]) -> str:
    """The text that the vector store holds for the passage, which is found with its words all the same."""
    index = CaseIndex(rooms, lambda: approved)
    with index.open() as search:
        [[found, *_]] = search.candidates([[SECRET]], with_restricted=True)
        assert found.text == SECRET
        opened = index._opened
        assert opened
        [kept] = index.ask(lambda: opened[0]._collection.get(ids=["from-here#p0"])["documents"])
    index.close()
    return str(kept)


def test_the_words_of_a_large_corpus_are_in_memory_within_a_second(tmp_path: Path) -> None:
    from screener.doors.corpus.entries import entries_of
    from screener.doors.corpus.lexical import open_lexical

    entries = list(
        entries_of(case(f"c{n}", *(f"Passage {n} {i} " + "of many words " * 25 for i in range(5))) for n in range(400))
    )
    began = time.process_time()
    with open_lexical(None) as words:
        words.sync(entries)
    assert time.process_time() - began < 1.0
    assert list(tmp_path.iterdir()) == []


def test_a_case_server_elsewhere_must_be_reached_by_https() -> None:
    for good in ("https://chroma.example.org", "http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"):
        assert ServiceSettings(chroma_url=good).chroma_url == good
    with pytest.raises(ValidationError, match="must be reached by https"):
        ServiceSettings(chroma_url="http://chroma.example.org:8000")
