"""A case that was decided here: taken out of the corpus, restricted, opened again, by the page and by the API."""

from typing import Any

import pytest
import yaml
from httpx import Response

from screener.uses.reviewing import Ruling
from screener.words.case import Case, Precedent, Sensitivity
from screener.words.framework import Tier
from screener.words.people import Role
from screener.words.submission import DraftStatus
from screener.words.views import Proposal
from tests.report.example import example_screening
from tests.web.pages import Browser, words
from tests.web.test_errors import is_problem
from tests.web.world import Someone, World

S = DraftStatus
A = "/api/v1/proposals"
WHY = "It gives too much away."


def written(world: World, **changes: Any) -> str:
    """A whole case, made of one that ships, without an id of its own."""
    case = world.service.rooms.cases[0].model_dump(mode="json", exclude_none=True)
    return yaml.safe_dump(case | {"sources": ["decided here"], "sensitivity": "open"} | changes, allow_unicode=True)


def published(world: World) -> str:
    draft_id = world.draft(S.in_review)
    world.service.reviews.decide(world.reviewer.actor, draft_id, Ruling(tier=Tier.publish, rationale="It is known."))
    return draft_id


def approved(world: World, **changes: Any) -> Proposal:
    draft_id = published(world)
    text = written(world, id=f"here-{draft_id[:12]}", **changes)
    made = world.service.casebook.propose(world.reviewer.actor, draft_id, text)
    return world.service.casebook.approve(world.maintainer.actor, made.id)


def sees(world: World, who: Someone, case_id: str) -> bool:
    answer = world.client.get(f"/api/v1/cases/{case_id}", headers=who.reading)
    assert answer.status_code in (200, 404)
    return answer.status_code == 200


def of(world: World, case_id: str) -> list[Case]:
    return [case for case in world.service.case_index.cases() if case.id == case_id]


def post(world: World, proposal: Proposal, what: str, **body: str) -> Response:
    return world.client.post(f"{A}/{proposal.id}/{what}", headers=world.maintainer.changing, json=body)


def test_a_maintainer_takes_an_approved_case_out_of_the_corpus_by_its_page(world: World) -> None:
    made, keeper = approved(world), Browser(world, world.maintainer)
    at = f"/corpus/proposals/{made.id}"
    assert f'href="{at}"' in keeper.get(f"/corpus/cases/{made.case_id}").text
    assert f'action="{at}/withdraw"' in keeper.get(at).text
    done = keeper.post(f"{at}/withdraw", because=WHY)
    assert (done.status_code, done.headers["location"]) == (303, f"{at}?said=withdrawn")
    page = keeper.get(f"{at}?said=withdrawn")
    assert WHY in words(page) and "Taken out of the corpus." in words(page)
    assert "/withdraw" not in page.text and "/sensitivity" not in page.text
    assert not of(world, made.case_id) and not sees(world, world.maintainer, made.case_id)


@pytest.mark.parametrize("what", ["withdraw", "sensitivity"])
def test_a_reason_is_needed_and_its_lack_is_told_beside_the_field(world: World, what: str) -> None:
    made, keeper = approved(world), Browser(world, world.maintainer)
    page = keeper.post(f"/corpus/proposals/{made.id}/{what}", because=" ", sensitivity="restricted")
    assert page.status_code == 422 and f'id="because-{what}-fault" role="alert"' in page.text
    assert [case.sensitivity for case in of(world, made.case_id)] == [Sensitivity.open]


def test_a_case_is_restricted_by_its_page_and_the_index_and_the_text_follow(world: World) -> None:
    made, keeper = approved(world), Browser(world, world.maintainer)
    at = f"/corpus/proposals/{made.id}"
    assert keeper.post(f"{at}/sensitivity", sensitivity="restricted", because=WHY).status_code == 303
    page = keeper.get(at)
    assert "Made restricted by maintainer" in words(page) and "sensitivity: restricted" in page.text
    assert "Open it to everybody" in words(page)
    assert [case.sensitivity for case in of(world, made.case_id)] == [Sensitivity.restricted]
    assert sees(world, world.maintainer, made.case_id) and not sees(world, world.owner, made.case_id)
    found = world.service.casebook.search(world.owner.actor, of(world, made.case_id)[0].summary, 50)
    assert made.case_id not in {case.id for case in found}


def test_whoever_restricts_without_being_cleared_is_led_back_to_the_corpus(world: World) -> None:
    made = approved(world)
    keeper = Browser(world, world.someone("uncleared", Role.maintainer))
    done = keeper.post(f"/corpus/proposals/{made.id}/sensitivity", sensitivity="restricted", because=WHY)
    assert done.headers["location"] == "/corpus?said=restricted"
    assert keeper.get(f"/corpus/proposals/{made.id}").status_code == 404


def test_a_reviewer_finds_neither_form_nor_way(world: World) -> None:
    made, reviewer = approved(world), Browser(world, world.reviewer)
    page = reviewer.get(f"/corpus/proposals/{made.id}")
    assert page.status_code == 200 and "/withdraw" not in page.text and "/sensitivity" not in page.text
    for what, body in (("withdraw", {}), ("sensitivity", {"sensitivity": "restricted"})):
        path, given = f"{A}/{made.id}/{what}", {**body, "because": WHY}
        is_problem(world.client.post(path, headers=world.reviewer.changing, json=given), 403)
    assert of(world, made.case_id)


def test_the_api_restricts_opens_and_withdraws_and_the_audit_tells_of_each(world: World) -> None:
    made = approved(world)
    closed = post(world, made, "sensitivity", sensitivity="restricted", because=WHY).json()
    assert (closed["state"], closed["sensitivity"], closed["settled_because"]) == ("approved", "restricted", WHY)
    is_problem(post(world, made, "sensitivity", sensitivity="restricted", because=WHY), 409)
    assert post(world, made, "sensitivity", sensitivity="open", because="It was told since.").status_code == 200
    assert sees(world, world.owner, made.case_id)
    assert post(world, made, "withdraw", because=WHY).json()["state"] == "withdrawn"
    is_problem(post(world, made, "withdraw", because=WHY), 409)
    is_problem(post(world, made, "sensitivity", sensitivity="restricted", because=WHY), 409)
    lines = world.service.oversight.audit(world.maintainer.actor, about=f"case:{made.case_id}")
    told = [line.action for line in lines if line.action not in ("case.read",)]
    assert told == ["case.withdrawn", "case.opened", "case.restricted", "case.approved"]


def test_a_restricted_case_that_quotes_its_draft_is_not_opened(world: World) -> None:
    quote = " ".join(example_screening().draft.text.split()[40:60])
    made = approved(world, sensitivity="restricted", outcome=f"They write: {quote}!")
    is_problem(post(world, made, "sensitivity", sensitivity="open", because="It was told since."), 422)
    assert not sees(world, world.owner, made.case_id)


def test_a_restricted_case_whose_draft_is_destroyed_is_not_opened(world: World) -> None:
    made = approved(world, sensitivity="restricted")
    assert made.draft_id
    world.service.submissions.purge(world.maintainer.actor, made.draft_id)
    told = is_problem(post(world, made, "sensitivity", sensitivity="open", because="It was told since."), 409)
    assert "leave it restricted" in told["detail"]


@pytest.mark.parametrize(("what", "since"), [("withdraw", "withdrawn since"), ("sensitivity", "restricted since")])
def test_reports_that_named_the_case_follow(world: World, what: str, since: str) -> None:
    made = approved(world)
    near = Precedent(
        case_id=made.case_id,
        title="The earlier case of the quokka",
        **_as_found(of(world, made.case_id)[0]),
    )
    report = example_screening()
    report = report.model_copy(update={"precedents": (*report.precedents, near)})
    draft_id = world.draft(S.queued)
    world.screened(draft_id, report)

    def told(who: Someone) -> list[str]:
        report = world.client.get(f"/api/v1/drafts/{draft_id}/report.json", headers=who.reading).json()
        return [p["title"] for p in report["precedents"] if p["case_id"] == made.case_id]

    assert told(world.owner) == [near.title]
    body = {"sensitivity": "restricted"} if what == "sensitivity" else {}
    assert post(world, made, what, because=WHY, **body).status_code == 200
    assert told(world.owner) == []
    assert told(world.maintainer) == [f"{near.title} ({since})"]


def _as_found(case: Case) -> dict[str, Any]:
    """The other fields of a precedent, as the example's report has them."""
    like = example_screening().precedents[0].model_dump()
    return {k: v for k, v in like.items() if k not in ("case_id", "title", "sensitivity")} | {
        "sensitivity": case.sensitivity
    }
