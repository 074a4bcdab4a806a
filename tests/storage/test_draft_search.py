"""Finding drafts: whose they are, filters, order, pages."""

import base64
from datetime import timedelta

import pytest

from screener.storage.draft_search import DraftSearch, Order, Sight
from screener.words.errors import Invalid
from screener.words.framework import Attention, Tier
from screener.words.people import Role
from screener.words.screening import Status, Suggestion
from screener.words.submission import DraftSensitivity, DraftStatus
from tests.storage.installation import NOON, Kept, screening

S = DraftStatus
ALL = Sight(everything=True)


def names(kept: Kept, **asked: object) -> list[str]:
    with kept.database.reading() as session:
        return [d.name for d in kept.drafts.find(session, DraftSearch.model_validate({"sight": ALL, **asked})).drafts]


def suggested(tier: Tier | None, attention: Attention, *, unsure: bool = False) -> Suggestion:
    return Suggestion(tier=tier, attention=attention, unsure=unsure, reasons=())


def a_full_queue(kept: Kept) -> None:
    """One draft of every sort, in an order that is not the one asked for."""
    kept.draft("queued", hours=-9)
    kept.screened(
        "routine, old", hours=1, suggestion=suggested(Tier.publish, Attention.routine), status=Status.complete
    )
    kept.screened("urgent, new", hours=5, suggestion=suggested(Tier.hold, Attention.urgent), status=Status.complete)
    kept.screened("urgent, old", hours=2, suggestion=suggested(Tier.hold, Attention.urgent), status=Status.complete)
    kept.screened("raised, unsure", hours=4, suggestion=suggested(None, Attention.raised, unsure=True))
    kept.screened("raised", hours=3, suggestion=suggested(Tier.share_select, Attention.raised), status=Status.complete)
    failed = kept.draft("failed", hours=0)
    kept.move(failed.id, S.screening, S.failed)


def test_what_needs_a_person_comes_first(kept: Kept) -> None:
    a_full_queue(kept)
    assert names(kept) == [
        "urgent, old", "urgent, new", "raised, unsure", "raised", "routine, old", "failed", "queued",
    ]  # fmt: skip
    assert names(kept, order=Order.oldest)[:2] == ["queued", "failed"]
    assert names(kept, order=Order.newest)[:2] == ["urgent, new", "raised, unsure"]


@pytest.mark.parametrize("order", list(Order))
def test_pages_hold_every_draft_once_even_while_new_ones_come(kept: Kept, order: Order) -> None:
    a_full_queue(kept)
    whole, found, cursor = names(kept, order=order), [], None
    for turn in range(10):
        with kept.database.reading() as session:
            page = kept.drafts.find(session, DraftSearch(sight=ALL, order=order, limit=2, cursor=cursor))
        found += [draft.name for draft in page.drafts]
        assert page.total == 7 + turn
        kept.draft("came meanwhile", hours=-100 if order is Order.oldest else 100)
        cursor = page.following
        if cursor is None:
            break
    assert [name for name in found if name != "came meanwhile"] == whole


def test_a_cursor_that_is_none_is_refused(kept_in_file: Kept) -> None:
    others = base64.urlsafe_b64encode(b'["newest", 1, "2026-01-01T00:00:00", "x"]').decode()
    for cursor in ("", "x", "eyJ9", "WzFd", "WyJuZWVkc19wZXJzb24iLCJhIiwiYiIsImMiXQ", "é", others):
        with pytest.raises(Invalid, match="first page"):
            names(kept_in_file, cursor=cursor)


FILTERS: list[tuple[dict[str, object], list[str]]] = [
    ({"statuses": {S.failed, S.queued}}, ["failed", "queued"]),
    ({"tiers": {Tier.hold}}, ["urgent, old", "urgent, new"]),
    ({"no_tier": True}, ["raised, unsure"]),
    ({"tiers": {Tier.publish}, "no_tier": True}, ["raised, unsure", "routine, old"]),
    ({"attention": {Attention.raised}}, ["raised, unsure", "raised"]),
    ({"sensitivities": {DraftSensitivity.secret}}, []),
    ({"created_before": NOON}, ["queued"]),
    ({"created_after": NOON + timedelta(hours=4)}, ["urgent, new", "raised, unsure"]),
    ({"attention": {Attention.raised}, "created_after": NOON + timedelta(hours=4)}, ["raised, unsure"]),
    ({"owner": "nobody"}, []),
    ({"assignee": "nobody"}, []),
]


def test_filters_are_joined_by_and(kept: Kept) -> None:
    a_full_queue(kept)
    for asked, found in FILTERS:
        assert names(kept, **asked) == found, asked


def test_only_the_latest_report_counts(kept: Kept) -> None:
    draft = kept.screened("again", suggestion=suggested(Tier.hold, Attention.urgent))
    with kept.database.writing() as session:
        later = screening(suggestion=suggested(Tier.publish, Attention.routine))
        kept.drafts.record_screening(session, draft.id, later, 2)
    assert names(kept, tiers={Tier.hold}) == []
    assert names(kept, tiers={Tier.publish}) == ["again"]


def test_people_see_their_own_and_what_they_were_given(kept: Kept) -> None:
    with kept.database.writing() as session:
        other = kept.people.add(session, email="o@example.org", name="O", role=Role.author)
    mine = kept.screened("mine")
    theirs = kept.screened("theirs", owner=other.id, hours=1)
    kept.screened("secret", owner=other.id, hours=2, sensitivity=DraftSensitivity.secret)
    shared = kept.draft("shared", owner=other.id, hours=3)
    with kept.database.writing() as session:
        kept.drafts.assign(session, shared.id, kept.author.id, by=other.id, kind="author")
    author, reviewer = kept.author.id, kept.reviewer.id
    assert names(kept, sight=Sight()) == []
    assert names(kept, sight=Sight(person_id=author)) == ["mine", "shared"]
    assert names(kept, sight=Sight(person_id=author), owner=author) == ["mine", "shared"]
    assert names(kept, sight=Sight(person_id=reviewer)) == []
    assert names(kept, sight=Sight(person_id=reviewer, waiting=True)) == ["mine", "theirs"]
    with kept.database.writing() as session:
        kept.drafts.assign(session, theirs.id, other.id, by=other.id)
        kept.drafts.assign(session, mine.id, reviewer, by=reviewer)
    assert names(kept, sight=Sight(person_id=reviewer, waiting=True)) == ["mine"]
    assert names(kept, assignee=reviewer) == ["mine"]
    assert names(kept, unassigned=True) == ["secret", "shared"]
