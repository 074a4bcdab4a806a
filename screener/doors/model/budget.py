"""How much a run may spend, counted before and after each request."""

from dataclasses import dataclass, field

from screener.words.errors import OverBudget


@dataclass
class Budget:
    """Tokens (input and output together) and US dollars for one run; None is no limit."""

    tokens: int | None = None
    dollars: float | None = None
    spent_tokens: int = 0
    spent_dollars: float = 0.0
    _reserved: dict[int, int] = field(default_factory=dict)
    _next: int = 0

    def reserve(self, tokens: int) -> int:
        """Set aside an estimate for one request; returns its ticket. Raises OverBudget where it does not fit."""
        if self.tokens is not None and self.spent_tokens + sum(self._reserved.values()) + tokens > self.tokens:
            raise OverBudget(f"The run's budget of {self.tokens:,} tokens is spent.")
        if self.dollars is not None and self.spent_dollars >= self.dollars:
            raise OverBudget(f"The run's budget of ${self.dollars:.2f} is spent.")
        self._next += 1
        self._reserved[self._next] = tokens
        return self._next

    def settle(self, ticket: int, tokens: int, dollars: float | None) -> None:
        """Replace the estimate of a ticket by what the request really took."""
        self._reserved.pop(ticket, None)
        self.spent_tokens += tokens
        self.spent_dollars += dollars or 0.0
