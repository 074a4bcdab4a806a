"""`screener eval report`, and the end of a run."""

from pathlib import Path

from evals.commands.runs import run_named
from evals.records import Run
from screener.words.errors import ConfigurationError


def report_command(which: Path, out: Path | None, before: Path | None = None) -> None:
    """Write the report of a run anew, beside an earlier run where one is named, and print where it is."""
    run = run_named(which)
    beside = (which if which.is_dir() else which.parent) / "report.html"
    print(write_report(run, out or beside, run_named(before) if before else None))


def write_report(run: Run, file: Path, before: Run | None = None) -> Path:
    """Write the run's report as one HTML file, with what flipped since the run `before`.

    Raises ConfigurationError where it cannot be written.
    """
    from evals.report import to_html

    try:
        file.write_text(to_html(run, before), encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be written: {error.strerror}; choose another with --out.") from error
    return file


def show(run: Run) -> None:
    """Print the figures, those of the baselines beside them."""
    from evals.report import print_summary

    print_summary(run)
