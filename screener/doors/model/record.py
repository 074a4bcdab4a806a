"""Whose draft a request for embeddings is about: one embedder serves all drafts of a process and cannot tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from screener.words.screening import ModelRequest

_RECORD: ContextVar[list[ModelRequest] | None] = ContextVar("record of embedding requests", default=None)


@contextmanager
def recorded_in(requests: list[ModelRequest]) -> Iterator[None]:
    """Requests for embeddings made within the block are about one draft, and are added to this record of it."""
    token = _RECORD.set(requests)
    try:
        yield
    finally:
        _RECORD.reset(token)


def record_of_the_draft() -> list[ModelRequest] | None:
    """The record that is open, if any."""
    return _RECORD.get()
