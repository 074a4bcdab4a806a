"""Stored answers: kept between runs, private, shared by threads and processes, and never in the way of a run."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.storage.answers import StoredAnswers
from screener.words.errors import ConfigurationError


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[StoredAnswers]:
    store = StoredAnswers(tmp_path / "data" / "answers.sqlite")
    yield store
    store.close()


def test_an_answer_lasts_and_the_latest_stands(answers: StoredAnswers, tmp_path: Path) -> None:
    assert answers.get("key") is None
    answers.put("key", "first")
    answers.put("key", "second ✓")
    answers.close()
    again = StoredAnswers(tmp_path / "data" / "answers.sqlite")
    assert again.get("key") == "second ✓"
    again.close()


def test_file_and_folder_are_private(answers: StoredAnswers, tmp_path: Path) -> None:
    answers.put("key", "text")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert {f.stat().st_mode & 0o777 for f in (tmp_path / "data").iterdir()} == {0o600}


def test_two_stores_on_one_file_and_many_threads_lose_nothing(answers: StoredAnswers, tmp_path: Path) -> None:
    other = StoredAnswers(tmp_path / "data" / "answers.sqlite")

    def work(number: int) -> None:
        store = (answers, other)[number % 2]
        for i in range(20):
            store.put(f"{number}-{i}", str(i))
            assert store.get(f"{number}-{i}") == str(i)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.get(f"{n}-{i}") for n in range(6) for i in range(20)] == [str(i) for _ in range(6) for i in range(20)]
    other.close()


def test_a_file_that_is_no_store_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "answers.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(ConfigurationError, match="delete that file"):
        StoredAnswers(tmp_path / "answers.sqlite")


def test_a_folder_that_cannot_be_made_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    with pytest.raises(ConfigurationError, match="another data folder"):
        StoredAnswers(tmp_path / "data" / "answers.sqlite")


def test_an_answer_that_cannot_be_stored_does_not_end_the_run(answers: StoredAnswers) -> None:
    answers._db.execute("drop table answer")
    answers.put("key", "text")
    assert answers.get("key") is None
