"""The revisions that ship make exactly the tables that the program speaks to, on both kinds of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from screener.storage.database import Database
from screener.storage.migrating import NEEDED, config, newest
from screener.storage.tables import Table
from screener.words.errors import ConfigurationError, Conflict, Unavailable


def test_migrations_and_tables_agree(database: Database) -> None:
    engine = create_engine(database.url)
    with engine.connect() as connection:
        assert (
            compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Table.metadata) == []
        )
    engine.dispose()


def test_the_program_speaks_to_the_newest_revision() -> None:
    assert newest() == NEEDED


def test_migrating_again_changes_nothing(database: Database) -> None:
    database.migrate()
    database.ready()


def test_tables_of_a_newer_program_are_left_alone_and_told(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="newer version"):
        database.migrate()
    with pytest.raises(Unavailable, match="not those of this version"):
        database.ready()


@pytest.mark.parametrize("table", ["audit", "verdicts", "decisions", "letters"])
def test_tables_that_are_only_added_to_have_their_guards(database: Database, table: str) -> None:
    query = {
        "sqlite": "select name from sqlite_master where type = 'trigger' and tbl_name = :t",
        "postgresql": "select tgname from pg_trigger where tgrelid = cast(:t as regclass) and not tgisinternal",
    }[database.url.get_backend_name()]
    with database.reading() as session:
        found = set(session.scalars(text(query), {"t": table}))
    assert {f"{table}_unchanged", f"{table}_undeleted"} <= found


@pytest.fixture(params=["sqlite", "postgresql"])
def of_before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database as the revision 0002 left it, with a screening, and cases of one id that stand side by side."""
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    if request.param == "postgresql":
        url = str(request.getfixturevalue("postgres_url"))
    engine = create_engine(Database(url).url)
    with engine.begin() as connection:
        made = config()
        made.attributes["connection"] = connection
        command.upgrade(made, "0002")
    with engine.begin() as connection:
        for line in OF_BEFORE:
            connection.execute(text(line))
    engine.dispose()
    database = Database(url)
    yield database
    database.close()


_PEOPLE = "insert into people (id, email, name, role, cleared, active, created_at) values "
_DRAFTS = (
    "insert into drafts (id, work_id, version, owner_id, sensitivity, status, size, created_at, changed_at, runs, "
    "stop_asked) values "
)
_SCREENINGS = (
    "insert into screenings (id, draft_id, run, complete, suggested_tier, attention, unsure, passages, unread, "
    "refused_passages, flags, alerts, models, calls, tokens_in, tokens_out, seconds, created_at) values "
)
_CASES = 'insert into cases (id, case_id, state, sensitivity, yaml_sealed, "by", at) values '
OF_BEFORE = (
    f"{_PEOPLE} ('p', 'p@example.org', 'P', 'author', false, true, '2026-01-01')",
    f"{_DRAFTS} ('d', 'd', 1, 'p', 'ordinary', 'awaiting_review', 9, '2026-01-01', '2026-01-01', 1, false)",
    f"{_SCREENINGS} ('d-1', 'd', 1, true, 'hold', 'raised', true, 1, 0, 0, 1, 0, '[]', 0, 0, 0, 0, '2026-01-01')",
    *(
        f"{_CASES} ('{name}', '{case}', '{state}', 'open', '', 'p', '2026-01-0{day}')"
        for name, case, state, day in (
            ("a", "double", "proposed", 1),
            ("b", "double", "approved", 2),
            ("c", "double", "approved", 3),
            ("d", "double", "rejected", 4),
            ("e", "waiting", "proposed", 2),
            ("f", "waiting", "proposed", 1),
            ("g", "single", "approved", 1),
        )
    ),
)


def test_what_was_kept_before_is_there_after_the_upgrade(of_before: Database) -> None:
    with pytest.raises(Unavailable, match="not those of this version"):
        of_before.ready()
    of_before.migrate()
    of_before.ready()
    with of_before.reading() as session:
        told = session.execute(text("select id, suggested_tier, restricted_in_use from screenings")).one()
        states = dict(session.execute(text("select id, state from cases")).tuples().all())
    assert tuple(told) == ("d-1", "hold", None)
    assert {name for name, state in states.items() if state in ("proposed", "approved")} == {"b", "f", "g"}
    assert states["d"] == "rejected" and {states[n] for n in "ace"} == {"withdrawn"}
    with pytest.raises(Conflict), of_before.writing() as session:
        session.execute(text(f"{_CASES} ('h', 'single', 'proposed', 'open', '', 'p', '2026-01-05')"))
