"""`screener corpus fit`: the embedded reader's parameters from the shipped corpus."""

import os
from pathlib import Path

from screener.cli import exits
from screener.doors.corpus import entries_of, read_cases
from screener.doors.embedder import write_vectors
from screener.stages.reading.fitted import SHIPPED, FittedReader, load
from screener.uses.fit import NOT_MEASURABLE, fit, read_background
from screener.uses.labelled import read_labelled
from screener.wiring.bootstrap import Rooms
from screener.wiring.settings import load_settings
from screener.words.errors import ConfigurationError


def run(out: Path | None, drafts: Path | None, data: Path | None, *, only_check: bool) -> None:
    """Fit, then write or compare. Leaves with the code of a configuration error where a check finds a difference."""
    target = out or SHIPPED
    if not only_check:
        _refuse_unwritable(target)
    rooms = Rooms(load_settings(data=data))
    corpus = rooms.settings.corpus
    labelled = read_labelled(drafts, "dev") if drafts else ()
    fitted = fit(read_cases(corpus), read_background(corpus), rooms.shipped_embedder, labelled)
    if only_check:
        _compare(fitted)
        return
    missing = [name for name in NOT_MEASURABLE if name not in fitted.measured]
    if out is None and missing:
        raise ConfigurationError(
            f"The shipped parameters must state every figure, and {missing[0]} is not measurable: "
            f"{NOT_MEASURABLE[missing[0]]}; add such passages, or write to another file with --out."
        )
    if out is None:
        write_vectors(rooms.shipped_embedder, [entry.text for entry in entries_of(read_cases(corpus))])
    _write(target, fitted.model_dump_json() + "\n")
    for name, value in fitted.measured.items():
        print(f"{name:26} {value:g}")  # noqa: T201
    for name in missing:
        print(f"{name:26} not measurable: {NOT_MEASURABLE[name]}")  # noqa: T201
    print(f"Written to {target}.")  # noqa: T201


def _compare(fitted: FittedReader) -> None:
    if load().measured != fitted.measured or load().corpus_sha256 != fitted.corpus_sha256:
        exits.end(
            "The shipped parameters do not come from this corpus; run 'screener corpus fit'.",
            exits.CONFIGURATION_ERROR,
        )
    print("The shipped parameters are those of this corpus.")  # noqa: T201


def _refuse_unwritable(target: Path) -> None:
    """Before the fit, which takes a minute."""
    if target.is_dir() or not os.access(target if target.exists() else target.absolute().parent, os.W_OK):
        raise ConfigurationError(f"{target} cannot be written; name a file in a folder that exists, with --out.")


def _write(target: Path, text: str) -> None:
    """The file whole or not at all."""
    made = target.with_name(f".{target.name}.new")
    try:
        made.write_text(text, encoding="utf-8")
        made.replace(target)
    except OSError as error:
        made.unlink(missing_ok=True)
        raise ConfigurationError(f"{target} cannot be written: {error.strerror}; use --out.") from error
