"""A reviewer's day: claim, judge flags, add what was missed, decide; and the author's answers."""

from datetime import timedelta

import pytest

from screener.uses.reviewing import Ruling
from screener.uses.submitting import Upload
from screener.web.pages.ruling_form import RulingForm
from screener.words.errors import Conflict, Forbidden, Invalid, NotFound
from screener.words.framework import Severity, Tier
from screener.words.people import Actor, Role
from screener.words.review import AskedEdit, Decision, DecisionConditions, LetterKind, VerdictKind
from screener.words.submission import DraftSensitivity, DraftStatus
from tests.report.example import example_screening
from tests.storage.installation import at_once
from tests.uses.house import NOON, House
from tests.uses.test_editions import with_a_restricted_precedent

S, V = DraftStatus, VerdictKind
WHY = "It saves a month of work."
LATER = (NOON + timedelta(days=90)).date()
OPEN = Ruling(tier=Tier.publish, rationale="Nothing in it that is not known.")


def test_of_two_who_claim_one_has_it_and_the_other_is_told_to_look_again(house: House) -> None:
    draft_id, zoe = house.waiting(), house.person("Zoe", Role.reviewer)
    row = house.reviews.claim(house.rosa, draft_id)
    assert (row.status, row.reviewers, row.assigned_to_me, row.name) == (S.in_review, ("Rosa",), True, "paper.txt")
    with pytest.raises(NotFound, match="somebody else"):
        house.reviews.claim(zoe, draft_id)
    assert house.reading.queue(zoe).rows == ()


def test_a_draft_given_back_waits_again_and_keeps_its_judgements(house: House) -> None:
    draft_id, zoe = house.in_review(), house.person("Zoe", Role.reviewer)
    house.reviews.verdict(house.rosa, draft_id, "f2", V.accept, WHY)
    assert house.reviews.release(house.rosa, draft_id).status is S.awaiting_review
    house.reviews.claim(zoe, draft_id)
    flag = next(f for f in house.reviews.view(zoe, draft_id).flags if f.flag.id == "f2")
    assert flag.standing is not None and flag.standing.by == house.rosa.id


def test_a_draft_with_two_reviewers_stays_in_review_when_one_leaves(house: House) -> None:
    draft_id, zoe = house.in_review(), house.person("Zoe", Role.reviewer)
    house.reviews.assign(house.mia, draft_id, zoe.id)
    assert house.reviews.release(house.rosa, draft_id).status is S.in_review
    assert house.reviews.unassign(house.mia, draft_id, zoe.id).status is S.awaiting_review
    with pytest.raises(NotFound, match="not assigned"):
        house.reviews.unassign(house.mia, draft_id, zoe.id)


def test_a_maintainer_takes_a_draft_from_reviewers_who_are_away(house: House) -> None:
    draft_id = house.in_review()
    row = house.reviews.release(house.mia, draft_id)
    assert (row.status, row.reviewers) == (S.awaiting_review, ())


@pytest.mark.parametrize("name", ["Ada", "Ben", "Carl", "nobody"])
def test_a_draft_is_not_assigned_to_its_authors_or_to_somebody_who_is_no_reviewer(house: House, name: str) -> None:
    ben, keeper = house.person("Ben", Role.reviewer), house.mia
    draft_id = house.waiting(coauthors=(ben.person.email,))
    person_id = "0" * 32 if name == "nobody" else house.person(name).id
    with pytest.raises(Invalid) as refused:
        house.reviews.assign(keeper, draft_id, person_id)
    assert refused.value.fields.keys() == {"person"}


def test_a_secret_draft_is_assigned_by_a_maintainer_alone(house: House) -> None:
    draft_id = house.waiting(sensitivity=DraftSensitivity.secret)
    with pytest.raises(NotFound):
        house.reviews.claim(house.rosa, draft_id)
    house.reviews.assign(house.mia, draft_id, house.rosa.id)
    assert house.reviews.view(house.rosa, draft_id).flags


def test_verdicts_are_appended_and_the_latest_stands(house: House) -> None:
    draft_id, judge = house.in_review(), house.reviews.verdict
    assert house.reviews.view(house.rosa, draft_id).unjudged == 6
    assert judge(house.rosa, draft_id, "f2", V.accept, WHY).severity is Severity.high
    lower = judge(house.rosa, draft_id, "f2", V.change_severity, "Half of it is public.", Severity.low)
    assert lower.severity is Severity.low
    gone = judge(house.rosa, draft_id, "f2", V.dismiss, "All of it is public.")
    assert gone.severity is None and [v.kind for v in gone.history] == [V.accept, V.change_severity, V.dismiss]
    assert house.reviews.view(house.rosa, draft_id).unjudged == 5


def test_an_undo_brings_back_what_stood_before_and_a_second_undoes_it(house: House) -> None:
    draft_id, undo = house.in_review(), house.reviews.undo_verdict
    with pytest.raises(Conflict, match="nothing to take back"):
        undo(house.rosa, draft_id, "f2")
    house.reviews.verdict(house.rosa, draft_id, "f2", V.dismiss, "Known since 2019.")
    unjudged = undo(house.rosa, draft_id, "f2")
    assert unjudged.standing is None and unjudged.severity is Severity.high
    again = undo(house.rosa, draft_id, "f2")
    assert again.standing is not None and again.standing.reason == "Known since 2019."
    assert [v.kind for v in again.history] == [V.dismiss, V.withdraw, V.dismiss]


@pytest.mark.parametrize(
    ("kind", "severity", "reason", "field"),
    [
        (V.accept, None, " x ", "reason"),
        (V.accept, None, "x" * 5_000, "reason"),
        (V.accept, Severity.low, WHY, "severity"),
        (V.change_severity, None, WHY, "severity"),
        (V.change_severity, Severity.high, WHY, "severity"),
        (V.change_severity, Severity.none, WHY, "severity"),
    ],
)
def test_a_verdict_needs_its_reason_and_its_severity(
    house: House, kind: VerdictKind, severity: Severity | None, reason: str, field: str
) -> None:
    draft_id = house.in_review()
    with pytest.raises(Invalid) as refused:
        house.reviews.verdict(house.rosa, draft_id, "f2", kind, reason, severity)
    assert field in refused.value.fields


def test_a_flag_that_is_not_there_cannot_be_judged(house: House) -> None:
    with pytest.raises(NotFound, match="no such flag"):
        house.reviews.verdict(house.rosa, house.in_review(), "f99", V.accept, WHY)


def test_a_reviewer_flags_what_the_screen_missed_and_withdraws_it(house: House) -> None:
    draft_id, text = house.in_review(), example_screening().draft.text
    zoe = house.person("Zoe", Role.reviewer)
    house.reviews.assign(house.mia, draft_id, zoe.id)
    added = house.reviews.add_flag(
        house.rosa, draft_id, start=10, end=40, concern="scaling", severity=Severity.medium, reason=WHY
    )
    assert (added.id, added.quote) == ("r1", text[10:40])
    with pytest.raises(Forbidden, match="who added"):
        house.reviews.withdraw_flag(zoe, draft_id, "r1")
    assert house.reviews.withdraw_flag(house.rosa, draft_id, "r1").withdrawn_at
    with pytest.raises(Conflict):
        house.reviews.withdraw_flag(house.rosa, draft_id, "r1")
    assert [a.id for a in house.reviews.view(zoe, draft_id).added] == ["r1"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": 40, "end": 10}, "start"),
        ({"start": -1}, "start"),
        ({"end": 10**9}, "end"),
        ({"concern": "nonsense"}, "concern"),
        ({"severity": Severity.none}, "severity"),
        ({"reason": ""}, "reason"),
    ],
)
def test_an_added_flag_must_be_whole(house: House, change: dict[str, object], field: str) -> None:
    values = {"start": 10, "end": 40, "concern": "scaling", "severity": Severity.low, "reason": WHY} | change
    with pytest.raises(Invalid) as refused:
        house.reviews.add_flag(house.rosa, house.in_review(), **values)  # type: ignore[arg-type]
    assert field in refused.value.fields


def test_a_decision_closes_the_review_and_the_author_reads_it_with_the_passages_of_its_edits(house: House) -> None:
    draft_id = house.in_review()
    house.reviews.add_flag(house.rosa, draft_id, start=0, end=9, concern="scaling", severity=Severity.low, reason=WHY)
    edits = (
        AskedEdit(says="Leave out the size of the gain.", flag_id="f2"),
        AskedEdit(says="Shorten this.", flag_id="r1"),
        AskedEdit(says="And this.", start=3, end=8, quote="made up"),
        AskedEdit(says="Check the whole once more."),
    )
    ruling = Ruling(tier=Tier.publish_with_edits, rationale="Good work.", edits=edits)
    shown = house.reviews.decide(house.rosa, draft_id, ruling)
    assert (shown.number, shown.by_name, shown.decision.overrides_suggestion) == (1, "Rosa", True)
    view = house.reading.get(house.ada, draft_id)
    text, flag = example_screening().draft.text, example_screening().flags[1]
    assert view.row.status is S.decided and view.row.decided_tier is Tier.publish_with_edits
    assert [e.quote for e in view.decisions[0].decision.edits] == [flag.quote, text[0:9], text[3:8], ""]
    assert view.decisions[0].decision.edits[0].start == flag.start


@pytest.mark.parametrize(
    ("ruling", "field"),
    [
        (Ruling(tier=Tier.publish, rationale=" "), "rationale"),
        (Ruling(tier=Tier.publish_with_edits, rationale=WHY), "edits"),
        (
            Ruling(
                tier=Tier.share_select, rationale=WHY, conditions=DecisionConditions(commitment="They build nothing.")
            ),
            "conditions.audience",
        ),
        (
            Ruling(
                tier=Tier.share_select,
                rationale=WHY,
                conditions=DecisionConditions(audience="The vendors", commitment=" "),
            ),
            "conditions.commitment",
        ),
        (Ruling(tier=Tier.hold, rationale=WHY), "conditions.next_look"),
        (
            Ruling(tier=Tier.hold, rationale=WHY, conditions=DecisionConditions(next_look=NOON.date())),
            "conditions.next_look",
        ),
        (
            Ruling(tier=Tier.publish, rationale=WHY, conditions=DecisionConditions(embargo_until=NOON.date())),
            "conditions.embargo_until",
        ),
        (
            Ruling(tier=Tier.publish_with_edits, rationale=WHY, edits=(AskedEdit(says="This.", flag_id="f99"),)),
            "edits.0.flag_id",
        ),
        (
            Ruling(tier=Tier.publish_with_edits, rationale=WHY, edits=(AskedEdit(says="This.", start=5, end=10**9),)),
            "edits.0.start",
        ),
    ],
)
def test_a_decision_carries_what_its_tier_needs(house: House, ruling: Ruling, field: str) -> None:
    draft_id = house.in_review()
    with pytest.raises(Invalid) as refused:
        house.reviews.decide(house.rosa, draft_id, ruling)
    assert list(refused.value.fields) == [field]
    assert house.status(draft_id) is S.in_review


def test_the_second_of_two_decisions_is_told_who_decided(house: House) -> None:
    draft_id, zoe = house.in_review(), house.person("Zoe", Role.reviewer)
    house.reviews.assign(house.mia, draft_id, zoe.id)
    house.reviews.decide(zoe, draft_id, OPEN)
    with pytest.raises(Conflict, match="Zoe decided 'publish' on this draft at 2026-03-02"):
        house.reviews.decide(house.rosa, draft_id, OPEN)


def test_of_two_decisions_at_the_same_moment_one_stands(either_house: House) -> None:
    house = either_house
    draft_id, zoe = house.in_review(), house.person("Zoe", Role.reviewer)
    house.reviews.assign(house.mia, draft_id, zoe.id)
    refused: list[str] = []

    def decide(by: Actor) -> None:
        try:
            house.reviews.decide(by, draft_id, OPEN)
        except Conflict as conflict:
            refused.append(str(conflict))

    at_once(lambda: decide(zoe), lambda: decide(house.rosa))
    assert len(refused) == 1 and "decided 'publish'" in refused[0]
    assert len(house.reading.get(house.ada, draft_id).decisions) == 1


def test_of_two_claims_at_the_same_moment_one_holds(either_house: House) -> None:
    house = either_house
    draft_id, zoe, rosa = house.waiting(), house.person("Zoe", Role.reviewer), house.rosa
    refused: list[Exception] = []

    def claim(by: Actor) -> None:
        try:
            house.reviews.claim(by, draft_id)
        except (NotFound, Conflict) as fault:
            refused.append(fault)

    at_once(lambda: claim(zoe), lambda: claim(rosa))
    assert len(refused) == 1
    assert len(house.reading.row(house.mia, draft_id).reviewers) == 1


def test_a_decision_on_an_older_report_than_the_latest_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft_id = house.in_review()
    monkeypatch.setattr(house.stores.drafts, "screening", lambda *which: example_screening())
    with pytest.raises(Conflict, match="screened again"):
        house.reviews.decide(house.rosa, draft_id, OPEN)
    with pytest.raises(Conflict, match="screened again"):
        house.reviews.verdict(house.rosa, draft_id, "f2", V.accept, WHY)


def test_a_cleared_reviewer_cannot_name_a_restricted_case_to_the_authors(house: House) -> None:
    cleo = house.person("Cleo", Role.reviewer, cleared=True)
    draft_id = house.waiting(screening=with_a_restricted_precedent())
    house.reviews.assign(house.mia, draft_id, cleo.id)
    with pytest.raises(Invalid, match="restricted case"):
        house.reviews.decide(cleo, draft_id, Ruling(tier=Tier.publish, rationale="Unlike the quokka memo, harmless."))


def test_an_author_appeals_and_the_draft_is_decided_again(house: House) -> None:
    draft_id = house.in_review()
    later = DecisionConditions(next_look=LATER)
    house.reviews.decide(house.rosa, draft_id, Ruling(tier=Tier.hold, rationale="Too much.", conditions=later))
    appeal = house.reviews.appeal(house.ada, draft_id, "The number was in our preprint of 2024.")
    assert appeal.letter.kind is LetterKind.appeal and appeal.from_author
    assert house.status(draft_id) is S.appealed
    assert [r.id for r in house.reading.queue(house.rosa).rows] == [draft_id]
    assert house.reviews.take_appeal(house.rosa, draft_id).status is S.in_review
    house.reviews.reply(house.rosa, draft_id, "Thank you, we look at it.")
    second = house.reviews.decide(house.rosa, draft_id, OPEN)
    assert second.number == 2
    view = house.reading.get(house.ada, draft_id)
    assert [d.decision.tier for d in view.decisions] == [Tier.hold, Tier.publish]
    assert [x.from_author for x in view.letters] == [True, False]
    assert view.row.decided_tier is Tier.publish


def test_a_reopened_draft_tells_its_authors_why(house: House) -> None:
    draft_id = house.in_review()
    house.reviews.decide(house.rosa, draft_id, OPEN)
    assert house.reviews.reopen(house.mia, draft_id, "New facts came.").status is S.in_review
    view = house.reading.get(house.ada, draft_id)
    assert view.letters[-1].letter.text == "Reopened: New facts came."
    assert "Reopened it." in [h.says for h in house.reading.history(house.ada, draft_id)]
    assert view.row.reviewers == ("Rosa",)


def test_a_draft_that_nobody_reviews_any_more_is_reopened_by_who_asks(house: House) -> None:
    draft_id = house.in_review()
    house.reviews.decide(house.rosa, draft_id, OPEN)
    house.reviews.unassign(house.mia, draft_id, house.rosa.id)
    assert house.reviews.reopen(house.mia, draft_id, "The next look came.").reviewers == ("Mia",)


def test_a_superseded_version_is_read_and_not_judged(house: House) -> None:
    draft_id = house.in_review()
    house.submissions.revise(house.ada, draft_id, Upload("b.txt", [b"Better."]))
    assert house.reviews.view(house.rosa, draft_id).flags
    with pytest.raises(Conflict, match="later version"):
        house.reviews.verdict(house.rosa, draft_id, "f2", V.accept, WHY)
    with pytest.raises(Conflict, match="later version"):
        house.reviews.decide(house.rosa, draft_id, OPEN)


def test_a_cleared_reviewers_letters_name_no_restricted_case_to_the_authors(house: House) -> None:
    cleo = house.person("Cleo", Role.reviewer, cleared=True)
    draft_id = house.in_review(reviewer=cleo, screening=with_a_restricted_precedent())
    with pytest.raises(Invalid, match="restricted case") as refused:
        house.reviews.reply(cleo, draft_id, "It is like the Quokka memo.")
    assert refused.value.fields.keys() == {"text"}
    house.reviews.reply(house.ada, draft_id, "Is it like the Quokka memo?")
    house.reviews.decide(cleo, draft_id, OPEN)
    with pytest.raises(Invalid, match="restricted case") as refused:
        house.reviews.reopen(cleo, draft_id, "The QUOKKA MEMO was held.")
    assert refused.value.fields.keys() == {"reason"}
    assert [x.from_author for x in house.reading.get(house.ada, draft_id).letters] == [True]
    assert house.reviews.reopen(cleo, draft_id, "New facts came.").status is S.in_review


def test_an_edit_is_not_filled_in_with_words_that_may_echo_a_restricted_case(house: House) -> None:
    cleo, filled = house.person("Cleo", Role.reviewer, cleared=True), []
    for screening in (with_a_restricted_precedent(), example_screening()):
        draft_id = house.in_review(reviewer=cleo, screening=screening)
        house.reviews.verdict(cleo, draft_id, "f2", V.accept, WHY)
        [edit] = RulingForm.prefilled(house.reviews.view(cleo, draft_id)).edits
        assert edit.flag_id == "f2" and edit.quote
        filled.append(edit.says)
    assert filled[0] == "" and filled[1]


def test_what_the_readers_of_a_circle_commit_to_is_kept_with_the_decision(house: House) -> None:
    tied = DecisionConditions(audience="The vendors", commitment="They use it for defence alone.")
    draft_id = house.in_review()
    house.reviews.decide(house.rosa, draft_id, Ruling(tier=Tier.share_select, rationale=WHY, conditions=tied))
    [shown] = house.reading.get(house.ada, draft_id).decisions
    assert shown.decision.conditions == tied


def test_a_decision_from_before_commitments_were_asked_for_still_loads() -> None:
    kept = {"audience": "The vendors", "embargo_until": None, "next_look": None}
    made = Decision.model_validate(
        {
            **{"id": "a", "draft_id": "b", "screening_id": "c", "tier": "share_select", "rationale": WHY},
            **{"conditions": kept, "by": "d", "at": NOON},
        }
    )
    assert made.conditions.commitment == ""


def test_an_audience_and_the_words_of_an_edit_have_a_longest_length(house: House) -> None:
    text = "A long draft. " * 2_000
    made = example_screening()
    made = made.model_copy(update={"draft": made.draft.model_copy(update={"text": text, "pages": (), "sections": ()})})
    draft_id = house.in_review(screening=made)
    whole = AskedEdit(says="Leave it out.", start=0, end=len(text))
    for ruling, field in (
        (Ruling(tier=Tier.publish_with_edits, rationale=WHY, edits=(whole,)), "edits.0.end"),
        (
            Ruling(tier=Tier.hold, rationale=WHY, conditions=DecisionConditions(audience="x" * 2_001, next_look=LATER)),
            "conditions.audience",
        ),
        (
            Ruling(
                tier=Tier.hold, rationale=WHY, conditions=DecisionConditions(commitment="x" * 2_001, next_look=LATER)
            ),
            "conditions.commitment",
        ),
    ):
        with pytest.raises(Invalid, match="at most") as refused:
            house.reviews.decide(house.rosa, draft_id, ruling)
        assert refused.value.fields.keys() == {field}
