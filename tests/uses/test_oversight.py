"""What a maintainer is told: agreement, overrides, what was unread, models, due looks, the audit."""

from datetime import date, timedelta

import pytest

from screener.uses.agreement import kappa, months
from screener.uses.reviewing import Ruling
from screener.words.errors import Forbidden
from screener.words.framework import Severity, Tier
from screener.words.people import Role
from screener.words.review import AskedEdit, DecisionConditions, VerdictKind
from tests.uses.house import NOON, House

V = VerdictKind
WHY = "It saves a month."
CIRCLE = DecisionConditions(audience="partners", commitment="They build nothing on it.")
SHARE = Ruling(tier=Tier.share_select, rationale=WHY, conditions=CIRCLE)
OPEN = Ruling(tier=Tier.publish, rationale=WHY)


def hold(house: House, days: int) -> Ruling:
    next_look = DecisionConditions(next_look=(house.clock.at + timedelta(days=days)).date())
    return Ruling(tier=Tier.hold, rationale=WHY, conditions=next_look)


def test_agreement_is_counted_month_by_month(house: House) -> None:
    judge = house.reviews.verdict
    first = house.in_review()
    house.reviews.impression(house.rosa, first, Tier.share_select)
    judge(house.rosa, first, "f1", V.dismiss, WHY)
    judge(house.rosa, first, "f1", V.accept, WHY)
    judge(house.rosa, first, "f2", V.dismiss, WHY)
    judge(house.rosa, first, "f3", V.change_severity, WHY, Severity.high)
    judge(house.rosa, first, "f4", V.accept, WHY)
    house.reviews.undo_verdict(house.rosa, first, "f4")
    house.reviews.add_flag(house.rosa, first, start=0, end=9, concern="scaling", severity=Severity.low, reason=WHY)
    house.reviews.decide(house.rosa, first, SHARE)
    house.reviews.decide(house.rosa, house.in_review(), OPEN)
    house.clock.pass_by(days=40)
    house.reviews.decide(house.rosa, house.in_review(), hold(house, 30))
    figures = house.oversight.agreement(house.mia, months=2)
    march, april = figures
    assert (march.begins, april.begins) == (date(2026, 3, 1), date(2026, 4, 1))
    assert (march.decisions, march.agreed, march.more_open, march.more_closed) == (2, 1, 1, 0)
    assert (march.verdicts, march.accepted, march.dismissed, march.changed, march.raised) == (3, 1, 1, 1, 1)
    assert (march.added, march.impressions, march.impressions_agreed) == (1, 1, 1)
    assert march.agreement == 0.5 and march.precision == pytest.approx(2 / 3)
    assert (april.decisions, april.more_closed, april.agreement) == (1, 1, 0)
    [override, earlier] = house.oversight.overrides(house.mia)
    assert (override.suggested, override.decided, override.by_name) == (Tier.share_select, Tier.hold, "Rosa")
    assert earlier.decided is Tier.publish
    concerns = {c.concern: c for c in house.oversight.concerns(house.mia)}
    assert (concerns["scaling"].judged, concerns["scaling"].changed, concerns["scaling"].added) == (1, 1, 1)
    assert concerns["inference_time"].dismissed == 1


def test_without_anything_counted_there_are_no_shares(house: House) -> None:
    [month] = house.oversight.agreement(house.mia, months=1)
    assert (month.agreement, month.precision, month.kappa) == (None, None, None)
    [reading] = house.oversight.readings(house.mia, months=1)
    assert (reading.unread_rate, reading.refusal_rate) == (None, None)


def test_what_was_left_unread_and_which_models_ran(house: House) -> None:
    house.waiting(), house.waiting()
    [reading] = house.oversight.readings(house.mia, months=1)
    assert (reading.screenings, reading.incomplete, reading.passages, reading.unread) == (2, 2, 16, 2)
    assert reading.unread_rate == 1 / 8
    [model] = house.oversight.models_in_use(house.mia)
    assert model.screenings == 2 and model.models and model.tokens_in > 0 and model.seconds > 0


def test_due_looks_are_told_before_and_after_their_day(house: House) -> None:
    soon, later, open_ = house.in_review(), house.in_review(), house.in_review()
    house.reviews.decide(house.rosa, soon, hold(house, 10))
    house.reviews.decide(house.rosa, later, hold(house, 100))
    house.reviews.decide(house.rosa, open_, OPEN)
    [due] = house.oversight.due_looks(house.mia)
    assert (due.draft_id, due.overdue, due.tier, due.by_name) == (soon, False, Tier.hold, "Rosa")
    house.clock.pass_by(days=11)
    [due] = house.oversight.due_looks(house.mia, within_days=0)
    assert due.overdue
    house.reviews.reopen(house.rosa, soon, "The day came.")
    assert house.oversight.due_looks(house.mia) == ()
    edits = Ruling(tier=Tier.publish_with_edits, rationale=WHY, edits=(AskedEdit(says="Shorten it."),))
    house.reviews.decide(house.rosa, soon, edits)
    assert house.oversight.due_looks(house.mia) == ()


def test_the_audit_is_paged_filtered_and_checked(house: House) -> None:
    draft_id = house.waiting()
    house.reading.get(house.ada, draft_id)
    newest, before = house.oversight.audit(house.mia, most=2)
    assert newest.action == "draft.read" and newest.previous == before.sha256
    assert house.oversight.audit(house.mia, before=newest.number) == (before,)
    assert {r.actor for r in house.oversight.audit(house.mia, by=house.ada.id)} == {house.ada.id}
    assert len(house.oversight.audit(house.mia, about=f"draft:{draft_id}")) == 2
    found = house.oversight.verify_audit(house.mia)
    assert found.whole and found.rows == newest.number and found.problems == ()
    assert house.oversight.audit(house.mia, most=1)[0].action == "audit.verify"


def test_a_maintainer_reads_nothing_of_the_review_of_their_own_draft_in_the_audit(house: House) -> None:
    olga = house.person("Olga", Role.maintainer)
    draft_id = house.in_review(olga)
    house.reviews.impression(house.rosa, draft_id, Tier.hold)
    house.reviews.verdict(house.rosa, draft_id, "f1", V.dismiss, WHY)
    theirs = house.oversight.audit(olga, action="review.")
    assert [line.detail for line in theirs] == [{"left out": "your own draft"}] * 2
    others = house.oversight.audit(house.mia, action="review.")
    assert [line.number for line in theirs] == [line.number for line in others]
    assert others[1].detail["tier"] == "hold"
    assert house.oversight.verify_audit(olga).whole


def test_a_snapshot_counts_and_names_nobody(house: House) -> None:
    draft_id = house.waiting()
    house.upload()
    house.reviews.decide(house.rosa, house.in_review(), OPEN)
    house.clock.pass_by(hours=1)
    told = house.oversight.snapshot()
    assert told.drafts_by_status == {"awaiting_review": 1, "queued": 1, "decided": 1}
    assert told.oldest_waiting_seconds and told.oldest_queued_seconds and told.oldest_waiting_seconds > 3_600
    assert (told.screenings, told.passages, told.unread, told.decisions_by_tier) == (2, 16, 2, {"publish": 1})
    assert told.overrides == 1 and told.people_by_role == {"author": 1, "reviewer": 1, "maintainer": 1}
    for secret in (draft_id, "Ada", "paper"):
        assert secret not in told.model_dump_json()


def test_oversight_is_for_maintainers(house: House) -> None:
    for asked in (
        house.oversight.agreement,
        house.oversight.concerns,
        house.oversight.overrides,
        house.oversight.readings,
        house.oversight.models_in_use,
        house.oversight.due_looks,
        house.oversight.audit,
        house.oversight.verify_audit,
    ):
        for who in (house.ada, house.rosa):
            with pytest.raises(Forbidden):
                asked(who)  # type: ignore[operator]


def test_kappa_is_one_for_agreement_nought_for_chance_and_none_where_it_means_nothing() -> None:
    a, d = Tier.publish, Tier.hold
    assert kappa([(a, a), (d, d)]) == 1
    assert kappa([(a, a), (a, d), (d, a), (d, d)]) == 0
    assert kappa([(a, d), (d, a)]) == -1
    assert kappa([(a, a), (a, a)]) is None
    assert kappa([(a, a)]) is None


def test_months_go_back_over_the_turn_of_the_year() -> None:
    assert months(NOON, 4) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
