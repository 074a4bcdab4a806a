"""What cleared reviewers write while they judge is read by uncleared ones, and names no restricted case."""

import pytest

from screener.words.errors import Invalid
from screener.words.framework import Severity, Tier
from screener.words.people import Actor, Role
from screener.words.review import VerdictKind
from tests.uses.house import House
from tests.uses.test_editions import with_a_restricted_precedent

LEAK = "As in the quokka  MEMO, this helps."


@pytest.fixture
def cleo(house: House) -> Actor:
    return house.person("cleo", Role.reviewer, cleared=True)


@pytest.fixture
def draft_id(house: House, cleo: Actor) -> str:
    return house.in_review(reviewer=cleo, screening=with_a_restricted_precedent())


def test_neither_a_verdict_nor_an_added_flag_nor_an_impression_names_one(
    house: House, cleo: Actor, draft_id: str
) -> None:
    flag, concern = with_a_restricted_precedent().flags[0].id, with_a_restricted_precedent().flags[0].concern
    with pytest.raises(Invalid, match="restricted case"):
        house.reviews.verdict(cleo, draft_id, flag, VerdictKind.accept, LEAK)
    with pytest.raises(Invalid, match="restricted case"):
        house.reviews.add_flag(cleo, draft_id, start=0, end=8, concern=concern, severity=Severity.low, reason=LEAK)
    with pytest.raises(Invalid, match="restricted case"):
        house.reviews.impression(cleo, draft_id, Tier.hold, LEAK)
    assert house.reviews.verdict(cleo, draft_id, flag, VerdictKind.accept, "As seen before, this helps.").standing


def test_somebody_who_is_not_cleared_cannot_know_and_is_not_told(house: House) -> None:
    draft_id = house.in_review(screening=with_a_restricted_precedent())
    flag = with_a_restricted_precedent().flags[0].id
    assert house.reviews.verdict(house.rosa, draft_id, flag, VerdictKind.accept, LEAK).standing
