"""The decision's page: what it asks, what it keeps, and who was first."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from screener.words.people import Role
from screener.words.review import VerdictKind
from screener.words.submission import DraftStatus
from tests.web.world import World

S = DraftStatus
HTMX = {"HX-Request": "true"}
HOLD = {"tier": "hold", "rationale": "Vendors have not answered.", "next_look": "2031-05-01", "seen": "0"}


def decide(world: World, draft_id: str, fields: Mapping[str, str | list[str]], **headers: str) -> tuple[int, str]:
    answer = world.client.post(
        f"/drafts/{draft_id}/decide", headers={**world.reviewer.changing, **headers}, data=fields
    )
    return answer.status_code, answer.text


def page(world: World, draft_id: str) -> str:
    answer = world.client.get(f"/drafts/{draft_id}/decide", headers=world.reviewer.reading)
    assert answer.status_code == 200
    return answer.text


def test_no_tier_is_chosen_beforehand_and_the_suggestion_stands_beside(world: World) -> None:
    html = page(world, world.draft(S.in_review))
    assert len(re.findall(r'name="tier" value="\w+"', html)) == 4
    assert " checked" not in html
    assert "Share with a select circle (the screen is unsure)" in html
    assert html.count("Overrides the suggestion") == 3


def test_edits_are_filled_in_from_the_flags_that_were_accepted(world: World) -> None:
    draft_id = world.draft(S.in_review)
    world.service.reviews.verdict(world.reviewer.actor, draft_id, "f2", VerdictKind.accept, "So it is.")
    world.service.reviews.verdict(world.reviewer.actor, draft_id, "f3", VerdictKind.dismiss, "Well known.")
    html = page(world, draft_id)
    assert re.findall(r'name="edit_flag" value="(\w*)"', html) == ["f2"]
    assert "leave out the size of the gain" in html


def test_a_decision_is_taken_and_shown_with_the_way_on(world: World) -> None:
    draft_id = world.draft(S.in_review)
    edits: dict[str, str | list[str]] = {
        "edit_flag": ["f2", "", ""],
        "edit_says": ["Leave out the figure.", "Name the licence.", "  "],
    }
    fields: dict[str, str | list[str]] = {
        "tier": "publish_with_edits",
        "rationale": "One figure carries it.",
        "seen": "0",
        **edits,
    }
    assert decide(world, draft_id, fields)[0] == 303
    html = page(world, draft_id)
    decision = world.service.reviews.view(world.reviewer.actor, draft_id).draft.decisions[0].decision
    assert [e.says for e in decision.edits] == ["Leave out the figure.", "Name the licence."]
    assert decision.edits[0].quote.startswith("Projecting out") and decision.overrides_suggestion
    assert "One figure carries it." in html and f'href="/drafts/{draft_id}/case"' in html
    assert "other than the screen suggested" in html and f'action="/drafts/{draft_id}/reopen"' in html


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"tier": ""}, "tier-fault"),
        ({"rationale": ""}, "rationale-fault"),
        ({"next_look": ""}, "next_look-fault"),
        ({"next_look": "soon"}, "next_look-fault"),
        ({"next_look": "2001-01-01"}, "next_look-fault"),
        ({"tier": "share_select", "commitment": "They build nothing on it."}, "audience-fault"),
        ({"tier": "share_select", "audience": "The vendors"}, "commitment-fault"),
        ({"tier": "publish_with_edits", "edit_says": "", "edit_flag": ""}, "edits-fault"),
        ({"edit_says": "x", "edit_flag": ""}, "edit-0-fault"),
        ({"edit_says": "Change it.", "edit_flag": "f99"}, "edit-0-fault"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    world: World, changed: dict[str, str], fault: str
) -> None:
    draft_id = world.draft(S.in_review)
    fields = {**HOLD, "rationale": "Typed with care.", "embargo_until": "2032-01-01", **changed}
    status, html = decide(world, draft_id, dict(fields))
    assert status == 422 and f'id="{fault}" role="alert"' in html
    assert fields["rationale"] in html and 'value="2032-01-01"' in html
    assert not world.service.reviews.view(world.reviewer.actor, draft_id).draft.decisions


def test_who_may_read_it_and_what_they_commit_to_stand_on_the_pages_of_reviewer_and_author(world: World) -> None:
    draft_id = world.draft(S.in_review)
    tied = {"audience": "The two vendors", "commitment": "They use it for defence alone."}
    share = {**HOLD, "tier": "share_select", **tied}
    assert decide(world, draft_id, dict(share))[0] == 303
    author = world.client.get(f"/drafts/{draft_id}", headers=world.owner.reading).text
    for html in (page(world, draft_id), author):
        assert all(said in html for said in tied.values()) and "Its readers commit to" in html


def test_edits_are_added_and_removed_without_deciding(world: World) -> None:
    draft_id = world.draft(S.in_review)
    typed: dict[str, str | list[str]] = {**HOLD, "edit_says": ["First.", "Second."], "edit_flag": ["", "f2"]}
    status, html = decide(world, draft_id, {**typed, "do": "add"})
    assert status == 200 and html.count('name="edit_says"') == 3 and HOLD["rationale"] in html
    status, html = decide(world, draft_id, {**typed, "do": "remove-0"}, **HTMX)
    assert re.findall(r'name="edit_flag" value="(\w*)"', html) == ["f2"]
    assert "Second." in html and "First." not in html and "<html" not in html
    assert world.service.reading.get(world.reviewer.actor, draft_id).row.status is S.in_review


def test_who_comes_second_is_told_who_decided_and_keeps_their_words(world: World) -> None:
    draft_id = world.draft(S.in_review)
    other = world.someone("quicker", Role.reviewer)
    world.service.reviews.assign(world.maintainer.actor, draft_id, other.actor.id)
    first = world.client.post(f"/drafts/{draft_id}/decide", headers=other.changing, data=HOLD)
    assert first.status_code == 303
    mine = {"tier": "publish", "rationale": "My own long thoughts.", "seen": "0"}
    status, html = decide(world, draft_id, dict(mine))
    assert status == 409
    assert "quicker decided &#39;hold&#39;" in html and "My own long thoughts.</textarea>" in html
    world.service.reviews.reopen(other.actor, draft_id, "New facts came.")
    status, html = decide(world, draft_id, dict(mine))
    assert status == 409 and "quicker decided" in html and "reopened" in html
    assert decide(world, draft_id, {**mine, "seen": "1"})[0] == 303


def test_a_decided_draft_is_reopened_with_a_reason_only(world: World) -> None:
    draft_id, who = world.draft(S.decided), world.reviewer
    refused = world.client.post(f"/drafts/{draft_id}/reopen", headers=who.changing, data={"reason": " "})
    assert refused.status_code == 422 and 'id="reopen-fault"' in refused.text
    done = world.client.post(f"/drafts/{draft_id}/reopen", headers=who.changing, data={"reason": "New facts came."})
    assert done.status_code == 303
    assert 'id="ruling"' in page(world, draft_id)


def test_an_appeal_is_taken_up(world: World) -> None:
    draft_id, who = world.draft(S.appealed), world.reviewer
    assert "The authors appeal" in page(world, draft_id)
    assert world.client.post(f"/drafts/{draft_id}/appeal/take", headers=who.changing).status_code == 303
    assert 'id="ruling"' in page(world, draft_id)


def test_a_draft_of_nobody_offers_to_be_claimed(world: World) -> None:
    draft_id = world.draft(S.awaiting_review)
    html = world.client.get(f"/drafts/{draft_id}/decide", headers=world.maintainer.reading).text
    assert f'action="/queue/{draft_id}/claim"' in html and f'action="/queue/{draft_id}/assign"' in html
    assert 'id="ruling"' not in html


@pytest.fixture(scope="module")
def blind(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("blind"), ready / "corpus", {"blind_first": True}) as made:
        yield made


def test_who_owes_a_first_impression_sees_the_text_alone(blind: World) -> None:
    draft_id, who = blind.draft(S.in_review), blind.reviewer
    html = blind.client.get(f"/drafts/{draft_id}/review", headers=who.reading).text
    assert "We train small linear probes" in html
    for kept_back in ("<mark", "flag-1", "Share with a select circle (", "Inference time", "unjudged", "was not read"):
        assert kept_back not in html
    for path in ("decide", "flags/new"):
        away = blind.client.get(f"/drafts/{draft_id}/{path}", headers=who.reading)
        assert (away.status_code, away.headers["location"]) == (303, f"/drafts/{draft_id}/review")
    unchosen = blind.client.post(f"/drafts/{draft_id}/impression", headers=who.changing, data={"note": "My note."})
    assert unchosen.status_code == 422 and 'id="tier-fault"' in unchosen.text and "My note." in unchosen.text
    given = {"tier": "hold", "note": "The second section worries me."}
    assert blind.client.post(f"/drafts/{draft_id}/impression", headers=who.changing, data=given).status_code == 303
    html = blind.client.get(f"/drafts/{draft_id}/review", headers=who.reading).text
    assert 'id="flag-1"' in html and "The second section worries me." in html


def test_a_date_of_today_is_not_in_the_future(world: World) -> None:
    today: date = datetime.now(UTC).date()
    status, html = decide(world, world.draft(S.in_review), {**HOLD, "next_look": today.isoformat()})
    assert status == 422 and "must lie in the future" in html


def test_every_fault_of_the_form_is_told_at_once(world: World) -> None:
    draft_id = world.draft(S.in_review)
    status, html = decide(
        world, draft_id, {"tier": "hold", "rationale": " ", "embargo_until": "2001-01-01", "seen": "0"}
    )
    assert status == 422 and "3 fields are to be filled in otherwise" in html
    for field in ("rationale", "embargo_until", "next_look"):
        assert f'id="{field}-fault"' in html
    status, html = decide(world, draft_id, {"tier": "share_select", "edit_flag": [""], "edit_says": ["x"], "seen": "0"})
    assert status == 422
    for field in ("rationale", "audience", "commitment", "edit-0"):
        assert f'id="{field}-fault"' in html
    status, html = decide(world, draft_id, {"tier": "publish_with_edits", "seen": "0"})
    assert 'id="edits-fault"' in html and 'id="rationale-fault"' in html


def test_the_keyboard_goes_to_the_row_that_was_added(world: World) -> None:
    draft_id = world.draft(S.in_review)
    _, html = decide(world, draft_id, {"do": "add", "edit_flag": [""], "edit_says": ["One."], "seen": "0"})
    assert re.findall(r'<textarea id="([\w-]+)"[^>]* autofocus', html) == ["edit-1"]
    _, html = decide(world, draft_id, {"do": "remove-0", "edit_flag": [""], "edit_says": ["One."], "seen": "0"})
    assert re.findall(r'<\w+ [^>]*id="([\w-]+)"[^>]* autofocus', html) == ["add-edit"]
