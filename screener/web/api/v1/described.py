"""What the API's description says that all routes share: kinds of text, and the problems that each route may answer."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Path
from pydantic import StringConstraints

from screener.web.line_ends import LineFeeds
from screener.web.security.problems import KINDS, MEDIA_TYPE

_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
_PRINTS = r"^[^\x00-\x1f\x7f]*$"
_NO_NUL = r"^[^\x00]*$"

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_PRINTS)]
"""One line, such as a name."""
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, max_length=320, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$"
    ),
]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=1_000, pattern=_NO_NUL)]
"""A password, or the secret part of a link."""
Words = Annotated[
    str, LineFeeds, StringConstraints(strip_whitespace=True, min_length=3, max_length=4_000, pattern=_NO_NUL)
]
"""Sentences, such as a reason."""
LongText = Annotated[str, LineFeeds, StringConstraints(min_length=1, max_length=100_000, pattern=_NO_NUL)]

_ID = r"^[0-9a-f]{32}$"
DraftId = Annotated[
    str, Path(pattern=_ID, description="The draft's id.", examples=["3f2c9b6e0d5a4c1e8b7f6a5d4c3b2a19"])
]
PersonId = Annotated[
    str, Path(pattern=_ID, description="The person's id.", examples=["0c1d2e3f4a5b6c7d8e9fa0b1c2d3e4f5"])
]
OtherId = Annotated[str, Path(pattern=_ID, examples=["9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d"])]
FlagId = Annotated[
    str, Path(pattern=r"^[a-z][0-9]{1,6}$", description="The flag's id within the draft.", examples=["f3"])
]
CaseId = Annotated[
    str,
    Path(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120, description="The case's id.", examples=["some-case-2021"]
    ),
]

EVERYWHERE = (400, 421, 422, 500, 503)
"""Problems that any route may answer with."""


def problems(*statuses: int, also: Mapping[int, dict[str, Any]] | None = None) -> dict[int | str, dict[str, Any]]:
    """Descriptions of the problems that a route answers with, those of every route included; `also` is described too."""
    described: dict[int | str, dict[str, Any]] = dict((also or {}).items())
    return described | {
        status: {"description": KINDS[status][1], "content": {MEDIA_TYPE: _PROBLEM}}
        for status in sorted({*EVERYWHERE, *statuses})
    }


SIGNED_IN = (401, 403, 429)
"""Of every route for people who are signed in."""
ABOUT_A_DRAFT = (*SIGNED_IN, 404, 410)
CHANGES = (409, 413, 415)
