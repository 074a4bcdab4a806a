"""The reader by language model, over real HTTP: what it sends, and what becomes of each kind of answer."""

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pydantic import ValidationError

from screener.doors.model import Budget, Egress, Endpoint, Model, Retry, provider, without_cache
from screener.doors.prompts import Prompts
from screener.stages.reading.contract import DraftContext
from screener.stages.reading.llm import LONGEST_FIELD, LONGEST_QUOTE, MOST_FLAGS, LlmReader, answer_form
from screener.words.case import Kind, Precedent, Sensitivity, Verification
from screener.words.draft import Passage
from screener.words.framework import Severity, Tier
from screener.words.screening import Reading
from tests.scripted_server import Reply, Request, Script, ScriptedServer, fails, says

T = TypeVar("T")
PROMPTS = Prompts(Path(__file__).parents[3] / "prompts")
CONCERNS = PROMPTS.framework.concern_ids()
PARTS = (
    "Walrus introduction of the draft. ",
    "Heron methods of the draft. ",
    "Ocelot results of the draft. ",
)
TEXT = "".join(PARTS)
CONTEXT_WORDS = ("Lemur title", "Tapir opening", "Gecko outline")
FLAG = {
    "concern": CONCERNS[0],
    "severity": "medium",
    "quote": "Heron methods",
    "mechanism": "m",
    "already_public": "a",
    "smallest_edit": "e",
    "self_confidence": 0.5,
}
MARK = re.compile(r"<<[0-9a-f]{12}>>")


def passage(number: int, **settings: Any) -> Passage:
    start = sum(len(p) for p in PARTS[:number])
    return Passage(
        index=number,
        start=start,
        end=start + len(PARTS[number]),
        text=PARTS[number],
        section=("Otter section",),
        **settings,
    )


def precedent(name: str) -> Precedent:
    return Precedent(
        case_id=name,
        title=f"Case {name}",
        year=2020,
        kind=Kind.real,
        verification=Verification.seen_in_tools,
        sensitivity=Sensitivity.open,
        first=Tier.hold,
        final=Tier.publish,
        similarity=0.5,
        matched_text="x",
        matches="x",
        distinguishes="It differs.",
        rationale="It was old.",
    )


CONTEXT = DraftContext(
    text=TEXT,
    title=CONTEXT_WORDS[0],
    opening=CONTEXT_WORDS[1],
    outline=CONTEXT_WORDS[2],
    total=3,
    precedents=(precedent("one"), precedent("two")),
    by_passage={1: (precedent("two"),)},
)


def answer(*flags: dict[str, Any], summary: str = "It reports results.") -> str:
    return json.dumps({"summary": summary, "flags": list(flags)})


def reader(server: ScriptedServer, **settings: Any) -> LlmReader:
    endpoint = Endpoint(role="reader", model="openai/test", api_base=server.base_url, timeout=5.0)
    chosen: dict[str, Any] = {
        "egress": Egress(air_gap=True),
        "budget": Budget(),
        "cache": without_cache(),
        "retry": Retry(first_wait=0.01),
    }
    return LlmReader(Model((endpoint,), **(chosen | settings)), PROMPTS)


def with_reader(script: Script, work: Callable[[LlmReader], Any], **settings: Any) -> tuple[Any, list[Request]]:
    async def whole(subject: LlmReader) -> Any:
        await provider.warm()
        try:
            return await work(subject)
        finally:
            await provider.close()

    with ScriptedServer(script) as server:
        found = asyncio.run(whole(reader(server, **settings)))
    return found, server.requests


def read(script: Script, number: int = 1, **settings: Any) -> tuple[Reading, list[Request]]:
    reading, requests = with_reader(script, lambda r: r.read(passage(number), CONTEXT), **settings)
    assert isinstance(reading, Reading)
    return reading, requests


def all_prompts() -> list[list[dict[str, str]]]:
    """The messages for each passage of the draft."""
    with ScriptedServer(says("")) as server:
        subject = reader(server)
    return [list(subject.prompt(passage(n), CONTEXT).messages) for n in range(3)]


def test_everything_before_the_passage_is_the_same_for_every_passage() -> None:
    sent = all_prompts()
    assert len({messages[0]["content"] for messages in sent}) == 1
    starts = {messages[1]["content"].split("Passage ", 1)[0] for messages in sent}
    assert len(starts) == 1
    assert len(starts.pop()) > 200


def test_marks_are_random_for_each_request() -> None:
    found = [MARK.findall(messages[1]["content"]) for messages in all_prompts()]
    assert len({marks[-1] for marks in found}) == 3
    assert len({marks[0] for marks in found}) == 1


def outside_marks(text: str) -> str:
    """What is left once everything from the first to the last copy of the same mark is taken out.

    A mark that the instructions themselves name delimits nothing.
    """
    text = re.sub(r"the marks <<[0-9a-f]{12}>>", "", text)
    return re.sub(r"(<<[0-9a-f]{12}>>).*\1", "", text, flags=re.S)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_words_of_the_draft_stand_between_marks_and_nowhere_else(number: int) -> None:
    system, user = all_prompts()[number]
    words = ("Walrus", "Heron", "Ocelot", "Otter", "Lemur", "Tapir", "Gecko")
    assert PARTS[number] in user["content"]
    assert "Otter" in user["content"]
    for word in words:
        assert word not in system["content"]
        assert word not in outside_marks(user["content"])


def test_the_instruction_comes_after_the_data() -> None:
    for _, user in all_prompts():
        assert user["content"].rindex("Answer with the JSON object") > user["content"].rindex(">>")


def test_a_passage_is_sent_exactly_as_it_stands() -> None:
    odd = "Line one\n\n  {{ total }} {% x %} <<aaaaaaaaaaaa>> ﬁne\u00ad \n"
    with ScriptedServer(says("")) as server:
        text = reader(server).prompt(passage(0).model_copy(update={"text": odd}), CONTEXT).messages[1]["content"]
    assert f"\n{odd}" in text


def test_a_passage_names_the_precedents_nearest_to_it() -> None:
    first, second, _ = all_prompts()
    assert "nearest records: 2" in second[1]["content"]
    assert "nearest records" not in first[1]["content"]


def test_flags_are_read_with_all_their_fields() -> None:
    reading, requests = read(says(answer(FLAG)))
    (claim,) = reading.claims
    assert claim.model_dump() == FLAG | {"severity": Severity.medium}
    assert reading.read
    assert not reading.repaired
    assert (reading.passage_index, reading.summary) == (1, "It reports results.")
    assert len(requests) == 1


def test_the_schema_that_is_sent_knows_the_concerns() -> None:
    _, requests = read(says(answer()))
    assert requests[0].schema is not None
    assert set(CONCERNS) <= set(json.dumps(requests[0].schema).replace('"', " ").replace(",", " ").split())


def test_an_unknown_concern_is_repaired_once() -> None:
    reading, requests = read([says(answer(FLAG | {"concern": "made_up"})), says(answer(FLAG))])
    assert reading.repaired
    assert reading.claims[0].concern == CONCERNS[0]
    assert len(requests) == 2
    assert "flags.0.concern" in requests[1].messages[-1]["content"]


def test_an_unknown_concern_after_repair_leaves_the_passage_unread() -> None:
    reading, requests = read(says(answer(FLAG | {"concern": "made_up"})))
    assert (reading.unread_because, reading.claims, reading.summary) == ("invalid_answer", (), "")
    assert len(requests) == 2


@pytest.mark.parametrize(
    ("field", "value", "becomes"),
    [
        ("concern", f" {CONCERNS[0].replace('_', ' ').title()} ", CONCERNS[0]),
        ("severity", "High", Severity.high),
        ("self_confidence", 7, 1.0),
        ("self_confidence", -1, 0.0),
        ("self_confidence", None, None),
        ("quote", "  Heron  ", "Heron"),
        ("mechanism", "x" * 9_000, "x" * LONGEST_FIELD),
        ("quote", "x" * 9_000, "x" * LONGEST_QUOTE),
    ],
)
def test_small_slips_in_a_flag_are_put_right(field: str, value: object, becomes: object) -> None:
    reading, requests = read(says(answer(FLAG | {field: value})))
    assert getattr(reading.claims[0], field) == becomes
    assert len(requests) == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"severity": "catastrophic"},
        {"quote": ""},
        {"quote": "  "},
        {"quote": None},
        {"self_confidence": "very"},
    ],
)
def test_a_flag_without_its_essentials_is_invalid(bad: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        answer_form(CONCERNS).model_validate({"summary": "s", "flags": [FLAG | bad]})


def test_an_answer_with_neither_words_nor_flags_is_not_a_reading() -> None:
    reading, _ = read(says(answer(summary="  ")))
    assert reading.unread_because == "invalid_answer"


def test_a_flag_of_no_severity_is_no_flag_and_a_flood_is_cut() -> None:
    reading, _ = read(says(answer(FLAG | {"severity": "none"}, *[FLAG] * 40)))
    assert len(reading.claims) in (MOST_FLAGS, MOST_FLAGS - 1)
    assert all(claim.severity is Severity.medium for claim in reading.claims)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (says("I'm sorry, I can't help with that."), "refused"),
        (says(answer(summary="I cannot assist with this.")), "refused"),
        (says('{"summary": "', finish="length"), "truncated"),
        (fails(500), "unreachable"),
        (fails(401), "not_allowed"),
        (fails(400, "maximum context length"), "too_long"),
        (fails(404), "rejected"),
        (fails(429), "rate_limited"),
    ],
)
def test_what_goes_wrong_is_an_unread_passage_with_its_reason(reply: Reply, reason: str) -> None:
    reading, _ = read(reply)
    assert not reading.read
    assert reading.unread_because == reason
    assert reading.unread_detail.endswith(".")
    assert reading.claims == ()


def test_a_spent_budget_is_an_unread_passage() -> None:
    reading, requests = read(says(answer()), budget=Budget(tokens=10))
    assert reading.unread_because == "over_budget"
    assert not requests


def test_a_second_run_takes_its_readings_from_the_cache_though_every_mark_is_new() -> None:
    cache = without_cache()
    with ScriptedServer(says(answer(FLAG))) as server:

        async def whole() -> list[Reading]:
            await provider.warm()
            readings = [await reader(server, cache=cache).read(passage(1), CONTEXT) for _ in range(2)]
            await provider.close()
            return readings

        first, second = asyncio.run(whole())
    assert len(server.requests) == 1
    assert (first.cached, second.cached) == (False, True)
    assert first.claims == second.claims


def test_samples_of_one_passage_are_asked_apart() -> None:
    async def work(subject: LlmReader) -> None:
        for number in range(2):
            await subject.sample(passage(1), CONTEXT, temperature=0.7, number=number)

    _, requests = with_reader(says(answer()), work)
    assert [r.body["temperature"] for r in requests] == [0.7, 0.7]


def test_the_reader_says_what_its_reading_is_worth() -> None:
    with ScriptedServer(says("")) as server:
        described = reader(server).describe("reader")
    assert (described.model, described.role) == ("openai/test", "reader")
    assert "judgement was not" in described.meaning
