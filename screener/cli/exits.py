"""Exit codes, and how errors reach the person at the keyboard."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def clear_errors() -> Iterator[None]:
    """Ends the program with one sentence and the right code where an expected error comes up."""
    from screener.words.errors import ConfigurationError, ModelFault, RefusedInput

    try:
        yield
    except RefusedInput as error:
        end(str(error), REFUSED_INPUT)
    except (ConfigurationError, ModelFault) as error:
        end(str(error), CONFIGURATION_ERROR)


def end(sentence: str, code: int) -> None:
    """Print a sentence to standard error and leave with `code`."""
    print(f"screener: {sentence}", file=sys.stderr)  # noqa: T201
    sys.exit(code)
