"""A disk without room, as SQLite and Postgres tell of it, with no disk being full."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine

ALL = 2**32 - 2
"""Pages that an SQLite file may have."""


@contextmanager
def no_room(engine: Engine) -> Iterator[None]:
    """The SQLite file of an engine cannot grow, and has no page left: what needs a new one ends as on a full disk."""
    _use_up_free_pages(engine)
    with engine.connect() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())

    _let_grow_to(engine, pages)
    try:
        yield
    finally:
        _let_grow_to(engine, ALL)


def _let_grow_to(engine: Engine, pages: int) -> None:
    """The limit is one of each connection, so it is set anew whenever a transaction begins."""

    def begin(connection: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        cursor.close()

    engine.dialect.do_begin = begin  # type: ignore[assignment, method-assign]


def _use_up_free_pages(engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS ballast (weight BLOB)")
        while connection.exec_driver_sql("PRAGMA freelist_count").scalar_one():
            connection.exec_driver_sql("INSERT INTO ballast VALUES (zeroblob(3000))")


@contextmanager
def no_room_on_the_server(url: str, table: str) -> Iterator[None]:
    """Rows added to a table of a Postgres database end with the code of a full disk (53100)."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    name = f"full_{table.rsplit('.', 1)[-1]}"
    raising = "BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END"
    with engine.connect() as connection:
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${raising}$$"
        )
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    try:
        yield
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP TRIGGER {name} ON {table}")
        engine.dispose()
