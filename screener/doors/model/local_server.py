"""A GGUF file and no server: llama.cpp's own HTTP server on loopback, for the length of a `with` block.

Needs the extra `local` (the xllamacpp wheel). The server runs in a process of its own (`llama_process.py`) that ends
with this one, whatever happens to it.
"""

import hashlib
import importlib.util
import json
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from pydantic import SecretStr

from screener.doors.model.endpoint import Endpoint
from screener.words.errors import ConfigurationError

PREFIX = "gguf:"
"""How the configuration names such a model: 'gguf:' and the path of the file."""
LOG_NAME = "llama-server.log"


@dataclass(frozen=True)
class LocalServer:
    """A running server."""

    api_base: str
    api_key: SecretStr
    """Random, made for this run."""
    known_as: str
    """Name and content hash of the model file, for reports and the answer cache."""
    process: int
    """Process id."""
    log: Path

    def endpoint(self, role: str, **settings: Any) -> Endpoint:
        """How a role asks it; `settings` are further fields of Endpoint."""
        return Endpoint(
            role=role,
            model="openai/local",
            api_base=self.api_base,
            api_key=self.api_key,
            known_as=self.known_as,
            **settings,
        )


def gguf_path(model: str) -> Path | None:
    """The file that a model setting names, or None where it names another kind of model."""
    return Path(model.removeprefix(PREFIX)).expanduser() if model.startswith(PREFIX) else None


@contextmanager
def local_server(
    path: Path,
    folder: Path,
    *,
    parallel: int = 2,
    context: int = 8_192,
    threads: int | None = None,
    wait: float = 300.0,
) -> Iterator[LocalServer]:
    """Start the server for a model file, wait until it is healthy, and stop it in the end.

    `parallel` requests are answered at a time, each with a window of `context` tokens. `threads` is the number of
    processor threads, None for as many as there are cores. Its log goes to `folder`. Raises ConfigurationError where
    the file or the wheel is missing, the file is no model, or the server is not ready within `wait` seconds.
    """
    _check(path)
    folder.mkdir(parents=True, exist_ok=True)
    log, key = folder / LOG_NAME, secrets.token_urlsafe(24)
    settings = {"path": str(path.resolve()), "key": key, "parallel": parallel, "context": context, "threads": threads}
    with log.open("ab") as sink:
        process = subprocess.Popen(  # noqa: S603  (this interpreter, our own file)
            [sys.executable, str(Path(__file__).with_name("llama_process.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=sink,
            start_new_session=True,  # Ctrl-C is for the program alone; it then stops the server
        )
    try:
        known_as = f"{PREFIX}{path.name}@sha256:{_sha256(path)[:16]}"
        address = _started(process, settings, wait, path, log)
        yield LocalServer(f"{address}/v1", SecretStr(key), known_as, process.pid, log)
    finally:
        _stop(process)


def _check(path: Path) -> None:
    if not path.is_file():
        raise ConfigurationError(f"The model file {path} does not exist; check the path after 'gguf:'.")
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise ConfigurationError(f"The file {path} is not a GGUF model; download one in that format.")
    if importlib.util.find_spec("xllamacpp") is None:
        raise ConfigurationError("A gguf: model needs llama.cpp; in the checkout run: pip install -e '.[local]'")


def _started(process: "subprocess.Popen[bytes]", settings: dict[str, Any], wait: float, path: Path, log: Path) -> str:
    """The address of the server once it has loaded the model."""
    assert process.stdin is not None and process.stdout is not None
    lines: Queue[bytes] = Queue()
    threading.Thread(target=_read_line, args=(process, lines), daemon=True).start()
    try:
        process.stdin.write(json.dumps(settings).encode() + b"\n")
        process.stdin.flush()
        line = lines.get(timeout=wait)
    except Empty:
        raise ConfigurationError(
            f"The server for {path.name} was not ready within {wait:g} s; see {log}, or take a smaller model."
        ) from None
    except BrokenPipeError:
        line = b""
    if not line.startswith(b"http"):
        raise ConfigurationError(f"llama.cpp could not load the model {path.name}; see {log} for its reasons.")
    return line.decode().strip()


def _read_line(process: "subprocess.Popen[bytes]", lines: "Queue[bytes]") -> None:
    assert process.stdout is not None
    lines.put(process.stdout.readline())


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):  # the server had ended before it read its settings
                pipe.close()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
