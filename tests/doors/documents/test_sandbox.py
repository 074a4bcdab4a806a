import json
import os
import resource
import socket
import time
from pathlib import Path

import pytest

from screener.doors.documents.sandbox import Limits, read_in_sandbox
from screener.words.draft import Document, Format
from screener.words.errors import RefusedInput

HERE = Path(__file__).parent


def odd(verb: str, limits: Limits | None = None) -> Document:
    return read_in_sandbox(verb.encode(), "draft.txt", limits or Limits(), reader="odd_readers", reader_folder=HERE)


def in_force(words: str) -> bool:
    """Whether the product says that it enforces this."""
    return words in Limits().describe().partition("did not enforce")[0]


def test_a_file_is_read_as_it_would_be_without_the_sandbox() -> None:
    document = read_in_sandbox("INTRODUCTION\n\nWords, naïve ones.\n".encode(), "notes.txt")
    assert document.format is Format.text
    assert document.text == "INTRODUCTION\n\nWords, naïve ones.\n\n"


def test_a_refusal_comes_through_as_one_printable_sentence() -> None:
    with pytest.raises(RefusedInput, match="PNG image"):
        read_in_sandbox(b"\x89PNG\r\n\x1a\n\0", "figure.png")
    with pytest.raises(RefusedInput) as refusal:
        odd("refuse")
    assert str(refusal.value) == "'x' is not wanted [31m; choose another."


def test_a_small_text_takes_less_than_the_promised_processor_time() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(3):
        read_in_sandbox(b"A few words.", "notes.txt")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / 3 < 0.7


@pytest.mark.parametrize(
    ("verb", "limits", "sentence"),
    [
        ("sleep", Limits(wall_seconds=1.5), "longer than 1.5 s"),
        ("spin", Limits(cpu_seconds=1), "1 s of processor time"),
        ("eat", Limits(memory_bytes=600 * 2**20), "more than 600 MiB of memory"),
        ("flood", Limits(output_bytes=2**20), "more than 1 MiB of text"),
        ("crash", Limits(), "crashed"),
        ("killed", Limits(), "system ended the parser"),
        ("raise", Limits(), "crashed"),
        ("garbage", Limits(), "no sensible answer"),
        ("lie", Limits(), "no sensible answer"),
    ],
)
def test_each_way_of_failing_has_its_own_sentence(verb: str, limits: Limits, sentence: str) -> None:
    start = time.monotonic()
    with pytest.raises(RefusedInput, match=sentence) as refusal:
        odd(verb, limits)
    assert "draft.txt" in str(refusal.value)
    assert time.monotonic() - start < 20


def test_oversized_files_are_refused_before_anything_is_started() -> None:
    with pytest.raises(RefusedInput, match="larger than 10 bytes"):
        read_in_sandbox(b"x" * 11, "big.txt", Limits(input_bytes=10))


def test_the_process_sees_no_keys_no_files_and_leads_its_own_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_API_KEY", "k")
    seen = json.loads(odd("surroundings").text)
    assert not any("KEY" in name for name in seen["environment"])
    assert seen["folder"] == []
    assert seen["leader"]
    assert seen["core"] == 0
    assert seen["isolated"] == 1


def test_the_process_cannot_write_files() -> None:
    assert odd("write").text == ("PermissionError" if in_force("no change to any file") else "OSError")


def test_the_process_reaches_no_network_where_the_kernel_agrees() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        outcome = odd(f"connect {server.getsockname()[1]}").text
    assert (outcome != "connected") == in_force("no network")


def test_the_process_has_an_empty_network_of_its_own_where_that_is_said() -> None:
    if in_force("by a namespace of its own"):
        lines = odd("interfaces").text.strip().splitlines()[2:]
        assert {line.split(":")[0].strip() for line in lines} <= {"lo"}
    else:
        assert "namespace" not in Limits().describe()


def test_the_process_starts_no_programs_and_removes_no_files_where_the_kernel_agrees(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("content")
    refused = in_force("no starting of programs")
    assert (odd("run").text == "PermissionError") == refused
    assert (odd(f"delete {precious}").text == "PermissionError") == refused
    assert precious.exists() == refused


def test_the_process_may_have_only_so_many_files_open() -> None:
    assert odd("open", Limits(descriptors=40)).text.strip() == "40"


def test_what_is_not_enforced_is_said_and_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    from screener.doors.documents import sandbox

    monkeypatch.setattr(sandbox, "_in_force", lambda limits: ("cpu", "system_calls"))
    kept, _, lacking = Limits().describe().partition("did not enforce")
    assert "no network (by a filter of system calls)" in kept
    assert "90 s of processor time" in kept
    assert "2048 MiB of memory" in lacking
    monkeypatch.setattr(sandbox, "_in_force", lambda limits: ())
    assert "no network" in Limits().describe().partition("did not enforce")[2]


def test_notes_and_places_come_through_in_printable_characters_only() -> None:
    document = odd("remark")
    assert document.notes == ("one\ufffdtwo \ufffd[31m",)
    assert document.hidden[0].where == "a\ufffdb"
    assert len(document.title) == 2000


def test_what_a_parser_prints_does_not_spoil_its_answer() -> None:
    assert odd("print").text == "still fine"


def test_children_of_the_process_end_with_it() -> None:
    start = time.monotonic()
    assert odd("orphan").text == ("may have no child" if in_force("no starting of programs") else "left a child")
    assert time.monotonic() - start < 15


def test_no_process_and_no_folder_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(RefusedInput):
        odd("sleep", Limits(wall_seconds=0.7))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_the_description_names_what_is_in_force() -> None:
    said = Limits(wall_seconds=7, memory_bytes=2**30).describe()
    assert "7 s" in said
    assert "1024 MiB of memory" in said
    assert said.endswith(".")


def test_an_answer_given_just_before_the_end_is_not_lost() -> None:
    """The worker may write and end between our last look at the pipe and our look at the process."""
    from screener.doors.documents import sandbox

    reading, writing = os.pipe()
    os.write(writing, b'{"document": 1}')
    assert sandbox._rest(reading, 1_000) == b'{"document": 1}'  # somebody still holds the other end
    os.write(writing, b"more")
    os.close(writing)
    assert sandbox._rest(reading, 1_000) == b"more"
    os.close(reading)
