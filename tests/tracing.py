"""Runs the program so that every attempt to reach another address is noted, native libraries included.

With strace the kernel's calls are noted. Where there is no strace, an audit hook notes the same calls of Python.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.cli.installation import Installation

_CALL = re.compile(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(.*AF_INET6?\b.*", re.M)
_IPV4 = re.compile(r"htons\((\d+)\), sin_addr=inet_addr\(\"([^\"]+)\"\)")
_IPV6 = re.compile(r"htons\((\d+)\).*?inet_pton\(AF_INET6, \"([^\"]+)\"")
_HOOK = """
import os, sys
def note(event, arguments):
    if event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host, port = arguments[1][:2]
        line = f'connect(3, {{sa_family=AF_INET, sin_port=htons({port}), sin_addr=inet_addr("{host}")}}'
    elif event == "socket.getaddrinfo" and arguments[0] not in (None, "127.0.0.1", "::1", "localhost"):
        line = f'connect(3, {{sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("{arguments[0]}")}}'
    else:
        return
    with open(os.environ["CONNECTIONS"], "a") as log:
        log.write(line + chr(10))
sys.addaudithook(note)
"""


class Traced:
    """A program under watch."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self.process, self._log = process, log

    def reached(self) -> set[str]:
        """Host and port of everything that it tried to reach so far."""
        calls = _CALL.findall(self._log.read_text()) if self._log.exists() else []
        found = [hit for call in calls for hit in (_IPV4.findall(call) or _IPV6.findall(call))]
        unread = [call for call in calls if not (_IPV4.search(call) or _IPV6.search(call))]
        assert not unread, f"calls whose address this test cannot read: {unread[:3]}"
        return {f"{host}:{port}" for port, host in found}


@contextmanager
def traced(where: Installation, *arguments: str | Path, sabotage: str = "", **env: str) -> Iterator[Traced]:
    """The program, started under watch; killed at the end of the block where it still runs.

    `sabotage` is Python that runs within it first.
    """
    folder = where.home.parent / f"watch-{len(list(where.home.parent.glob('watch-*')))}"
    folder.mkdir()
    log, strace = folder / "connections", shutil.which("strace")
    first = sabotage if strace else _HOOK + sabotage
    if first:
        (folder / "sitecustomize.py").write_text(first)
        env |= {"PYTHONPATH": str(folder), "CONNECTIONS": str(log)}
    calls = "trace=connect,sendto,sendmsg,sendmmsg"
    before = [strace, "-f", "-qq", "--seccomp-bpf", "-o", str(log), "-e", calls] if strace else []
    process = subprocess.Popen(
        [*before, sys.executable, "-m", "screener", *map(str, arguments)],
        cwd=where.home,
        env=where.environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield Traced(process, log)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # the watch and the watched
        process.communicate(timeout=30)
