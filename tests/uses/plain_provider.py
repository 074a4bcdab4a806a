"""The scripted server asked without the model library, whose import would cost each worker process seconds.

Everything else of the model door is the real one: cache, records, slots, retries, checks of the answer.
"""

import math
from typing import Any

import httpx

from screener.doors.model import provider
from screener.doors.model.endpoint import Endpoint
from screener.words.errors import Unreachable


async def complete(endpoint: Endpoint, messages: list[Any], **how: Any) -> provider.RawAnswer:
    """One request, one answer. Raises Unreachable."""
    body = {"model": "scripted", "messages": messages} | ({"logprobs": True} if how.get("first_token") else {})
    try:
        async with httpx.AsyncClient(timeout=60, trust_env=False, verify=False) as client:
            answer = (await client.post(f"{endpoint.base_url}/chat/completions", json=body)).json()
    except httpx.TransportError as error:
        raise Unreachable("The scripted server does not answer.") from error
    choice, usage = answer["choices"][0], answer["usage"]
    tokens = (choice.get("logprobs") or {}).get("content") or [{"top_logprobs": []}]
    chances = {t["token"].strip().lower(): math.exp(t["logprob"]) for t in tokens[0]["top_logprobs"]}
    return provider.RawAnswer(
        untrusted_text=choice["message"]["content"] or "",
        finish=choice["finish_reason"],
        refusal="",
        tokens_in=usage["prompt_tokens"],
        tokens_in_cached=0,
        tokens_out=usage["completion_tokens"],
        dollars=None,
        yes=chances["yes"] / (chances["yes"] + chances["no"]) if "no" in chances else None,
        with_probabilities=bool(chances),
    )


async def warm() -> None:
    """There is nothing to load."""


def take_its_place(target: Any = provider, put: Any = setattr) -> None:
    """Ask this way from now on; `put` may be a monkeypatch's setattr."""
    put(target, "complete", complete)
    put(target, "warm", warm)
