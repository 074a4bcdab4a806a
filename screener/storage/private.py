"""Keeps the data folder to the person who runs the program: modes are looked at when it starts, and narrowed."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from screener.words.errors import ConfigurationError

OURS = (
    "answers.sqlite*",
    "arriving",
    "corpus",
    "engine*",
    "index",
    "local-server",
    "master.key",
    "screenings",
    "serve.lock",
    "service.sqlite*",
    "*.backup",
)
"""What this program makes in its data folder. Anything else there is somebody's, and left alone."""
_OTHERS = 0o077


def narrow(folder: Path) -> list[str]:
    """Take from group and others what they may do with our files in the data folder; returns what was narrowed.

    The folder itself is narrowed where it holds nothing but ours. Links are not followed. Raises ConfigurationError
    where a mode is too wide and cannot be changed, as in a folder of somebody else's.
    """
    if not folder.is_dir():
        return []
    own = {entry for pattern in OURS for entry in folder.glob(pattern)}
    alone = {entry for entry in folder.iterdir() if not entry.name.startswith(".")} <= own
    return [str(path) for path in _all(folder, own, alone) if _narrowed(path)]


def _all(folder: Path, own: set[Path], alone: bool) -> Iterator[Path]:
    if alone:
        yield folder
    for entry in sorted(own):
        yield entry
        if entry.is_dir() and not entry.is_symlink():
            for inside, folders, files in os.walk(entry):
                yield from (Path(inside) / name for name in (*folders, *files))


def _narrowed(path: Path) -> bool:
    """Whether the path was open to others, and is no longer."""
    try:
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode) or not found.st_mode & _OTHERS:
            return False
        path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
    except FileNotFoundError:  # the lock or the log of another process, gone meanwhile
        return False
    except OSError as error:
        raise ConfigurationError(
            f"Others may read {path}, and that cannot be changed ({error.strerror}); run 'chmod -R go= {path}' as its owner, "
            "or choose another data folder."
        ) from error
    return True
