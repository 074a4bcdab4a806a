"""Every error of the model library is one of our faults, and ours say nothing that theirs said."""

import inspect
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import litellm
import pytest
from litellm import exceptions

from screener.doors.model.faults import BY_NAME, KeyRefused, SchemaRefused, fault_of
from screener.words import errors
from tests.doors.model.asking import endpoint

ENDPOINT = endpoint("http://127.0.0.1:9/v1")
THEIRS = [
    c
    for _, c in inspect.getmembers(exceptions, inspect.isclass)
    if issubclass(c, BaseException) and c.__module__ == exceptions.__name__
]


def error(name: str, status: int, said: str = "", headers: dict[str, str] | None = None) -> Exception:
    """An error of the library, without going through its constructors, which differ."""
    kind = getattr(exceptions, name)
    made: Exception = kind.__new__(kind)
    Exception.__init__(made, said)
    made.message, made.status_code = said, status  # type: ignore[attr-defined]
    made.llm_provider, made.model, made.num_retries, made.max_retries = "openai", "m", None, None  # type: ignore[attr-defined]
    made.original_exception = None  # type: ignore[attr-defined]
    request = httpx.Request("POST", "http://127.0.0.1:9")
    made.response = httpx.Response(status, headers=headers, request=request)  # type: ignore[attr-defined]
    return made


def test_every_exception_class_of_the_library_is_listed() -> None:
    assert len(THEIRS) > 20
    unlisted = {c.__name__ for c in THEIRS} - set(BY_NAME)
    assert not unlisted, f"say in faults.BY_NAME what becomes of {sorted(unlisted)}"


def test_exceptions_that_the_library_exports_elsewhere_are_covered_through_their_parents() -> None:
    exported = [
        c
        for _, c in inspect.getmembers(litellm, inspect.isclass)
        if issubclass(c, Exception) and c.__module__.startswith("litellm")
    ]
    assert exported
    assert not [c for c in exported if not any(parent.__name__ in BY_NAME for parent in c.__mro__)]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, KeyRefused),
        (402, KeyRefused),
        (403, errors.NotAllowed),
        (408, errors.TimedOut),
        (409, errors.Unreachable),
        (413, errors.TooLong),
        (418, errors.Rejected),
        (429, errors.RateLimited),
        (500, errors.Unreachable),
        (529, errors.Unreachable),
    ],
)
def test_an_error_without_a_telling_name_goes_by_its_status(status: int, kind: type) -> None:
    assert type(fault_of(error("APIError", status), ENDPOINT)) is kind


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("maximum context length is 10 tokens", errors.TooLong),
        ("request (5031 tokens) exceeds the available context size", errors.TooLong),
        ("the response was filtered: content_filter", errors.Refused),
        ("'response_format' is not supported", SchemaRefused),
        ("failed to parse grammar", SchemaRefused),
        ("temperature is not supported", errors.Rejected),
    ],
)
def test_a_bad_request_is_told_apart_by_what_the_provider_said(said: str, kind: type) -> None:
    assert type(fault_of(error("BadRequestError", 400, said), ENDPOINT)) is kind


def test_the_message_never_holds_what_the_provider_said() -> None:
    for name in BY_NAME:
        if hasattr(exceptions, name):
            assert "zebrafish" not in str(fault_of(error(name, 400, "zebrafish"), ENDPOINT))


def test_an_unknown_error_is_an_unreachable_model() -> None:
    assert type(fault_of(KeyError("choices"), ENDPOINT)) is errors.Unreachable


@pytest.mark.parametrize("name", ["RateLimitError", "ServiceUnavailableError"])
def test_retry_after_is_read_in_seconds(name: str) -> None:
    fault = fault_of(error(name, 503, headers={"retry-after": "7"}), ENDPOINT)
    assert isinstance(fault, errors.RateLimited)
    assert fault.after == 7.0


def test_retry_after_is_read_as_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    fault = fault_of(error("RateLimitError", 429, headers={"retry-after": date}), ENDPOINT)
    assert isinstance(fault, errors.RateLimited)
    assert fault.after is not None
    assert 25 < fault.after <= 30


@pytest.mark.parametrize("value", ["", "soon"])
def test_a_retry_after_that_says_nothing_is_none(value: str) -> None:
    fault = fault_of(error("RateLimitError", 429, headers={"retry-after": value}), ENDPOINT)
    assert isinstance(fault, errors.RateLimited)
    assert fault.after is None
