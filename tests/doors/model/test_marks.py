"""The delimiters around untrusted text."""

from screener.doors.model import new_mark


def test_marks_do_not_repeat_and_are_long_enough_not_to_be_guessed() -> None:
    marks = {new_mark() for _ in range(1_000)}
    assert len(marks) == 1_000
    assert all(len(mark) >= 16 for mark in marks)
