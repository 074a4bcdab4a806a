"""The one retry policy. No library below it retries on its own."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

from screener.words.errors import ModelFault, RateLimited, TimedOut

T = TypeVar("T")


@dataclass
class Retry:
    """Up to `attempts` tries with exponential back-off and jitter, in seconds.

    What a host asks us to wait holds for every request to it: each one passes `clear` just before it leaves.
    """

    attempts: int = 4
    first_wait: float = 0.5
    longest_wait: float = 60.0
    """A host that asks for more than this is not waited for: its requests end as rate limited, unsent."""
    timeouts: int = 2
    """Tries at most where each ended in a time-out: waiting again for a slow model is dear."""
    _not_before: dict[str, float] = field(default_factory=dict, init=False)
    _answered: Counter[str] = field(default_factory=Counter, init=False)

    async def run(self, attempt: Callable[[], Awaitable[T]], host: str = "") -> T:
        """The first answer of `attempt`. Raises its last ModelFault where no try succeeded or none more may help.

        A try that was rate limited while other requests to the host were answered does not count: the line moves.
        """
        tries = timed_out = 0
        answered = self._answered[host]
        while True:
            try:
                result = await attempt()
            except ModelFault as fault:
                limited = isinstance(fault, RateLimited)
                line_moves, answered = self._answered[host] > answered, self._answered[host]
                tries += not (limited and line_moves)
                timed_out += isinstance(fault, TimedOut)
                wait = self._wait(fault, max(tries, 1))
                if limited:
                    self._not_before[host] = max(self._not_before.get(host, 0.0), monotonic() + wait)
                last = tries >= self.attempts or timed_out >= self.timeouts or wait > self.longest_wait
                if last or not fault.retry_may_help:
                    raise
                await asyncio.sleep(wait)
            else:
                self._answered[host] += 1
                return result

    async def clear(self, host: str = "") -> None:
        """Returns once the host may be asked. Raises RateLimited where that is further off than `longest_wait`."""
        while (left := self._not_before.get(host, 0.0) - monotonic()) > 0:
            if left > self.longest_wait:
                raise RateLimited(f"{host} asked to wait for {left:.0f} s, longer than this run waits.", after=left)
            await asyncio.sleep(left)

    def _wait(self, fault: ModelFault, number: int) -> float:
        if isinstance(fault, RateLimited) and fault.after is not None:
            return fault.after
        jitter = 0.75 + random.random() / 2  # noqa: S311  (spreads requests; not a secret)
        return min(self.longest_wait, self.first_wait * 2.0 ** (number - 1) * jitter)
