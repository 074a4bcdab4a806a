"""Runs for tests of the engine: what they do, and what they noted."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from screener.doors.engine import Engine, Steps


@dataclass
class Notes:
    """What runs did, and which are wanted."""

    wanted: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    seconds: float = 0.0
    steps: int = 3

    async def run(self, run_id: str, steps: Steps) -> None:
        """Steps side by side, the last one first to end."""
        names = [f"step {i}" for i in range(self.steps)]
        steps.foresee(names)
        async with asyncio.TaskGroup() as group:
            for place, name in enumerate(names):
                group.create_task(steps.once(name, lambda name=name, place=place: self._step(run_id, name, place)))
        self.ended.append(run_id)
        self.wanted.remove(run_id)

    async def _step(self, run_id: str, name: str, place: int) -> None:
        await asyncio.sleep(self.seconds + 0.02 * (self.steps - place))
        self.done.append(f"{run_id}: {name}")


@contextmanager
def started(url: str, notes: Notes, work: Any = None, **how: Any) -> Iterator[Engine]:
    """An engine at work."""
    engine = Engine(url, work or notes.run, waiting=lambda: list(notes.wanted), **how)
    engine.start()
    try:
        yield engine
    finally:
        engine.close()
