"""What the tests of the storage share: a migrated database of either kind, and people to own drafts."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from screener.storage.database import Database
from screener.storage.master_key import MasterKey
from screener.storage.vault import Vault
from tests.postgres import postgres_url, server
from tests.storage.installation import Kept

__all__ = ["postgres_url"]
KINDS = ("sqlite", "postgresql")


@pytest.fixture
def vault() -> Vault:
    return Vault(MasterKey.new())


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "service.sqlite"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to copy."""
    file = tmp_path_factory.mktemp("migrated") / "service.sqlite"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgres() -> str:
    """The address of a migrated Postgres database to copy."""
    url = server().new_database()
    _migrate(url)
    return url


@pytest.fixture
def sqlite(sqlite_file: Path, migrated_file: Path) -> Iterator[Database]:
    """A migrated SQLite database."""
    sqlite_file.parent.mkdir(mode=0o700)
    shutil.copy(migrated_file, sqlite_file)
    yield from _open(f"sqlite:///{sqlite_file}")


@pytest.fixture
def postgres(migrated_postgres: str) -> Iterator[Database]:
    """A migrated Postgres database."""
    url = server().new_database(like=migrated_postgres)
    yield from _open(url)
    server().drop(url)


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated database, each test on both kinds."""
    found = request.getfixturevalue({"sqlite": "sqlite", "postgresql": "postgres"}[request.param])
    assert isinstance(found, Database)
    return found


@pytest.fixture
def kept(database: Database, vault: Vault) -> Kept:
    """All repositories over one database, with two people."""
    return Kept(database, vault)


@pytest.fixture
def kept_in_file(sqlite: Database, vault: Vault) -> Kept:
    """The same on SQLite alone."""
    return Kept(sqlite, vault)


def _migrate(url: str) -> None:
    database = Database(url)
    database.migrate()
    database.close()


def _open(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()
