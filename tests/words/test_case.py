"""Cases: what a case file may say, and what it may not."""

import pytest
from pydantic import ValidationError

from screener.words.case import Case, LabelledPassage, PastDecision, Verification
from screener.words.framework import Severity, Tier
from tests.stages.making import case

TEXT = "A stretch of prose that is long enough to be labelled."


def labelled(**settings: object) -> LabelledPassage:
    given = {"text": TEXT, "label": "benign", "severity": "none", "because": "It says nothing new."} | settings
    return LabelledPassage.model_validate(given)


@pytest.mark.parametrize(
    "settings",
    [
        {"severity": "low"},
        {"label": "uplift"},
        {"label": "uplift", "severity": "low"},
        {"sort": "soft_positive"},
        {"label": "uplift", "severity": "low", "concern": "scaling", "sort": "hard_negative"},
        {"text": "too short"},
        {"because": "short"},
        {"unknown": 1},
    ],
)
def test_a_label_that_contradicts_itself_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        labelled(**settings)


def test_a_consistent_label_is_taken() -> None:
    assert labelled(label="uplift", severity="high", concern="scaling", sort="soft_positive").severity is Severity.high
    assert labelled(sort="hard_negative").severity is Severity.none


def test_a_changed_decision_needs_its_reason() -> None:
    with pytest.raises(ValidationError):
        PastDecision(first=Tier.hold, final=Tier.publish)
    assert PastDecision(first=Tier.hold, final=Tier.publish, why_changed="It leaked.").final is Tier.publish


@pytest.mark.parametrize(
    "settings",
    [
        {"kind": "real"},
        {"kind": "real", "verification": "seen_in_tools"},
        {"verification": "seen_in_tools"},
        {"id": "Not An Id"},
        {"passages": []},
        {"year": 1800},
    ],
)
def test_a_case_that_hides_where_it_comes_from_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        case("one", **settings)


def test_a_case_survives_its_own_json() -> None:
    assert Case.model_validate_json(case("one").model_dump_json()) == case("one")


def test_each_verification_is_told_in_words() -> None:
    assert len({v.spoken for v in Verification}) == len(Verification)
