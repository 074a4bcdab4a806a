"""Runs as people name them."""

from pathlib import Path

from evals.records import Run, read_run
from screener.words.errors import ConfigurationError


def run_named(which: Path) -> Run:
    """The run of a folder or a file. Raises ConfigurationError where there is none."""
    file = which / "run.json" if which.is_dir() else which
    if not file.is_file():
        raise ConfigurationError(
            f"There is no run at {which}; name the folder that 'screener eval run' wrote, or its run.json."
        )
    return read_run(file)
