"""A request leaves once, for the address that was checked."""

import asyncio

import httpx
import pytest

from screener.doors.model.transport import OneRequest
from screener.words.errors import ModelFault
from tests.doors.model.asking import GOOD, Form, endpoint, model, prompt, run
from tests.scripted_server import Reply, ScriptedServer, cut, dropped, says


async def post(url: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=OneRequest(), follow_redirects=True) as client:
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
        subject = model(endpoint("http://models.example.invalid/v1"))
        run(lambda: subject.ask(prompt(), Form))
    assert proxy.requests[0].path.startswith("http://models.example.invalid/v1/")
