"""Hostile documents that run until a limit of the sandbox ends them: one to two minutes each."""

import time

import pytest

from screener.doors.documents.sandbox import DEFAULT_LIMITS
from tests.hostile.kinds import Kind, everything
from tests.hostile.measured import answer

SLOW = tuple(kind for kind in everything(slow=True) if kind not in everything())


@pytest.mark.parametrize("kind", SLOW, ids=lambda kind: kind.name)
def test_each_slow_kind_is_ended_by_a_limit_and_refused_with_its_sentence(kind: Kind) -> None:
    began = time.monotonic()
    got, _ = answer(kind.make(), kind.file)
    assert kind.wrong(got) == ()
    assert time.monotonic() - began < DEFAULT_LIMITS.wall_seconds + 10


def test_there_are_slow_kinds_to_try() -> None:
    assert SLOW
