"""The vector store: it holds exactly the given entries, filters by who may see, and is owned by one process."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from screener.doors.corpus import chroma, entries_of, store
from screener.doors.corpus.store import Synced, open_store
from screener.words.errors import CorpusError
from tests.stages.making import WordCounts, case

CASES = [case("a"), case("b"), case("c")]
OTHER_PROCESS = """
import sys
from pathlib import Path
from screener.doors.corpus import entries_of
from screener.doors.corpus.store import open_store
from tests.stages.making import WordCounts, case
with open_store(Path(sys.argv[1]), WordCounts()) as opened:
    print(opened.sync(entries_of([case("a"), case("d")])))
"""


def test_syncing_adds_changes_and_removes_only_what_differs(tmp_path: Path) -> None:
    embedder = WordCounts()
    with open_store(tmp_path / "chroma", embedder) as opened:
        assert opened.sync(entries_of(CASES)) == Synced(added=6, changed=0, removed=0, unchanged=0)
        embedder.seen.clear()
        changed = [case("a"), case("b", summary="Another summary."), case("d")]
        assert opened.sync(entries_of(changed)) == Synced(added=2, changed=1, removed=2, unchanged=3)
        assert len(embedder.seen) == 3
        assert opened.count() == 6
        assert opened.sync(entries_of(changed)) == Synced(added=0, changed=0, removed=0, unchanged=6)
        assert len(embedder.seen) == 3


def test_the_store_lasts_and_another_embedder_makes_it_anew(tmp_path: Path) -> None:
    with open_store(tmp_path / "chroma", WordCounts()) as opened:
        opened.sync(entries_of(CASES))
    with open_store(tmp_path / "chroma", WordCounts()) as opened:
        assert opened.sync(entries_of(CASES)).unchanged == 6
    with open_store(tmp_path / "chroma", WordCounts("another", dimension=64)) as opened:
        synced = opened.sync(entries_of(CASES))
    assert (synced.added, synced.unchanged) == (6, 0)
    assert "word-counts" in synced.rebuilt_because
    assert "another" in synced.rebuilt_because


def test_similarity_is_the_cosine_and_the_best_comes_first(tmp_path: Path) -> None:
    embedder = WordCounts()
    entries = list(entries_of(CASES))
    with open_store(tmp_path / "chroma", embedder) as opened:
        opened.sync(entries)
        [hits] = opened.nearest(embedder.embed([entries[2].text]), 6, with_restricted=True)
        assert opened.nearest(embedder.embed([]), 3, with_restricted=True) == []
    assert hits[0].entry_id == entries[2].id
    assert hits[0].similarity == pytest.approx(1.0, abs=1e-5)
    expected = embedder.embed([h.text for h in hits]) @ embedder.embed([entries[2].text])[0]
    assert [h.similarity for h in hits] == pytest.approx(expected.tolist(), abs=1e-5)


def test_restricted_entries_never_come_back_to_somebody_who_may_not_see_them(tmp_path: Path) -> None:
    embedder = WordCounts()
    closed = [case(f"r{i}", sensitivity="restricted") for i in range(30)]
    entries = list(entries_of([*closed, case("open-one")]))
    with open_store(tmp_path / "chroma", embedder) as opened:
        opened.sync(entries)
        vectors = embedder.embed([e.text for e in entries if e.case_id != "open-one"])
        rows = opened.nearest(vectors, 10, with_restricted=False)
        assert {hit.case_id for row in rows for hit in row} == {"open-one"}
        assert {hit.case_id for hit in opened.nearest(vectors[:1], 3, with_restricted=True)[0]} != {"open-one"}


def test_a_case_that_becomes_restricted_is_hidden_from_then_on(tmp_path: Path) -> None:
    embedder = WordCounts()
    with open_store(tmp_path / "chroma", embedder) as opened:
        opened.sync(entries_of(CASES))
        opened.sync(entries_of([case("a", sensitivity="restricted"), *CASES[1:]]))
        [row] = opened.nearest(embedder.embed(["The case a"]), 10, with_restricted=False)
    assert {hit.case_id for hit in row} == {"b", "c"}


def test_what_another_process_wrote_is_seen(tmp_path: Path) -> None:
    embedder = WordCounts()
    with open_store(tmp_path / "chroma", embedder) as opened:
        opened.sync(entries_of(CASES))
    said = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, str(tmp_path / "chroma")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert "added=2, changed=0, removed=4, unchanged=2" in said.stdout
    with open_store(tmp_path / "chroma", embedder) as opened:
        [row] = opened.nearest(embedder.embed(["The case d"]), 10, with_restricted=False)
    assert {hit.case_id for hit in row} == {"a", "d"}


def test_a_store_in_use_is_waited_for_and_then_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_LOCK_SECONDS", 0.2)
    says: list[str] = []

    def second() -> None:
        try:
            with open_store(tmp_path / "chroma", WordCounts()):
                says.append("opened")
        except CorpusError as error:
            says.append(str(error))

    with open_store(tmp_path / "chroma", WordCounts()):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(20)
    assert len(says) == 1
    assert "Another screener process" in says[0]
    second()
    assert says[1] == "opened"


def test_a_database_that_is_none_is_made_anew_with_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with open_store(tmp_path / "chroma", WordCounts()) as opened:
        opened.sync(entries_of(CASES))
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"not a database" * 500)
    with open_store(tmp_path / "chroma", WordCounts()) as opened:
        synced = opened.sync(entries_of(CASES))
        assert opened.count() == 6
    assert synced.added == 6
    assert "damaged" in synced.rebuilt_because
    assert "made anew" in caplog.text


def test_a_full_disk_is_no_damage_and_deletes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path / "chroma", WordCounts()) as opened:
        opened.sync(entries_of(CASES))

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with open_store(tmp_path / "chroma", WordCounts()) as opened:
        monkeypatch.setattr(chroma, "put", full)
        with pytest.raises(CorpusError, match="disk is full"):
            opened.sync(entries_of([*CASES, case("d")]))
        assert opened.count() == 6


def test_what_stays_broken_is_an_error_that_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def broken(*_: object) -> None:
        tried.append(_)
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(chroma, "put", broken)
    says = r"chroma .*delete that folder and run 'screener corpus index'"
    with pytest.raises(CorpusError, match=says), open_store(tmp_path / "chroma", WordCounts()) as opened:
        opened.sync(entries_of(CASES))
    assert len(tried) == 2


def test_a_second_opening_compares_nothing_and_sees_cases_that_were_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = WordCounts()
    with open_store(tmp_path / "chroma", embedder) as opened:
        opened.sync(entries_of(CASES))
    compared: list[object] = []
    held = chroma.held
    monkeypatch.setattr(chroma, "held", lambda collection: compared.append(collection) or held(collection))
    with open_store(tmp_path / "chroma", embedder) as opened:
        assert opened.sync(entries_of(CASES)) == Synced(added=0, changed=0, removed=0, unchanged=6)
        assert not compared
        assert opened.sync(entries_of([*CASES, case("d")])).added == 2
    with open_store(tmp_path / "chroma", embedder) as opened:
        assert opened.sync(entries_of(CASES)).removed == 2
    assert len(compared) == 2
    shutil.rmtree(tmp_path / "chroma")
    (tmp_path / "chroma.seal").unlink()
    with open_store(tmp_path / "chroma", embedder) as opened:
        assert opened.sync(entries_of(CASES)).added == 6


def test_a_folder_that_vanished_is_filled_again_though_its_seal_is_there(tmp_path: Path) -> None:
    with open_store(tmp_path / "chroma", WordCounts()) as opened:
        opened.sync(entries_of(CASES))
    shutil.rmtree(tmp_path / "chroma")
    with open_store(tmp_path / "chroma", WordCounts()) as opened:
        assert opened.sync(entries_of(CASES)).added == 6
        assert opened.count() == 6


def test_what_goes_wrong_while_the_store_is_open_keeps_its_own_name(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="of somebody else"), open_store(tmp_path / "chroma", WordCounts()):
        raise OSError("of somebody else")
    with open_store(tmp_path / "chroma", WordCounts()) as opened:
        assert opened.count() == 0


def test_the_folder_is_private(tmp_path: Path) -> None:
    with open_store(tmp_path / "chroma", WordCounts()):
        assert (tmp_path / "chroma").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "chroma.lock").stat().st_mode & 0o777 == 0o600


def test_a_book_s_worth_of_queries_is_answered(tmp_path: Path) -> None:
    embedder = WordCounts()
    many = [case(f"case-{i}") for i in range(30)]
    with open_store(tmp_path / "chroma", embedder) as opened:
        opened.sync(entries_of(many))
        vectors = embedder.embed([f"The case case-{i % 30}" for i in range(1_000)])
        rows = opened.nearest(vectors, 24, with_restricted=False)
    assert [len(row) for row in rows] == [24] * 1_000
    assert [[h.entry_id for h in row] for row in rows[960:990]] == [[h.entry_id for h in row] for row in rows[:30]]
