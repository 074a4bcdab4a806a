"""A throw-away installation to measure: the shipped settings, a data folder that is deleted, nobody's configuration."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "SCREENER_"


@contextmanager
def own_home() -> Iterator[Path]:
    """A fresh data folder for this process and those it starts; all other SCREENER_ variables are put aside."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(PREFIX)}
    with tempfile.TemporaryDirectory(prefix="screener-bench-") as made:
        empty = Path(made) / "empty.toml"
        empty.touch()
        own = {"SCREENER_DATA": str(Path(made) / "data"), "SCREENER_CONFIG": str(empty)}
        os.environ.update(own)
        try:
            yield Path(made)
        finally:
            for name in own:
                os.environ.pop(name, None)
            os.environ.update(kept)
