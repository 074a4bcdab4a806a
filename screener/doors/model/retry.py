"""The one retry policy. No library below it retries on its own."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

from screener.words.errors import ModelFault, RateLimited, TimedOut


T = TypeVar("T")


@dataclass
class Retry:
    """Up to `attempts` tries with exponential back-off and jitter, in seconds; a Retry-After is obeyed by all requests."""

    attempts: int = 4
    first_wait: float = 0.5
    longest_wait: float = 60.0
    timeouts: int = 2
    """Tries at most where each ended in a time-out: waiting again for a slow model is dear."""
    _not_before: float = field(default=0.0, init=False)

    async def run(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """The first answer of `attempt`. Raises its last ModelFault where no try succeeded or none more may help."""
        timed_out = 0
        for number in range(1, self.attempts + 1):
            await self._wait_for_all()
            try:
                return await attempt()
            except ModelFault as fault:
                timed_out += isinstance(fault, TimedOut)
                wait = self._wait(fault, number)
                last = number == self.attempts or timed_out >= self.timeouts
                if not fault.retry_may_help or last or wait > self.longest_wait:
                    raise
                if isinstance(fault, RateLimited):
                    self._not_before = max(self._not_before, monotonic() + wait)
                else:
                    await asyncio.sleep(wait)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _wait_for_all(self) -> None:
        while (left := self._not_before - monotonic()) > 0:
            await asyncio.sleep(left)

    def _wait(self, fault: ModelFault, number: int) -> float:
        if isinstance(fault, RateLimited) and fault.after is not None:
            return fault.after
        jitter = 0.75 + random.random() / 2  # noqa: S311  (spreads requests; not a secret)
        return self.first_wait * 2.0 ** (number - 1) * jitter
