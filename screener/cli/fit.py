"""`screener corpus fit`: the embedded reader's parameters from the shipped corpus."""

from pathlib import Path

from screener.cli import exits
from screener.doors.corpus import entries_of, read_cases
from screener.doors.embedder import write_vectors
from screener.stages.reading.fitted import SHIPPED, load
from screener.uses.fit import fit, read_background
from screener.uses.labelled import read_labelled
from screener.wiring.bootstrap import Rooms
from screener.wiring.settings import load_settings
from screener.words.errors import ConfigurationError


def run(out: Path | None, drafts: Path | None, data: Path | None, *, only_check: bool) -> None:
    """Fit, then write or compare. Leaves with the code of a configuration error where a check finds a difference."""
    rooms = Rooms(load_settings(data=data))
    corpus = rooms.settings.corpus
    labelled = read_labelled(drafts, "dev") if drafts else ()
    fitted = fit(read_cases(corpus), read_background(corpus), rooms.sentence_embedder, labelled)
    if only_check:
        if load().measured != fitted.measured or load().corpus_sha256 != fitted.corpus_sha256:
            exits.end(
                "The shipped parameters do not come from this corpus; run 'screener corpus fit'.",
                exits.CONFIGURATION_ERROR,
            )
        print("The shipped parameters are those of this corpus.")  # noqa: T201
        return
    if out is None:
        write_vectors(rooms.shipped_embedder, [entry.text for entry in entries_of(read_cases(corpus))])
    target = out or SHIPPED
    try:
        target.write_text(fitted.model_dump_json() + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{target} cannot be written: {error.strerror}; use --out.") from error
    for name, value in fitted.measured.items():
        print(f"{name:26} {value:g}")  # noqa: T201
    print(f"Written to {target}.")  # noqa: T201
