"""What left for models, on a page: for those who review the draft, in the edition that they may see."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from screener.words.people import Role
from screener.words.screening import ModelRequest, Screening
from screener.words.submission import DraftStatus
from tests.report.example import example_screening
from tests.web.pages import Browser, words
from tests.web.world import World

S = DraftStatus
AT = datetime(2026, 3, 2, 12, 0, 5, tzinfo=UTC)
BOTH = 2


def sent(*hosts: str, status: str = "ok") -> Screening:
    """A screening with a request to each host."""
    requests = tuple(
        ModelRequest(
            at=AT + timedelta(seconds=n),
            role="reader",
            model="hosted_vllm/<large>",
            host=host,
            passages=(0, 1, 2, 6),
            status=status,
            bytes_out=1_200,
            tokens_in=300,
            tokens_out=40,
        )
        for n, host in enumerate(hosts)
    )
    made = example_screening()
    minimised = {"name": 3, "repository": 2, "characters": 90}
    return made.model_copy(
        update={"provenance": made.provenance.model_copy(update={"requests": requests, "minimised": minimised})}
    )


def reviewed(world: World, report: Screening) -> str:
    draft_id = world.draft(S.queued)
    world.screened(draft_id, report)
    world.service.reviews.assign(world.maintainer.actor, draft_id, world.reviewer.actor.id)
    return draft_id


def test_every_request_stands_on_the_page_with_the_totals_and_the_file(world: World) -> None:
    draft_id = reviewed(world, sent("a.example", "b.example"))
    page = Browser(world, world.reviewer).get(f"/drafts/{draft_id}/egress")
    assert page.status_code == 200
    said = words(page)
    assert page.text.count('data-name="Host"') == BOTH
    assert "12:00:05" in said and "1–3, 7" in said and "hosted_vllm/<large>" in said
    assert "Bytes sent 2,400" in said and "Tokens in / out 600 / 80" in said
    assert "To a.example 1 request, 1,200 bytes" in said
    assert "2 repositories" in said
    assert f'href="/api/v1/drafts/{draft_id}/egress.csv"' in page.text


def test_the_review_leads_to_it(world: World) -> None:
    draft_id = reviewed(world, sent("a.example"))
    assert f'href="/drafts/{draft_id}/egress"' in Browser(world, world.reviewer).get(f"/drafts/{draft_id}/review").text


def test_a_request_without_an_answer_is_marked_and_counted(world: World) -> None:
    draft_id = reviewed(world, sent("a.example", status="timed_out"))
    said = words(Browser(world, world.reviewer).get(f"/drafts/{draft_id}/egress"))
    assert "1, 1 without an answer" in said and "timed out" in said


def test_where_nothing_left_the_page_says_so(world: World) -> None:
    said = words(Browser(world, world.reviewer).get(f"/drafts/{reviewed(world, sent())}/egress"))
    assert "No request left for a model." in said


def test_whoever_may_not_see_restricted_cases_sees_no_sizes(world: World) -> None:
    report = sent("a.example")
    settings = report.provenance.settings | {"restricted_precedents": "True"}
    report = report.model_copy(update={"provenance": report.provenance.model_copy(update={"settings": settings})})
    draft_id = reviewed(world, report)
    said = words(Browser(world, world.reviewer).get(f"/drafts/{draft_id}/egress"))
    assert "Sizes are not shown" in said and "1,200" not in said and "a.example" in said
    assert "1,200" in words(Browser(world, world.maintainer).get(f"/drafts/{draft_id}/egress"))


def test_its_reading_is_in_the_audit(world: World) -> None:
    draft_id = reviewed(world, sent("a.example"))
    Browser(world, world.reviewer).get(f"/drafts/{draft_id}/egress")
    [line] = world.service.oversight.audit(world.maintainer.actor, about=f"draft:{draft_id}", action="draft.report")
    assert (line.actor, line.detail["form"]) == (world.reviewer.actor.id, "egress.page")


def test_who_owes_a_first_impression_does_not_see_it_yet(ready: Path, tmp_path: Path) -> None:
    with World(tmp_path / "data", ready / "corpus", {"blind_first": True}) as world:
        draft_id = reviewed(world, sent("a.example"))
        page = Browser(world, world.reviewer).get(f"/drafts/{draft_id}/egress")
        assert page.status_code == 409 and "first impression" in words(page) and "a.example" not in page.text


def test_a_reviewer_to_whom_it_is_not_assigned_does_not_know_of_it(world: World) -> None:
    draft_id = reviewed(world, sent("a.example"))
    other = Browser(world, world.someone("another reviewer", Role.reviewer))
    assert other.get(f"/drafts/{draft_id}/egress").status_code == 404
