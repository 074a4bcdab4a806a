"""Faults of an index on disk: which of them making it anew may mend, and what is said of those that it does not."""

import re
from pathlib import Path

from screener.words.errors import CorpusError

_NO_DAMAGE = re.compile(
    r"disk is full|no space|read-?only|is locked|permission denied|too many open files|not permitted|quota", re.I
)


def may_be_damage(error: Exception) -> bool:
    """Whether making the index anew may help; it does not where the disk is full or may not be written to."""
    return not _NO_DAMAGE.search(str(error))


def unusable(place: Path, because: str) -> CorpusError:
    """The error for an index that stays broken; `place` is what a person may delete, as it is made of the case files."""
    return CorpusError(
        f"The case index in {place} cannot be used ({because}); delete that folder and run 'screener corpus index'."
    )
