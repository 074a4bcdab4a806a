"""Costs: means over screenings, and unknown is not nothing."""

from evals.measures.costing import costing
from evals.records import Cost
from tests.evals.measures.asked import on_drafts, works_of
from tests.evals.measures.made_up import draft


def test_costs_are_means_over_screenings() -> None:
    made = [
        draft("a", cost=Cost(calls=4, tokens_in=1000, money=0.5, seconds=10)),
        draft("b", cost=Cost(calls=0, tokens_in=0, money=0.0, seconds=2)),
    ]
    found = on_drafts(costing, made)
    assert (found["costing.calls"], found["costing.tokens_in"]) == (2.0, 500.0)
    assert (found["costing.money"], found["costing.seconds"]) == (0.25, 6.0)


def test_one_unknown_price_makes_the_mean_unknown_and_says_so() -> None:
    made = [draft("a", cost=Cost(money=0.5)), draft("b", cost=Cost())]
    (money,) = (t for t in costing(made, works_of(made)) if t.name == "costing.money")
    assert money.figure().value is None
    assert money.note == "unknown: recorded for 1 of 2 screenings"


def test_a_price_of_zero_that_is_known_stays_zero() -> None:
    assert on_drafts(costing, [draft("a", cost=Cost(money=0.0))])["costing.money"] == 0.0
