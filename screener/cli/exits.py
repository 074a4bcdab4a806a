"""Exit codes, and how errors reach the person at the keyboard."""

import sys
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

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or isinstance(error, SystemExit):
            return
        from screener.words.errors import ConfigurationError, ModelFault, RefusedInput

        if isinstance(error, RefusedInput):
            end(str(error), REFUSED_INPUT)
        if isinstance(error, (ConfigurationError, ModelFault)):
            end(str(error), CONFIGURATION_ERROR)


def end(sentence: str, code: int) -> None:
    """Print a sentence to standard error and leave with `code`."""
    print(f"screener: {sentence}", file=sys.stderr)  # noqa: T201
    sys.exit(code)
