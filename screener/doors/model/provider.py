"""The only import of litellm: one request out, one plain answer or one of our faults back."""

import asyncio
import logging
import math
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from typing import Any

from pydantic import BaseModel

from screener.doors.model.endpoint import KNOWN_PROVIDERS, Endpoint, is_loopback
from screener.doors.model.faults import fault_of
from screener.doors.model.schema import response_format
from screener.doors.model.transport import open_transport
from screener.words.errors import ConfigurationError, ModelFault

Message = dict[str, str]
_YES_NO = {"yes": True, "no": False}
_LEAST_CONTEXT = 8_192
_IMPORTED_LATE = (
    "openai.resources",
    "openai.resources.chat.completions",
    "httpcore",
    "h11",
    "litellm.proxy._types",
    "litellm.litellm_core_utils.prompt_templates.factory",
    "litellm.litellm_core_utils.default_encoding",
)
"""Else imported during the first request, within its time limit."""


@dataclass(frozen=True)
class RawAnswer:
    """What a provider sent back, unchecked."""

    untrusted_text: str
    finish: str
    """The provider's finish reason: 'stop', 'length', 'content_filter', …"""
    refusal: str
    """The provider's own refusal field, where it has one."""
    tokens_in: int
    tokens_in_cached: int
    tokens_out: int
    dollars: float | None
    """None where the price is unknown."""
    yes: float | None = None
    """Probability of 'yes' against 'no' as first token, where the provider gave either."""
    with_probabilities: bool = False
    """Whether the provider gave log-probabilities at all."""


@cache
def load() -> Any:
    """The library, imported late (it takes seconds) and set to keep quiet and to send each request once."""
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        logging.getLogger(name).disabled = True  # its messages quote prompts and answers
    for text in ("Pydantic serializer warnings", "Item '.*' on TypedDict class"):
        warnings.filterwarnings("ignore", message=text, category=UserWarning)  # about its own types, on our stderr

    import litellm
    from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler

    for name in _IMPORTED_LATE:
        import_module(name)
    litellm.suppress_debug_info = True
    litellm.set_verbose = False
    litellm.telemetry = False
    litellm.drop_params = False  # dropping sends a request again after HTTP 422, and hides what was really asked
    litellm.DEFAULT_MAX_RETRIES = 0  # embeddings take a max_retries of 0 for none given
    AsyncHTTPHandler.create_async_transport = staticmethod(open_transport)
    for name in ("openai", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # their debug messages hold whole requests
    return litellm


async def warm() -> None:
    """Import the library without holding up the event loop. Asking does this too, before its time limit runs."""
    if not load.cache_info().currsize:
        await asyncio.to_thread(load)


def check_provider(endpoint: Endpoint) -> None:
    """Raises ConfigurationError where the library knows no such provider. Loads it for the less usual ones alone."""
    if endpoint.provider in KNOWN_PROVIDERS or endpoint.provider in load().provider_list:
        return
    known = [str(getattr(name, "value", name)) for name in load().provider_list]
    near = get_close_matches(endpoint.provider.casefold(), known, 1)
    meant = f"'{near[0]}'" if near else "a provider that litellm knows, such as ollama,"
    raise ConfigurationError(
        f"The {endpoint.role} model '{endpoint.model}' names the provider '{endpoint.provider}', which does not exist; "
        f"take {meant} or, for a server that speaks OpenAI's protocol, openai/name with an API base."
    )


def supports_schema(endpoint: Endpoint) -> bool:
    """Whether a JSON schema may be sent along: as configured, else as the provider is known to accept."""
    if endpoint.structured != "auto":
        return endpoint.structured == "json_schema"
    if endpoint.provider in ("openai", "hosted_vllm", "ollama", "ollama_chat", "azure", "lm_studio", "llamafile"):
        return True
    return bool(load().supports_response_schema(model=endpoint.model))


def price(endpoint: Endpoint) -> tuple[float, float] | None:
    """US dollars per input and output token: as configured, else as listed by the library, else None."""
    if endpoint.dollars_per_million_in is not None and endpoint.dollars_per_million_out is not None:
        return endpoint.dollars_per_million_in / 1e6, endpoint.dollars_per_million_out / 1e6
    known = load().model_cost
    for name in (endpoint.model, endpoint.model.split("/", 1)[-1]):
        entry = known.get(name, {})
        if entry.get("input_cost_per_token"):
            return float(entry["input_cost_per_token"]), float(entry.get("output_cost_per_token") or 0.0)
    return None


def price_known(endpoint: Endpoint) -> bool:
    """Whether the cost of a request can be told in dollars."""
    return price(endpoint) is not None


def count_tokens(text: str) -> int:
    """Tokens of `text` under the library's default tokeniser (an estimate for other models)."""
    return int(load().token_counter(model="", text=text))


async def close() -> None:
    """Close the connections of this event loop."""
    if load.cache_info().currsize:
        await load().close_litellm_async_clients()


async def complete(
    endpoint: Endpoint,
    messages: list[Message],
    *,
    schema: type[BaseModel] | None = None,
    temperature: float | None = None,
    first_token: bool = False,
) -> RawAnswer:
    """Send one request, exactly once. Raises a ModelFault. `first_token` asks for one token and its probability."""
    await warm()
    arguments = _arguments(endpoint, messages, schema, temperature, first_token)
    fault: ModelFault
    try:
        async with asyncio.timeout(endpoint.timeout):
            response = await load().acompletion(**arguments)
    except Exception as error:  # noqa: BLE001  (besides its own tree the library lets built-in errors through)
        fault = fault_of(error, endpoint)
    else:
        return _answer(response, endpoint)
    raise fault  # outside the handler: the library's error quotes the request and must not hang on to ours


def embed(endpoint: Endpoint, texts: list[str]) -> tuple[list[list[float]], int]:
    """A vector per text, in order, and the tokens taken. Raises a ModelFault. Blocks; works beside an event loop."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(copy_context().run, asyncio.run, _embed(endpoint, texts)).result()


async def _embed(endpoint: Endpoint, texts: list[str]) -> tuple[list[list[float]], int]:
    await warm()
    arguments: dict[str, Any] = {"model": endpoint.model, "input": texts, "timeout": endpoint.timeout, "max_retries": 0}
    if endpoint.base_url:
        arguments["api_base"] = endpoint.base_url
    if key := _api_key(endpoint):
        arguments["api_key"] = key
    fault: ModelFault
    try:
        async with asyncio.timeout(endpoint.timeout):
            response = await load().aembedding(**arguments)
        rows = sorted(response.data, key=lambda row: row["index"])
        vectors = [[float(number) for number in row["embedding"]] for row in rows]
        if len(vectors) != len(texts):
            raise ValueError("another number of vectors than of texts")
    except Exception as error:  # noqa: BLE001  (as above)
        fault = fault_of(error, endpoint)
    else:
        return vectors, int(getattr(response.usage, "prompt_tokens", 0) or 0)
    finally:
        await close()
    raise fault


def _arguments(
    endpoint: Endpoint,
    messages: list[Message],
    schema: type[BaseModel] | None,
    temperature: float | None,
    first_token: bool,
) -> dict[str, Any]:
    most = 1 if first_token else endpoint.max_output_tokens
    arguments: dict[str, Any] = {
        "model": endpoint.model,
        "messages": messages,
        "timeout": endpoint.timeout,
        "max_retries": 0,
        "max_tokens": most,
        "stream": False,
    }
    if endpoint.base_url:
        arguments["api_base"] = endpoint.base_url
    if key := _api_key(endpoint):
        arguments["api_key"] = key
    chosen = endpoint.temperature if temperature is None else temperature
    if chosen is not None:
        arguments["temperature"] = chosen
    if first_token:
        arguments |= {"logprobs": True, "top_logprobs": 10}
    elif schema is not None:
        arguments["response_format"] = response_format(schema)
    if endpoint.provider in ("ollama", "ollama_chat"):
        arguments["num_ctx"] = _context_for(messages, most)
    return arguments


def _api_key(endpoint: Endpoint) -> str | None:
    """The configured key. One from the environment goes to its provider's own address, never to a configured one."""
    if endpoint.api_key:
        return endpoint.api_key.get_secret_value()
    keyed = endpoint.provider in ("openai", "hosted_vllm", "anthropic", "lm_studio")
    return "none" if keyed and (endpoint.api_base or is_loopback(endpoint.host)) else None


def _context_for(messages: list[Message], most: int) -> int:
    """A context window that surely holds the request: Ollama cuts off what does not fit its default and says nothing.

    A power of two, since a changed size makes it load the model anew.
    """
    needed = sum(len(m["content"].encode(errors="replace")) for m in messages) // 2 + most
    return max(_LEAST_CONTEXT, 1 << (needed - 1).bit_length())


def _answer(response: Any, endpoint: Endpoint) -> RawAnswer:
    usage = getattr(response, "usage", None)
    tokens_in = int(getattr(usage, "prompt_tokens", 0) or 0)
    tokens_out = int(getattr(usage, "completion_tokens", 0) or 0)
    details = getattr(usage, "prompt_tokens_details", None)
    cached = int(getattr(details, "cached_tokens", 0) or 0)
    dollars = _dollars(response, endpoint, tokens_in, tokens_out)
    if not response.choices:
        return RawAnswer("", "", "", tokens_in, cached, tokens_out, dollars)
    choice = response.choices[0]
    own_fields = getattr(choice.message, "provider_specific_fields", None) or {}
    yes, given = _probability_of_yes(choice)
    return RawAnswer(
        untrusted_text=choice.message.content or "",
        finish=str(choice.finish_reason or ""),
        refusal=str(own_fields.get("refusal") or getattr(choice.message, "refusal", None) or ""),
        tokens_in=tokens_in,
        tokens_in_cached=cached,
        tokens_out=tokens_out,
        dollars=dollars,
        yes=yes,
        with_probabilities=given,
    )


def _dollars(response: Any, endpoint: Endpoint, tokens_in: int, tokens_out: int) -> float | None:
    if endpoint.dollars_per_million_in is not None and endpoint.dollars_per_million_out is not None:
        return (tokens_in * endpoint.dollars_per_million_in + tokens_out * endpoint.dollars_per_million_out) / 1e6
    told = (getattr(response, "_hidden_params", None) or {}).get("response_cost")
    return float(told) if told else None


def _probability_of_yes(choice: Any) -> tuple[float | None, bool]:
    """Yes against no among the likeliest first tokens, and whether there were any probabilities."""
    content = getattr(getattr(choice, "logprobs", None), "content", None)
    if not content:
        return None, False
    mass = {True: 0.0, False: 0.0}
    for option in content[0].top_logprobs or [content[0]]:
        meant = _YES_NO.get(str(option.token).strip(" \"'.*_▁Ġ\n").casefold())
        if meant is not None:
            mass[meant] += math.exp(float(option.logprob))
    total = mass[True] + mass[False]
    return (mass[True] / total if total > 0.05 else None), True
