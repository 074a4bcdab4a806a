"""`python -m tests.fuzz`: every parser fuzzed in turn, 60 seconds in all; the exit code is 1 where one gave way."""

import argparse
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.fuzz.parsers import Parser, parsers

_DONE = re.compile(r"^#(\d+)\s.*?\bcov: (\d+) ft: (\d+)", re.M)
_ONE_INPUT_SECONDS, _MEMORY_MB, _LONGEST = 25, 2_048, 6_000
_START_SECONDS = 60


@dataclass(frozen=True)
class Fuzzed:
    """What came of fuzzing one parser."""

    runs: int
    """Inputs tried."""
    edges: int
    """Places in the Python code that some input reached; nothing is counted inside native libraries."""
    failure: str
    """The last lines of the traceback and where the input lies; empty where nothing gave way."""


def main() -> int:
    """Fuzz the parsers named on the command line, or all; print a table."""
    known = parsers()
    order = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    order.add_argument("parser", nargs="*", choices=[[], *known], help="which parsers (default: all)")
    order.add_argument("--seconds", type=int, default=60, help="time for all of them together")
    order.add_argument("--seed", type=int, default=0, help="of the fuzzer's chance (default 0: a new one each time)")
    order.add_argument("--keep", type=Path, default=Path(".screener/fuzz"), help="folder for inputs that fail")
    asked = order.parse_args()
    out = Console(highlight=False)
    if find_spec("atheris") is None:
        out.print("Fuzzing needs atheris (Linux, Python 3.11 to 3.13): install it with pip and try again.")
        return 2
    names = asked.parser or list(known)
    each = max(1, asked.seconds // len(names))
    table = Table(title=f"{each} s of fuzzing for each parser")
    for heading in ("parser", "inputs", "code edges reached", "outcome"):
        table.add_column(heading)
    failures = {}
    for name in names:
        done = _fuzzed(known[name], each, asked.keep, asked.seed)
        outcome = "[red]gave way[/]" if done.failure else "held"
        table.add_row(name, str(done.runs), str(done.edges), outcome)
        if done.failure:
            failures[name] = done.failure
    out.print(table)
    for name, failure in failures.items():
        out.print(f"{name}: {failure}", markup=False)
    return 1 if failures else 0


def _fuzzed(parser: Parser, seconds: int, keep: Path, seed: int) -> Fuzzed:
    keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as corpus:
        for number, sound in enumerate(parser.seeds):
            (Path(corpus) / f"seed{number}").write_bytes(sound)
        options = [
            f"-max_total_time={seconds}",
            f"-seed={seed}",
            f"-timeout={_ONE_INPUT_SECONDS}",
            f"-rss_limit_mb={_MEMORY_MB}",
            f"-max_len={max(_LONGEST, *(len(sound) for sound in parser.seeds))}",
            f"-artifact_prefix={keep}/{parser.name}-",
            corpus,
        ]
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.target", parser.name, *options],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=seconds + _ONE_INPUT_SECONDS + _START_SECONDS,
        )
    counts = [tuple(map(int, found)) for found in _DONE.findall(done.stderr)] or [(0, 0, 0)]
    failed = done.returncode != 0 or counts[-1][0] == 0
    return Fuzzed(counts[-1][0], counts[-1][1], _last(done.stdout, 30) + _last(done.stderr, 12) if failed else "")


def _last(said: str, most: int) -> str:
    """The last lines; the fuzzer's steps on the way to them tell nothing."""
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith("#")]
    return "\n".join(lines[-most:]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
