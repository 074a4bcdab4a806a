"""What a command does before it touches a draft: no memory dumps, and a data folder that is nobody else's to read."""

import resource
import sys
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
