"""A request leaves once, for the address that was checked."""

import asyncio
import contextlib
import json

import httpx
import pytest

from screener.doors.model import Egress, Endpoint, provider
from screener.doors.model.egress import Way, leaving, let_out
from screener.doors.model.endpoint import KNOWN_PROVIDERS
from screener.doors.model.transport import OneRequest
from screener.words.errors import ModelFault
from tests.doors.model.asking import DRAFT, GOOD, Form, endpoint, model, prompt, run
from tests.scripted_server import Reply, ScriptedServer, cut, dropped, says


async def post(url: str, allowed: str = "") -> httpx.Response:
    """Post to an address by the way to `allowed`, which is the same unless said."""
    async with httpx.AsyncClient(transport=OneRequest(), follow_redirects=True) as client:
        with leaving(Way(endpoint(allowed or url))):
            return await client.post(url, json={"messages": []})


@pytest.mark.parametrize("reply", [dropped(), cut(says(GOOD))])
def test_a_cut_connection_is_a_read_error(reply: Reply) -> None:
    with ScriptedServer(reply) as server, pytest.raises(httpx.ReadError):
        asyncio.run(post(server.base_url))
    assert len(server.requests) == 1


def test_a_refused_connection_is_a_read_error() -> None:
    with ScriptedServer(says(GOOD)) as server:
        gone = server.base_url
    with pytest.raises(httpx.ReadError):
        asyncio.run(post(gone))


@pytest.mark.parametrize("provider", ["openai", "hosted_vllm"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int, provider: str) -> None:
    with ScriptedServer(says(GOOD)) as elsewhere:
        away = Reply(status=status, headers={"location": f"{elsewhere.base_url}/chat/completions"})
        with ScriptedServer(away) as server:
            subject = model(endpoint(server.base_url, model=f"{provider}/test"))
            with pytest.raises(ModelFault, match="could not be reached or failed"):
                run(lambda: subject.ask(prompt(), Form))
    assert not elsewhere.requests
    assert len(server.requests) == subject.retry.attempts


@pytest.mark.parametrize("provider", ["openai", "hosted_vllm"])
def test_a_proxy_of_the_environment_never_sees_a_request_to_this_machine(
    provider: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ScriptedServer(says(GOOD)) as proxy, ScriptedServer(says(GOOD)) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy.host}")
        subject = model(endpoint(server.base_url, model=f"{provider}/test"))
        run(lambda: subject.ask(prompt(), Form))
    assert not proxy.requests
    assert len(server.requests) == 1


def test_a_proxy_of_the_environment_is_used_for_other_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with ScriptedServer(says(GOOD)) as proxy:
        monkeypatch.setenv("http_proxy", f"http://{proxy.host}")
        named = Egress(named_hosts=("models.example.invalid", proxy.host))
        subject = model(endpoint("http://models.example.invalid/v1"), egress=named)
        run(lambda: subject.ask(prompt(), Form))
    assert proxy.requests[0].path.startswith("http://models.example.invalid/v1/")


def test_nothing_is_sent_where_no_way_was_opened() -> None:
    async def unasked(url: str) -> None:
        async with httpx.AsyncClient(transport=OneRequest()) as client:
            await client.get(url)

    with ScriptedServer(says(GOOD)) as server:
        with pytest.raises(httpx.ReadError, match="not where this request may go"):
            asyncio.run(unasked(server.base_url))
        asyncio.run(post(server.base_url))
    assert len(server.requests) == 1


def test_what_the_library_sends_to_another_host_beside_the_request_does_not_leave() -> None:
    with (
        ScriptedServer(says(GOOD)) as elsewhere,
        ScriptedServer(says(GOOD)) as server,
        pytest.raises(httpx.ReadError, match="not where this request may go"),
    ):
        asyncio.run(post(elsewhere.base_url, allowed=server.base_url))
    assert not elsewhere.requests


@pytest.mark.parametrize("name", sorted(KNOWN_PROVIDERS))
def test_each_known_provider_is_asked_by_this_transport_alone(name: str) -> None:
    """Without a way out none of them can send a word of the draft; with one, each can."""
    with ScriptedServer(says(GOOD)) as server:
        chosen = endpoint(server.base_url, model=f"{name}/test")
        messages = list(prompt().messages)
        with pytest.raises(ModelFault):
            run(lambda: provider.complete(chosen, messages))
        assert not any(DRAFT in json.dumps(body) for body in server.bodies)
        with leaving(Way(chosen)), contextlib.suppress(ModelFault):  # not every one speaks this server's language
            run(lambda: provider.complete(chosen, messages))
        assert any(DRAFT in json.dumps(body) for body in server.bodies)


def test_an_address_that_only_the_library_knows_must_be_encrypted() -> None:
    way = Way(Endpoint(role="reader", model="azure/m"))
    assert not way.leads_to("http://models.example.org/v1")
    assert way.leads_to("https://models.example.org/v1")
    with leaving(way):
        assert let_out("https://models.example.org:444/v1", 0)
    assert way.host == "models.example.org:444"
