"""One role's model: bounded concurrency, egress, budget, cache, retries, one repair, and a record of every request."""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from screener.doors.model import provider, veiling
from screener.doors.model.answers import checked
from screener.doors.model.budget import Budget
from screener.doors.model.egress import Egress, Way, leaving
from screener.doors.model.endpoint import Endpoint
from screener.doors.model.faults import KeyRefused, SchemaRefused
from screener.doors.model.provider import Message, RawAnswer
from screener.doors.model.retry import Retry
from screener.doors.model.schema import json_schema
from screener.words.errors import ConfigurationError, InvalidAnswer, ModelFault, Rejected, TimedOut
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
    slots: asyncio.Semaphore | None = None
    """Shared by the models of several runs, where `concurrency` is meant for all of them together."""
    _slots: asyncio.Semaphore = field(init=False)
    _closed: dict[Endpoint, str] = field(default_factory=dict, init=False)
    _without_schema: set[Endpoint] = field(default_factory=set, init=False)
    _without_probability: set[Endpoint] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        """Raises ConfigurationError for what could only fail later, request by request."""
        if not self.endpoints or self.concurrency < 1:
            raise ConfigurationError("A model needs at least one endpoint and a concurrency of at least 1.")
        for endpoint in self.endpoints:
            endpoint.check()
            if self.budget.dollars is not None and not provider.price_known(endpoint):
                raise ConfigurationError(
                    f"The budget is in dollars but the price of {endpoint.name} is not known; configure its dollars "
                    "per million tokens in and out, or give a budget in tokens."
                )
        self._slots = self.slots or asyncio.Semaphore(self.concurrency)

    @property
    def name(self) -> str:
        """The first model, as reports name it."""
        return self.endpoints[0].name

    async def ask(
        self,
        prompt: Prompt,
        form: type[A],
        *,
        temperature: float | None = None,
        sample: int = 0,
    ) -> Answer[A]:
        """A checked answer in the given form. Raises the ModelFault of the last endpoint tried.

        `sample` tells repeated questions at the same temperature apart.
        """
        fault: ModelFault | None = None
        for endpoint in self.endpoints:
            sent = veiling.hidden(endpoint, prompt)
            key = self._key(endpoint, sent, form, temperature, sample)
            if (held := self._held(key, form)) is not None:
                self.cache_hits += 1
                return Answer(veiling.shown(endpoint, held), endpoint.name, cached=True)
            try:
                answer = await self._ask_endpoint(endpoint, sent, form, temperature)
            except ModelFault as one:
                fault = one
                continue
            self.cache.put(key, answer.value.model_dump_json())
            return replace(answer, value=veiling.shown(endpoint, answer.value))
        assert fault is not None, "a role has at least one endpoint"
        raise fault

    async def probability_of_yes(self, prompt: Prompt) -> float | None:
        """How likely the first model begins its answer with yes rather than no; None where it does not say."""
        endpoint = self.endpoints[0]
        if endpoint in self._without_probability:
            return None
        prompt = veiling.hidden(endpoint, prompt)
        key = self._key(endpoint, prompt, None, None, 0)
        if (held := self._held(key, _Probability)) is not None:
            self.cache_hits += 1
            return held.yes
        try:
            raw = await self._send(endpoint, list(prompt.messages), prompt.passages, first_token=True)
        except Rejected:
            self._without_probability.add(endpoint)
            return None
        except ModelFault:
            return None
        if not raw.with_probabilities:
            self._without_probability.add(endpoint)
        if raw.yes is not None:
            self.cache.put(key, _Probability(yes=raw.yes).model_dump_json())
        return raw.yes

    def _held(self, key: str, form: type[A]) -> A | None:
        """A stored answer. One that cannot be read any more is asked for again."""
        text = self.cache.get(key)
        if text is None:
            return None
        try:
            return form.model_validate_json(text)
        except ValidationError:
            return None

    async def _ask_endpoint(
        self,
        endpoint: Endpoint,
        prompt: Prompt,
        form: type[A],
        temperature: float | None,
    ) -> Answer[A]:
        messages = list(prompt.messages)
        raw = await self._send(endpoint, messages, prompt.passages, form=form, temperature=temperature)
        try:
            return Answer(checked(raw, form), endpoint.name)
        except InvalidAnswer as fault:
            if not prompt.repair:
                raise
            messages += [
                {"role": "assistant", "content": raw.untrusted_text[:20_000] or "(no answer)"},
                {"role": "user", "content": prompt.repair.replace("{fault}", str(fault))},
            ]
        raw = await self._send(endpoint, messages, prompt.passages, form=form, temperature=temperature)
        return Answer(checked(raw, form), endpoint.name, repaired=True)

    async def _send(
        self,
        endpoint: Endpoint,
        messages: list[Message],
        passages: tuple[int, ...],
        *,
        form: type[BaseModel] | None = None,
        temperature: float | None = None,
        first_token: bool = False,
    ) -> RawAnswer:
        """Send with retries. A key that was turned down once is not tried again in this run."""
        if says := self._closed.get(endpoint):
            raise KeyRefused(says)
        self.egress.check(endpoint)
        await provider.warm()

        async def attempt() -> RawAnswer:
            with_schema = endpoint not in self._without_schema and provider.supports_schema(endpoint)
            return await self._once(
                endpoint,
                messages,
                passages,
                form if with_schema else None,
                temperature,
                first_token,
            )

        try:
            return await self.retry.run(attempt, endpoint.host)
        except KeyRefused as fault:
            self._closed[endpoint] = str(fault)
            raise
        except SchemaRefused:
            if form is None or endpoint.structured == "json_schema":
                raise
            self._without_schema.add(endpoint)
            return await self.retry.run(attempt, endpoint.host)

    async def _once(
        self,
        endpoint: Endpoint,
        messages: list[Message],
        passages: tuple[int, ...],
        form: type[BaseModel] | None,
        temperature: float | None,
        first_token: bool,
    ) -> RawAnswer:
        size = sum(len(m["content"].encode(errors="replace")) for m in messages)
        estimate = int(size / CHARACTERS_PER_TOKEN)
        most = estimate + (1 if first_token else endpoint.max_output_tokens)
        async with self._slots:
            await self.retry.clear(endpoint.host)
            ticket = await self.budget.reserve(most, self._dollars(endpoint, estimate, most - estimate))
            at, began = datetime.now(UTC), monotonic()
            raw, status, used, way = RawAnswer("", "", "", 0, 0, 0, None), "stopped", estimate, Way(endpoint)
            try:
                with leaving(way):
                    raw = await provider.complete(
                        endpoint,
                        messages,
                        schema=form,
                        temperature=temperature,
                        first_token=first_token,
                    )
                status = "ok"
                used = raw.tokens_in + raw.tokens_out or estimate + int(len(raw.untrusted_text) / CHARACTERS_PER_TOKEN)
                return raw
            except ModelFault as fault:
                status = str(fault.because)
                used = estimate if isinstance(fault, TimedOut) else 0
                raise
            finally:
                dollars = raw.dollars if status == "ok" else self._dollars(endpoint, used, 0)
                self.budget.settle(ticket, used, dollars)
                self._record(way, raw, status, passages, at, monotonic() - began)

    def _record(
        self,
        way: Way,
        raw: RawAnswer,
        status: str,
        passages: tuple[int, ...],
        at: datetime,
        seconds: float,
    ) -> None:
        self.requests.append(
            ModelRequest(
                at=at,
                role=way.endpoint.role,
                model=way.endpoint.name,
                host=way.host,
                proxy=way.endpoint.proxy,
                passages=passages,
                status=status,
                bytes_out=way.bytes_out,
                tokens_in=raw.tokens_in,
                tokens_in_cached=raw.tokens_in_cached,
                tokens_out=raw.tokens_out,
                cost=raw.dollars,
                seconds=round(seconds, 3),
            )
        )

    def _dollars(self, endpoint: Endpoint, tokens_in: int, tokens_out: int) -> float:
        """An estimate, made only where a budget in dollars needs one."""
        rates = provider.price(endpoint) if self.budget.dollars is not None else None
        return tokens_in * rates[0] + tokens_out * rates[1] if rates else 0.0

    @staticmethod
    def _key(
        endpoint: Endpoint,
        prompt: Prompt,
        form: type[BaseModel] | None,
        temperature: float | None,
        sample: int,
    ) -> str:
        """SHA-256 over everything that shapes an answer: model, address, settings, form, repair, and the words sent."""
        messages = [m["content"] for m in prompt.messages]
        for number, mark in enumerate(prompt.marks):
            messages = [text.replace(mark, f"<mark {number}>") for text in messages]
        settings = {"max_output_tokens", "structured"} | ({"temperature"} if temperature is None else set())
        parts = {
            "messages": messages,
            "roles": [m["role"] for m in prompt.messages],
            "repair": prompt.repair,
            "sample": sample,
            "temperature": temperature,
            "form": json_schema(form) if form else "first token",
            "endpoint": endpoint.model_dump(mode="json", include=settings),
            "model": [endpoint.known_as] if endpoint.known_as else [endpoint.model, endpoint.base_url],
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def without_cache() -> AnswerCache:
    """A cache that holds for the length of a run."""
    return _InMemory()


class _Probability(BaseModel):
    yes: float


@dataclass
class _InMemory:
    held: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str | None:
        return self.held.get(key)

    def put(self, key: str, text: str) -> None:
        self.held[key] = text


__all__ = ["Answer", "AnswerCache", "Model", "Prompt", "without_cache"]
