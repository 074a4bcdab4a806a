"""Property tests are not timed: the machine may be busy, and some libraries load late. An installation for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgres import postgres_url
from tests.uses.house import House

__all__ = ["postgres_url"]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """An installation on each kind of database, for what depends on how it keeps writers apart."""
    url = str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else None
    made = House(tmp_path, url=url)
    yield made
    made.close()
