"""Parses a stranger's file in a process of its own that has no network, little memory, little time and writes no file.

What the process can do at worst: read files that the account running the screener may read, and lie in its answer.
The answer is JSON, checked against `Document`; nothing of it is executed or unpickled.
"""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

import screener
from screener.doors.documents.worker import OUT_OF_MEMORY
from screener.words.draft import Document, Frozen
from screener.words.errors import RefusedInput

READER = "screener.doors.documents.reader"
_MIB = 2**20
_START = "import sys; sys.path[:0] = {paths!r}; import runpy; runpy.run_module({worker!r}, run_name='__main__')"
_PIECE = 1 << 16
_LONGEST_REMARK = 2_000
"""Characters of a note, a place or a title."""
_LOOK_EVERY = 0.25
"""Seconds between looks at whether a silent worker still lives."""


_NETWORK_BY = {"network_namespace": "by a namespace of its own", "system_calls": "by a filter of system calls"}


class Limits(Frozen):
    """What one parse may use."""

    memory_bytes: int = 2048 * _MIB
    """Address space of the process."""
    cpu_seconds: int = 90
    wall_seconds: float = 120
    """From start to answer, whatever the process does."""
    descriptors: int = 64
    """Open files."""
    output_bytes: int = 64 * _MIB
    """Length of the answer."""
    input_bytes: int = 100 * _MIB
    """Size of the file."""

    def describe(self) -> str:
        """One sentence for the report: what this machine enforces on the parser, and what it does not."""
        in_force = _in_force(self)
        said = [
            "its own process group",
            "an empty folder and environment",
            f"{self.wall_seconds:g} s",
            f"{self.output_bytes // _MIB} MiB of output",
        ]
        lacking: list[str] = []
        barred = [words for key, words in _NETWORK_BY.items() if key in in_force]
        (said if barred else lacking).append(f"no network ({' and '.join(barred)})" if barred else "no network")
        for key, words in self._kernel_words().items():
            (said if key in in_force else lacking).append(words)
        sentence = f"Files were parsed in a separate process with {', '.join(said)}"
        return sentence + (f"; this machine did not enforce: {', '.join(lacking)}." if lacking else ".")

    def _kernel_words(self) -> dict[str, str]:
        return {
            "memory": f"{self.memory_bytes // _MIB} MiB of memory",
            "cpu": f"{self.cpu_seconds} s of processor time",
            "descriptors": f"{self.descriptors} open files",
            "file_size": "no writing of files",
            "core": "no memory dumps",
            "no_new_privileges": "no way to gain privileges",
            "system_calls": "no starting of programs or processes and no change to any file",
        }


DEFAULT_LIMITS = Limits()


class _Answer(Frozen):
    document: Document | None = None
    refused: str = ""
    in_force: tuple[str, ...] = ()


def read_in_sandbox(
    untrusted: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    *,
    reader: str = READER,
    reader_folder: Path | None = None,
) -> Document:
    """What `reader.read` makes of a file, run in a fresh confined process.

    `reader` names the module whose `read` is called, found also in `reader_folder`. Raises RefusedInput, with a
    sentence of its own for each case, where the file is refused or the process runs out of time, memory or luck.
    """
    name = "".join(c for c in Path(name).name if c.isprintable())[:200] or "the file"
    if len(untrusted) > limits.input_bytes:
        raise RefusedInput(f"'{name}' is larger than {_size(limits.input_bytes)}; submit a smaller file.")
    answer = _checked(_run(untrusted, name, limits, reader, reader_folder), name)
    if answer.document is None:
        sentence = "".join(c if c.isprintable() else " " for c in answer.refused)
        raise RefusedInput(sentence[:1000])
    return printable(answer.document)


def draw_in_sandbox(
    untrusted: bytes,
    name: str,
    limits: Limits,
    *,
    drawer: str,
    page: int,
    width: int,
) -> bytes:
    """What `drawer.draw` answers for one page of a file, run in a fresh confined process; the answer is untrusted.

    Raises RefusedInput where the process runs out of time, memory or luck.
    """
    return _run(untrusted, name, limits, drawer, None, {"page": page, "width": width})


@lru_cache(maxsize=8)
def _in_force(limits: Limits) -> tuple[str, ...]:
    """The measures that a process started now reports as enforced; asked once per process."""
    return _checked(_run(b"", "a probe", limits, "", None), "a probe").in_force


def _run(
    untrusted: bytes,
    name: str,
    limits: Limits,
    reader: str,
    reader_folder: Path | None,
    asked: Mapping[str, int] | None = None,
) -> bytes:
    """Start the worker, feed it, collect its answer, end its whole group; the answer is still untrusted."""
    order = json.dumps(
        {
            "module": reader,
            "name": name,
            "limits": {
                "memory_bytes": limits.memory_bytes,
                "cpu_seconds": limits.cpu_seconds,
                "descriptors": limits.descriptors,
            },
            **(asked or {}),
        }
    )
    with tempfile.TemporaryDirectory(prefix="screener-") as empty:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-B", "-c", _start(reader_folder), order],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=empty,
            env=_environment(),
            start_new_session=True,
            bufsize=0,
        )
        try:
            answer = _converse(process, untrusted, name, limits)
            _await_end(process, time.monotonic() + 5)
        finally:
            # The leader is not reaped yet, so its number cannot have passed to another group.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
    _check_end(process.returncode, bool(answer), name, limits)
    return answer


def _start(reader_folder: Path | None) -> str:
    """Code that starts the worker of this very package, installed or not, in Python's isolated mode."""
    package = Path(screener.__file__).resolve().parent.parent
    paths = [] if package.name in ("site-packages", "dist-packages") else [str(package)]
    if reader_folder:
        paths.append(str(reader_folder))
    return _START.format(paths=paths, worker="screener.doors.documents.worker")


def _environment() -> dict[str, str]:
    """No keys, no proxies, no home; one thread, because each would reserve address space."""
    return {
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
        "HOME": os.devnull,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _converse(process: subprocess.Popen[bytes], untrusted: bytes, name: str, limits: Limits) -> bytes:
    """Write the file to the worker and read its answer side by side, within time and size."""
    assert process.stdin and process.stdout
    deadline = time.monotonic() + limits.wall_seconds
    answer, left = bytearray(), memoryview(untrusted)
    with selectors.DefaultSelector() as waiting:
        os.set_blocking(process.stdin.fileno(), False)
        waiting.register(process.stdout, selectors.EVENT_READ)
        waiting.register(process.stdin, selectors.EVENT_WRITE)
        while process.stdout in waiting.get_map():
            ready = waiting.select(min(max(deadline - time.monotonic(), 0), _LOOK_EVERY))
            if not ready and _has_ended(process):
                answer += _rest(process.stdout.fileno(), limits.output_bytes)
                break  # A child of its own may still hold the pipe open.
            if time.monotonic() >= deadline:
                raise RefusedInput(
                    f"'{name}' took longer than {limits.wall_seconds:g} s to parse; submit a smaller or simpler file."
                )
            for key, _ in ready:
                if key.fileobj is process.stdin:
                    left = _feed(process, left, waiting)
                elif piece := os.read(key.fd, _PIECE):
                    answer += piece
                else:
                    waiting.unregister(process.stdout)
            if len(answer) > limits.output_bytes:
                raise RefusedInput(
                    f"'{name}' unfolds to more than {_size(limits.output_bytes)} of text; submit a shorter document."
                )
    return bytes(answer)


def _rest(descriptor: int, most: int) -> bytes:
    """What lies in the pipe of a worker that has ended: it may have answered after we last looked."""
    os.set_blocking(descriptor, False)
    rest = bytearray()
    with contextlib.suppress(BlockingIOError):
        while len(rest) <= most and (piece := os.read(descriptor, _PIECE)):
            rest += piece
    return bytes(rest)


def _feed(process: subprocess.Popen[bytes], left: memoryview, waiting: selectors.BaseSelector) -> memoryview:
    assert process.stdin
    if left:
        try:
            return left[os.write(process.stdin.fileno(), left[:_PIECE]) :]
        except BlockingIOError:
            return left
        except BrokenPipeError:
            pass  # It ended without reading on; its exit status says why.
    waiting.unregister(process.stdin)
    process.stdin.close()
    return memoryview(b"")


def _await_end(process: subprocess.Popen[bytes], deadline: float) -> None:
    """Wait for the worker to end, without reaping it; one that lingers after its answer is ended by the caller."""
    while time.monotonic() < deadline:
        if _has_ended(process):
            return
        time.sleep(0.002)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _check_end(status: int, answered: bool, name: str, limits: Limits) -> None:
    if status == 0 or (answered and status == -signal.SIGKILL):
        return
    if status == OUT_OF_MEMORY:
        raise RefusedInput(
            f"'{name}' needs more than {_size(limits.memory_bytes)} of memory to parse; submit a smaller file."
        )
    if status == -signal.SIGXCPU:
        raise RefusedInput(
            f"'{name}' needs more than {limits.cpu_seconds} s of processor time; submit a smaller or simpler file."
        )
    if status == -signal.SIGKILL:
        raise RefusedInput(f"The system ended the parser of '{name}', most likely for want of memory; try again later.")
    raise RefusedInput(f"The parser crashed on '{name}', which may be damaged; save it again or submit it as PDF.")


def _checked(untrusted_answer: bytes, name: str) -> _Answer:
    """The answer, if it is well formed and its positions lie within its text."""
    try:
        answer = _Answer.model_validate_json(untrusted_answer)
    except ValidationError:
        raise _senseless(name) from None
    if answer.document is None:
        if not (answer.refused.strip() or answer.in_force):
            raise _senseless(name)
        return answer
    length = len(answer.document.text)
    spans = [(page.start, page.end) for page in answer.document.pages]
    spans += [(section.start, section.end) for section in answer.document.sections]
    points = [(j.offset, j.offset) for j in answer.document.joins]
    points += [(h.offset, h.offset) for h in answer.document.hidden if h.offset is not None]
    if any(not 0 <= start <= end <= length for start, end in spans + points):
        raise _senseless(name)
    return answer


def printable(document: Document) -> Document:
    """The document with what a person is told about it in printable characters: names in the file may hold others."""
    hidden = tuple(h.model_copy(update={"where": _shown(h.where)}) for h in document.hidden)
    notes = tuple(_shown(note) for note in document.notes)
    return document.model_copy(update={"hidden": hidden, "notes": notes, "title": _shown(document.title)})


def _shown(untrusted: str) -> str:
    if untrusted.isprintable() and len(untrusted) <= _LONGEST_REMARK:
        return untrusted
    return "".join(c if c.isprintable() else "\ufffd" for c in untrusted[:_LONGEST_REMARK])


def _senseless(name: str) -> RefusedInput:
    return RefusedInput(f"The parser gave no sensible answer for '{name}'; save it again or submit it as PDF.")


def _size(count: int) -> str:
    return f"{count // _MIB} MiB" if count >= _MIB else f"{count} bytes"
