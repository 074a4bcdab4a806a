"""A budget is never overspent by requests that are under way together."""

import asyncio

import pytest

from screener.doors.model import Budget
from screener.words.errors import OverBudget


def test_no_limit_means_no_limit() -> None:
    assert asyncio.run(Budget().reserve(10**12, 1e9)) == 1


@pytest.mark.parametrize(("budget", "tokens", "dollars"), [(Budget(tokens=10), 11, 0.0), (Budget(dollars=1.0), 1, 1.1)])
def test_a_request_that_can_never_fit_is_refused(budget: Budget, tokens: int, dollars: float) -> None:
    with pytest.raises(OverBudget, match="no room"):
        asyncio.run(budget.reserve(tokens, dollars))


def test_a_request_waits_for_those_under_way_and_then_fits() -> None:
    async def work() -> int:
        budget = Budget(tokens=100)
        first = await budget.reserve(80)
        second = asyncio.create_task(budget.reserve(80))
        await asyncio.sleep(0.01)
        assert not second.done()
        budget.settle(first, 10, None)
        await second
        return budget.spent_tokens

    assert asyncio.run(work()) == 10


def test_a_request_that_waited_is_refused_once_the_others_took_all() -> None:
    async def work() -> None:
        budget = Budget(tokens=100)
        first = await budget.reserve(80)
        second = asyncio.create_task(budget.reserve(80))
        await asyncio.sleep(0.01)
        budget.settle(first, 80, None)
        with pytest.raises(OverBudget):
            await second

    asyncio.run(work())


def test_settling_counts_what_was_really_taken() -> None:
    async def work() -> Budget:
        budget = Budget(tokens=100, dollars=1.0)
        budget.settle(await budget.reserve(50, 0.5), 20, 0.25)
        return budget

    budget = asyncio.run(work())
    assert (budget.spent_tokens, budget.spent_dollars) == (20, 0.25)
