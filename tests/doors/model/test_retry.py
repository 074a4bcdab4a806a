"""How often, and how long apart, a request is tried."""

import asyncio
from time import monotonic

import pytest

from screener.doors.model import Retry
from screener.words.errors import ModelFault, RateLimited, Refused, TimedOut, Unreachable


def tries(retry: Retry, *faults: ModelFault) -> tuple[int, type[ModelFault] | None]:
    """How many tries are made, and the fault they end in, where the last of `faults` repeats."""
    made = 0

    async def attempt() -> None:
        nonlocal made
        made += 1
        raise faults[min(made, len(faults)) - 1]

    try:
        asyncio.run(retry.run(attempt, "h"))
    except ModelFault as fault:
        return made, type(fault)
    raise AssertionError("every attempt fails")


@pytest.mark.parametrize(
    ("faults", "made"),
    [
        ((Refused("no"),), 1),
        ((Unreachable("no"),), 4),
        ((TimedOut("no"),), 2),
        ((RateLimited("no"),), 4),
        ((Unreachable("no"), Refused("no")), 2),
        ((RateLimited("no", after=99.0),), 1),
    ],
)
def test_only_what_may_pass_is_tried_again(faults: tuple[ModelFault, ...], made: int) -> None:
    assert tries(Retry(first_wait=0.001), *faults) == (made, type(faults[-1]))


def test_waits_grow() -> None:
    began = monotonic()
    tries(Retry(first_wait=0.05), Unreachable("no"))
    assert 0.05 * 7 * 0.75 <= monotonic() - began < 1.5


def test_a_rate_limited_try_does_not_count_while_others_are_answered() -> None:
    retry, made = Retry(attempts=2, first_wait=0.001), 0

    async def other() -> None:
        return None

    async def attempt() -> str:
        nonlocal made
        made += 1
        await retry.run(other, "h")
        if made < 6:
            raise RateLimited("wait", after=0.001)
        return "answered"

    assert asyncio.run(retry.run(attempt, "h")) == "answered"


def test_one_hosts_wait_does_not_hold_up_another() -> None:
    async def work() -> float:
        retry = Retry(attempts=1)

        async def limited() -> None:
            raise RateLimited("wait", after=30.0)

        with pytest.raises(RateLimited):
            await retry.run(limited, "slow")
        began = monotonic()
        await retry.clear("fast")
        return monotonic() - began

    assert asyncio.run(work()) < 0.1


def test_a_wait_beyond_the_longest_ends_at_once_with_its_length() -> None:
    async def work() -> None:
        retry = Retry(longest_wait=1.0)

        async def limited() -> None:
            raise RateLimited("wait", after=500.0)

        with pytest.raises(RateLimited):
            await retry.run(limited, "h")
        with pytest.raises(RateLimited, match=r"h asked to wait for (499|500) s"):
            await retry.clear("h")

    asyncio.run(work())
