"""The clock of a run."""

import time

from screener.uses.assembly import Clock


def test_each_stage_lasts_until_the_next_and_the_running_one_until_now() -> None:
    clock = Clock()
    clock.stage("one")
    time.sleep(0.02)
    clock.stage("two")
    seconds = clock.seconds()
    assert list(seconds) == ["one", "two"]
    assert seconds["one"] >= 0.02
    assert seconds["two"] < seconds["one"] + 5
