"""The policy, walked as a whole, and held against what the uses really do."""

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from screener.uses.access import (
    ABOUT_NO_DRAFT,
    POLICY,
    Answer,
    Deed,
    Standing,
    answer,
    cleared,
    deeds,
    may,
    sees_restricted,
)
from screener.uses.deciding import Ruling
from screener.uses.submitting import Upload
from screener.words.errors import Conflict, Forbidden, Invalid, NotFound, Purged
from screener.words.framework import Severity, Tier
from screener.words.people import Actor, Person, Role, Scope
from screener.words.review import VerdictKind
from screener.words.submission import DraftStatus
from tests.uses.house import House, with_scopes

S, P, R = DraftStatus, Standing, Role
ABOUT_A_DRAFT = [deed for deed in Deed if deed not in ABOUT_NO_DRAFT]
AUTHORS = {(role, standing) for role in R for standing in (P.owner, P.coauthor)}
REVIEWERS = {(role, P.assigned) for role in (R.reviewer, R.maintainer)}
KEEPERS = {(R.maintainer, standing) for standing in P}
OTHER_KEEPERS = {(R.maintainer, standing) for standing in (P.assigned, P.may_claim, P.stranger)}
CLAIMERS = {(role, P.may_claim) for role in (R.reviewer, R.maintainer)}
READERS = AUTHORS | REVIEWERS | KEEPERS
ALL, HELD = set(S), set(S) - {S.purged}
EXPECTED: dict[Deed, tuple[set[tuple[Role, Standing]], set[DraftStatus]]] = {
    Deed.see_row: (READERS | CLAIMERS, ALL),
    Deed.read_status: (READERS, ALL),
    Deed.read_report: (READERS, HELD),
    Deed.read_text: (READERS, HELD),
    Deed.read_decision: (READERS, HELD),
    Deed.read_history: (READERS, ALL),
    Deed.read_review: (REVIEWERS | OTHER_KEEPERS, HELD),
    Deed.revise: (AUTHORS, HELD - {S.superseded}),
    Deed.cancel: (AUTHORS | KEEPERS, {S.queued, S.screening}),
    Deed.resume: (AUTHORS | KEEPERS, {S.cancelled, S.failed}),
    Deed.rescreen: (REVIEWERS | OTHER_KEEPERS, {S.awaiting_review}),
    Deed.purge: ({(r, P.owner) for r in R} | KEEPERS, HELD),
    Deed.reply: (AUTHORS | REVIEWERS | OTHER_KEEPERS, {S.awaiting_review, S.in_review, S.decided, S.appealed}),
    Deed.appeal: (AUTHORS, {S.decided}),
    Deed.claim: (REVIEWERS | CLAIMERS | OTHER_KEEPERS, {S.awaiting_review}),
    Deed.assign: (OTHER_KEEPERS, {S.awaiting_review, S.in_review, S.decided, S.appealed}),
    Deed.release: (REVIEWERS | OTHER_KEEPERS, {S.in_review}),
    Deed.record_impression: (REVIEWERS, {S.in_review, S.decided, S.appealed}),
    Deed.judge_flag: (REVIEWERS, {S.in_review}),
    Deed.add_flag: (REVIEWERS, {S.in_review}),
    Deed.decide: (REVIEWERS, {S.in_review}),
    Deed.reopen: (REVIEWERS | OTHER_KEEPERS, {S.decided}),
    Deed.take_appeal: (REVIEWERS | OTHER_KEEPERS, {S.appealed}),
    Deed.propose_case: (REVIEWERS | OTHER_KEEPERS, {S.decided}),
}
OWNERS_PURGE = {S.queued, S.screening, S.awaiting_review, S.refused, S.failed, S.cancelled}
FREE: dict[Deed, set[Role]] = {
    Deed.upload: set(R),
    Deed.list_drafts: set(R),
    Deed.search_cases: set(R),
    Deed.see_proposals: {R.reviewer, R.maintainer},
    Deed.settle_case: {R.maintainer},
    Deed.keep_account: set(R),
    Deed.see_people: {R.reviewer, R.maintainer},
    Deed.keep_people: {R.maintainer},
    Deed.oversee: {R.maintainer},
    Deed.read_audit: {R.maintainer},
}


def actor(role: Role, *, active: bool = True, is_cleared: bool = False) -> Actor:
    person = Person(id="p", email="p@example.org", name="P", role=role, active=active, cleared=is_cleared)
    return Actor(person=person)


def test_every_deed_stands_in_the_table_and_in_this_test() -> None:
    assert set(POLICY) == set(Deed) == set(EXPECTED) | set(FREE)
    assert frozenset(FREE) == ABOUT_NO_DRAFT


def test_the_table_says_of_every_deed_role_standing_and_status_what_it_should() -> None:
    wrong = []
    for deed, role, stands, status in product(ABOUT_A_DRAFT, R, P, S):
        who, when = EXPECTED[deed]
        expected = (role, stands) in who and status in when
        if deed is Deed.purge and (role is not R.maintainer or stands in (P.owner, P.coauthor)):
            expected = expected and status in OWNERS_PURGE
        if may(actor(role), deed, stands, status) != expected:
            wrong.append((deed, role, stands, status))
    assert wrong == []


def test_deeds_about_no_draft_depend_on_the_role_alone() -> None:
    for deed, role, stands, status in product(FREE, R, P, S):
        assert may(actor(role), deed, stands, status) == (role in FREE[deed]), (deed, role)


def test_nobody_reviews_their_own_draft_whatever_their_role() -> None:
    reviewing = {
        Deed.read_review,
        Deed.claim,
        Deed.assign,
        Deed.release,
        Deed.rescreen,
        Deed.record_impression,
        Deed.judge_flag,
        Deed.add_flag,
        Deed.decide,
        Deed.reopen,
        Deed.take_appeal,
        Deed.propose_case,
    }
    for role, stands, status in product(R, (P.owner, P.coauthor), S):
        assert not deeds(actor(role), stands, status) & reviewing


def test_a_stranger_is_not_told_that_a_draft_exists() -> None:
    for deed, status in product(ABOUT_A_DRAFT, S):
        assert answer(actor(R.reviewer), deed, P.stranger, status) is Answer.unseen
        for stands in (P.stranger, P.assigned, P.may_claim):
            assert answer(actor(R.author), deed, stands, status) is Answer.unseen


def test_of_a_purged_draft_only_the_row_the_status_and_the_history_remain() -> None:
    left = {Deed.see_row, Deed.read_status, Deed.read_history}
    for role, stands in product(R, P):
        assert deeds(actor(role), stands, S.purged) <= left
    assert answer(actor(R.maintainer), Deed.read_text, P.stranger, S.purged) is Answer.gone


def test_a_token_never_does_more_than_its_scopes() -> None:
    for deed, role, stands, status, scope in product(Deed, R, P, S, Scope):
        through = with_scopes(actor(role), scope)
        needed = POLICY[deed].scope
        if deed in (Deed.cancel, Deed.resume, Deed.purge) and stands not in (P.owner, P.coauthor):
            needed = Scope.maintain
        allowed = may(actor(role), deed, stands, status) and needed is scope
        assert may(through, deed, stands, status) == allowed


def test_a_token_without_the_scope_is_told_so() -> None:
    through = with_scopes(actor(R.reviewer), Scope.read)
    assert answer(through, Deed.decide, P.assigned, S.in_review) is Answer.out_of_scope
    assert answer(through, Deed.decide, P.stranger, S.in_review) is Answer.unseen, (
        "a token learns no more than a person"
    )


def test_a_maintainers_token_for_uploads_does_not_destroy_or_stop_other_peoples_drafts(house: House) -> None:
    house.clock.pass_by(hours=2)
    through, draft_id = with_scopes(house.mia, Scope.submit, Scope.read), house.upload(house.ada)
    for doing in (house.submissions.purge, house.submissions.cancel):
        with pytest.raises(Forbidden, match="lacks the scope 'maintain'"):
            doing(through, draft_id)
    house.submissions.cancel(house.mia, draft_id)
    with pytest.raises(Forbidden, match="lacks the scope 'maintain'"):
        house.submissions.resume(through, draft_id)
    own = house.upload(house.mia)
    assert house.submissions.purge(through, own).status is S.purged
    assert house.submissions.purge(with_scopes(house.mia, Scope.maintain), draft_id).status is S.purged


def test_a_maintainer_neither_picks_the_reviewers_of_their_own_draft_nor_purges_it_once_reviewed(house: House) -> None:
    house.clock.pass_by(hours=2)
    draft_id = house.in_review(house.mia)
    with pytest.raises(Forbidden, match="own draft"):
        house.reviews.assign(house.mia, draft_id, house.person("Zoe", R.reviewer).id)
    with pytest.raises(Forbidden, match="own draft"):
        house.reviews.unassign(house.mia, draft_id, house.rosa.id)
    with pytest.raises(Conflict, match="no author of it"):
        house.submissions.purge(house.mia, draft_id)
    assert house.submissions.purge(house.person("Max", R.maintainer), draft_id).status is S.purged


def test_a_closed_account_may_do_nothing() -> None:
    closed = actor(R.maintainer, active=False)
    assert not any(may(closed, deed, stands, status) for deed, stands, status in product(Deed, P, S))


def test_restricted_cases_are_for_the_cleared_and_never_for_authors() -> None:
    assert not cleared(actor(R.author, is_cleared=True).person)
    assert not cleared(actor(R.maintainer).person)
    keeper = actor(R.maintainer, is_cleared=True).person
    assert sees_restricted(keeper, P.assigned) and sees_restricted(keeper, P.stranger)
    assert not sees_restricted(keeper, P.owner) and not sees_restricted(keeper, P.coauthor)


Doing = Callable[[House, Actor, str], object]
REASON = "because it is so"
DOINGS: dict[Deed, tuple[Doing, ...]] = {
    Deed.see_row: (lambda h, a, d: h.reading.row(a, d), lambda h, a, d: h.reading.etag(a, d)),
    Deed.read_status: (lambda h, a, d: h.reading.get(a, d), lambda h, a, d: h.reading.progress(a, d)),
    Deed.read_report: (lambda h, a, d: h.reading.report(a, d, "md"),),
    Deed.read_text: (lambda h, a, d: h.reading.original(a, d), lambda h, a, d: h.reading.page_image(a, d, 0)),
    Deed.read_history: (lambda h, a, d: h.reading.history(a, d),),
    Deed.read_review: (lambda h, a, d: h.reviews.view(a, d),),
    Deed.revise: (lambda h, a, d: h.submissions.revise(a, d, Upload("next.txt", [b"Other words."])),),
    Deed.cancel: (lambda h, a, d: h.submissions.cancel(a, d),),
    Deed.resume: (lambda h, a, d: h.submissions.resume(a, d),),
    Deed.rescreen: (lambda h, a, d: h.submissions.rescreen(a, d),),
    Deed.purge: (lambda h, a, d: h.submissions.purge(a, d),),
    Deed.reply: (lambda h, a, d: h.reviews.reply(a, d, REASON),),
    Deed.appeal: (lambda h, a, d: h.reviews.appeal(a, d, REASON),),
    Deed.claim: (lambda h, a, d: h.reviews.claim(a, d),),
    Deed.assign: (
        lambda h, a, d: h.reviews.assign(a, d, h.person("Zoe", R.reviewer).id),
        lambda h, a, d: h.reviews.unassign(a, d, "nobody"),
    ),
    Deed.release: (lambda h, a, d: h.reviews.release(a, d),),
    Deed.record_impression: (lambda h, a, d: h.reviews.impression(a, d, Tier.hold),),
    Deed.judge_flag: (
        lambda h, a, d: h.reviews.verdict(a, d, "f1", VerdictKind.accept, REASON),
        lambda h, a, d: h.reviews.undo_verdict(a, d, "f1"),
    ),
    Deed.add_flag: (
        lambda h, a, d: h.reviews.add_flag(
            a, d, start=0, end=9, concern="scaling", severity=Severity.low, reason=REASON
        ),
        lambda h, a, d: h.reviews.withdraw_flag(a, d, "r9"),
    ),
    Deed.decide: (lambda h, a, d: h.reviews.decide(a, d, Ruling(tier=Tier.publish, rationale=REASON)),),
    Deed.reopen: (lambda h, a, d: h.reviews.reopen(a, d, REASON),),
    Deed.take_appeal: (lambda h, a, d: h.reviews.take_appeal(a, d),),
    Deed.propose_case: (
        lambda h, a, d: h.casebook.draft_case(a, d),
        lambda h, a, d: h.casebook.propose(a, d, "id: x"),
    ),
}
UNTOUCHED = {Deed.read_decision}
"""Shown by `reading.get` where the table allows it, and left out where it does not."""


def test_every_deed_about_a_draft_is_walked_below() -> None:
    assert set(DOINGS) | UNTOUCHED == set(ABOUT_A_DRAFT)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("access"))
    yield made
    made.close()


def _people(house: House) -> list[Actor]:
    return [
        *(house.person(f"Owner-{role}", role) for role in R),
        *(house.person(f"Coauthor-{role}", role) for role in R),
        *(house.person(f"Assigned-{role}", role) for role in R),
        *(house.person(f"Other-{role}", role) for role in R),
    ]


def _draft(house: House, owner: Actor, status: DraftStatus, *, assigned: bool) -> str:
    others = tuple(f"Coauthor-{role}@example.org" for role in R)
    draft_id = house.upload(owner, coauthors=others)
    if assigned:
        with house.database.writing() as session:
            for role in R:
                person = house.person(f"Assigned-{role}", role)
                house.stores.drafts.assign(session, draft_id, person.id, by=person.id)
    house.stand(draft_id, status)
    return draft_id


FAULTS: dict[Answer, type[Exception]] = {
    Answer.unseen: NotFound,
    Answer.forbidden: Forbidden,
    Answer.not_now: Conflict,
    Answer.gone: Purged,
}


def _refused(house: House, who: Actor, draft_id: str) -> int:
    """Tries everything that the table refuses to somebody; how much that was."""
    with house.database.reading() as session:
        seen = house.admission.look(session, who, draft_id)
    refused = {deed: answer(who, deed, seen.stands, seen.draft.status) for deed in DOINGS}
    refused = {deed: said for deed, said in refused.items() if said is not Answer.yes}
    for deed, said in refused.items():
        for doing in DOINGS[deed]:
            with pytest.raises(FAULTS[said]) as raised:
                doing(house, who, draft_id)
            assert type(raised.value) is FAULTS[said], (deed, who.person.name)
    return len(refused)


@pytest.mark.parametrize("status", S)
def test_the_uses_refuse_exactly_what_the_table_refuses(house: House, status: DraftStatus) -> None:
    house.clock.pass_by(hours=2)  # uploads are counted by the hour
    people = {who.person.name: who for who in _people(house)}
    first = _draft(house, people["Owner-author"], status, assigned=True)
    near = [who for name, who in people.items() if name.startswith(("Assigned", "Other"))]
    assert all(_refused(house, who, first) for who in (people["Owner-author"], people["Coauthor-reviewer"], *near))
    own = people["Owner-maintainer"]
    assert _refused(house, own, _draft(house, own, status, assigned=True))
    if status is S.awaiting_review:
        waiting = _draft(house, people["Owner-author"], status, assigned=False)
        assert all(_refused(house, people[f"Other-{role}"], waiting) for role in R)
    assert house.status(first) is status


@pytest.mark.parametrize("deed", DOINGS)
def test_the_uses_do_what_the_table_allows(house: House, deed: Deed) -> None:
    house.clock.pass_by(hours=2)
    people, done = _people(house), 0
    for status in [S.decided] if S.decided in POLICY[deed].when else POLICY[deed].when:
        allowed = [who for who in people if _stands(who) and may(who, deed, _stands(who), status)]
        for who in allowed[:3]:
            draft_id = _draft(house, people[0], status, assigned=_stands(who) is P.assigned)
            for doing in DOINGS[deed]:
                _allowed(doing, house, who, draft_id)
            done += 1
    assert done


def _stands(who: Actor) -> Standing:
    """How the people of these tests stand to a draft of the first owner."""
    kind, _, role = who.person.name.partition("-")
    if kind == "Owner":
        return P.owner if role == R.author else P.stranger
    return {"Coauthor": P.coauthor, "Assigned": P.assigned}.get(kind, P.stranger)


def _allowed(doing: Doing, house: House, who: Actor, draft_id: str) -> None:
    """Not refused by the policy. A report, page, flag or verdict that is not there is no refusal of it, nor a bad case."""
    try:
        doing(house, who, draft_id)
    except (NotFound, Conflict, Invalid) as error:
        assert any(words in str(error) for words in MISSING), error


MISSING = (
    "no report",
    "no picture",
    "no such added flag",
    "not assigned to that person",
    "nothing to take back",
    "case is not complete",
    "no such report",
)


def test_a_purged_draft_is_refused_with_its_own_sentence(tmp_path: Path) -> None:
    house = House(tmp_path)
    draft_id = house.waiting()
    house.submissions.purge(house.ada, draft_id)
    with pytest.raises(Purged, match="destroyed"):
        house.reading.report(house.ada, draft_id)
    assert house.reading.get(house.ada, draft_id).row.name == ""
    house.close()
