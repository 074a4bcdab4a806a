"""Reads one kind of document in the product's sandbox, and measures what that cost."""

import os
import pickle
import resource
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from screener.doors.documents.sandbox import read_in_sandbox
from screener.words.draft import Document
from screener.words.errors import RefusedInput
from tests.hostile.kinds import Kind

Value = TypeVar("Value")


@dataclass(frozen=True)
class Measured:
    """One kind, tried once."""

    kind: Kind
    wrong: tuple[str, ...]
    """What was wrong with the answer; empty where it was the right one."""
    alerted: bool
    """Whether an alert was raised."""
    seconds: float
    """Wall-clock time from handing in the file to the answer, the start of the parser's process included."""
    peak_bytes: int
    """Largest resident set of the parser's process, as the kernel counted it (`ru_maxrss` of the children). It is
    never less than that of the process that starts the parser, about 50 MiB and the file."""


def answer(untrusted: bytes, name: str) -> tuple[Document | RefusedInput, float]:
    """What the product makes of a file, a document or the refusal as a value, and the processor time that it took.

    The time is right where this process starts no other child meanwhile.
    """
    before = _children_seconds()
    got: Document | RefusedInput
    try:
        got = read_in_sandbox(untrusted, name)
    except RefusedInput as refusal:
        got = refusal
    return got, _children_seconds() - before


def faults(kind: Kind, got: Document | RefusedInput, cpu_seconds: float) -> tuple[str, ...]:
    """All that is wrong with an answer that took this much processor time."""
    late = (f"it took {cpu_seconds:.0f} s of processor time, not {kind.within_seconds:g} s at most",)
    return kind.wrong(got) + (late if cpu_seconds > kind.within_seconds else ())


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(kind: Kind) -> Measured:
    """Try a kind. The file is made in one forked process and read from another, so that neither adds to the figure."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        file = Path(folder) / "document"
        _forked(lambda: file.write_bytes(kind.make()))
        return Measured(kind, *_forked(lambda: _tried(kind, file)))


def _tried(kind: Kind, file: Path) -> tuple[tuple[str, ...], bool, float, int]:
    """What `Measured` holds besides the kind, which cannot be handed from one process to another."""
    untrusted, began = file.read_bytes(), time.monotonic()
    got, cpu_seconds = answer(untrusted, kind.file)
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    alerted = isinstance(got, Document) and any(not h.ordinary for h in got.hidden)
    return faults(kind, got, cpu_seconds), alerted, seconds, peak


def _forked(act: Callable[[], Value]) -> Value:
    """The value of `act`, run in a child process of its own. Raises RuntimeError where the child fails."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _hand_over(act, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if status or not said:
        raise RuntimeError(f"The trial ended with status {status}; its message stands above.")
    value: Value = pickle.loads(said)
    return value


def _hand_over(act: Callable[[], Value], writing: int) -> None:
    status = 1
    try:
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(act(), pipe)
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)
