"""Which of our faults each error of the model library is. An error that is not listed fails a test."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

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


class KeyRefused(NotAllowed):
    """The provider turned down the key or the account: no other request with it will do better."""


class SchemaRefused(Rejected):
    """The provider turned the request down because of the JSON schema sent with it."""


BY_NAME: dict[str, type[ModelFault]] = {
    "TimeoutError": TimedOut,
    "Timeout": TimedOut,
    "RateLimitError": RateLimited,
    "RouterRateLimitError": RateLimited,
    "RouterRateLimitErrorBasic": RateLimited,
    "ContentPolicyViolationError": Refused,
    "ContextWindowExceededError": TooLong,
    "AuthenticationError": KeyRefused,
    "PermissionDeniedError": NotAllowed,
    "PaymentRequiredError": KeyRefused,
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
    "ToolLoopMaxRoundsExceeded": Rejected,
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
_BY_STATUS: dict[int, type[ModelFault]] = {
    401: KeyRefused,
    402: KeyRefused,
    403: NotAllowed,
    407: NotAllowed,
    408: TimedOut,
    409: Unreachable,
    413: TooLong,
    425: Unreachable,
    429: RateLimited,
}
"""For errors whose name says only that something failed. Other 4xx are Rejected."""
_SAYS: dict[type[ModelFault], str] = {
    TimedOut: "{host} gave no answer within {timeout:g} s.",
    RateLimited: "{host} asked to wait before the next request.",
    Refused: "{model} declined under its provider's content policy.",
    TooLong: "The request does not fit the context window of {model}.",
    KeyRefused: "{host} turned down the {role}'s API key or account; check them.",
    NotAllowed: "{host} did not let {model} be used; check what the {role}'s API key gives access to.",
    SchemaRefused: "{host} does not take the JSON schema sent to {model}; set structured to 'prompt'.",
    Rejected: "{host} did not accept the request for {model} (HTTP {status}); check the model's name, and leave the "
    "temperature unset where the model takes none.",
    Unreachable: "{host} could not be reached or failed; check that the server is running.",
}
_TOO_LONG = re.compile(r"context[ _](?:length|window|size)|maximum context|too many tokens|prompt is too long", re.I)
_FILTERED = re.compile(r"content[ _-](?:filter|policy|management)|safety system|moderation", re.I)
_SCHEMA = re.compile(r"response_format|json_schema|structured output|grammar|schema", re.I)


def fault_of(error: Exception, endpoint: Endpoint) -> ModelFault:
    """Our fault for an error of the library. The message never holds the provider's text, which may quote the draft."""
    kind, after = _kind(error), _retry_after(error)
    if kind is Unreachable and after is not None:
        kind = RateLimited
    says = _SAYS[kind].format(
        host=endpoint.host,
        model=endpoint.name,
        role=endpoint.role,
        timeout=endpoint.timeout,
        status=getattr(error, "status_code", None) or "none",
    )
    return RateLimited(says, after=after) if kind is RateLimited else kind(says)


def _kind(error: Exception) -> type[ModelFault]:
    kind = next((BY_NAME[c.__name__] for c in type(error).__mro__ if c.__name__ in BY_NAME), Unreachable)
    status = getattr(error, "status_code", None)
    if kind is Unreachable and isinstance(status, int) and 400 <= status < 500:
        kind = _BY_STATUS.get(status, Rejected)
    if kind not in (Rejected, NotAllowed):
        return kind
    said = str(error)
    if _FILTERED.search(said):
        return Refused
    if kind is Rejected and _TOO_LONG.search(said):
        return TooLong
    return SchemaRefused if kind is Rejected and _SCHEMA.search(said) else kind


def _retry_after(error: Exception) -> float | None:
    """Seconds from the Retry-After header, which holds a number or a date."""
    response = getattr(getattr(error, "response", None), "headers", None)
    headers = response or getattr(error, "litellm_response_headers", None) or {}
    value = str(headers.get("retry-after") or "").strip()
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
