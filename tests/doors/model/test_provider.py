"""What is put into a request, and that the library behind it keeps quiet."""

import json
import subprocess
import sys

import pytest

from screener.doors.model import provider
from screener.doors.model.egress import Way, leaving
from screener.words.errors import ModelFault
from tests.doors.model.asking import GOOD, Form, endpoint, prompt, run
from tests.scripted_server import Reply, ScriptedServer, raw, says


def sent(server: ScriptedServer, *, schema: type[Form] | None = None, **settings: object) -> dict[str, object]:
    chosen = endpoint(server.base_url, **settings)
    with leaving(Way(chosen)):
        run(lambda: provider.complete(chosen, list(prompt().messages), schema=schema))
    return server.bodies[-1]


def test_a_request_holds_what_was_configured_and_no_more() -> None:
    with ScriptedServer(says(GOOD)) as server:
        body = sent(server, max_output_tokens=77, temperature=0.5)
        assert server.requests[0].headers["authorization"].startswith("Bearer sk-a-key")
    assert body.pop("messages") == list(prompt().messages)
    assert not body.pop("stream", False)
    assert body == {"model": "test", "max_tokens": 77, "temperature": 0.5}


def test_no_temperature_is_sent_where_none_is_set() -> None:
    with ScriptedServer(says(GOOD)) as server:
        assert "temperature" not in sent(server, temperature=None)


def test_a_schema_is_sent_strictly() -> None:
    with ScriptedServer(says(GOOD)) as server:
        sent(server, schema=Form)
        assert server.requests[0].body["response_format"]["json_schema"]["strict"] is True
        assert server.requests[0].schema is not None
        assert server.requests[0].schema["required"] == ["summary", "flags"]


def test_a_key_of_the_environment_does_not_go_to_a_configured_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-provider")
    with ScriptedServer(says(GOOD)) as server:
        sent(server, api_key=None)
        assert "sk-of-another-provider" not in str(server.requests[0].headers)


OLLAMA = {
    "model": "m",
    "message": {"role": "assistant", "content": GOOD},
    "done": True,
    "done_reason": "stop",
    "prompt_eval_count": 9,
    "eval_count": 3,
    "created_at": "2024-01-01T00:00:00Z",
}


@pytest.mark.parametrize(("words", "window"), [(10, 8_192), (4_000, 16_384)])
def test_ollama_is_given_a_window_that_holds_the_request(words: int, window: int) -> None:
    with ScriptedServer(raw(json.dumps(OLLAMA).encode())) as server:
        chosen = endpoint(server.base_url.removesuffix("/v1"), model="ollama_chat/m", api_key=None)
        with leaving(Way(chosen)):
            answer = run(lambda: provider.complete(chosen, [{"role": "user", "content": "word " * words}], schema=Form))
    assert server.requests[0].path == "/api/chat"
    assert server.requests[0].body["options"]["num_ctx"] == window
    assert server.requests[0].body["format"]["required"] == ["summary", "flags"]
    assert (answer.untrusted_text, answer.tokens_in, answer.tokens_out) == (GOOD, 9, 3)


def test_a_configured_price_is_the_price() -> None:
    priced = endpoint("http://127.0.0.1:9/v1", dollars_per_million_in=2.0, dollars_per_million_out=8.0)
    assert provider.price(priced) == (2e-6, 8e-6)
    assert provider.price_known(priced)


def test_a_price_listed_by_the_library_is_known_and_one_that_is_not_is_not() -> None:
    assert provider.price_known(endpoint("https://api.openai.com/v1", model="openai/gpt-4o"))
    assert not provider.price_known(endpoint("http://127.0.0.1:9/v1", model="hosted_vllm/our-own"))


def test_tokens_are_counted() -> None:
    assert 3 <= provider.count_tokens("four words of text") <= 6


def test_embeddings_come_in_the_order_of_the_texts_from_one_request() -> None:
    rows = [{"object": "embedding", "index": i, "embedding": [float(i), 1.0]} for i in (1, 0)]
    body = {"object": "list", "data": rows, "model": "m", "usage": {"prompt_tokens": 7, "total_tokens": 7}}
    with ScriptedServer(raw(json.dumps(body).encode())) as server:
        chosen = endpoint(server.base_url)
        with leaving(Way(chosen)):
            assert provider.embed(chosen, ["a", "b"]) == ([[0.0, 1.0], [1.0, 1.0]], 7)
    assert [r.body["input"] for r in server.requests] == [["a", "b"]]


@pytest.mark.parametrize("reply", [Reply(status=500), raw(b"{}"), raw(b'{"data": []}')])
def test_embeddings_that_do_not_come_are_a_fault(reply: Reply) -> None:
    with ScriptedServer(reply) as server, leaving(Way(endpoint(server.base_url))), pytest.raises(ModelFault):
        provider.embed(endpoint(server.base_url), ["a"])
    assert len(server.requests) == 1


PROGRAM = """
import asyncio, sys
import screener
from screener.doors.model import provider
from screener.doors.model.egress import Way, leaving
from tests.doors.model.asking import Form, model, endpoint, prompt
from screener.words.errors import ModelFault

async def main(bases):
    for kind in ("openai", "hosted_vllm"):
        for base in bases:
            try:
                await model(endpoint(base, model=f"{kind}/m", timeout=2.0)).ask(prompt(), Form)
                print("ok")
            except ModelFault as fault:
                print(fault.because)
    await provider.close()

asyncio.run(main(sys.argv[1:]))
"""


def test_nothing_but_our_own_words_reaches_the_terminal_and_every_connection_is_closed() -> None:
    with ScriptedServer(says(GOOD)) as good, ScriptedServer(Reply(status=500)) as bad, ScriptedServer(raw(b"x")) as odd:
        done = subprocess.run(
            [sys.executable, "-W", "default", "-c", PROGRAM, good.base_url, bad.base_url, odd.base_url],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.stderr == ""
    assert done.stdout.split() == ["ok", "unreachable", "unreachable"] * 2
