"""The filter of system calls by itself, without a namespace or limits beside it."""

import json
import platform
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import screener

ATTEMPTS = """
import ctypes, json, os, resource, signal, socket, subprocess, sys, tempfile, threading
sys.path.insert(0, sys.argv[1])
from screener.doors.documents.system_calls import refuse_system_calls

folder = tempfile.mkdtemp()
there = os.path.join(folder, "there")
open(there, "w").write("content")

def threaded():
    thread = threading.Thread(target=list.append, args=([], 1))
    thread.start()
    thread.join()

def forked():
    if os.fork() == 0:
        os._exit(0)

attempts = {
    "socket": lambda: socket.socket(),
    "unix socket": lambda: socket.socket(socket.AF_UNIX),
    "program": lambda: subprocess.run(["/bin/true"], close_fds=False),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "fork": forked,
    "new file": lambda: open(os.path.join(folder, "new"), "w"),
    "append": lambda: open(there, "a"),
    "read and write": lambda: open(there, "r+"),
    "remove": lambda: os.unlink(there),
    "rename": lambda: os.rename(there, there + "2"),
    "folder": lambda: os.mkdir(os.path.join(folder, "deeper")),
    "link": lambda: os.symlink("/etc/passwd", os.path.join(folder, "link")),
    "mode": lambda: os.chmod(there, 0o777),
    "signal another": lambda: os.kill(os.getppid(), 0),
    "own session": lambda: os.setsid(),
    "higher limit": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9)),
    "read": lambda: open(there).read(),
    "list": lambda: os.listdir(folder),
    "signal itself": lambda: os.kill(os.getpid(), 0),
    "thread": threaded,
    "limits": lambda: resource.getrlimit(resource.RLIMIT_NOFILE),
    "random": lambda: os.urandom(8),
}
libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(38, 1, 0, 0, 0)
said = {"in force": refuse_system_calls(libc)}
for name, attempt in attempts.items():
    try:
        attempt()
        said[name] = "done"
    except OSError as fault:
        said[name] = type(fault).__name__
    except ValueError as fault:
        said[name] = "PermissionError" if "not allowed" in str(fault) else str(fault)
print(json.dumps(said))
"""
REFUSED = (
    *("socket", "unix socket", "program", "exec", "fork", "new file", "append", "read and write", "remove", "rename"),
    *("folder", "link", "mode", "signal another", "own session", "higher limit"),
)
ALLOWED = ("read", "list", "signal itself", "thread", "limits", "random")


@cache
def outcomes() -> dict[str, str]:
    root = Path(screener.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-I", "-c", ATTEMPTS, str(root)], capture_output=True, timeout=60, check=True, text=True
    )
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_filter_is_in_force_on_the_machines_it_knows() -> None:
    assert outcomes()["in force"] == (sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64"))


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_parser_needs_is_not_permitted_where_the_filter_is_in_force(name: str) -> None:
    found = outcomes()
    assert (found[name] == "PermissionError") == found["in force"], found[name]


@pytest.mark.parametrize("name", ALLOWED)
def test_what_a_parser_needs_still_works(name: str) -> None:
    assert outcomes()[name] == "done"
