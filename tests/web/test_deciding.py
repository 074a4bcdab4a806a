import threading
from typing import Any

import pytest

from screener.words.submission import DraftStatus
from tests.web.test_errors import is_problem
from tests.web.world import World

S = DraftStatus
A = "/api/v1/drafts"
HOLD = {"tier": "hold", "rationale": "Not yet answered.", "conditions": {"next_look": "2031-05-01"}}


def etag(world: World, draft_id: str) -> str:
    tag = world.client.get(f"{A}/{draft_id}", headers=world.reviewer.reading).headers["etag"]
    assert tag.startswith('"') and tag.endswith('"')
    return str(tag)


def test_of_two_decisions_at_once_one_is_refused(world: World) -> None:
    draft_id = world.draft(S.in_review)
    tag, answers = etag(world, draft_id), list[Any]()

    def decide() -> None:
        headers = {**world.reviewer.changing, "If-Match": tag}
        answers.append(world.client.post(f"{A}/{draft_id}/decisions", headers=headers, json=HOLD))

    threads = [threading.Thread(target=decide) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 201 and statuses.count(201) == 1
    assert set(statuses[1:]) <= {409, 412}
    view = world.client.get(f"{A}/{draft_id}", headers=world.reviewer.reading).json()
    assert len(view["decisions"]) == 1


def test_a_decision_on_something_older_than_what_stands_is_refused(world: World) -> None:
    draft_id = world.draft(S.in_review)
    tag = etag(world, draft_id)
    said = world.client.post(f"{A}/{draft_id}/replies", headers=world.owner.changing, json={"text": "One more thing."})
    assert said.status_code == 201
    headers = {**world.reviewer.changing, "If-Match": tag}
    is_problem(world.client.post(f"{A}/{draft_id}/decisions", headers=headers, json=HOLD), 412)
    headers["If-Match"] = etag(world, draft_id)
    assert world.client.post(f"{A}/{draft_id}/decisions", headers=headers, json=HOLD).status_code == 201


def test_what_did_not_change_is_not_sent_again(world: World) -> None:
    draft_id = world.draft(S.in_review)
    for path in (f"{A}/{draft_id}", f"{A}/{draft_id}/review"):
        tag = world.client.get(path, headers=world.reviewer.reading).headers["etag"]
        again = world.client.get(path, headers={**world.reviewer.reading, "If-None-Match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        other = world.client.get(path, headers={**world.reviewer.reading, "If-None-Match": '"else"'})
        assert other.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"tier": "hold", "rationale": "No date given here."},
        {"tier": "publish_with_edits", "rationale": "No edit named here."},
        {"tier": "share_select", "rationale": "No audience named here."},
        {"tier": "share_select", "rationale": "Nobody commits.", "conditions": {"audience": "The vendors"}},
        {"tier": "publish", "rationale": ""},
        {"tier": "burn", "rationale": "There is no such tier."},
    ],
    ids=lambda body: body["rationale"] or body["tier"],
)
def test_a_decision_that_lacks_what_its_tier_needs_is_refused(world: World, body: dict[str, Any]) -> None:
    draft_id = world.draft(S.in_review)
    answer = world.client.post(f"{A}/{draft_id}/decisions", headers=world.reviewer.changing, json=body)
    assert is_problem(answer, 422)["errors"]


def test_a_whole_story_from_claim_to_appeal(world: World) -> None:
    draft_id = world.draft(S.awaiting_review)
    reviewer, owner = world.reviewer, world.owner
    steps = (
        (reviewer, "POST", "claim", None, 200),
        (reviewer, "POST", "flags/f1/verdicts", {"kind": "accept", "reason": "So it is."}, 201),
        (reviewer, "POST", "flags/f2/verdicts", {"kind": "change_severity", "severity": "low", "reason": "Less."}, 201),
        (reviewer, "POST", "decisions", HOLD, 201),
        (owner, "POST", "appeals", {"text": "They have answered by now."}, 201),
        (reviewer, "POST", "appeal/take", None, 200),
        (reviewer, "POST", "decisions", {"tier": "publish", "rationale": "They have answered."}, 201),
    )
    for who, method, path, body, status in steps:
        answer = world.client.request(method, f"{A}/{draft_id}/{path}", headers=who.changing, json=body)
        assert answer.status_code == status, (path, answer.text)
    view = world.client.get(f"{A}/{draft_id}", headers=owner.reading).json()
    assert [d["decision"]["tier"] for d in view["decisions"]] == ["hold", "publish"]
    assert view["row"]["status"] == "decided"
    kinds = [h["kind"] for h in world.client.get(f"{A}/{draft_id}/history", headers=reviewer.reading).json()]
    assert {"uploaded", "verdict", "decided", "letter"} <= set(kinds)
    is_problem(world.client.post(f"{A}/{draft_id}/claim", headers=reviewer.changing), 409)


def test_a_purged_draft_says_that_it_is_gone(world: World) -> None:
    draft_id = world.draft(S.awaiting_review)
    assert world.client.delete(f"{A}/{draft_id}", headers=world.owner.changing).json()["status"] == "purged"
    for path in ("report", "original"):
        is_problem(world.client.get(f"{A}/{draft_id}/{path}", headers=world.owner.reading), 410)
    assert world.client.get(f"{A}/{draft_id}", headers=world.owner.reading).status_code == 200


def test_lists_are_turned_page_by_page_without_a_gap_or_a_repeat(world: World) -> None:
    somebody = world.someone("prolific")
    from screener.uses.submitting import Upload

    made = {
        world.service.submissions.upload(somebody.actor, Upload(name=f"{n}.txt", chunks=(b"words",))).id
        for n in range(7)
    }
    seen, after, pages = list[str](), "", 0
    while pages < 10:
        found = world.client.get(f"{A}?most=3&mine=true{after}", headers=somebody.reading).json()
        seen += [row["id"] for row in found["rows"]]
        pages += 1
        if found["following"] is None:
            break
        after = f"&after={found['following']}"
    assert (pages, len(seen), set(seen)) == (3, 7, made)


@pytest.mark.parametrize("query", ["after=nonsense", "most=0", "most=201", "status=nowhere", "colour=red"])
def test_a_list_asked_for_in_a_wrong_way_is_refused(world: World, query: str) -> None:
    is_problem(world.client.get(f"{A}?{query}", headers=world.owner.reading), 422)
