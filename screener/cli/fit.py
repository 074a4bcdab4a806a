"""`screener corpus fit` and `fit-orders`: the parameters of the embedded reader and of the finder of orders to a reviewer."""

import os
from pathlib import Path

from screener.cli import exits
from screener.doors.corpus import entries_of, read_cases
from screener.doors.embedder import EmbeddedModel, Remembering, write_vectors
from screener.stages import integrity
from screener.stages.integrity.fitted import SHIPPED as SHIPPED_ORDERS
from screener.stages.reading.fitted import SHIPPED, FittedReader, load
from screener.uses.fit import NOT_MEASURABLE, fit, read_background
from screener.uses.fit_orders import fit_orders
from screener.uses.labelled import read_labelled, read_twins
from screener.uses.twins_found import twins_found
from screener.uses.written_orders import read_written
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


def run_orders(out: Path | None, sentences: Path, drafts: Path, *, only_check: bool) -> None:
    """Fit the finder of orders, then write or compare. Leaves with the code of a configuration error where they differ."""
    target = out or SHIPPED_ORDERS
    if not only_check:
        _refuse_unwritable(target)
    embedder = Remembering(EmbeddedModel())
    fitted = fit_orders(read_written(sentences), read_labelled(drafts, "dev"), embedder)
    found = twins_found(read_twins(drafts, "dev"), integrity.OrderFinder(fitted, embedder))
    fitted = fitted.model_copy(update={"measured": fitted.measured | found})
    if only_check:
        shipped = integrity.load_orders()
        same = (shipped.measured, shipped.sentences_sha256) == (fitted.measured, fitted.sentences_sha256)
        _say_whether(same=same, of="these sentences", command="screener corpus fit-orders")
        return
    _write(target, fitted.model_dump_json() + "\n")
    for name, value in fitted.measured.items():
        print(f"{name:26} {value:g}")  # noqa: T201
    for title, families in (("recall", fitted.recall_by_family), ("alarms", fitted.alarms_by_family)):
        for family, value in families.items():
            print(f"{title} {family:26} {value:g}")  # noqa: T201
    print(f"Written to {target}.")  # noqa: T201


def _say_whether(*, same: bool, of: str, command: str) -> None:
    if not same:
        exits.end(f"The shipped parameters do not come from {of}; run '{command}'.", exits.CONFIGURATION_ERROR)
    print(f"The shipped parameters are those of {of}.")  # noqa: T201


def _compare(fitted: FittedReader) -> None:
    shipped = load()
    same = (shipped.measured, shipped.corpus_sha256) == (fitted.measured, fitted.corpus_sha256)
    _say_whether(same=same, of="this corpus", command="screener corpus fit")


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
