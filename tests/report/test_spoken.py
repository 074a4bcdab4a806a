from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest

from screener.report import spoken
from screener.words.counting import listed
from screener.words.draft import HiddenHow
from screener.words.flag import ConfidenceFrom, Grounding, ReaderKind
from screener.words.framework import Attention, Stance, Tier
from screener.words.screening import AlertKind, UnreadBecause
from tests.report.example import example_framework

TERMS = spoken.Terms(example_framework())


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (spoken.UNREAD, UnreadBecause),
        (spoken.UNREAD_BRIEFLY, UnreadBecause),
        (spoken.HIDDEN, HiddenHow),
        (spoken.ALERTS, AlertKind),
        (spoken.GROUNDING, Grounding),
        (spoken.CONFIDENCE_FROM, ConfidenceFrom),
        (spoken.STANCES, Stance),
        (spoken.ATTENTIONS, Attention),
        (spoken.READERS, ReaderKind),
    ],
)
def test_every_kind_has_words(words: dict[str, str], kinds: type[StrEnum]) -> None:
    assert set(words) == set(kinds) and all(words.values())


def test_numbers_are_drawn_together_into_runs() -> None:
    assert spoken.numbers((9, 2, 5, 6, 7, 2)) == "2, 5–7, 9" and spoken.numbers(()) == ""


def test_a_share_says_all_or_nothing_only_where_it_is_exact() -> None:
    assert [spoken.share(part, 100_000) for part in (0, 1, 99_999, 100_000)] == ["0 %", "0.1 %", "99.9 %", "100 %"]


def test_lists_counts_times_and_prices_read_as_a_person_would_say_them() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c" and listed(["a"]) == "a" and listed([]) == ""
    assert spoken.counted(1, "page") == "1 page" and spoken.counted(1200, "page") == "1,200 pages"
    assert [spoken.duration(s) for s in (0.42, 48.0, 192.0)] == ["0.4 s", "48 s", "3 min 12 s"]
    assert spoken.money(None) == "price unknown" and spoken.money(0.5) == "US$ 0.5" and spoken.money(0.0) == "US$ 0"


def test_times_are_given_in_utc_whatever_their_zone() -> None:
    at = datetime(2026, 3, 4, 1, 0, tzinfo=timezone(timedelta(hours=2)))
    assert spoken.moment(at) == "3 March 2026, 23:00 UTC" == spoken.moment(at.astimezone(UTC))


def test_a_decision_says_which_way_it_was_changed() -> None:
    assert TERMS.decision(Tier.hold, Tier.publish) == "Hold → Publish (opened later)"
    assert TERMS.decision(Tier.publish, Tier.hold) == "Publish → Hold (closed later)"
    assert TERMS.decision(Tier.hold, Tier.hold) == "Hold, kept"


def test_confidence_is_worded_by_the_thresholds_of_the_framework() -> None:
    limits, source = example_framework().thresholds, ConfidenceFrom.agreement
    assert TERMS.confidence(limits.confident, source).startswith("confident")
    assert TERMS.confidence(limits.unsure, source).startswith("unsure")
    assert TERMS.confidence(limits.unsure - 0.01, source).startswith("doubtful")
    assert TERMS.confidence(0.9, ConfidenceFrom.none) == "no confidence that can be checked"


def test_an_id_that_the_framework_does_not_hold_is_shown_as_it_is() -> None:
    assert TERMS.concern("new_concern") == "new_concern" == TERMS.factor("new_concern")
    assert TERMS.question("new_concern") == "" == TERMS.concern_means("new_concern")
