"""The bar that is shown while a draft is screened."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from screener.cli.terminal import plain


class Bar:
    """Stage, passages done, flagged and unread, and the time left; on standard error, and only on a terminal."""

    def __init__(self, name: str) -> None:
        console = Console(file=sys.stderr)
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[found]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("starting", total=None, found="")
        shown = plain(name, 200)
        self._name = escape(shown if len(shown) <= 30 else shown[:14] + "…" + shown[-15:])

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def stage(self, name: str) -> None:
        """Name the stage."""
        self._bar.update(self._task, description=f"{self._name}: {name}")

    def reading(self, *, done: int, total: int, flagged: int, unread: int) -> None:
        """Move the bar."""
        self._bar.update(self._task, completed=done, total=total, found=f"{flagged} flagged, {unread} unread")
