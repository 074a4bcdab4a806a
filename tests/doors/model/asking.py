"""What the tests of the model door share: a small answer form and a model that asks a scripted server."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import BaseModel

from screener.doors.model import Budget, Egress, Endpoint, Model, Prompt, Retry, provider, without_cache

T = TypeVar("T")
GOOD = '{"summary": "The passage reports a result.", "flags": []}'
KEY = "sk-a-key-that-must-not-show"
DRAFT = "Zebrafish words of a draft"


class Form(BaseModel):
    """Like a reader's answer, smaller."""

    summary: str
    flags: list[str]


def endpoint(base: str, **settings: Any) -> Endpoint:
    chosen = {"role": "reader", "model": "openai/test", "api_base": base, "api_key": KEY, "timeout": 5.0} | settings
    return Endpoint.model_validate(chosen)


def model(*endpoints: Endpoint, **settings: Any) -> Model:
    chosen: dict[str, Any] = {
        "egress": Egress(),
        "budget": Budget(),
        "cache": without_cache(),
        "retry": Retry(first_wait=0.01),
    } | settings
    return Model(endpoints, **chosen)


def prompt(text: str = DRAFT, *, repair: str = "Unusable: {fault}", **settings: Any) -> Prompt:
    messages = ({"role": "system", "content": "Read."}, {"role": "user", "content": text})
    return Prompt(messages=messages, repair=repair, **settings)


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Run to the end in a fresh event loop, with the library loaded before and its connections closed after."""

    async def whole() -> T:
        await provider.warm()
        try:
            return await work()
        finally:
            await provider.close()

    return asyncio.run(whole())
