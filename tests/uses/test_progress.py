"""Stopping: work goes on until it is asked for, and then ends."""

import asyncio

from screener.uses.progress import Stop


async def slow(seconds: float, ended: list[str]) -> str:
    try:
        await asyncio.sleep(seconds)
        return "done"
    except asyncio.CancelledError:
        ended.append("cancelled")
        raise


def test_work_that_is_not_stopped_gives_its_result() -> None:
    async def run() -> str | None:
        return await Stop().unless_asked(slow(0, []))

    assert asyncio.run(run()) == "done"


def test_work_that_is_stopped_ends_and_gives_nothing() -> None:
    ended: list[str] = []

    async def run() -> str | None:
        stop = Stop()
        asyncio.get_running_loop().call_later(0.01, stop.set)
        result = await stop.unless_asked(slow(60, ended))
        await asyncio.sleep(0)
        assert stop.asked
        return result

    assert asyncio.run(run()) is None
    assert ended == ["cancelled"]
