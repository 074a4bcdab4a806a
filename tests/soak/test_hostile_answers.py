"""A model's answer is a stranger's text: every form of the report shows it as inert words of limited size."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from screener.report import from_json, to_markdown
from screener.words.screening import Screening
from screener.words.submission import DraftStatus
from tests.cli import drafts, scripted_model
from tests.cli.installation import Installation, Outcome
from tests.report.example import example_framework
from tests.report.opened import Opened
from tests.scripted_server import Reply, Request, ScriptedServer, says
from tests.web.pages import Browser, forbidden
from tests.web.world import World

PAYLOADS = {
    "html": "<img src=x onerror=alert(1)><script>fetch('//leak.example')</script></title></style><svg onload=alert(1)>",
    "markdown": "![x](https://leak.example/p.png) [go](javascript:alert(1)) <https://leak.example> https://leak.example/q",
    "template": "{{ 8191 * 8191 }} {% raw %} ]]> --> &lt;b&gt;",
    "terminal": "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x1b[0m \x9b31m \x08\x08\r[bold]loud[/bold]",
    "direction": "\u202egnissap\u2066 \u200b\ufeff \U000e0041",
    "huge": "word " * 30_000,
}
FRAMEWORK = example_framework()
FIELDS = ("mechanism", "already_public", "smallest_edit")


@pytest.fixture(scope="module")
def world(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("service"), ready / "corpus") as made:
        yield made


def hostile(payload: str) -> scripted_model.ScriptedModel:
    """A model that puts the payload wherever an answer holds text, around one true quote."""
    true = scripted_model.flag(drafts.EXACT) | dict.fromkeys(FIELDS, payload[:9_000])
    false = scripted_model.flag(payload[:2_000]) | dict.fromkeys(FIELDS, payload[:9_000])

    def arguing(request: Request) -> Reply:
        answer = json.loads(json.loads(scripted_model.argument(drafts.EXACT).body)["choices"][0]["message"]["content"])
        return says(json.dumps(_filled(answer, payload)))

    return scripted_model.ScriptedModel(
        passage=lambda request, index: scripted_model.reading(
            [true, false] if index == 1 else [], summary=payload[:9_000]
        ),
        arguing=arguing,
    )


def _filled(value: Any, payload: str, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _filled(inner, payload, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, payload, name) for inner in value]
    kept = name in ("stance", "tier") or name.startswith("evidence")
    return payload[:4_000] if isinstance(value, str) and not kept else value


def screened(installed: Installation, payload: str) -> tuple[Screening, Outcome, str]:
    """The screening, the summary on the terminal, and the report's HTML."""
    draft = drafts.write_draft(installed.home.parent / "in", sections=2)
    with ScriptedServer(hostile(payload)) as server:
        outcome = installed.run("screen", draft, "--model", "openai/test", "--api-base", server.base_url)
    assert outcome.code == 0, outcome.err
    (folder,) = installed.reports
    return from_json((folder / "report.json").read_text()), outcome, (folder / "report.html").read_text()


@pytest.mark.parametrize("kind", PAYLOADS)
def test_a_hostile_answer_is_inert_in_every_form(installed: Installation, world: World, kind: str) -> None:
    payload = PAYLOADS[kind]
    made, terminal, html = screened(installed, payload)
    true, false = sorted(made.flags, key=lambda f: not f.grounded)
    assert true.quote == drafts.EXACT and not false.grounded
    assert true.mechanism == payload.strip()[:1_200] or kind == "huge", "what was said is kept, as data"

    page = Opened(html)
    assert not page.all("img, iframe, object, embed, form[action], meta[http-equiv=refresh], [onerror], [onload]")
    assert len(page.all("script")) == 1 and len(page.all("style")) == 1
    assert all(target.startswith("#") for target in page.targets())
    assert "67092481" not in html, "a template ran"
    for text in (html, to_markdown(made, FRAMEWORK), terminal.out, terminal.err):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\x1b\x9b\x07\x08]", text)

    markdown = to_markdown(made, FRAMEWORK)
    assert not re.search(r"(?<!\\)!\[|(?<!\\)\]\(|(?<!\\)<[a-z/]|https?://leak|(?<!\\)<http", markdown)
    assert "\r" not in terminal.out
    if kind == "huge":
        assert len(html) < 600_000 and len(markdown) < 60_000 and len(terminal.out) < 20_000
    _inert_on_its_pages(world, made)


def _inert_on_its_pages(world: World, made: Screening) -> None:
    """The review page and the form to decide, with the screening's words in them."""
    draft_id = world.draft()
    with world.service.database.writing() as session:
        stored = world.service.stores.drafts
        run = stored.begin_run(session, draft_id)
        stored.move(session, draft_id, DraftStatus.screening)
        stored.record_screening(session, draft_id, made.model_copy(update={"id": f"{draft_id}-{run}"}), run)
        stored.move(session, draft_id, DraftStatus.awaiting_review)
    world.service.reviews.assign(world.maintainer.actor, draft_id, world.reviewer.actor.id)
    browser = Browser(world, world.reviewer)
    for path in (f"/drafts/{draft_id}/review", f"/drafts/{draft_id}/decide"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert not forbidden(answer.text), path
        assert "leak.example" not in " ".join(Opened(answer.text).targets())
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\x9b]", answer.text)
        assert "script-src" in answer.headers["content-security-policy"]
