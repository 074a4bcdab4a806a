"""A small corpus and few drafts, screened once for all tests of a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.suite.choice import EMBEDDED, Choice
from evals.suite.installation import Installation


@pytest.fixture(scope="module")
def small(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Choice:
    """The embedded reader on the small corpus, with a data folder of the module's own and no baselines."""
    data = tmp_path_factory.mktemp("evals")
    return Choice(model=EMBEDDED, corpus=str(ready / "corpus"), data=str(data), baselines=False)


@pytest.fixture(scope="module")
def installation(small: Choice) -> Iterator[Installation]:
    """An installation that the tests of a module share, for what it keeps and remembers."""
    with Installation(small) as made:
        yield made
