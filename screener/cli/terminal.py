"""What may be printed where: another program's bytes, a person's terminal."""

import io
import sys
from pathlib import Path


def never_fail_to_print() -> None:
    """Let characters that the terminal's encoding lacks come out as question marks, rather than end the program."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # standard error does as much by itself


def print_for_programs(text: str) -> None:
    """Print text whose encoding is part of its form (JSON, HTML, Markdown): UTF-8, whatever the terminal's is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text + "\n")


def plain(untrusted: str, most: int) -> str:
    """Untrusted words for a terminal: one line, no control characters, cut to `most` characters."""
    text = "".join(c if c.isprintable() else " " for c in untrusted)
    folded = " ".join(text.split())
    return folded if len(folded) <= most else folded[: most - 1].rstrip() + "…"


def legible(name: str | Path) -> str:
    """A file name as valid text: bytes of it that are no UTF-8 become replacement characters."""
    return str(name).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
