"""The one error body of the service (RFC 9457), and how every fault becomes one.

A problem never repeats what the request carried: a draft's words must not come back in an error.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import Field
from starlette.exceptions import HTTPException

from screener.storage.outages import note_inside, openly
from screener.words.draft import Frozen
from screener.words.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    Purged,
    RefusedInput,
    ScreenerError,
    TooLarge,
    TooMany,
    Unavailable,
)

MEDIA_TYPE = "application/problem+json"

KINDS: dict[int, tuple[str, str]] = {
    400: ("bad-request", "The request cannot be understood"),
    401: ("not-signed-in", "Not signed in"),
    403: ("forbidden", "Not permitted"),
    404: ("not-found", "Not found"),
    405: ("method-not-allowed", "The method is not allowed here"),
    406: ("not-acceptable", "No such form of the answer"),
    409: ("conflict", "In conflict with what stands"),
    410: ("purged", "Purged"),
    412: ("changed-meanwhile", "Changed meanwhile"),
    413: ("too-large", "Too large"),
    415: ("unsupported-media-type", "Not a type of content that is taken here"),
    421: ("wrong-host", "Not a name of this service"),
    422: ("invalid", "Something in the request is wrong"),
    429: ("too-many", "Too many requests"),
    500: ("internal", "A fault of the service"),
    503: ("unavailable", "Not available for the moment"),
}
"""By status: the last part of the problem's type, and its title."""

SENTENCES: dict[int, str] = {
    400: "The request cannot be understood; send it again as the API's description says.",
    401: "Sign in, or send a personal token.",
    403: "You may not do this; ask a maintainer of this service.",
    404: "There is nothing here that you may see; check the address.",
    405: "This address does not take that method; see the Allow header for those it takes.",
    413: "The request is larger than this service takes.",
    415: "Send the content as the type that the API's description names.",
    500: "Something went wrong inside the service; try again, and tell its maintainer the request id if it persists.",
}


class FieldProblem(Frozen):
    """One part of a request that is wrong."""

    where: str = Field(examples=["body.sensitivity"])
    """Path to it."""
    says: str = Field(examples=["Input should be 'ordinary', 'sensitive' or 'secret'"])
    """What is wrong, without repeating the value."""


class Problem(Frozen):
    """What went wrong, as RFC 9457 has it."""

    type: str = Field(examples=["/api/v1/problems/conflict"])
    """Address of the kind of problem, stable for programs."""
    title: str = Field(examples=["In conflict with what stands"])
    status: int = Field(examples=[409])
    """The HTTP status."""
    detail: str = Field(examples=["The draft is being screened; stop it before you decide."])
    """One sentence: what is wrong and what to do."""
    request_id: str = Field(examples=["8a1f0c6de2b94a67"])
    """Names this request in the service's log."""
    errors: tuple[FieldProblem, ...] = ()
    """The parts of the request that are wrong, for status 422."""


class BodyTooLarge(HTTPException):
    """More came than this address takes; raised while the body is read."""

    def __init__(self, most: int) -> None:
        super().__init__(
            413, f"The request is larger than the {spoken_size(most)} that are taken here; make it smaller."
        )


class ChangedMeanwhile(HTTPException):
    """If-Match names a state that is no longer the present one."""

    def __init__(self) -> None:
        super().__init__(412, "Somebody changed this since you read it; read it again, then repeat your change.")


class ClientGone(ScreenerError):
    """The client went away while its request was being read."""


STATUS_OF: tuple[tuple[type[ScreenerError], int], ...] = (
    (Purged, 410),
    (NotFound, 404),
    (NotSignedIn, 401),
    (Forbidden, 403),
    (Conflict, 409),
    (TooMany, 429),
    (TooLarge, 413),
    (Invalid, 422),
    (RefusedInput, 422),
    (Unavailable, 503),
    (ClientGone, 400),
)
"""The first class that fits names the status."""


def spoken_size(size: int) -> str:
    """A number of bytes for a person."""
    return f"{size // 2**20} MiB" if size >= 2**20 else f"{size // 2**10} KiB" if size >= 2**10 else f"{size} bytes"


def problem_of(error: BaseException, request_id: str, *, inside: bool = False) -> tuple[Problem, dict[str, str]]:
    """The problem that an error is to whoever sent the request, and the headers that belong to it.

    With `inside` it may name places on the service's machine; without, they stand in the log alone.
    """
    if isinstance(error, HTTPException):
        own = error.detail if isinstance(error, BodyTooLarge | ChangedMeanwhile | Told) else None
        return problem(error.status_code, request_id, own), dict(error.headers or {})
    if isinstance(error, RequestValidationError):
        return problem(422, request_id, None, fields_of(error.errors())), {}
    for kind, status in STATUS_OF:
        if isinstance(error, kind):
            note_inside(error)
            says = str(error) if inside else openly(error)
            return problem(status, request_id, says, _fields(error)), _headers(error)
    return problem(500, request_id), {}


class Told(HTTPException):
    """A refusal of the edge itself, with its own sentence."""


def problem(status: int, request_id: str, detail: str | None = None, errors: Iterable[FieldProblem] = ()) -> Problem:
    """A problem of a status; without a detail, with the usual sentence."""
    name, title = KINDS.get(status, KINDS[400] if status < 500 else KINDS[500])
    listed = tuple(errors)
    if detail is None and listed:
        detail = f"{listed[0].where}: {listed[0].says}."
    return Problem(
        type=f"/api/v1/problems/{name}",
        title=title,
        status=status,
        detail=detail or SENTENCES.get(status, f"{title}."),
        request_id=request_id,
        errors=listed,
    )


def fields_of(errors: Iterable[Mapping[str, Any]]) -> list[FieldProblem]:
    """What a validation found, without the values that were sent."""
    return [
        FieldProblem(
            where=".".join(str(part) for part in error["loc"])[:200],
            says=str(error["msg"]).removeprefix("Value error, ")[:300],
        )
        for error in errors
    ][:20]


def _fields(error: BaseException) -> list[FieldProblem]:
    if not isinstance(error, Invalid):
        return []
    return [FieldProblem(where=where, says=says) for where, says in error.fields.items()]


def _headers(error: BaseException) -> dict[str, str]:
    if isinstance(error, TooMany):
        return {"Retry-After": str(max(1, round(error.after)))}
    if isinstance(error, Unavailable):
        return {"Retry-After": "5"}
    return {"WWW-Authenticate": 'Bearer realm="screener"'} if isinstance(error, NotSignedIn) else {}
