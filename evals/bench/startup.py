"""How long a person waits for `screener --help`, beside what the interpreter alone takes."""

import statistics
import subprocess
import sys
from pathlib import Path

from evals.bench.figures import Figure, Section, seconds_of

TARGET = 0.3
"""Seconds."""


def startup(times: int = 10) -> Section:
    """Median wall time of both commands, called in turn."""
    help_times, bare_times = [], []
    for _ in range(times + 1):
        help_times.append(seconds_of(lambda: _run([*screener_command(), "--help"])))
        bare_times.append(seconds_of(lambda: _run([sys.executable, "-c", "pass"])))
    taken, bare = statistics.median(help_times[1:]), statistics.median(bare_times[1:])
    return Section(
        title="Start",
        how=f"Medians of {times} fresh processes each, in turn, after one that is not counted.",
        figures=(
            Figure(name="screener --help", value=taken, unit="s", at_most=TARGET),
            Figure(name="python -c pass", value=bare, unit="s"),
            Figure(name="screener --help over python", value=taken / bare, unit="x"),
        ),
    )


def screener_command() -> list[str]:
    """The installed command, or the module where the command is not installed beside this interpreter."""
    installed = Path(sys.executable).with_name("screener")
    return [str(installed)] if installed.is_file() else [sys.executable, "-m", "screener"]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
