"""Runs the measurements and prints them: `python -m evals.bench [--json] [--only NAME ...]`."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from rich.console import Console

from evals.bench.embedding import embedding
from evals.bench.figures import Section, show
from evals.bench.floor import time_to_report
from evals.bench.home import own_home
from evals.bench.machine import load, machine
from evals.bench.parsing import parsing
from evals.bench.retrieval import retrieval
from evals.bench.run import Load
from evals.bench.startup import startup
from evals.bench.tokens import tokens

MEASUREMENTS: dict[str, Callable[[Path], Section]] = {
    "start": lambda home: startup(),
    "parsing": lambda home: parsing(),
    "embedder": lambda home: embedding(),
    "retrieval": retrieval,
    "tokens": lambda home: tokens(Load(), home),
    "report": lambda home: time_to_report(Load(), home),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say in the exit code whether every target was met (1 where one was not)."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description="Measures the screen on this machine.")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=list(MEASUREMENTS),
        metavar="NAME",
        help=f"measure only these: {', '.join(MEASUREMENTS)}",
    )
    chosen = parser.parse_args(arguments)
    began, load_before, sections = perf_counter(), load(), []
    with own_home() as home:
        for name in chosen.only or MEASUREMENTS:
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            sections.append(MEASUREMENTS[name](home))
    sections.insert(0, machine(load_before))
    if chosen.json:
        print(json.dumps([section.model_dump(mode="json") for section in sections], indent=2))
    else:
        show(sections, Console())
    print(f"measured in {perf_counter() - began:.0f} s", file=sys.stderr)
    return 1 if any(figure.held is False for section in sections for figure in section.figures) else 0


if __name__ == "__main__":
    sys.exit(main())
