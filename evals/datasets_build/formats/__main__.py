"""Makes the formats: `python -m evals.datasets_build.formats [FOLDER]` (default: evals/datasets/formats)."""

import sys
from collections.abc import Sequence
from pathlib import Path

from evals.datasets_build.formats.build import files_of, read_columns
from evals.datasets_build.places import DATASETS


def main(arguments: Sequence[str] = ()) -> int:
    """Write every file and say how many and how large."""
    target = Path(arguments[0]) if arguments else DATASETS / "formats"
    target.mkdir(parents=True, exist_ok=True)
    made = {
        name: content for draft, columns in read_columns().items() for name, content in files_of(draft, columns).items()
    }
    for name, content in made.items():
        (target / name).write_bytes(content)
    print(f"{len(made)} files, {sum(map(len, made.values())) / 1e6:.1f} MB, written to {target}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
