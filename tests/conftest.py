"""What tests of the whole program share."""

from pathlib import Path

import pytest

from tests.cli.installation import Installation, copied, ready_data


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small corpus and a data folder with its index made; never written to."""
    return ready_data(tmp_path_factory)


@pytest.fixture
def installed(ready: Path, tmp_path: Path) -> Installation:
    """An installation of this test's own: a small corpus, its index made."""
    return copied(ready, tmp_path / "home")
