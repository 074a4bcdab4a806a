"""Sound documents damaged at random: the sandbox gives a document or a refusal in one sentence, and nothing else."""

import time
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.doors.documents.sandbox import Limits, read_in_sandbox
from screener.words.errors import RefusedInput
from tests.doors.documents.assertions import assert_consistent
from tests.hostile.good_files import good_files

BOX_SECONDS = 7.0
"""Time for one format; what hypothesis tries after that is not read any more."""
LIMITS = Limits(cpu_seconds=20, wall_seconds=40)
NAMES = sorted(good_files())
share = st.floats(0, 1, exclude_max=True)


@dataclass(frozen=True)
class Damage:
    """One change to a file; places are shares of its length."""

    way: str
    at: float
    length: float
    byte: int
    other: str

    def done_to(self, data: bytes) -> bytes:
        """The file after this change."""
        start = int(self.at * len(data))
        end = min(len(data), start + 1 + int(self.length * 200))
        if self.way == "truncate":
            return data[:start]
        if self.way == "flip":
            return data[:start] + bytes([data[start] ^ (self.byte or 1)]) + data[start + 1 :] if data else data
        if self.way == "remove":
            return data[:start] + data[end:]
        if self.way == "repeat":
            return data[:end] + data[start:end] * (1 + self.byte) + data[end:]
        source = good_files()[self.other]
        place = int(self.length * len(source))
        return data[:start] + source[place : place + 20 * (1 + self.byte)] + data[start:]


ways = st.sampled_from(["truncate", "flip", "flip", "flip", "remove", "repeat", "splice"])
damages = st.lists(
    st.builds(Damage, ways, share, share, st.integers(0, 255), st.sampled_from(NAMES)), min_size=1, max_size=4
)


@pytest.mark.parametrize("name", NAMES)
def test_damaged_files_end_in_a_document_or_in_a_refusal_of_one_sentence(name: str) -> None:
    began, tried = time.monotonic(), []

    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(damages)
    def attempt(changes: list[Damage]) -> None:
        data = good_files()[name]
        for change in changes:
            data = change.done_to(data)
        if tried and time.monotonic() - began > BOX_SECONDS:
            return
        tried.append(len(data))
        survives(data, name)

    attempt()
    assert tried


def survives(data: bytes, name: str) -> None:
    try:
        document = read_in_sandbox(data, name, LIMITS)
    except RefusedInput as refusal:
        assert str(refusal).isprintable()
        assert str(refusal).endswith((".", ")."))
        assert "crashed" not in str(refusal), "the parser met something that it does not foresee"
        return
    assert_consistent(document)


@pytest.mark.parametrize("name", NAMES)
def test_the_undamaged_file_is_read(name: str) -> None:
    document = read_in_sandbox(good_files()[name], name)
    assert "The monitor" in document.text or "quick brown" in document.text


@pytest.mark.parametrize(
    ("damage", "result"),
    [
        (Damage("truncate", 0.5, 0, 0, ""), b"abcde"),
        (Damage("flip", 0.5, 0, 1, ""), b"abcdeghij"[:5] + b"gghij"),
        (Damage("remove", 0.9, 0, 0, ""), b"abcdefghi"),
        (Damage("repeat", 0.9, 0, 0, ""), b"abcdefghijj"),
    ],
)
def test_the_damage_is_what_its_name_says(damage: Damage, result: bytes) -> None:
    assert damage.done_to(b"abcdefghij") == result
