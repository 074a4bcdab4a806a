"""The installations that are open in this process: tasks name a choice, and screen with the installation opened for it."""

import atexit
from collections.abc import Iterator
from contextlib import contextmanager

from evals.suite.choice import Choice
from evals.suite.installation import Installation

_OPEN: dict[str, Installation] = {}


def installation_for(choice: str) -> Installation:
    """The installation of a choice (as JSON): the one that was opened for it, else one opened now and closed at exit."""
    if choice not in _OPEN:
        made = Installation(Choice.model_validate_json(choice))
        atexit.register(made.close)
        _OPEN[choice] = made
    return _OPEN[choice]


@contextmanager
def opened(installation: Installation) -> Iterator[Installation]:
    """The installation serves its choice while the context lasts, and is closed at its end."""
    name = installation.choice.model_dump_json()
    before = _OPEN.get(name)
    _OPEN[name] = installation
    try:
        with installation:
            yield installation
    finally:
        _OPEN.pop(name, None)
        if before is not None:
            _OPEN[name] = before
