"""Readings, coverage and errors: the words that keep unread from looking clean."""

import pytest

from screener.words import errors
from screener.words.framework import Attention, Severity, Tier
from screener.words.screening import UnreadBecause, UnreadPassage
from tests.stages.making import covered, reading


def test_a_reading_with_a_reason_is_unread() -> None:
    assert reading().read
    assert not reading(unread_because=UnreadBecause.refused).read


def test_coverage_is_complete_only_without_unread_passages_and_without_pages_nobody_could_read() -> None:
    unread = UnreadPassage(passage_index=0, because=UnreadBecause.refused, detail="d")
    assert covered().complete
    assert covered(images=4, image_pages=(1,)).complete
    assert not covered(unread=(unread,)).complete
    assert not covered(scanned_pages=(2,)).complete
    assert covered(unread=(unread, unread)).reasons() == {"refused": 2}


def test_ranks_go_from_open_to_closed_and_from_small_to_great() -> None:
    assert [t.rank for t in (Tier.publish, Tier.publish_with_edits, Tier.share_select, Tier.hold)] == [0, 1, 2, 3]
    assert [s.rank for s in (Severity.none, Severity.low, Severity.medium, Severity.high)] == [0, 1, 2, 3]
    assert [a.rank for a in (Attention.routine, Attention.raised, Attention.urgent)] == [0, 1, 2]


@pytest.mark.parametrize("fault", errors.ModelFault.__subclasses__())
def test_each_fault_of_a_model_names_why_a_passage_is_unread(fault: type[errors.ModelFault]) -> None:
    assert isinstance(fault("It failed.").because, UnreadBecause)
    assert str(fault("It failed.")) == "It failed."
    assert fault.__name__ in (errors.__doc__ or "")


def test_a_rate_limit_may_say_how_long_to_wait() -> None:
    assert errors.RateLimited("Wait.", after=3.0).after == 3.0
