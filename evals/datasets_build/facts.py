"""Fingerprints of a sheet of public facts, so that a test can see that no sentence of it was copied.

`python -m evals.datasets_build.facts FILE.jsonl …` writes hashes of all runs of eight words; the sheet itself is not kept.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.datasets_build.places import DATASETS
from evals.overlap import fingerprint, runs

RUN = 8
TARGET = DATASETS / "fact_runs.txt"
_NAMES = frozenset({"id", "source"})
"""Fields that hold ids and addresses, which are meant to be the same."""


def fingerprints(sheets: Sequence[Path]) -> list[str]:
    """The fingerprints of all runs in all texts of the sheets, sorted."""
    return sorted({fingerprint(run) for sheet in sheets for text in _texts(sheet) for run in runs(text, RUN)})


def read_fingerprints(file: Path = TARGET) -> frozenset[str]:
    """The stored fingerprints."""
    return frozenset(file.read_text(encoding="ascii").split())


def _texts(sheet: Path) -> Iterator[str]:
    for line in sheet.read_text(encoding="utf-8").splitlines():
        for key, value in json.loads(line).items():
            if isinstance(value, str) and key not in _NAMES:
                yield value


def main(arguments: Sequence[str]) -> int:
    """Write the fingerprints of the named sheets."""
    if not arguments:
        print("Name the sheets: python -m evals.datasets_build.facts FILE.jsonl …", file=sys.stderr)
        return 2
    made = fingerprints([Path(a) for a in arguments])
    TARGET.write_text("\n".join(made) + "\n", encoding="ascii")
    print(f"{len(made)} fingerprints written to {TARGET}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
