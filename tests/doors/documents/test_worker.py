import json
import subprocess
import sys
from pathlib import Path

import screener
from screener.doors.documents.worker import OUT_OF_MEMORY

LIMITS = {"memory_bytes": 2**31, "cpu_seconds": 20, "descriptors": 64}


def ask(module: str, untrusted: bytes, **limits: int) -> subprocess.CompletedProcess[bytes]:
    folder = Path(screener.__file__).parent.parent
    order = json.dumps({"module": module, "name": "x.txt", "limits": LIMITS | limits})
    code = f"import sys; sys.path[:0] = {[str(folder), str(Path(__file__).parent)]!r}; "
    code += "from screener.doors.documents.worker import main; main()"
    return subprocess.run(
        [sys.executable, "-I", "-c", code, order], input=untrusted, capture_output=True, timeout=60, check=False
    )


def test_an_empty_order_only_tells_what_is_in_force() -> None:
    in_force = json.loads(ask("", b"").stdout)["in_force"]
    assert {"cpu", "descriptors", "file_size", "core"} <= set(in_force)


def test_the_answer_is_json_and_nothing_else_reaches_stdout() -> None:
    answer = json.loads(ask("screener.doors.documents.reader", b"Some words.").stdout)
    assert answer["document"]["text"] == "Some words.\n\n"
    assert json.loads(ask("odd_readers", b"print").stdout)["document"]["text"] == "still fine"


def test_a_refusal_is_an_answer() -> None:
    assert "empty" in json.loads(ask("screener.doors.documents.reader", b"").stdout)["refused"]


def test_running_out_of_memory_has_a_status_of_its_own() -> None:
    assert ask("odd_readers", b"eat", memory_bytes=500 * 2**20).returncode == OUT_OF_MEMORY


def test_only_the_parser_that_is_needed_is_imported() -> None:
    code = (
        "import sys; from screener.doors.documents.reader import read; read(b'plain words', 'x.txt'); "
        "print([m for m in ('lxml', 'selectolax', 'markdown_it', 'pylatexenc', 'pypdfium2', 'numpy') if m in "
        "sys.modules])"
    )
    folder = Path(screener.__file__).parent.parent
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=folder, check=True, timeout=60)
    assert said.stdout.strip() == b"[]"
