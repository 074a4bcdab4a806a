"""What the lists and figures of the pages tell: whose drafts, how much was refused, which models would read."""

import re
from pathlib import Path

from screener.wiring.settings import Role as RoleSettings
from screener.words.submission import DraftStatus
from tests.web.pages import Browser, words
from tests.web.world import World

S = DraftStatus


def test_the_queue_is_narrowed_to_a_named_reviewer_by_page_and_api(world: World) -> None:
    drafts = {world.draft(S.in_review), world.draft(S.in_review)}
    world.draft(S.awaiting_review)
    who, keeper = world.reviewer.actor.id, Browser(world, world.maintainer)
    everybody = keeper.get("/queue")
    assert f'<option value="{who}">assigned</option>' in everybody.text
    page = keeper.get(f"/queue?whose={who}")
    assert f'<option value="{who}" selected>' in page.text
    rows = re.findall(r'href="/drafts/([0-9a-f]{32})/review"', page.text)
    assert drafts <= set(rows)
    given = world.client.get("/api/v1/queue", params={"reviewer": who, "most": 200}, headers=world.maintainer.reading)
    assert {row["id"] for row in given.json()["rows"]} == set(rows)
    assert all(row["reviewers"] == ["assigned"] for row in given.json()["rows"])


def test_the_queue_s_next_page_keeps_the_reviewer(world: World) -> None:
    for _ in range(31):
        world.draft(S.in_review)
    page = Browser(world, world.maintainer).get(f"/queue?whose={world.reviewer.actor.id}")
    assert f"&amp;whose={world.reviewer.actor.id}" in page.text


def test_a_reviewer_that_is_no_id_of_a_person_is_refused_by_the_api(world: World) -> None:
    answer = world.client.get("/api/v1/queue?reviewer=somebody", headers=world.maintainer.reading)
    assert answer.status_code == 422


def test_the_rate_of_refusals_is_drawn_beside_what_was_left_unread(world: World) -> None:
    world.draft(S.awaiting_review)
    page = Browser(world, world.maintainer).get("/maintain")
    drawn = re.findall(r'aria-label="Passages (left unread|refused by a model): ([^"]+)"', page.text)
    assert [title for title, _ in drawn] == ["left unread", "refused by a model"]
    assert all(re.search(r" 12%$", says) for _, says in drawn), "one of the example's eight passages"


def test_an_author_is_told_which_models_at_which_hosts_would_read_the_draft(ready: Path, tmp_path: Path) -> None:
    reader = RoleSettings.model_validate(
        {"model": "hosted_vllm/big", "api_base": "https://models.example.org:9922/v1", "api_key": "sk-a-numbat"}
    )
    with World(tmp_path / "data", ready / "corpus", reader=reader) as world:
        page = Browser(world, world.owner).get("/upload")
    assert "ordinary, sensitive : read by hosted_vllm/big at models.example.org:9922." in words(page)
    assert "secret : read by the reader that ships with the program, on the service's own machine." in words(page)
    assert "numbat" not in page.text and 'aria-describedby="sensitivity-says who-reads"' in page.text
