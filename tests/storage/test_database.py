"""One database of either kind: transactions, what a fault becomes, and coming back after an outage."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from screener.storage.database import Database
from screener.storage.master_key import MasterKey
from screener.storage.people import People
from screener.storage.vault import Vault
from screener.words.errors import ConfigurationError, Conflict, Invalid, NotFound, Unavailable
from screener.words.people import Role
from tests.postgres import server
from tests.storage.installation import Kept


def test_what_a_transaction_wrote_is_kept_and_what_raised_is_undone(kept: Kept) -> None:
    with kept.database.writing() as session:
        new = kept.people.add(session, email="new@example.org", name="New", role=Role.author)
    with pytest.raises(RuntimeError, match="amid"), kept.database.writing() as session:
        kept.people.change(session, new.id, name="Renamed")
        raise RuntimeError("amid writing")
    with kept.database.reading() as session:
        assert kept.people.get(session, new.id).name == "New"


def test_a_reader_sees_one_moment_throughout(kept: Kept) -> None:
    with kept.database.reading() as session:
        before = len(kept.people.list(session))
        with kept.database.writing() as other:
            kept.people.add(other, email="later@example.org", name="Later", role=Role.author)
        assert len(kept.people.list(session)) == before
    with kept.database.reading() as session:
        assert len(kept.people.list(session)) == before + 1


def test_a_rule_of_the_tables_that_is_broken_becomes_a_conflict_without_values(kept: Kept) -> None:
    with pytest.raises(Conflict) as caught, kept.database.writing() as session:
        session.execute(
            text("insert into sessions values ('x', 'nobody-secret', 'c', :t, :t, :t)"), {"t": "2026-01-01"}
        )
    assert "nobody" not in str(caught.value)


def test_errors_do_not_tell_the_values_of_a_statement(kept: Kept) -> None:
    with pytest.raises(Conflict) as caught, kept.database.writing() as session:
        values = {"words": "quokka", "t": "2026-01-01"}
        session.execute(text("insert into sessions values ('x', 'nobody', :words, :t, :t, :t)"), values)
    chain: BaseException | None = caught.value
    while chain:
        assert "quokka" not in str(chain)
        chain = chain.__cause__


def test_what_does_not_fit_its_column_is_told_to_its_sender(postgres: Database) -> None:
    for name in ("x" * 300, "with a NUL \x00"):
        with pytest.raises(Invalid, match="too long"), postgres.writing() as session:
            People().add(session, email="a@example.org", name=name, role=Role.author)


def test_the_database_is_ready_once_its_tables_are_there(database: Database) -> None:
    database.ready()


def test_tables_that_are_missing_are_told_as_such(tmp_path: Path, postgres_url: str) -> None:
    for url in (f"sqlite:///{tmp_path / 'empty.sqlite'}", postgres_url):
        database = Database(url)
        with pytest.raises(Unavailable, match="start the service once"):
            database.ready()
        database.close()


@pytest.mark.parametrize("url", ["mysql://here/db", "no address", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_cannot_be_used_says_how_to_write_it(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"sqlite:////"):
        Database(url)


def test_a_password_never_stands_in_an_error() -> None:
    database = Database("postgresql://someone:hush-hush@127.0.0.1:1/none", wait=1)
    with pytest.raises(Unavailable) as caught:
        database.ready()
    assert "hush" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_sqlite_is_set_up_for_writers_beside_readers_and_for_purging(sqlite: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "temp_store": 2}
    with sqlite.reading() as session:
        assert {name: session.execute(text(f"pragma {name}")).scalar() for name in wanted} == wanted


def test_the_files_of_sqlite_are_for_their_owner_alone(kept_in_file: Kept, sqlite_file: Path) -> None:
    assert sqlite_file.parent.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in sqlite_file.parent.iterdir()} == {0o600}


def test_a_writer_waits_for_its_turn_and_is_told_when_it_takes_too_long(sqlite_file: Path, sqlite: Database) -> None:
    other = sqlite3.connect(sqlite_file, isolation_level=None)
    other.execute("begin immediate")
    hasty = Database(f"sqlite:///{sqlite_file}", wait=0.2)
    with pytest.raises(Unavailable, match="busy with other writes"), hasty.writing():
        pass
    other.execute("rollback")
    with hasty.writing() as session:
        session.execute(text("select 1"))
    hasty.close()
    other.close()


def test_a_full_disk_is_told_and_leaves_everything_as_it_was(kept_in_file: Kept) -> None:
    draft = kept_in_file.draft()
    with kept_in_file.database.writing() as session:
        pages = session.execute(text("pragma page_count")).scalar() or 0
    kept_in_file.database.close()  # the limit below holds for one connection, so there is to be one only
    with (
        pytest.raises(Unavailable, match=r"disk .* is full; free some space"),
        kept_in_file.database.writing() as session,
    ):
        session.execute(text(f"pragma max_page_count = {pages + 20}"))
        kept_in_file.drafts.put_bytes(session, draft.id, "original", "file", bytes(1 << 20))
    kept_in_file.database.close()
    with kept_in_file.database.writing() as session:
        assert kept_in_file.drafts.names(session, draft.id, "original") == []
        kept_in_file.drafts.put_bytes(session, draft.id, "original", "file", b"small")


def test_a_damaged_file_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "bad.sqlite").write_bytes(b"this is no database" * 1000)
    with pytest.raises(Unavailable, match="restore a backup"):
        Database(f"sqlite:///{tmp_path / 'bad.sqlite'}").migrate()


def test_postgres_may_go_away_and_come_back(postgres: Database) -> None:
    kept = Kept(postgres, Vault(MasterKey.new()))
    server().stop()
    try:
        for _ in range(2):
            with pytest.raises(Unavailable, match="no answer from the database server"), postgres.writing() as session:
                kept.people.get(session, kept.author.id)
            with pytest.raises(Unavailable):
                postgres.ready()
    finally:
        server().start()
    postgres.ready()
    with postgres.writing() as session:
        assert kept.people.get(session, kept.author.id).name == "Ada"


def test_a_transaction_that_was_cut_off_is_told_and_undone(postgres: Database, postgres_url: str) -> None:
    kept = Kept(postgres, Vault(MasterKey.new()))
    with pytest.raises(Unavailable), postgres.writing() as session:
        kept.people.change(session, kept.author.id, name="Half")
        server().stop()
        server().start()
        kept.people.change(session, kept.author.id, name="Whole")
    with postgres.reading() as session:
        assert kept.people.get(session, kept.author.id).name == "Ada"


def test_an_unknown_id_is_not_an_outage(kept: Kept) -> None:
    with pytest.raises(NotFound), kept.database.reading() as session:
        kept.people.get(session, "nobody")
