"""Refusals look like pages to people and like problems to programs; no page needs what the policy forbids."""

import re

import pytest

from screener.words.people import Role
from screener.words.submission import DraftStatus
from tests.web.pages import HTML, Browser, forbidden, words
from tests.web.world import World

S = DraftStatus
NO_ID = "0" * 32


@pytest.fixture(autouse=True, scope="module")
def _people(world: World) -> None:
    """Each with the role that the name stands for."""
    assert world.reviewer.actor.role is Role.reviewer
    assert world.maintainer.actor.role is Role.maintainer


@pytest.mark.parametrize(
    ("who", "path", "status", "says"),
    [
        ("owner", f"/drafts/{NO_ID}", 404, "There is no such draft"),
        ("owner", "/drafts/not-an-id", 422, ""),
        ("maintainer", f"/maintain/audit?before={10**30}", 422, ""),
        ("maintainer", "/maintain/audit?before=0", 422, ""),
        ("owner", "/no/such/page", 404, ""),
        ("owner", "/queue", 403, "ask a maintainer"),
        ("owner", "/maintain", 403, "ask a maintainer"),
        ("", "/welcome/used", 404, "ask a maintainer for a new one"),
    ],
)
def test_a_refusal_is_a_page_that_says_where_to_go(world: World, who: str, path: str, status: int, says: str) -> None:
    answer = Browser(world, world.someone(who) if who else None).get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert says in words(answer)
    assert "Traceback" not in answer.text
    assert 'href="/"' in answer.text


def test_nobody_is_shown_the_form_to_sign_in_with_and_goes_on_from_there(world: World) -> None:
    answer = Browser(world).get("/account")
    assert answer.status_code == 401
    assert "Sign in to go on." in words(answer)
    assert 'name="to" value="/account"' in answer.text


def test_a_form_sent_by_nobody_is_answered_by_a_page(world: World) -> None:
    answer = Browser(world).post("/account/tokens", name="x")
    assert answer.status_code == 401
    assert 'href="/sign-in"' in answer.text


def test_the_api_answers_with_problems_whatever_a_browser_would_like(world: World) -> None:
    answer = world.client.get(f"/api/v1/drafts/{NO_ID}", headers={**HTML, **world.owner.reading})
    assert answer.headers["content-type"] == "application/problem+json"
    answer = world.client.get(f"/drafts/{NO_ID}", headers={**world.owner.reading, "Accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"


def test_two_who_claim_at_once_are_told_in_a_page(world: World) -> None:
    draft_id = world.draft(S.awaiting_review)
    first, second = (Browser(world, world.someone(name)) for name in ("assigned", "maintainer"))
    assert first.post(f"/queue/{draft_id}/claim").status_code == 303
    answer = second.post(f"/queue/{draft_id}/claim")
    assert answer.status_code in (303, 409)
    assert world.service.reading.row(world.maintainer.actor, draft_id).reviewers


def pages_of(world: World) -> list[tuple[str, str]]:
    decided, reviewed = world.draft(S.decided), world.draft(S.in_review)
    return [
        ("owner", "/upload"),
        ("owner", "/drafts"),
        ("owner", f"/drafts/{decided}"),
        ("owner", f"/drafts/{world.draft(S.queued)}"),
        ("owner", "/account"),
        ("assigned", "/queue"),
        ("assigned", f"/drafts/{reviewed}/review"),
        ("assigned", f"/drafts/{reviewed}/decide"),
        ("assigned", f"/drafts/{decided}/case"),
        ("assigned", "/corpus"),
        ("maintainer", "/queue"),
        ("maintainer", "/maintain"),
        ("maintainer", "/maintain/people"),
        ("maintainer", "/maintain/audit"),
    ]


def test_no_page_has_inline_script_or_style_or_anything_from_elsewhere(world: World) -> None:
    for name, path in pages_of(world):
        answer = Browser(world, world.someone(name)).get(path)
        assert answer.status_code == 200, path
        assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert not forbidden(answer.text), path


def test_every_form_that_changes_something_carries_the_token_of_the_session(world: World) -> None:
    for name, path in pages_of(world):
        who = world.someone(name)
        page = Browser(world, who).get(path).text
        for form in re.findall(r'(?s)<form[^>]*method="post".*?</form>', page):
            first = re.search(r"<(input|textarea|select)[^>]*>", form)
            assert first, (path, form[:120])
            assert f'name="csrf_token" value="{who.csrf}"' in first.group(), (path, form[:160])


def test_the_navigation_names_only_rooms_that_open(world: World) -> None:
    for name, rooms in (
        ("owner", ["/drafts", "/upload"]),
        ("assigned", ["/drafts", "/upload", "/queue", "/corpus"]),
        ("maintainer", ["/drafts", "/upload", "/queue", "/corpus", "/maintain"]),
    ):
        browser = Browser(world, world.someone(name))
        nav = re.search(r'(?s)<nav aria-label="Rooms">.*?</nav>', browser.get("/account").text)
        assert nav
        assert re.findall(r'href="([^"]+)"', nav.group()) == rooms
        assert all(browser.get(room).status_code == 200 for room in rooms)
