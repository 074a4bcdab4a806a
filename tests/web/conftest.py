"""One installation for each file of tests: making it takes a second."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.world import World


@pytest.fixture(scope="module")
def world(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A running application with a small corpus."""
    with World(tmp_path_factory.mktemp("service"), ready / "corpus") as made:
        yield made
