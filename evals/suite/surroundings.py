"""What inspect may see and touch while it works for the suite: no `.env`, no settings, no folder but the run's data."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """For the length of the context inspect keeps traces and caches in `data`, and takes no configuration from elsewhere."""
    kept = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("INSPECT_")]:
        del os.environ[name]
    folder = data / "inspect"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = {"XDG_DATA_HOME": str(folder), "XDG_CACHE_HOME": str(folder), "PYTHON_DOTENV_DISABLED": "1"}
    os.environ.update(own)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)
