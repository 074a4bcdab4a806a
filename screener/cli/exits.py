"""Exit codes, and how errors reach the person at the keyboard."""

import sys
from collections.abc import Iterator
from types import TracebackType

COMPLETE = 0
FAILED = 1
"""A fault of the program itself."""
USAGE = 2
"""The command line is not understood."""
REFUSED_INPUT = 3
CONFIGURATION_ERROR = 4
INCOMPLETE = 5
"""A report was written, and something was not read."""
STOPPED = 130
"""Ctrl-C; a report was written unless it was pressed twice."""

MEANING = """Exit codes: 0 complete · 1 internal fault · 2 usage · 3 refused input · 4 configuration error ·
5 incomplete (a report was written, something is unread) · 130 stopped by Ctrl-C."""


class ClearErrors:
    """Ends the program with one sentence and the right code where an expected error comes out of its block.

    A class, so that the words for errors are imported only once there is one: `--help` does without them.
    """

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None or isinstance(error, SystemExit):
            return
        from screener.words.errors import RefusedInput, ScreenerError

        found = list(_parts(error))
        if all(isinstance(part, ScreenerError) for part in found):
            end(str(found[0]), REFUSED_INPUT if isinstance(found[0], RefusedInput) else CONFIGURATION_ERROR)


def end(sentence: str, code: int) -> None:
    """Print a sentence to standard error, on one line, and leave with `code`."""
    line = " ".join(sentence.split())
    print(f"screener: {line}{'' if line.endswith(('.', '?')) else '.'}", file=sys.stderr)  # noqa: T201
    sys.exit(code)


def _parts(error: BaseException) -> Iterator[BaseException]:
    """The errors of a group, since work done side by side fails as one; of any other error itself."""
    if not isinstance(error, BaseExceptionGroup):
        yield error
        return
    for part in error.exceptions:
        yield from _parts(part)
