"""What a second version shows of the first: its decision, and what was carried over from it."""

import pytest

from screener.uses.carrying import carry_over
from screener.uses.reviewing import Ruling
from screener.uses.submitting import Upload
from screener.words.framework import Severity, Tier
from screener.words.review import AskedEdit, VerdictKind
from screener.words.submission import DraftStatus
from tests.browser.acts import completed
from tests.report.example import example_screening
from tests.web.pages import Browser, words
from tests.web.world import World

S = DraftStatus


@pytest.fixture(scope="module")
def second(world: World) -> str:
    """A second version under review, of which the first was judged, flagged and decided."""
    first, reviews, rosa = world.draft(S.in_review), world.service.reviews, world.reviewer.actor
    reviews.verdict(rosa, first, "f5", VerdictKind.accept, "It hands it over.")
    start = example_screening().passages[3].start
    place = {"start": start, "end": start + 12, "concern": "scaling", "severity": Severity.low}
    reviews.add_flag(rosa, first, **place, reason="It was passed over.")  # type: ignore[arg-type]
    edits = (AskedEdit(says="Leave out the weights.", flag_id="f5"),)
    reviews.decide(rosa, first, Ruling(tier=Tier.publish_with_edits, rationale="One figure.", edits=edits))
    made = world.service.submissions.revise(world.owner.actor, first, Upload("paper.txt", (b"Better words.",))).id
    world.screened(made)
    carry_over(world.service.stores, made)
    reviews.assign(world.maintainer.actor, made, rosa.id)
    return made


def test_a_decision_is_told_to_be_that_of_the_version_before(world: World, second: str) -> None:
    author = Browser(world, world.owner)
    shown = words(author.get(f"/drafts/{second}"))
    assert "Decision on version 1" in shown and "UTC on version 1" in shown
    assert "Decision on version 1" in words(Browser(world, world.reviewer).get(f"/drafts/{second}/decide"))
    [first] = [v.id for v in world.service.reading.get(world.owner.actor, second).versions if v.version == 1]
    assert "on version" not in words(author.get(f"/drafts/{first}"))


def test_what_was_carried_over_is_marked_on_the_closed_card(world: World, second: str) -> None:
    page = Browser(world, world.reviewer).get(f"/drafts/{second}/review").text
    for flag, carried in (("flag-5", True), ("flag-r1", True), ("flag-2", False)):
        card = page[page.index(f'id="{flag}"') :]
        assert ("carried over" in card[: card.index("</summary>")]) is carried
    assert "to an earlier version; carried over" in page


def test_a_destroyed_draft_is_not_said_to_have_a_suggestion(world: World) -> None:
    draft_id = world.draft(S.decided)
    world.service.submissions.purge(world.maintainer.actor, draft_id)
    shown = words(Browser(world, world.owner).get(f"/drafts/{draft_id}"))
    assert "It was destroyed" in shown and "A suggestion is no decision" not in shown
    assert "could not be read" not in shown
    waiting = words(Browser(world, world.owner).get(f"/drafts/{world.draft(S.awaiting_review)}"))
    assert "Suggested:" not in waiting or "A suggestion is no decision." in waiting


def test_a_draft_that_is_a_case_says_so_before_another_is_proposed(world: World) -> None:
    draft_id, book, reviewer = world.draft(S.decided), world.service.casebook, Browser(world, world.reviewer)
    assert "already" not in words(reviewer.get(f"/drafts/{draft_id}/case"))
    text = completed(
        book.draft_case(world.reviewer.actor, draft_id),
        {"id": "here-once"},
        "It tells which of the runs hold effort back, on public models.",
    )
    made = book.propose(world.reviewer.actor, draft_id, text)
    assert "assigned has proposed this draft as a case already: here-once" in words(
        reviewer.get(f"/drafts/{draft_id}/case")
    )
    book.approve(world.maintainer.actor, made.id)
    keeper = Browser(world, world.maintainer).get(f"/drafts/{draft_id}/case")
    assert "is a case of the corpus already: here-once" in words(keeper)
    assert f'href="/corpus/proposals/{made.id}"' in keeper.text
