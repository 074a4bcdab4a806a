import json
import logging
from typing import Any

import pytest

from screener.web.security.problems import KINDS
from screener.words.errors import Unavailable
from tests.web.forms import CONTENT_TYPE, form
from tests.web.world import World


def is_problem(answer: Any, status: int) -> dict[str, Any]:
    """The one error body, checked."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert set(body) == {"type", "title", "status", "detail", "request_id", "errors"}
    assert body["status"] == status
    assert body["type"] == f"/api/v1/problems/{KINDS[status][0]}"
    assert body["request_id"] == answer.headers["x-request-id"]
    assert body["detail"].endswith((".", "?"))
    return body


def test_an_unknown_address_is_a_problem(world: World) -> None:
    is_problem(world.client.get("/api/v1/nothing-here"), 404)


def test_a_method_that_an_address_does_not_take_is_a_problem_and_says_which_it_takes(world: World) -> None:
    answer = world.client.put("/api/v1/queue", headers=world.owner.changing)
    is_problem(answer, 405)
    assert answer.headers["allow"] == "GET"


def test_a_wrong_field_is_named_and_its_value_is_not_repeated(world: World) -> None:
    secret = "words of a draft that must not come back"
    body = {"tier": secret, "note": "long enough", secret: secret}
    answer = world.client.put(
        f"/api/v1/drafts/{'0' * 32}/impression",
        headers=world.maintainer.changing,
        json={"tier": secret, "note": "ok ok"},
    )
    assert is_problem(answer, 422)["errors"][0]["where"] == "body.tier"
    assert secret not in answer.text
    del body


def test_a_body_that_is_no_json_is_a_problem(world: World) -> None:
    answer = world.client.post(
        "/api/v1/cases/search",
        content=b'{"text": "unfinished words',
        headers={**world.owner.changing, "Content-Type": "application/json"},
    )
    is_problem(answer, 422)
    assert "unfinished" not in answer.text


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_an_upload_of_another_type_of_content_is_a_problem(world: World, kind: str) -> None:
    answer = world.client.post("/api/v1/drafts", content=b"{}", headers={**world.owner.changing, "Content-Type": kind})
    is_problem(answer, 415)


def test_too_large_a_body_is_a_problem_before_and_while_it_is_read(world: World) -> None:
    headers = {**world.owner.changing, "Content-Type": "application/json"}
    is_problem(world.client.post("/api/v1/cases/search", content=b"x" * 2**21, headers=headers), 413)
    pieces = (b"x" * 2**16 for _ in range(40))
    is_problem(world.client.post("/api/v1/cases/search", content=pieces, headers=headers), 413)


def test_another_host_name_is_a_problem(world: World) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "[", ""):
        is_problem(world.client.get("/api/v1/session", headers={"Host": host}), 421)
    assert world.client.get("/healthz", headers={"Host": "10.0.0.7:8321"}).status_code == 200


def test_an_outage_is_a_problem_that_says_when_to_try_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise Unavailable("The database cannot be reached; try again in a moment.")

    monkeypatch.setattr(type(world.service.reading), "listing", away)
    answer = world.client.get("/api/v1/drafts", headers=world.owner.reading)
    assert is_problem(answer, 503)["detail"] == "The database cannot be reached; try again in a moment."
    assert answer.headers["retry-after"]


def test_a_fault_of_the_program_is_answered_and_logged_without_its_words(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        try:
            raise KeyError("words of a draft")
        except KeyError as error:
            raise RuntimeError("more words of a draft") from error

    monkeypatch.setattr(type(world.service.reading), "listing", broken)
    with caplog.at_level(logging.DEBUG):
        answer = world.client.get("/api/v1/drafts", headers=world.owner.reading)
    body = is_problem(answer, 500)
    assert "words of a draft" not in answer.text + caplog.text
    assert "Traceback" not in answer.text + caplog.text
    assert f"request {body['request_id']} failed: RuntimeError at" in caplog.text
    assert "in broken; KeyError" in caplog.text


def test_every_kind_of_problem_is_explained_at_the_address_that_it_names(world: World) -> None:
    for status, (name, title) in KINDS.items():
        answer = world.client.get(f"/api/v1/problems/{name}")
        assert (answer.json()["status"], answer.json()["title"]) == (status, title)
    assert len(world.client.get("/api/v1/problems").json()) == len(KINDS)
    is_problem(world.client.get("/api/v1/problems/none-such"), 404)


def test_the_log_names_routes_and_never_what_was_asked_for(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        world.client.get(f"/api/v1/drafts/{'a' * 32}?after=secretwords", headers=world.owner.reading)
        world.client.get("/somewhere/secretwords")
    assert "GET /api/v1/drafts/{draft_id} 404" in caplog.text
    assert "GET other 404" in caplog.text
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("screener")]
    assert not [line for line in lines if "secretwords" in line or "a" * 32 in line]


def test_what_an_upload_says_wrongly_is_listed_field_by_field(world: World) -> None:
    body = form("a.txt", b"words", sensitivity="very", colour="red")
    answer = world.client.post("/api/v1/drafts", content=body, headers={**world.owner.changing, **CONTENT_TYPE})
    errors = {error["where"]: error["says"] for error in is_problem(answer, 422)["errors"]}
    assert set(errors) == {"sensitivity", "colour"}
    assert "secret" in errors["sensitivity"]
    assert json.loads(answer.text) == answer.json()
