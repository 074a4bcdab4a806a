"""A purge destroys: no word of a draft is on the disk, and what was sealed cannot be opened, with the master key at hand."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import select, text

from screener.storage.database import Database
from screener.storage.master_key import MasterKey
from screener.storage.tables import DraftRow, SealedRow
from screener.storage.vault import Vault
from screener.words.errors import Purged
from screener.words.submission import DraftStatus
from tests.postgres import server
from tests.storage.installation import Kept, impression, screening

WORDS = ("quokkasalamander", "zirkonfledermaus", "tapirologenkongress")
"""In the file and its report; in what people said; in names."""


def a_judged_draft(kept: Kept) -> str:
    """A draft with distinctive words everywhere that words of a draft can be."""
    draft = kept.screened(f"{WORDS[2]}.pdf")
    with kept.database.writing() as session:
        kept.drafts.put_bytes(
            session, draft.id, "original", "file", (f"{WORDS[0]} {i} ".encode() * 500 for i in range(200))
        )
        for number in range(30):
            kept.drafts.put_bytes(session, draft.id, "step", f"{number:04}", f"{WORDS[0]} step {number}".encode() * 50)
        report = screening().model_dump()
        report["draft"]["title"] = WORDS[0]
        kept.drafts.record_screening(session, draft.id, screening().model_validate(report), 2)
        kept.idempotency.remember(session, kept.author.id, WORDS[2], "request", draft.id)
    kept.judged(draft, WORDS[1])
    kept.move(draft.id, DraftStatus.in_review, DraftStatus.decided, detail=WORDS[2])
    return draft.id


def files_with(folder: Path, needles: Iterable[bytes]) -> list[str]:
    """Which files below a folder hold any of these bytes."""
    needles = list(needles)
    found = []
    for file in folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        found += [f"{file.name}: {needle[:24]!r}" for needle in needles if needle in content]
    return found


def every_spelling() -> list[bytes]:
    """The words as bytes in the encodings that files have."""
    return [word.encode(code) for word in WORDS for code in ("utf-8", "utf-16-le")]


def test_the_search_finds_words_that_are_not_sealed(kept_in_file: Kept, sqlite_file: Path) -> None:
    with kept_in_file.database.writing() as session:
        kept_in_file.people.add(session, email="x@example.org", name=WORDS[0], role=kept_in_file.author.role)
    assert files_with(sqlite_file.parent, every_spelling())


def test_no_word_of_a_draft_is_on_the_disk_before_or_after_a_purge(sqlite_file: Path, sqlite: Database) -> None:
    master = MasterKey.load(sqlite_file.parent / "master.key")  # deliberately beside the database
    kept = Kept(sqlite, Vault(master))
    draft_id = a_judged_draft(kept)
    assert files_with(sqlite_file.parent, every_spelling()) == []
    with sqlite.writing() as session:
        kept.drafts.purge(session, draft_id)
    assert files_with(sqlite_file.parent, every_spelling()) == []


def sealed_bytes(database: Database, draft_id: str) -> list[bytes]:
    """Stretches from the middle of everything sealed about a draft, and of its wrapped key."""
    with database.reading() as session:
        row = session.execute(select(DraftRow).where(DraftRow.id == draft_id)).scalar_one()
        sealed = list(session.scalars(select(SealedRow.bytes_sealed).where(SealedRow.draft_id == draft_id)))
        for table, column in (("verdicts", "reason_sealed"), ("decisions", "words_sealed"), ("letters", "text_sealed")):
            sealed += session.scalars(text(f"select {column} from {table} where draft_id = :d"), {"d": draft_id})
        sealed += [row.wrapped_key or b"", row.name_sealed or b""]
    return [bytes(one)[len(one) // 2 : len(one) // 2 + 16] for one in sealed]


def test_of_what_was_sealed_and_of_its_key_not_a_trace_stays_in_the_files_of_sqlite(
    kept_in_file: Kept, sqlite_file: Path
) -> None:
    draft_id = a_judged_draft(kept_in_file)
    traces = sealed_bytes(kept_in_file.database, draft_id)
    assert len(traces) > 30
    assert files_with(sqlite_file.parent, traces)
    with kept_in_file.database.writing() as session:
        kept_in_file.drafts.purge(session, draft_id)
    assert files_with(sqlite_file.parent, traces) == []
    assert (sqlite_file.parent / "service.sqlite-wal").stat().st_size == 0


def test_a_reader_in_the_way_only_delays_it(kept_in_file: Kept, sqlite_file: Path) -> None:
    draft_id = a_judged_draft(kept_in_file)
    traces = sealed_bytes(kept_in_file.database, draft_id)
    reader = sqlite3.connect(sqlite_file, isolation_level=None)
    reader.execute("begin")
    reader.execute("select count(*) from drafts").fetchone()
    with kept_in_file.database.writing() as session:
        kept_in_file.drafts.purge(session, draft_id)
    assert files_with(sqlite_file.parent, traces)
    reader.execute("rollback")
    with kept_in_file.database.writing() as session:
        session.execute(text("select 1"))
    assert files_with(sqlite_file.parent, traces) == []
    reader.close()


def test_a_sweep_that_a_crash_prevented_is_made_up_for_at_the_next_start(sqlite_file: Path, kept_in_file: Kept) -> None:
    draft_id = a_judged_draft(kept_in_file)
    traces = sealed_bytes(kept_in_file.database, draft_id)
    hold = sqlite3.connect(sqlite_file)  # keeps the write-ahead file from being removed at closing
    hold.execute("select count(*) from drafts").fetchone()
    hold.rollback()
    kept_in_file.database._sweep = lambda: None  # type: ignore[method-assign]  # the process dies after the commit
    with kept_in_file.database.writing() as session:
        kept_in_file.drafts.purge(session, draft_id)
    assert files_with(sqlite_file.parent, traces)
    again = Database(f"sqlite:///{sqlite_file}")
    again.migrate()
    assert files_with(sqlite_file.parent, traces) == []
    again.close()
    hold.close()


def test_no_word_of_a_draft_is_in_any_file_of_postgres(postgres: Database, vault: Vault) -> None:
    kept = Kept(postgres, vault)
    draft_id = a_judged_draft(kept)
    with postgres.writing() as session:
        kept.drafts.purge(session, draft_id)
        session.execute(text("select pg_switch_wal()"))
    with postgres.reading() as session:
        assert session.execute(text("select count(*) from sealed")).scalar() == 0
    server().stop()  # everything is written out
    try:
        assert files_with(server().folder, every_spelling()) == []
    finally:
        server().start()


def test_what_was_sealed_cannot_be_opened_any_more_and_the_row_and_its_history_remain(kept: Kept) -> None:
    draft_id = a_judged_draft(kept)
    with kept.database.reading() as session:
        stolen = session.scalars(select(SealedRow.bytes_sealed).where(SealedRow.draft_id == draft_id)).all()
        before = kept.reviews.history(session, draft_id)
    with kept.database.writing() as session:
        kept.drafts.purge(session, draft_id)
    with kept.database.reading() as session:
        row = session.execute(select(DraftRow).where(DraftRow.id == draft_id)).scalar_one()
        assert (row.wrapped_key, row.name_sealed, row.status_detail_sealed) == (None, None, None)
        told = kept.drafts.get(session, draft_id)
        assert (told.status, told.name, told.status_detail) == (DraftStatus.purged, "", "")
        assert told.flags > 0
        assert kept.reviews.history(session, draft_id)[: len(before)] == before
        for listed in (kept.reviews.impressions, kept.reviews.verdicts, kept.reviews.added_flags, kept.reviews.letters):
            with pytest.raises(Purged):
                listed(session, draft_id)
        assert kept.idempotency.seen(session, kept.author.id, WORDS[2], "request") is None
    assert len(stolen) > 30


def test_other_drafts_are_left_alone(kept: Kept) -> None:
    purged, other = a_judged_draft(kept), kept.screened("other.pdf")
    with kept.database.writing() as session:
        kept.drafts.put_bytes(session, other.id, "original", "file", b"content")
        kept.reviews.add_impression(session, impression(other.id, kept.reviewer.id, "stays"))
        kept.drafts.purge(session, purged)
    with kept.database.reading() as session:
        assert kept.drafts.get(session, other.id).name == "other.pdf"
        assert kept.drafts.get_bytes(session, other.id, "original", "file") == b"content"
        assert kept.drafts.screening(session, other.id).id == other.screening_id
        assert [i.note for i in kept.reviews.impressions(session, other.id)] == ["stays"]
