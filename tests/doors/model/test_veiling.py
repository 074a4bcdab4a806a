"""What a role's model is not to see leaves in none of the requests about a draft, and comes back in no answer of it."""

import json

import pytest

from screener.doors.model import Egress, Model, recorded_in, veiled_by
from screener.doors.model.embedding import LitellmEmbedder
from screener.words.errors import ConfigurationError
from screener.words.screening import ModelRequest
from screener.words.veil import Stretch, Veil
from tests.doors.model.asking import Form, endpoint, model, prompt, run
from tests.scripted_server import Reply, Request, ScriptedServer, prices_yes, raw, says

TEXT = "Ada Quokka found that Ada Quokka sleeps."
VEIL = Veil.over(TEXT, [Stretch(0, 10, "name"), Stretch(22, 32, "name")])
ANSWER = '{"summary": "[name 1] writes.", "flags": ["found that [name 1] sleeps", "of [name 2]"]}'


def asked(subject: Model, text: str = TEXT, **settings: object) -> Form:
    with veiled_by(VEIL):
        return run(lambda: subject.ask(prompt(text, **settings), Form)).value


def test_the_model_sees_placeholders_and_its_answer_holds_the_words_of_the_draft() -> None:
    with ScriptedServer(says(ANSWER)) as server:
        answer = asked(model(endpoint(server.base_url, minimise=True)))
    assert server.requests[0].messages[1]["content"] == "[name 1] found that [name 1] sleeps."
    assert answer.summary == "Ada Quokka writes."
    assert answer.flags == ["found that Ada Quokka sleeps", "of [name 2]"]


def test_a_repair_and_a_question_about_a_flag_hold_no_name_either() -> None:
    with ScriptedServer([says('{"summary": "[name 1]"}'), says(ANSWER), prices_yes(0.9, 0.1)]) as server:
        subject = model(endpoint(server.base_url, minimise=True))
        asked(subject)
        with veiled_by(VEIL):
            run(lambda: subject.probability_of_yes(prompt(TEXT)))
    assert len(server.requests) == 3
    assert all("Quokka" not in json.dumps(body) for body in server.bodies)


def test_a_role_that_is_not_minimised_and_a_draft_without_a_veil_are_asked_as_they_are() -> None:
    with ScriptedServer(says(ANSWER)) as server:
        assert asked(model(endpoint(server.base_url))).summary == "[name 1] writes."
        run(lambda: model(endpoint(server.base_url, minimise=True)).ask(prompt(TEXT), Form))
    assert all("Ada Quokka found" in request.text for request in server.requests)


def test_a_stored_answer_is_of_the_words_that_were_sent() -> None:
    """With and without minimising are two questions; of two drafts that differ in the name alone, one."""
    with ScriptedServer(says(ANSWER)) as server:
        subject = model(endpoint(server.base_url, minimise=True))
        asked(subject)
        run(lambda: subject.ask(prompt(TEXT), Form))
        other = TEXT.replace("Ada Quokka", "Eva Numbat")
        with veiled_by(Veil.over(other, [Stretch(0, 10, "name"), Stretch(22, 32, "name")])):
            again = run(lambda: subject.ask(prompt(other), Form))
    assert len(server.requests) == 2
    assert again.cached and again.value.summary == "Eva Numbat writes."


def embedding(request: Request) -> Reply:
    rows = [{"object": "embedding", "index": i, "embedding": [1.0, 2.0]} for i in range(len(request.body["input"]))]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return raw(json.dumps({"object": "list", "data": rows, "model": "m", "usage": usage}).encode())


def test_embeddings_are_made_of_veiled_words_and_recorded_with_their_draft() -> None:
    ours: list[ModelRequest] = []
    with ScriptedServer(embedding) as server:
        embedder = LitellmEmbedder(endpoint(server.base_url, role="embedder", minimise=True), Egress())
        with recorded_in(ours), veiled_by(VEIL):
            embedder.embed([TEXT])
        embedder.embed(["a case"])
    assert [r.body["input"] for r in server.requests] == [["[name 1] found that [name 1] sleeps."], ["a case"]]
    assert [(r.role, r.status) for r in ours] == [("embedder", "ok")]
    assert ours[0].bytes_out == int(server.requests[0].headers["content-length"]) and len(embedder.requests) == 1


def test_an_embedder_elsewhere_is_refused_before_anything_is_sent() -> None:
    ours: list[ModelRequest] = []
    embedder = LitellmEmbedder(endpoint("https://models.example.org/v1", role="embedder"), Egress())
    with recorded_in(ours), pytest.raises(ConfigurationError, match="Requests may not go to models"):
        embedder.embed([TEXT])
    assert ours == [], "the manifest lists what left"
