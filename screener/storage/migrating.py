"""Bringing the tables to the form this program needs, by the revisions that ship inside the package."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, text

from screener.words.errors import ConfigurationError

NEEDED = "0003"
"""The revision whose tables this program speaks to."""
_ONE_AT_A_TIME = 0x5C3EE0
"""Advisory lock of Postgres, so that several workers may start at once."""


def upgrade(connection: Connection) -> None:
    """Run what is missing in the transaction of `connection`. Raises ConfigurationError where a newer program was here."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    settings = config()
    settings.attributes["connection"] = connection
    try:
        command.upgrade(settings, "head")
    except CommandError as error:
        if "locate revision" not in str(error):
            raise
        raise ConfigurationError(
            "The tables of the database were made by a newer version of this program; install that version, "
            "or restore a backup into an empty place."
        ) from error


def config() -> Config:
    """Where the revisions are."""
    made = Config()
    made.set_main_option("script_location", "screener.storage:migrations")
    made.set_main_option("path_separator", "os")
    return made


def newest() -> str | None:
    """The last revision that ships."""
    return ScriptDirectory.from_config(config()).get_current_head()
