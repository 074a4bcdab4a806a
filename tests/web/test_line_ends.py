"""What is typed over several lines is kept with one kind of line end, by whichever way it came."""

from screener.web.line_ends import with_line_feeds
from screener.words.submission import DraftStatus
from tests.web.pages import Browser, words
from tests.web.world import World

S = DraftStatus
TYPED, KEPT = "First line.\r\nSecond line.\rThird.", "First line.\nSecond line.\nThird."


def test_texts_are_reached_wherever_they_stand() -> None:
    assert with_line_feeds({"a": [TYPED, 1], "b": {"c": TYPED}}) == {"a": [KEPT, 1], "b": {"c": KEPT}}
    assert with_line_feeds(None) is None


def test_pages_keep_what_is_typed_without_carriage_returns(world: World) -> None:
    owner, reviewer, actor = Browser(world, world.owner), Browser(world, world.reviewer), world.reviewer.actor
    handed_in = owner.send("/upload", {"a.md": b"Some words."}, note=TYPED)
    uploaded = handed_in.headers["location"].removeprefix("/drafts/")
    assert [x.letter.text for x in world.service.reading.get(world.owner.actor, uploaded).letters] == [KEPT]
    draft_id = world.draft(S.in_review)
    reviewer.post(f"/drafts/{draft_id}/flags/f2/verdict", kind="accept", reason=TYPED)
    added = {"concern": "scaling", "severity": "low", "reason": TYPED, "words": "All experiments\r\nuse models"}
    reviewer.post(f"/drafts/{draft_id}/flags", **added)
    owner.post(f"/drafts/{draft_id}/letters", text=TYPED)
    ruling = {"tier": "publish_with_edits", "rationale": TYPED, "edit_flag": "", "edit_says": TYPED, "seen": "0"}
    reviewer.post(f"/drafts/{draft_id}/decide", **ruling)
    view = world.service.reviews.view(actor, draft_id)
    [decision] = [d.decision for d in view.draft.decisions]
    kept = [*(f.standing.reason for f in view.flags if f.standing), *(a.reason for a in view.added)]
    kept += [decision.rationale, decision.edits[0].says, *(x.letter.text for x in view.draft.letters)]
    assert kept == [KEPT] * 5
    for path in ("", "/review", "/decide"):
        assert "U+000D" not in words(reviewer.get(f"/drafts/{draft_id}{path}"))


def test_the_api_keeps_texts_without_carriage_returns(world: World) -> None:
    draft_id, who = world.draft(S.in_review), world.reviewer
    at = f"/api/v1/drafts/{draft_id}"
    verdict = {"kind": "dismiss", "reason": TYPED}
    assert world.client.post(f"{at}/flags/f2/verdicts", json=verdict, headers=who.changing).status_code < 300
    ruling = {
        "tier": "publish_with_edits",
        "rationale": TYPED,
        "conditions": {"audience": TYPED},
        "edits": [{"says": TYPED}],
    }
    assert world.client.post(f"{at}/decisions", json=ruling, headers=who.changing).status_code < 300
    view = world.service.reviews.view(who.actor, draft_id)
    [decision] = [d.decision for d in view.draft.decisions]
    assert [f.standing.reason for f in view.flags if f.standing] == [KEPT]
    assert (decision.rationale, decision.conditions.audience, decision.edits[0].says) == (KEPT, KEPT, KEPT)
