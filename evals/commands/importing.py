"""`screener eval import`."""

from pathlib import Path

from evals.importing import import_folder
from screener.words.counting import counted


def import_command(folder: Path, out: Path) -> None:
    """Import and say what was made."""
    made = import_folder(folder, out)
    print(f"Added to {out}: {counted(made.drafts, 'labelled draft')}, {counted(made.cases, 'case')}.")
    print(f"Measure on them with: screener eval run --suite screening --datasets {out}")
    if made.cases:
        print(f"Add the cases to an installation with: screener corpus add {out / 'cases'}/*.yaml")
