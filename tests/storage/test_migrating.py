"""The revisions that ship make exactly the tables that the program speaks to, on both kinds of database."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from screener.storage.database import Database
from screener.storage.migrating import NEEDED, newest
from screener.storage.tables import Table
from screener.words.errors import ConfigurationError, Unavailable


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
