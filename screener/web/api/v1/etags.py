"""Versions of what is shown: not sent again when unchanged, not overwritten when changed by somebody else."""

from typing import Annotated

from fastapi import Header

from screener.web.security.problems import ChangedMeanwhile

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=400,
        description="The ETag of what the change is based on; status 412 where it is no longer so.",
        examples=['"a1b2c3"'],
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        max_length=400,
        description="The ETag of what the client has; status 304 where it is still so.",
        examples=['"a1b2c3"'],
    ),
]


def quoted(tag: str) -> str:
    """As the header ETag has it."""
    return f'"{tag}"'


def is_among(tag: str, header: str | None) -> bool:
    """Whether a header If-Match or If-None-Match names the tag."""
    if header is None:
        return False
    named = {part.strip().removeprefix("W/") for part in header.split(",")}
    return "*" in named or quoted(tag) in named


def require_unchanged(tag: str, if_match: str | None) -> None:
    """Raises ChangedMeanwhile (412) where the client's change is based on something older."""
    if if_match is not None and not is_among(tag, if_match):
        raise ChangedMeanwhile
