"""Whole screenings kept between runs, so that an interrupted run goes on and a finished one is scored again for nothing."""

import gzip
import os
from pathlib import Path

from pydantic import ValidationError

from screener.words.errors import ConfigurationError
from screener.words.screening import Screening, UnreadBecause

SETTLED = frozenset(
    {
        UnreadBecause.refused,
        UnreadBecause.invalid_answer,
        UnreadBecause.truncated,
        UnreadBecause.too_long,
        UnreadBecause.not_allowed,
    }
)
"""Reasons for an unread passage that another try would meet again. A screening with any other is made anew."""


class KeptScreenings:
    """Screenings by hash, one compressed file each, readable by their owner alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> Screening | None:
        """The screening under this hash, or None where there is none that can be read."""
        try:
            return Screening.model_validate_json(gzip.decompress(self._file(key).read_bytes()))
        except (OSError, EOFError, ValidationError):
            return None

    def put(self, key: str, screening: Screening) -> None:
        """Keep a screening, unless another try might read more. Raises ConfigurationError where nothing can be written."""
        if any(unread.because not in SETTLED for unread in screening.coverage.unread):
            return
        file = self._file(key)
        part = file.with_suffix(f".{os.getpid()}.part")
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.write_bytes(gzip.compress(screening.model_dump_json().encode(), compresslevel=3))
            part.chmod(0o600)
            part.replace(file)
        except OSError as error:
            raise ConfigurationError(
                f"Screenings cannot be kept in {self._folder}: {error.strerror}; choose another folder with --data."
            ) from error

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json.gz"
