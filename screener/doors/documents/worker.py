"""The other side of the sandbox: gives up its rights, reads one file from stdin, answers with JSON on stdout.

Started by `sandbox` with one argument, a JSON order: `module` (whose `read` to call; empty asks only what is in
force), `name` of the file, and `limits` in bytes, seconds and counts. Where the order names a `page`, the module's
`draw` is called for it instead, and the answer is bytes as `page_image` reads them.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from importlib import import_module
from typing import Any

from screener.doors.documents.system_calls import refuse_system_calls

OUT_OF_MEMORY = 70
"""The exit status where the parser asked for more memory than it may have."""

_NESTING = 12_000
"""Python calls within one another; source may nest deeper than a program normally does."""
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38


def main() -> None:
    """Confine this process, then do as the order says."""
    order: dict[str, Any] = json.loads(sys.argv[1])
    sys.setrecursionlimit(_NESTING)
    answer_to = os.dup(1)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)
    in_force = confine(order["limits"])
    if not order["module"]:
        _answer(answer_to, json.dumps({"in_force": in_force}).encode())
        return
    try:
        answer = _draw(order) if "page" in order else _read(order["module"], order["name"]).encode("utf-8", "replace")
        _answer(answer_to, answer)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    # Tearing down a large tree of objects takes time and changes nothing.
    os._exit(0)


def confine(limits: dict[str, int]) -> list[str]:
    """Take network, memory, time, files and privileges away from this process.

    Returns the names of what the system did enforce; what it refuses to enforce is left out, and the caller says so.
    """
    cpu = limits["cpu_seconds"]
    wanted = {
        "core": (resource.RLIMIT_CORE, 0, 0),
        "file_size": (resource.RLIMIT_FSIZE, 0, 0),
        "descriptors": (resource.RLIMIT_NOFILE, limits["descriptors"], limits["descriptors"]),
        "cpu": (resource.RLIMIT_CPU, cpu, cpu + 1),
        "memory": (resource.RLIMIT_AS, limits["memory_bytes"], limits["memory_bytes"]),
    }
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None
    in_force = _kernel_measures(libc)
    for name, (which, soft, hard) in wanted.items():
        try:
            resource.setrlimit(which, (soft, hard))
        except (ValueError, OSError):
            continue
        in_force.append(name)
    # Last, because it refuses what the measures before it need.
    if libc and refuse_system_calls(libc):
        in_force.append("system_calls")
    return in_force


def _kernel_measures(libc: ctypes.CDLL | None) -> list[str]:
    """No network, no new privileges, no life after the parent: Linux only, each where the kernel agrees."""
    if not libc:
        return []
    done = []
    if libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0) == 0:
        done.append("dies_with_parent")
    if libc.unshare(_NEW_USER | _NEW_NET) == 0 or libc.unshare(_NEW_NET) == 0:
        done.append("network_namespace")
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0:
        done.append("no_new_privileges")
    return done


def _read(module: str, name: str) -> str:
    # Imported before the bytes are taken in, so that a fault here is ours and not the file's.
    from screener.words.errors import RefusedInput

    read = import_module(module).read
    try:
        document = read(sys.stdin.buffer.read(), name)
    except RefusedInput as refusal:
        return json.dumps({"refused": str(refusal)})
    return '{"document":' + str(document.model_dump_json()) + "}"


def _draw(order: dict[str, Any]) -> bytes:
    draw = import_module(order["module"]).draw
    drawn: bytes = draw(sys.stdin.buffer.read(), order["page"], order["width"])
    return drawn


def _answer(descriptor: int, answer: bytes) -> None:
    left = memoryview(answer)
    while left:
        left = left[os.write(descriptor, left) :]


if __name__ == "__main__":
    main()
