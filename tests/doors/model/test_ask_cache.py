"""The answer cache of the model door: what a key depends on, and what it does not."""

from typing import Any

import pytest

from screener.doors.model import without_cache
from screener.words.errors import InvalidAnswer
from tests.doors.model.asking import GOOD, Form, endpoint, model, prompt, run
from tests.scripted_server import ScriptedServer, says


def test_an_answer_is_taken_from_the_cache_whatever_the_marks_are() -> None:
    with ScriptedServer(says(GOOD)) as server:
        subject = model(endpoint(server.base_url))
        for mark in ("<<aa>>", "<<bb>>"):
            answer = run(lambda mark=mark: subject.ask(prompt(f"{mark} words {mark}", marks=(mark,)), Form))  # type: ignore[misc]
    assert len(server.requests) == 1
    assert answer.cached
    assert subject.cache_hits == 1


CHANGES: dict[str, dict[str, Any]] = {
    "the words": {"what": prompt("other words")},
    "the repair text": {"what": prompt(repair="Other {fault}")},
    "the sample": {"sample": 1},
    "the temperature asked for": {"temperature": 0.7},
    "the configured temperature": {"temperature_of_endpoint": 0.3},
    "the model": {"model": "openai/other"},
    "the output limit": {"max_output_tokens": 7},
    "how the form is asked for": {"structured": "prompt"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_shapes_an_answer_is_part_of_the_cache_key(change: str) -> None:
    settings = dict(CHANGES[change])
    cache = without_cache()
    what = settings.pop("what", prompt())
    how = {k: settings.pop(k) for k in ("sample", "temperature") if k in settings}
    if "temperature_of_endpoint" in settings:
        settings["temperature"] = settings.pop("temperature_of_endpoint")
    with ScriptedServer(says(GOOD)) as server:
        run(lambda: model(endpoint(server.base_url), cache=cache).ask(prompt(), Form))
        run(lambda: model(endpoint(server.base_url, **settings), cache=cache).ask(what, Form, **how))
    assert len(server.requests) == 2


def test_the_form_is_part_of_the_cache_key() -> None:
    class Wider(Form):
        more: str = ""

    with ScriptedServer(says(GOOD)) as server:
        subject = model(endpoint(server.base_url))
        run(lambda: subject.ask(prompt(), Form))
        run(lambda: subject.ask(prompt(), Wider))
    assert len(server.requests) == 2


def test_key_role_price_and_time_limit_do_not_change_the_cache_key() -> None:
    cache = without_cache()
    with ScriptedServer(says(GOOD)) as server:
        run(lambda: model(endpoint(server.base_url), cache=cache).ask(prompt(), Form))
        other = endpoint(server.base_url, api_key="x", role="advocate", timeout=9, dollars_per_million_in=1.0)
        run(lambda: model(other, cache=cache).ask(prompt(), Form))
    assert len(server.requests) == 1


def test_a_model_known_by_its_content_keeps_its_answers_at_a_new_address() -> None:
    cache = without_cache()
    for _ in range(2):
        with ScriptedServer(says(GOOD)) as server:
            subject = model(endpoint(server.base_url, known_as="gguf:m@sha256:1"), cache=cache)
            answer = run(lambda subject=subject: subject.ask(prompt(), Form))  # type: ignore[misc]
    assert answer.cached
    assert answer.model == "gguf:m@sha256:1"


def test_only_checked_answers_are_cached() -> None:
    with ScriptedServer([says("nonsense"), says("nonsense"), says(GOOD)]) as server:
        subject = model(endpoint(server.base_url))
        with pytest.raises(InvalidAnswer):
            run(lambda: subject.ask(prompt(), Form))
        assert not run(lambda: subject.ask(prompt(), Form)).cached


def test_a_spoilt_cache_entry_is_asked_for_again() -> None:
    class Spoilt:
        def get(self, key: str) -> str | None:
            return "{not json"

        def put(self, key: str, text: str) -> None:
            pass

    with ScriptedServer(says(GOOD)) as server:
        answer = run(lambda: model(endpoint(server.base_url), cache=Spoilt()).ask(prompt(), Form))
    assert not answer.cached
    assert len(server.requests) == 1
