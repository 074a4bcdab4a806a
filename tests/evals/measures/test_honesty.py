"""What is unread, refused, ungrounded, and whether a second screening says the same."""

import pytest

from evals.measures.honesty import flag_forecasts, honesty, passage_forecasts
from evals.measures.rows import Rows
from screener.words.framework import Tier
from tests.evals.measures.asked import on_rows
from tests.evals.measures.made_up import draft, flag, mark


def test_unread_refused_and_failed_are_shares_of_what_there_was() -> None:
    found = on_rows(honesty, [draft("a", unread=[0, 1]), draft("b"), draft("c", failed=True)])
    assert found["honesty.unread"] == pytest.approx(2 / 20)
    assert found["honesty.refused"] == pytest.approx(2 / 20)
    assert found["honesty.incomplete"] == pytest.approx(1 / 3)
    assert found["honesty.failed"] == pytest.approx(1 / 3)


def test_ungrounded_flags_are_a_share_of_all_flags() -> None:
    found = on_rows(honesty, [draft("a", flags=[flag(None, None), flag(0, 5)]), draft("b", flags=[flag(0, 5)])])
    assert found["honesty.ungrounded"] == pytest.approx(1 / 3)


def test_a_flag_in_unread_text_or_without_confidence_forecasts_nothing() -> None:
    flags = [flag(10, 20, confidence=0.9), flag(30, 40, confidence=0.2), flag(50, 60), flag(70, 80, confidence=0.4)]
    rows = Rows.of([draft(marks=[mark(10, 20)], flags=flags, unread=[3])])
    assert [(f.stated, f.true) for f in flag_forecasts(rows)] == [(0.9, True), (0.4, False)]


def test_scores_of_read_passages_forecast_whether_they_carry_uplift() -> None:
    rows = Rows.of([draft(marks=[mark(10, 20)], scores={0: 0.1, 1: 0.8, 2: 0.3}, unread=[2])])
    assert [(f.stated, f.true) for f in passage_forecasts(rows)] == [(0.1, False), (0.8, True)]


def test_screening_again_is_compared_for_every_two_epochs() -> None:
    marks, found = [mark(10, 20), mark(30, 40)], [flag(10, 20)]
    made = [
        draft("a", marks=marks, flags=found, tier=Tier.hold),
        draft("a", marks=marks, flags=[*found, flag(30, 40)], tier=Tier.hold, epoch=2),
        draft("a", marks=marks, flags=found, tier=None, epoch=3),
        draft("b", marks=marks),
    ]
    again = on_rows(honesty, made)
    assert again["honesty.same_tier_again"] == pytest.approx(1 / 3)
    assert again["honesty.same_found_again"] == pytest.approx(4 / 6)


def test_a_single_epoch_says_nothing_about_repetition() -> None:
    assert "honesty.same_tier_again" not in on_rows(honesty, [draft("a"), draft("b")])
