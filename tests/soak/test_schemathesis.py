"""Many requests made from the API's own description, right and wrong: no 5xx, and no answer that is not described."""

import time
from pathlib import Path

from tests.web.hammering import hammer, operations
from tests.web.live import served
from tests.web.world import World

SECONDS = 120.0
"""Rounds over all operations are begun for so long; the last one is ended."""
EXAMPLES = 6
"""Requests of one operation in one round, right ones and as many wrong ones."""


def test_no_answer_of_the_live_application_is_undescribed(ready: Path, tmp_path: Path) -> None:
    with World(tmp_path / "data", ready / "corpus") as world, served(world.app) as address:
        known, sent, rounds = list(operations(world)), dict[str, int](), 0
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends:
            for operation in known:
                if rounds == 0 or time.monotonic() < ends:
                    more = hammer(world, address, operation, EXAMPLES, start=rounds)
                    sent[operation.label] = sent.get(operation.label, 0) + more
            rounds += 1
        print(f"{sum(sent.values())} requests of {len(sent)} operations in {rounds} rounds")
        assert min(sent.values()) >= 1
