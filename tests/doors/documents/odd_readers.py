"""Stand-ins for the reader inside the sandbox, chosen by the first bytes of the file: each misbehaves in one way."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from screener.words.draft import Document, Format, HiddenHow, HiddenText, Section
from screener.words.errors import RefusedInput

_REMARKED = Document(
    format=Format.text,
    text="words",
    title="t" * 5000,
    notes=("one\ntwo \x1b[31m",),
    hidden=(HiddenText(text="x", how=HiddenHow.other, where="a\u202eb"),),
    parser="odd 1",
)


def read(untrusted: bytes, name: str) -> Document:
    """Do as the file says."""
    verb = untrusted.split(b" ")[0].decode()
    if verb == "remark":
        return _REMARKED
    found = _ACTIONS[verb](untrusted)
    return Document(format=Format.text, text=str(found), parser="odd 1")


def _sleep(_: bytes) -> None:
    time.sleep(60)


def _spin(_: bytes) -> None:
    while True:
        pass


def _eat(_: bytes) -> int:
    held = []
    while True:
        held.append(bytearray(2**24))


def _flood(_: bytes) -> str:
    return "x" * (80 * 2**20)


def _crash(_: bytes) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _killed(_: bytes) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _raise(_: bytes) -> None:
    raise KeyError("not foreseen")


def _garbage(_: bytes) -> None:
    # The answer goes out on the highest descriptor that the worker opened before it read the file.
    for descriptor in range(3, 10):
        try:
            os.write(descriptor, b"\x80\x04 not json")
        except OSError:
            continue
    os._exit(0)


def _lie(_: bytes) -> None:
    lie = Document(format=Format.text, text="ab", parser="x", sections=(Section(title="t", level=1, start=0, end=99),))
    _answer(lie.model_dump_json())


def _answer(document: str) -> None:
    for descriptor in range(3, 10):
        try:
            os.write(descriptor, b'{"document":' + document.encode() + b"}")
        except OSError:
            continue
        os._exit(0)


def _refuse(_: bytes) -> None:
    raise RefusedInput("'x' is not wanted\x1b[31m;\nchoose another.")


def _print(_: bytes) -> str:
    sys.stdout.write("noise on stdout")
    sys.stdout.flush()
    return "still fine"


def _surroundings(_: bytes) -> str:
    return json.dumps(
        {
            "environment": sorted(os.environ),
            "folder": [str(p) for p in Path().iterdir()],
            "leader": os.getpgid(0) == os.getpid(),
            "core": resource.getrlimit(resource.RLIMIT_CORE)[1],
            "isolated": sys.flags.isolated,
        }
    )


def _write(_: bytes) -> str:
    try:
        Path("x").write_text("content", "utf-8")
    except OSError as fault:
        return type(fault).__name__
    return "written"


def _connect(untrusted: bytes) -> str:
    try:
        socket.create_connection(("127.0.0.1", int(untrusted.split()[1])), timeout=2)
    except OSError as fault:
        return type(fault).__name__
    return "connected"


def _orphan(untrusted: bytes) -> str:
    try:
        child = os.fork()
    except PermissionError:
        return "may have no child"
    if child == 0:
        time.sleep(60)
        os._exit(0)
    return "left a child"


def _run(_: bytes) -> str:
    try:
        subprocess.run(["/bin/true"], check=False)
    except OSError as fault:
        return type(fault).__name__
    return "ran"


def _delete(untrusted: bytes) -> str:
    try:
        Path(untrusted.split(b" ", 1)[1].decode()).unlink()
    except OSError as fault:
        return type(fault).__name__
    return "deleted"


def _open(_: bytes) -> int:
    held = []
    try:
        while len(held) < 5000:
            held.append(os.dup(0))
    except OSError:
        return max(held) + 1
    return len(held)


def _interfaces(_: bytes) -> str:
    return Path("/proc/self/net/dev").read_text("ascii")


_ACTIONS = {
    "run": _run,
    "delete": _delete,
    "open": _open,
    "interfaces": _interfaces,
    "sleep": _sleep,
    "spin": _spin,
    "eat": _eat,
    "flood": _flood,
    "crash": _crash,
    "killed": _killed,
    "raise": _raise,
    "garbage": _garbage,
    "lie": _lie,
    "refuse": _refuse,
    "print": _print,
    "surroundings": _surroundings,
    "write": _write,
    "connect": _connect,
    "orphan": _orphan,
}
