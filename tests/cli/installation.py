"""An installation of its own for a test: an empty home, a data folder with the index made, and a terminal before it."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import pytest
from filelock import FileLock

from screener.cli import main

CHECKOUT = Path(__file__).parents[2]
CASES_APART = 10
"""Every tenth shipped case is in the small corpus: reading and indexing all of them takes seconds in each run."""
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output, each line of which must be JSON."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def report(self) -> dict[str, Any]:
        """The one report of `--json`."""
        (one,) = self.lines
        return one

    @property
    def says(self) -> str:
        """The one line on standard error, which must be a sentence of the program's and no traceback."""
        assert "Traceback" not in self.err, self.err
        (line,) = self.err.strip().splitlines()
        assert line.startswith("screener: ")
        assert line.endswith((".", "?")), line
        return line


class Installation:
    """A home folder and what the program keeps in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / ".local/share/screener"
        self.config_file = home / ".config/screener/config.toml"
        self.settings: dict[str, str] = {}
        """Environment variables of every command."""

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """Only what a command needs, and what the test sets."""
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return kept | {"HOME": str(self.home), "NO_COLOR": "1", "COLUMNS": "100"} | self.settings | dict(more)

    def run(
        self,
        *arguments: str | Path,
        stdin: bytes = b"",
        env: Mapping[str, str] = MappingProxyType({}),
        **more: str,
    ) -> Outcome:
        """Run the command in this process: quick, since the libraries are imported once."""
        out, err = _stream(b""), _stream(b"")
        argv = ["screener", *map(str, arguments)]
        with (
            patch.dict(os.environ, self.environment({**env, **more}), clear=True),
            patch.object(sys, "argv", argv),
            patch.object(sys, "stdin", _stream(stdin)),
            redirect_stdout(out),
            redirect_stderr(err),
            _umask_kept(),
        ):
            try:
                main()
                code = 0
            except SystemExit as end:
                code = int(end.code or 0)
        return Outcome(code, _text(out), _text(err))

    def start(self, *arguments: str | Path, **env: str) -> "subprocess.Popen[str]":
        """Start the command as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "screener", *map(str, arguments)],
            env=self.environment(env),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run_apart(self, *arguments: str | Path, **env: str) -> Outcome:
        """Run the command as a process of its own, to its end."""
        process = self.start(*arguments, **env)
        out, err = process.communicate(timeout=120)
        return Outcome(process.returncode, out, err)

    def configure(self, toml: str) -> None:
        """Write the configuration file."""
        self.config_file.parent.mkdir(parents=True, exist_ok=True)
        self.config_file.write_text(toml)

    @property
    def reports(self) -> list[Path]:
        """The report folders that were written."""
        folder = self.data / "screenings"
        return sorted(folder.iterdir()) if folder.is_dir() else []


def ready_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small corpus and a data folder whose index is made of it; copy from it, do not use it.

    Made once for all workers of a test run.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    made = shared / "ready-installation"
    with FileLock(shared / "ready-installation.lock"):
        if not made.is_dir():
            (shared / "making/corpus/cases").mkdir(parents=True)
            for case in sorted((CHECKOUT / "corpus/cases").glob("*.yaml"))[::CASES_APART]:
                shutil.copy(case, shared / "making/corpus/cases")
            corpus = str(shared / "making/corpus")
            outcome = Installation(shared / "making").run("corpus", "index", SCREENER_CORPUS=corpus)
            assert outcome.code == 0, outcome.err
            (shared / "making").rename(made)
    return made


def copied(ready: Path, home: Path) -> Installation:
    """An installation in an otherwise empty home, with a small corpus whose index is made."""
    home.mkdir()
    installation = Installation(home)
    installation.data.parent.mkdir(parents=True)
    shutil.copytree(Installation(ready).data, installation.data)
    installation.settings["SCREENER_CORPUS"] = str(ready / "corpus")
    return installation


def modes(folder: Path) -> dict[str, int]:
    """The permission bits of everything in a folder, by its path."""
    return {str(p.relative_to(folder)): p.stat().st_mode & 0o777 for p in [folder, *folder.rglob("*")]}


def _stream(content: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, io.BytesIO)
    return held.getvalue().decode()


@contextmanager
def _umask_kept() -> Iterator[None]:
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)
