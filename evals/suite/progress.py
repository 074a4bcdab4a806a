"""How far a run is, how long it will take and what it has cost, for the person at the keyboard."""

import sys
from time import monotonic
from typing import Protocol


class Watch(Protocol):
    """Told whenever a sample is done."""

    def done(self, sample: int | str, dollars: float) -> None:
        """A sample is done; so much has been spent so far, as far as prices are known."""


class Unwatched:
    """Nobody watches."""

    def done(self, sample: int | str, dollars: float) -> None:
        """Says nothing."""


class Counting:
    """One line on standard error: rewritten in place on a terminal, otherwise every tenth of the way."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._told = total, 0, 0
        self._began = monotonic()
        self._terminal = sys.stderr.isatty()

    def done(self, sample: int | str, dollars: float) -> None:
        """Count the sample and say so where it is time."""
        self._done += 1
        tenth = self._done * 10 // max(1, self._total)
        if not self._terminal and tenth == self._told and self._done != self._total:
            return
        self._told = tenth
        line = self.line(dollars)
        print(
            f"\r\x1b[K{line}" if self._terminal else line,
            end="" if self._terminal else "\n",
            file=sys.stderr,
            flush=True,
        )
        if self._terminal and self._done >= self._total:
            print(file=sys.stderr)

    def line(self, dollars: float) -> str:
        """How far, how long, how much."""
        passed = monotonic() - self._began
        left = passed / max(1, self._done) * max(0, self._total - self._done)
        spent = f", ${dollars:.2f} so far" if dollars else ""
        return f"{self._done} of {self._total} samples, {_clock(passed)} gone, about {_clock(left)} left{spent}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
