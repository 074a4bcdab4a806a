"""Commands that other packages add: entry points of the group `screener.commands`, each a typer application.

They are looked for only when one is called, so that `--help` costs nothing.
"""

from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Any, NoReturn

from screener.cli import exits

GROUP = "screener.commands"


def run(name: str, arguments: Sequence[str], missing: str) -> NoReturn:
    """Hand the arguments to the added command and leave with its exit code; `missing` is said where it cannot be had."""
    added = _loaded(name)
    if added is None:
        exits.end(missing, exits.USAGE)
    else:
        added(args=list(arguments), prog_name=f"screener {name}")
    raise SystemExit(exits.COMPLETE)


def _loaded(name: str) -> Any:
    """The added command; None where no installed package has it, or it lacks what it needs."""
    found = next(iter(entry_points(group=GROUP, name=name)), None)
    try:
        return found.load() if found else None
    except ModuleNotFoundError:
        return None
