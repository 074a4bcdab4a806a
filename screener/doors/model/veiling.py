"""Keeps words that a role's model is not to see out of everything that is sent to it, and puts them back into its answers.

It is done here, where requests leave, so that no stage can forget it: readings, repeated readings, repairs, the argument,
questions about flags and stretches to embed all pass.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from screener.doors.model.endpoint import Endpoint
from screener.words.veil import Veil

if TYPE_CHECKING:
    from screener.doors.model.ask import Prompt

A = TypeVar("A", bound=BaseModel)

_VEIL: ContextVar[Veil | None] = ContextVar("veil over the draft", default=None)


@contextmanager
def veiled_by(veil: Veil | None) -> Iterator[None]:
    """What models with `minimise` are asked within the block is about the draft that this veil is over."""
    token = _VEIL.set(veil)
    try:
        yield
    finally:
        _VEIL.reset(token)


def hidden(endpoint: Endpoint, prompt: "Prompt") -> "Prompt":
    """The prompt as this endpoint's model may see it. The role's own instructions hold nothing of the draft."""
    veil = _over(endpoint)
    if veil is None:
        return prompt
    messages = tuple(m if m["role"] == "system" else {**m, "content": veil.hide(m["content"])} for m in prompt.messages)
    return replace(prompt, messages=messages)


def hidden_texts(endpoint: Endpoint, texts: Sequence[str]) -> list[str]:
    """Stretches to embed, as this endpoint's model may see them."""
    veil = _over(endpoint)
    return [veil.hide(text) for text in texts] if veil else list(texts)


def shown(endpoint: Endpoint, answer: A) -> A:
    """The answer with the words of the draft in the place of their placeholders."""
    veil = _over(endpoint)
    if veil is None:
        return answer
    return type(answer).model_validate(_each(answer.model_dump(mode="json"), veil))


def _over(endpoint: Endpoint) -> Veil | None:
    return _VEIL.get() if endpoint.minimise else None


def _each(value: Any, veil: Veil) -> Any:
    if isinstance(value, str):
        return veil.show(value)
    if isinstance(value, list):
        return [_each(one, veil) for one in value]
    return {key: _each(one, veil) for key, one in value.items()} if isinstance(value, dict) else value
