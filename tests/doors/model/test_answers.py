"""What counts as an answer, and what as a refusal."""

import pytest

from screener.doors.model.answers import LONGEST, checked
from screener.doors.model.provider import RawAnswer
from screener.words.errors import InvalidAnswer, Refused, Truncated
from tests.doors.model.asking import GOOD, Form


def answer(text: str, finish: str = "stop", refusal: str = "") -> Form:
    return checked(RawAnswer(text, finish, refusal, 1, 0, 1, None), Form)


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't help with that.",
        "I’m very sorry — no.",
        "I cannot assist with this request.",
        "Sorry, I won't do this.",
        "I must decline to review this passage.",
        "Unfortunately, I cannot evaluate it.",
        "As an AI language model, I am unable to read such passages.",
        "This request violates my guidelines.",
        "<think>risky {x}</think>I can't help with this.",
    ],
)
def test_a_refusal_in_words_is_recognised(text: str) -> None:
    with pytest.raises(Refused):
        answer(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"summary": "I can\'t help with that.", "flags": []}',
        '{"summary": "The passage is sensitive. I cannot assist with it.", "flags": []}',
        '{"summary": "Harmful content; I am unable to comply.", "flags": []}',
        '{"refusal": "No."}',
        '{"error": "declined"}',
    ],
)
def test_a_refusal_filled_into_the_form_is_recognised(text: str) -> None:
    with pytest.raises(Refused):
        answer(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"summary": "The authors cannot rule out a leak and will not release weights.", "flags": []}',
        '{"summary": "It is unable to generalise.", "flags": []}',
        '{"summary": "I cannot help noticing a recipe.", "flags": ["recipe"]}',
    ],
)
def test_an_answer_about_refusing_is_no_refusal(text: str) -> None:
    assert answer(text).summary


def test_a_cut_off_refusal_is_a_refusal_and_a_cut_off_answer_is_truncated() -> None:
    with pytest.raises(Refused):
        answer("I'm sorry, but", finish="length")
    with pytest.raises(Truncated, match="max_output_tokens"):
        answer(GOOD, finish="length")


def test_the_largest_object_is_the_answer() -> None:
    assert answer('An example: {"a": 1}. ' + GOOD + " Done {x}.").summary == "The passage reports a result."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("<think>only thoughts</think>", "empty"),
        ("no braces", "no valid JSON object"),
        ("{'summary': 'x'}", "no valid JSON object"),
        ('{"summary": "x", "flags": [}', "no valid JSON object"),
        ('["summary"]', "no valid JSON object"),
        ('{"summary": "x"}', "flags: Field required"),
        ('{"summary": "x", "flags": [1]}', r"flags\.0"),
        ("x" * (LONGEST + 1), "longer than"),
        ("{" * 5_000, "no valid JSON object"),
        ('{"a":' * 100_000, "longer than|no valid JSON"),
        ('{"summary": ' + "[" * 3_000 + "]" * 3_000 + ', "flags": []}', "form asked for|nested|no valid JSON"),
    ],
)
def test_what_is_not_the_form_asked_for_is_invalid_and_says_why(text: str, says: str) -> None:
    with pytest.raises(InvalidAnswer, match=says):
        answer(text)


def test_the_reason_never_quotes_the_answer() -> None:
    with pytest.raises(InvalidAnswer) as caught:
        answer('{"summary": {"zebrafish": 1}, "flags": "zebrafish"}')
    assert "zebrafish" not in str(caught.value)
    assert caught.value.__cause__ is None
