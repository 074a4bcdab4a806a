"""`python -m tests.hostile.table [GROUP ...]`: every kind of hostile document, tried once, as a table by group.

All are read by the product's confined process with the product's limits. With words, only the groups that hold one.
"""

import sys
from collections import defaultdict

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.hostile.kinds import everything
from tests.hostile.measured import Measured, measured

_EXPLAINED = (
    "Seconds: wall clock from handing in the file to the answer. MiB: largest resident set of the parser's process "
    "(ru_maxrss; never below that of the process that starts it)."
)


def main() -> int:
    """Try everything, print the table; the exit code is 1 where a kind got another answer than it must get."""
    out = Console(highlight=False)
    groups: dict[str, list[Measured]] = defaultdict(list)
    shown = out.is_terminal
    asked = sys.argv[1:]
    chosen = [k for k in everything(slow=True) if not asked or any(word.lower() in k.group.lower() for word in asked)]
    if not chosen:
        out.print(f"No group is named like that; there are: {', '.join(sorted({k.group for k in everything()}))}.")
        return 2
    for kind in track(chosen, "Reading", console=out, disable=not shown, transient=True):
        groups[kind.group].append(measured(kind))
    tried = [one for group in groups.values() for one in group]
    table = Table(title=f"{len(tried)} kinds of document made to deceive or to break a parser, and ordinary ones")
    table.add_column("group")
    for heading in ("kinds", "caught", "ordinary", "false alarms", "worst seconds", "worst MiB"):
        table.add_column(heading, justify="right")
    for name, group in groups.items():
        table.add_row(name, *_figures(group))
    table.add_section()
    table.add_row("all", *_figures(tried), style="bold")
    out.print(table)
    out.print(_EXPLAINED)
    for one in tried:
        for sentence in one.wrong:
            out.print(f"WRONG  {one.kind.group}: {one.kind.name}: {sentence}", markup=False)
    return 1 if any(one.wrong for one in tried) else 0


def _figures(group: list[Measured]) -> list[str]:
    hostile = [one for one in group if not one.kind.ordinary]
    ordinary = [one for one in group if one.kind.ordinary]
    caught = sum(not one.wrong for one in hostile)
    slowest, largest = max(one.seconds for one in group), max(one.peak_bytes for one in group)
    return [
        str(len(hostile)),
        f"{caught}" if caught == len(hostile) else f"[red]{caught}[/]",
        str(len(ordinary)),
        str(sum(one.alerted or bool(one.wrong) for one in ordinary)),
        f"{slowest:.1f}",
        f"{largest / 2**20:.0f}",
    ]


if __name__ == "__main__":
    sys.exit(main())
