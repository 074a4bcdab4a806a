"""What a command does before it touches a draft: no memory dumps, and a data folder that is nobody else's to read."""

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def no_memory_dumps() -> None:
    """A crash leaves no image of the memory, which holds drafts and keys.

    The limit is one byte rather than none: the kernel then also leaves out a program to which dumps are piped.
    """
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (0 if hard == 0 else 1, hard))


def private(data: Path) -> None:
    """Narrow the modes of what is in the data folder, and say so. Raises ConfigurationError where that cannot be."""
    from screener.storage.private import narrow

    narrowed = narrow(data)
    if narrowed:
        more = f" and {len(narrowed) - 1} more" if len(narrowed) > 1 else ""
        print(  # noqa: T201
            f"screener: other people on this machine could read {narrowed[0]}{more}; they no longer can.",
            file=sys.stderr,
        )


@contextmanager
def data_folder_taken(folder: Path) -> Iterator[None]:
    """Hold the data folder for this process alone. Raises ConfigurationError where a service has it."""
    from filelock import FileLock, Timeout

    from screener.words.errors import ConfigurationError

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(folder / "serve.lock", timeout=0, mode=0o600)
        lock.acquire()
    except Timeout as error:
        raise ConfigurationError(
            f"A service runs on the data folder {folder} already; use that one, stop it, or choose another with --data."
        ) from error
    except OSError as error:
        raise ConfigurationError(
            f"The data folder {folder} cannot be used ({error.strerror}); choose another with --data."
        ) from error
    try:
        yield
    finally:
        lock.release()
