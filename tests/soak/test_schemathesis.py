"""Many requests made from the API's own description, right and wrong: no 5xx, and no answer that is not described."""

import time
from pathlib import Path

from tests.web.hammering import hammer, operations
from tests.web.live import served
from tests.web.world import World

SECONDS = 150.0
"""The whole test; every operation gets its share, and at least one request of each kind."""
MOST = 200


def test_no_answer_of_the_live_application_is_undescribed(ready: Path, tmp_path: Path) -> None:
    with World(tmp_path / "data", ready / "corpus") as world, served(world.app) as address:
        waiting, sent = list(operations(world)), dict[str, int]()
        ends = time.monotonic() + SECONDS
        while waiting:
            operation = waiting.pop(0)
            share = (ends - time.monotonic()) / (len(waiting) + 1)
            sent[operation.label] = hammer(world, address, operation, MOST, until=time.monotonic() + share)
            print(f"{operation.label}: {sent[operation.label]}", flush=True)
        print(f"{sum(sent.values())} requests of {len(sent)} operations")
        assert min(sent.values()) >= 1
