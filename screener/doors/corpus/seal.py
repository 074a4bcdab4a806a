"""What the vector store held when it was last left whole, and how its files looked then.

Chroma answers from a cut-off or half-overwritten segment without a word, with fewer and farther precedents, or crashes
with the whole process: only its files can tell, before it opens them. The same note says which entries are in the store,
so that opening it again needs no comparison.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from screener.doors.corpus.entries import Entry
from screener.words.draft import Frozen

_CHANGES_BY_ITSELF = frozenset({"length.bin"})
"""Chroma writes unused memory into this one while it only reads."""


class Seal(Frozen):
    """A note beside the store's folder."""

    entries: str
    """Fingerprint of the entries it was brought to."""
    files: dict[str, str]
    """Hash of each segment file by its path in the folder. The database, which SQLite guards, is not among them."""


def fingerprint(entries: Iterable[Entry]) -> str:
    """One hash over the ids and contents of entries, whatever their order."""
    lines = sorted(f"{entry.id}\0{entry.case_id}\0{entry.sha256}\n" for entry in entries)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def segment_files(folder: Path) -> dict[str, str]:
    """A hash (BLAKE2b) of each segment file of a Chroma folder, by its path in it."""
    return {
        file.relative_to(folder).as_posix(): _hash(file)
        for file in sorted(folder.glob("*/*"))
        if file.is_file() and file.name not in _CHANGES_BY_ITSELF
    }


def read_seal(file: Path) -> Seal | None:
    """The seal, or None where there is none that can be read: the store is then taken as it is."""
    try:
        return Seal.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def write_seal(file: Path, seal: Seal) -> None:
    """Put the seal in place, whole or not at all."""
    made = file.with_name(f"{file.name}.new")
    made.write_text(seal.model_dump_json(), encoding="utf-8")
    made.chmod(0o600)
    made.replace(file)


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "blake2b").hexdigest()[:32]
