"""`screener eval run`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from evals.commands.reporting import show, write_report
from evals.commands.runs import run_named
from evals.records import write_run
from evals.suite.running import Interrupted, Order, run_suites
from screener.cli import exits
from screener.words.errors import ConfigurationError


def run_command(order: Order, out: Path | None, before: Path | None = None) -> int:
    """Run, write `run.json` and `report.html`, print the figures; the exit code.

    `before` is an earlier run that the report shows the flips against. It is read first: what is wrong with it is told
    before hours are spent.
    """
    earlier = run_named(before) if before else None
    folder = (
        out or order.choice.settings().data / "runs" / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{order.suite}-{order.split}"
    )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigurationError(
            f"{folder} cannot be a folder: {error.strerror}; choose another with --out."
        ) from error
    try:
        run = run_suites(order, folder)
    except Interrupted:
        print("screener: stopped. Give the same command again to go on; finished drafts are kept.", file=sys.stderr)
        return exits.STOPPED
    write_run(run, folder / "run.json")
    html = write_report(run, folder / "report.html", earlier)
    show(run)
    print(f"\n{folder / 'run.json'}\n{html}")
    print(f"Samples one by one: inspect view --log-dir {folder / 'logs'}")
    return exits.COMPLETE
