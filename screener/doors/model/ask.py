"""One role's model: bounded concurrency, egress, budget, cache, retries, one repair, and a record of every request."""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from screener.doors.model import library
from screener.doors.model.answers import checked
from screener.doors.model.budget import Budget
from screener.doors.model.endpoint import Egress, Endpoint
from screener.doors.model.faults import concerns_schema
from screener.doors.model.library import Message, RawAnswer
from screener.doors.model.retry import Retry
from screener.words.errors import InvalidAnswer, ModelFault, NotAllowed, Rejected
from screener.words.screening import ModelRequest

A = TypeVar("A", bound=BaseModel)

CHARACTERS_PER_TOKEN = 4.0
"""For estimates before a request; what it really took is counted after."""


class AnswerCache(Protocol):
    """Where checked answers are kept between runs."""

    def get(self, key: str) -> str | None:
        """The stored text for a key, or None."""

    def put(self, key: str, text: str) -> None:
        """Store the text of a checked answer."""


@dataclass(frozen=True)
class Prompt:
    """What is asked. `marks` are random delimiters within the messages: they do not shape the answer's identity."""

    messages: tuple[Message, ...]
    marks: tuple[str, ...] = ()
    passages: tuple[int, ...] = ()
    repair: str = ""
    """What is said after an unusable answer, with '{fault}' for the reason; empty for no second chance."""


@dataclass(frozen=True)
class Answer(Generic[A]):
    """A checked answer and how it came."""

    value: A
    model: str
    repaired: bool = False
    cached: bool = False


@dataclass
class Model:
    """Asks one role's model, then its configured fallbacks in order (none by default).

    `requests` grows by one record for each request that left, whatever came of it.
    """

    endpoints: Sequence[Endpoint]
    egress: Egress
    budget: Budget
    cache: AnswerCache
    concurrency: int = 8
    retry: Retry = field(default_factory=Retry)
    requests: list[ModelRequest] = field(default_factory=list)
    cache_hits: int = 0
    _slots: asyncio.Semaphore = field(init=False)
    _closed: dict[str, NotAllowed] = field(default_factory=dict, init=False)
    _without_schema: set[str] = field(default_factory=set, init=False)
    _without_probability: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.concurrency)

    @property
    def name(self) -> str:
        """The first model's provider string."""
        return self.endpoints[0].model

    async def ask(self, prompt: Prompt, form: type[A], *, temperature: float | None = None, sample: int = 0) -> Answer[A]:
        """A checked answer in the given form. Raises the ModelFault of the last endpoint tried.

        `sample` tells repeated questions at the same temperature apart.
        """
        fault: ModelFault | None = None
        for endpoint in self.endpoints:
            key = self._key(endpoint, prompt, form, temperature, sample)
            if held := self.cache.get(key):
                self.cache_hits += 1
                return Answer(form.model_validate_json(held), endpoint.model, cached=True)
            try:
                answer = await self._ask_endpoint(endpoint, prompt, form, temperature)
            except ModelFault as one:
                fault = one
                continue
            self.cache.put(key, answer.value.model_dump_json())
            return answer
        assert fault is not None, "a role has at least one endpoint"
        raise fault

    async def probability_of_yes(self, prompt: Prompt) -> float | None:
        """How likely the first model begins its answer with yes rather than no; None where it does not say."""
        endpoint = self.endpoints[0]
        if endpoint.model in self._without_probability:
            return None
        key = self._key(endpoint, prompt, None, None, 0)
        if held := self.cache.get(key):
            self.cache_hits += 1
            return float(held)
        try:
            raw = await self._send(endpoint, list(prompt.messages), prompt.passages, first_token=True)
        except Rejected:
            self._without_probability.add(endpoint.model)
            return None
        except ModelFault:
            return None
        if raw.yes is None:
            self._without_probability.add(endpoint.model)
            return None
        self.cache.put(key, repr(raw.yes))
        return raw.yes

    async def _ask_endpoint(
        self, endpoint: Endpoint, prompt: Prompt, form: type[A], temperature: float | None,
    ) -> Answer[A]:
        messages = list(prompt.messages)
        raw = await self._send(endpoint, messages, prompt.passages, form=form, temperature=temperature)
        try:
            return Answer(checked(raw, form), endpoint.model)
        except InvalidAnswer as fault:
            if not prompt.repair:
                raise
            messages += [
                {"role": "assistant", "content": raw.untrusted_text[:20_000] or "(no answer)"},
                {"role": "user", "content": prompt.repair.replace("{fault}", str(fault))},
            ]
        raw = await self._send(endpoint, messages, prompt.passages, form=form, temperature=temperature)
        return Answer(checked(raw, form), endpoint.model, repaired=True)

    async def _send(
        self, endpoint: Endpoint, messages: list[Message], passages: tuple[int, ...], *,
        form: type[BaseModel] | None = None, temperature: float | None = None, first_token: bool = False,
    ) -> RawAnswer:
        """Send with retries. A key that was turned down once is not tried again in this run."""
        if endpoint.model in self._closed:
            raise self._closed[endpoint.model]
        self.egress.check(endpoint)

        async def attempt() -> RawAnswer:
            with_schema = endpoint.model not in self._without_schema and library.supports_schema(endpoint)
            return await self._once(
                endpoint, messages, passages, form if with_schema else None, temperature, first_token,
            )

        try:
            return await self.retry.run(attempt)
        except NotAllowed as fault:
            self._closed[endpoint.model] = fault
            raise
        except Rejected as fault:
            schema_refused = form is not None and endpoint.model not in self._without_schema
            if not (schema_refused and concerns_schema(fault.__cause__)):
                raise
            self._without_schema.add(endpoint.model)
            return await self.retry.run(attempt)

    async def _once(
        self, endpoint: Endpoint, messages: list[Message], passages: tuple[int, ...],
        form: type[BaseModel] | None, temperature: float | None, first_token: bool,
    ) -> RawAnswer:
        size = sum(len(m["content"].encode()) for m in messages)
        async with self._slots:
            ticket = self.budget.reserve(int(size / CHARACTERS_PER_TOKEN))
            at, began = datetime.now(UTC), monotonic()
            raw, status = RawAnswer("", "", "", 0, 0, 0, None), "stopped"
            try:
                raw = await library.complete(
                    endpoint, messages, schema=form, temperature=temperature, first_token=first_token,
                )
                status = "ok"
                return raw
            except ModelFault as fault:
                status = str(fault.because)
                raise
            finally:
                self.budget.settle(ticket, raw.tokens_in + raw.tokens_out, raw.dollars)
                self.requests.append(ModelRequest(
                    at=at, role=endpoint.role, model=endpoint.model, host=endpoint.host, passages=passages,
                    status=status, bytes_out=size, tokens_in=raw.tokens_in, tokens_in_cached=raw.tokens_in_cached,
                    tokens_out=raw.tokens_out, cost=raw.dollars, seconds=round(monotonic() - began, 3),
                ))

    @staticmethod
    def _key(
        endpoint: Endpoint, prompt: Prompt, form: type[BaseModel] | None, temperature: float | None, sample: int,
    ) -> str:
        """SHA-256 over everything that shapes an answer: model, address, settings, form, repair, and the words sent."""
        messages = [m["content"] for m in prompt.messages]
        for number, mark in enumerate(prompt.marks):
            messages = [text.replace(mark, f"<mark {number}>") for text in messages]
        parts = {
            "messages": messages, "repair": prompt.repair, "sample": sample, "temperature": temperature,
            "form": form.model_json_schema() if form else "first token",
            "endpoint": endpoint.model_dump(mode="json", exclude={"api_key", "timeout", "role"}) | {"base": endpoint.base_url},
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def without_cache() -> AnswerCache:
    """A cache that holds for the length of a run."""
    return _InMemory()


@dataclass
class _InMemory:
    held: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str | None:
        return self.held.get(key)

    def put(self, key: str, text: str) -> None:
        self.held[key] = text


__all__ = ["Answer", "AnswerCache", "Model", "Prompt", "without_cache"]
