"""Which of our faults each error of the model library is. An error that is not listed fails a test."""

import asyncio
import re

from screener.doors.model.endpoint import Endpoint
from screener.words.errors import (
    ModelFault,
    NotAllowed,
    RateLimited,
    Refused,
    Rejected,
    TimedOut,
    TooLong,
    Unreachable,
)

BY_NAME: dict[str, type[ModelFault]] = {
    "TimeoutError": TimedOut,
    "Timeout": TimedOut,
    "RateLimitError": RateLimited,
    "ContentPolicyViolationError": Refused,
    "ContextWindowExceededError": TooLong,
    "AuthenticationError": NotAllowed,
    "PermissionDeniedError": NotAllowed,
    "PaymentRequiredError": NotAllowed,
    "BudgetExceededError": NotAllowed,
    "BlockedPiiEntityError": NotAllowed,
    "GuardrailRaisedException": NotAllowed,
    "SensitiveDataRouteException": NotAllowed,
    "NotFoundError": Rejected,
    "BadRequestError": Rejected,
    "InvalidRequestError": Rejected,
    "UnprocessableEntityError": Rejected,
    "UnsupportedParamsError": Rejected,
    "RejectedRequestError": Rejected,
    "LiteLLMUnknownProvider": Rejected,
    "ModelNotMappedError": Rejected,
    "ImageFetchError": Rejected,
    "VectorStoreSearchError": Rejected,
    "ModifyResponseException": Rejected,
    "JSONSchemaValidationError": Rejected,
    "APIConnectionError": Unreachable,
    "InternalServerError": Unreachable,
    "BadGatewayError": Unreachable,
    "ServiceUnavailableError": Unreachable,
    "MidStreamFallbackError": Unreachable,
    "APIResponseValidationError": Unreachable,
    "APIError": Unreachable,
    "MockException": Unreachable,
    "OpenAIError": Unreachable,
}
_SAYS = {
    TimedOut: "{host} gave no answer within {timeout:g} s.",
    RateLimited: "{host} asked to wait: too many requests.",
    Refused: "{model} declined under its provider's content policy.",
    TooLong: "The request does not fit the context window of {model}.",
    NotAllowed: "{host} did not let {model} be used; check the {role}'s API key and access.",
    Rejected: "{host} did not accept the request for {model} (HTTP {status}); check the model's name and settings.",
    Unreachable: "{host} could not be reached or failed; check that the server is running.",
}
_TOO_LONG = re.compile(r"context (?:length|window|size)|maximum context|too many tokens|prompt is too long", re.I)
_FILTERED = re.compile(r"content[ _-](?:filter|policy|management)|safety system", re.I)


def fault_of(error: Exception, endpoint: Endpoint) -> ModelFault:
    """Our fault for an error of the library. The message never holds the provider's text, which may quote the draft."""
    kind = next((BY_NAME[c.__name__] for c in type(error).__mro__ if c.__name__ in BY_NAME), Unreachable)
    if kind is Rejected and _TOO_LONG.search(str(error)):
        kind = TooLong
    elif kind is Rejected and _FILTERED.search(str(error)):
        kind = Refused
    if kind is Unreachable and isinstance(error.__cause__, (TimeoutError, asyncio.TimeoutError)):
        kind = TimedOut
    says = _SAYS[kind].format(
        host=endpoint.host, model=endpoint.model, role=endpoint.role, timeout=endpoint.timeout,
        status=getattr(error, "status_code", "?"),
    )
    return RateLimited(says, after=_retry_after(error)) if kind is RateLimited else kind(says)


def concerns_schema(error: BaseException | None) -> bool:
    """Whether a provider turned a request down because of the JSON schema sent with it."""
    return bool(error and re.search(r"response_format|json_schema|structured output|grammar|schema", str(error), re.I))


def _retry_after(error: Exception) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or getattr(error, "litellm_response_headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except (TypeError, ValueError):
        return None
