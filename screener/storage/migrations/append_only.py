"""Triggers for tables that are only ever added to: no line is changed or removed, whoever asks.

A purge alone may empty the sealed column of a line; nothing else of it, and never with other words.
"""

from collections.abc import Sequence

from alembic import op


def guard(table: str, *, keeps: Sequence[str], sealed: str | None = None) -> None:
    """Refuse to change the columns in `keeps`, to delete lines, and to fill the `sealed` column anew."""
    if op.get_bind().dialect.name == "postgresql":
        _postgres(table, keeps, sealed)
    else:
        _sqlite(table, keeps, sealed)


def _sqlite(table: str, keeps: Sequence[str], sealed: str | None) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, 'lines of {table} are only ever added'); END"
    columns = ", ".join(f'"{name}"' for name in keeps)
    op.execute(f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE OF {columns} ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table} {refuse}")
    if sealed:
        when = f"WHEN length(NEW.{sealed}) > 0"
        op.execute(f"CREATE TRIGGER {table}_unfilled BEFORE UPDATE OF {sealed} ON {table} {when} {refuse}")


def _postgres(table: str, keeps: Sequence[str], sealed: str | None) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION 'lines of {table} are only ever added' USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    )
    refuse = f"EXECUTE FUNCTION {table}_refuse()"
    columns = ", ".join(f'"{name}"' for name in keeps)
    op.execute(f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW {refuse}")
    op.execute(f"CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
    op.execute(f"CREATE TRIGGER {table}_unemptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}")
    if sealed:
        when = f"WHEN (length(NEW.{sealed}) > 0)"
        op.execute(f"CREATE TRIGGER {table}_unfilled BEFORE UPDATE OF {sealed} ON {table} FOR EACH ROW {when} {refuse}")
