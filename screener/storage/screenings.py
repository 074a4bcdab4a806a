"""Finished screenings, one folder each: `report.json`, `report.html`, `report.md`. Written whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from screener.words.errors import ConfigurationError


class StoredScreenings:
    """The folder of screenings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, screening_id: str, files: Mapping[str, str]) -> Path:
        """Write the files of a screening to a folder of its own and return it; an older one of that id is replaced.

        Raises ConfigurationError where the folder cannot be written.
        """
        target = self.folder / screening_id
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=".writing-") as made:
                (Path(made) / "whole").mkdir(mode=0o700)
                for name, text in files.items():
                    _write(Path(made) / "whole" / name, text)
                whole = Path(made) / "whole"
                if target.exists():
                    target.rename(Path(made) / "older")
                whole.rename(target)
        except OSError as error:
            raise ConfigurationError(
                f"The report cannot be written to {target}: {error.strerror or error}; choose another data folder."
            ) from error
        return target

    def find(self, screening_id: str) -> Path:
        """The folder of a screening, by its id or the beginning of it. Raises ConfigurationError where none or several fit."""
        wanted = _safe(screening_id)
        kept = sorted(p for p in self.folder.glob("[!.]*") if (p / "report.json").is_file())
        found = [p for p in kept if p.name == wanted] or [p for p in kept if p.name.startswith(wanted)]
        if len(found) != 1:
            how = "No screening" if not found else f"{len(found)} screenings"
            raise ConfigurationError(f"{how} in {self.folder} begin with '{screening_id}'.")
        return found[0]


def _write(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)


def _safe(text: str) -> str:
    return "".join(c for c in text if c.isalnum() or c in "-_")
