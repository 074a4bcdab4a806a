"""How much a run may spend, counted before and after each request."""

import asyncio
from dataclasses import dataclass, field

from screener.words.errors import OverBudget


@dataclass
class Budget:
    """Tokens (input and output together) and US dollars for one run; None is no limit.

    Each request first sets aside the most it may take, so that requests in flight cannot overspend together.
    """

    tokens: int | None = None
    dollars: float | None = None
    spent_tokens: int = 0
    spent_dollars: float = 0.0
    _reserved: dict[int, tuple[int, float]] = field(default_factory=dict)
    _next: int = 0
    _settled: asyncio.Event = field(default_factory=asyncio.Event)

    async def reserve(self, tokens: int, dollars: float = 0.0) -> int:
        """Set aside an estimate for one request; returns its ticket.

        Waits while only requests in flight stand in the way. Raises OverBudget where it cannot fit any more.
        """
        while True:
            self._refuse_over(tokens, dollars)
            held_tokens = sum(t for t, _ in self._reserved.values())
            held_dollars = sum(d for _, d in self._reserved.values())
            if self._fits(tokens + held_tokens, dollars + held_dollars):
                break
            self._settled.clear()
            await self._settled.wait()
        self._next += 1
        self._reserved[self._next] = (tokens, dollars)
        return self._next

    def settle(self, ticket: int, tokens: int, dollars: float | None) -> None:
        """Replace the estimate of a ticket by what the request really took."""
        self._reserved.pop(ticket, None)
        self.spent_tokens += tokens
        self.spent_dollars += dollars or 0.0
        self._settled.set()

    def _fits(self, tokens: int, dollars: float) -> bool:
        return (self.tokens is None or self.spent_tokens + tokens <= self.tokens) and (
            self.dollars is None or self.spent_dollars + dollars <= self.dollars
        )

    def _refuse_over(self, tokens: int, dollars: float) -> None:
        if self.tokens is not None and self.spent_tokens + tokens > self.tokens:
            raise OverBudget(
                f"The run's budget of {self.tokens:,} tokens has no room for another request; raise it to read on."
            )
        if self.dollars is not None and self.spent_dollars + dollars > self.dollars:
            raise OverBudget(
                f"The run's budget of ${self.dollars:g} has no room for another request; raise it to read on."
            )
