"""The only import of litellm: one request out, one plain answer or one of our faults back."""

import asyncio
import math
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from screener.doors.model.endpoint import Endpoint, is_loopback
from screener.doors.model.faults import fault_of

Message = dict[str, str]
_YES_NO = {"yes": True, "no": False}


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
    """Probability of 'yes' against 'no' as first token, where log-probabilities were asked for and given."""


def load() -> Any:
    """The library, imported late (it takes seconds) and set to keep quiet."""
    import litellm

    litellm.suppress_debug_info = True
    litellm.telemetry = False
    litellm.drop_params = True
    return litellm


def supports_schema(endpoint: Endpoint) -> bool:
    """Whether a JSON schema may be sent along: as configured, else as the provider is known to accept."""
    if endpoint.structured != "auto":
        return endpoint.structured == "json_schema"
    if endpoint.provider in ("openai", "hosted_vllm", "ollama", "ollama_chat", "azure", "lm_studio", "llamafile"):
        return True
    return bool(load().supports_response_schema(model=endpoint.model))


def price_known(endpoint: Endpoint) -> bool:
    """Whether the cost of a request can be told in dollars."""
    if endpoint.dollars_per_million_in is not None and endpoint.dollars_per_million_out is not None:
        return True
    known = load().model_cost
    return any(known.get(name, {}).get("input_cost_per_token") for name in (endpoint.model, endpoint.model.split("/", 1)[-1]))


def count_tokens(text: str) -> int:
    """Tokens of `text` under the library's default tokeniser (an estimate for other models)."""
    return int(load().token_counter(model="", text=text))


async def close() -> None:
    """Close the library's connections."""
    await load().close_litellm_async_clients()


async def complete(
    endpoint: Endpoint, messages: list[Message], *, schema: type[BaseModel] | None = None,
    temperature: float | None = None, first_token: bool = False,
) -> RawAnswer:
    """Send one request, exactly once. Raises a ModelFault. `first_token` asks for one token and its probability."""
    litellm = load()
    arguments = _arguments(endpoint, messages, schema, temperature, first_token)
    try:
        async with asyncio.timeout(endpoint.timeout):
            response = await litellm.acompletion(**arguments)
    except TimeoutError as error:
        raise fault_of(error, endpoint) from error
    except Exception as error:  # the library raises its own tree and, for some bad bodies, plain ValueErrors
        raise fault_of(error, endpoint) from error
    return _answer(response, endpoint)


def _arguments(
    endpoint: Endpoint, messages: list[Message], schema: type[BaseModel] | None, temperature: float | None,
    first_token: bool,
) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "model": endpoint.model, "messages": messages, "timeout": endpoint.timeout, "max_retries": 0,
        "max_tokens": 1 if first_token else endpoint.max_output_tokens, "stream": False,
    }
    if endpoint.base_url:
        arguments["api_base"] = endpoint.base_url
    if endpoint.api_key:
        arguments["api_key"] = endpoint.api_key.get_secret_value()
    elif endpoint.provider in ("openai", "hosted_vllm") and is_loopback(endpoint.host):
        arguments["api_key"] = "none"
    chosen = endpoint.temperature if temperature is None else temperature
    if chosen is not None:
        arguments["temperature"] = chosen
    if first_token:
        arguments |= {"logprobs": True, "top_logprobs": 10}
    elif schema is not None:
        arguments["response_format"] = schema
    return arguments


def _answer(response: Any, endpoint: Endpoint) -> RawAnswer:
    choice = response.choices[0]
    usage = getattr(response, "usage", None)
    tokens_in, tokens_out = int(getattr(usage, "prompt_tokens", 0) or 0), int(getattr(usage, "completion_tokens", 0) or 0)
    details = getattr(usage, "prompt_tokens_details", None)
    return RawAnswer(
        untrusted_text=choice.message.content or "", finish=str(choice.finish_reason or ""),
        refusal=str((getattr(choice.message, "provider_specific_fields", None) or {}).get("refusal")
                    or getattr(choice.message, "refusal", None) or ""),
        tokens_in=tokens_in, tokens_in_cached=int(getattr(details, "cached_tokens", 0) or 0), tokens_out=tokens_out,
        dollars=_dollars(response, endpoint, tokens_in, tokens_out), yes=_probability_of_yes(choice),
    )


def _dollars(response: Any, endpoint: Endpoint, tokens_in: int, tokens_out: int) -> float | None:
    if endpoint.dollars_per_million_in is not None and endpoint.dollars_per_million_out is not None:
        return (tokens_in * endpoint.dollars_per_million_in + tokens_out * endpoint.dollars_per_million_out) / 1e6
    told = (getattr(response, "_hidden_params", None) or {}).get("response_cost")
    return float(told) if told else None


def _probability_of_yes(choice: Any) -> float | None:
    content = getattr(getattr(choice, "logprobs", None), "content", None)
    if not content:
        return None
    mass = {True: 0.0, False: 0.0}
    for option in content[0].top_logprobs or [content[0]]:
        meant = _YES_NO.get(str(option.token).strip(" \"'.*_▁Ġ\n").casefold())
        if meant is not None:
            mass[meant] += math.exp(float(option.logprob))
    total = mass[True] + mass[False]
    return mass[True] / total if total > 0.05 else None
