"""The argument by a language model, over real HTTP: what is asked, and what becomes of each kind of answer."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from screener.doors.model import Budget, Egress, Endpoint, Model, Retry, provider, without_cache
from screener.doors.prompts import Prompts
from screener.stages.argument import LlmAdvocate
from screener.words.errors import InvalidAnswer, Refused
from screener.words.flag import Grounding, ReaderKind
from screener.words.framework import Severity, Stance
from screener.words.screening import Argument, UnreadBecause
from tests.scripted_server import Reply, Script, ScriptedServer, says
from tests.stages.argument.material import PARTS, TEXT, material, quote
from tests.stages.making import flag, reading

PROMPTS = Prompts(Path(__file__).parents[3] / "prompts")
FACTORS = PROMPTS.framework.factor_ids()


def factor(**settings: Any) -> dict[str, Any]:
    return {
        "for_defence": "It helps.",
        "for_offence": "It harms.",
        "stance": "balanced",
        "would_change": "A fact.",
    } | settings


def answer(**settings: Any) -> Reply:
    whole = {
        "factors": {name: factor() for name in FACTORS},
        "for_openness": "Open it.",
        "for_restraint": "Close it.",
        "tier_costs": [{"tier": "hold", "cost": "Delay."}],
        "questions": ["Why?"],
        "combinations": [],
    }
    return says(json.dumps(whole | settings))


def together(*passages: int, **settings: Any) -> dict[str, Any]:
    return {"passages": list(passages), "enables": "A whole.", "severity": "medium", "quotes": []} | settings


def argued(script: Script, **settings: Any) -> tuple[Argument, ScriptedServer]:
    with ScriptedServer(script) as server:
        endpoint = Endpoint(role="advocate", model="openai/test", api_base=server.base_url, timeout=5.0)
        model = Model((endpoint,), Egress(air_gap=True), Budget(), without_cache(), retry=Retry(first_wait=0.01))

        async def whole() -> Argument:
            await provider.warm()
            try:
                return await LlmAdvocate(model, PROMPTS).argue(material(**settings), quote)
            finally:
                await provider.close()

        return asyncio.run(whole()), server


def test_a_whole_answer_becomes_an_argument_in_the_framework_s_order() -> None:
    mixed = {name: factor() for name in reversed(FACTORS)}
    found, server = argued(answer(factors=mixed))
    assert [f.factor for f in found.factors] == list(FACTORS)
    assert (found.by, found.for_openness, found.questions) == (ReaderKind.llm, "Open it.", ("Why?",))
    assert len(server.requests) == 1


def test_evidence_is_looked_up_and_what_is_not_in_the_draft_is_marked() -> None:
    factors = {name: factor() for name in FACTORS}
    factors["immediacy"] = factor(
        evidence_defence=[PARTS[0][:41], "Nobody wrote this sentence anywhere in it."], evidence_offence=[" "]
    )
    found = argued(answer(factors=factors))[0].factors[0]
    assert [e.grounding for e in found.evidence_defence] == [Grounding.exact, Grounding.ungrounded]
    assert TEXT[: found.evidence_defence[0].end] == PARTS[0][:41]
    assert found.evidence_offence == ()


def test_factors_as_a_list_and_stances_in_words_are_understood() -> None:
    listed = [factor(factor=name.replace("_", " ").title(), stance="Favors defence") for name in FACTORS]
    found, _ = argued(answer(factors=listed))
    assert {f.stance for f in found.factors} == {Stance.favours_defence}


@pytest.mark.parametrize(
    "factors",
    [
        {name: factor() for name in FACTORS[1:]},
        {"no_such_factor": factor()},
        [],
        {name: factor(stance="maybe") for name in FACTORS},
    ],
)
def test_an_answer_without_every_factor_is_asked_for_again_and_then_refused(factors: Any) -> None:
    with pytest.raises(InvalidAnswer):
        argued(answer(factors=factors))
    found, server = argued([answer(factors=factors), answer()])
    assert len(server.requests) == 2
    assert len(found.factors) == len(FACTORS)


def test_unknown_factors_beside_the_known_ones_are_left_out() -> None:
    factors = {name: factor() for name in FACTORS} | {"no_such_factor": factor()}
    assert [f.factor for f in argued(answer(factors=factors))[0].factors] == list(FACTORS)


def test_a_refusal_is_a_fault_and_no_argument() -> None:
    with pytest.raises(Refused):
        argued(says("I'm sorry, but I cannot help with that."))


@pytest.mark.parametrize(
    ("passages", "kept"),
    [
        ([1, 2], [(0, 1)]),
        ([2, 1, 2], [(0, 1)]),
        ([1], []),
        ([1, 1], []),
        ([0, 1], []),
        ([1, 99], []),
        ([-1, 2, 3], [(1, 2)]),
        ([], []),
    ],
)
def test_a_combination_needs_two_passages_that_exist(passages: list[int], kept: list[tuple[int, ...]]) -> None:
    found, _ = argued(answer(combinations=[together(*passages)]))
    assert [c.passages for c in found.combinations] == kept


def test_a_combination_of_no_severity_is_none() -> None:
    assert argued(answer(combinations=[together(1, 2, severity="none")]))[0].combinations == ()


def test_quotes_of_a_combination_belong_to_the_passages_in_the_order_given() -> None:
    repeated = PARTS[0][:41]
    found, _ = argued(
        answer(combinations=[together(3, 1, quotes=[repeated, repeated, "elsewhere, not in the draft at all"])])
    )
    [one] = found.combinations
    assert one.severity is Severity.medium
    assert [e.start for e in one.evidence] == [len(PARTS[0]) + len(PARTS[1]), 0, None]


def test_the_request_holds_summaries_flags_and_precedents_and_says_what_is_unread() -> None:
    readings = (
        reading(0, summary="The first says this."),
        reading(1, summary="The second says that."),
        reading(2, unread_because=UnreadBecause.refused),
        reading(3),
    )
    lost = flag(quote="words that stand nowhere", grounding=Grounding.ungrounded)
    _, server = argued(answer(), readings=readings, flags=(flag(quote="the flagged words"), lost))
    sent = server.requests[0].body["messages"][-1]["content"]
    assert "The first says this." in sent
    assert "the flagged words" in sent
    assert "The case open-case" in sent
    assert "1 of 4 passages could not be read" in sent
    assert "words that stand nowhere" not in sent
    assert PARTS[2].strip()[:60] not in sent.split("What each passage says:")[0]


def test_the_draft_s_words_stand_between_marks_that_change_with_every_request() -> None:
    marks = []
    for _ in range(2):
        sent = argued(answer())[1].requests[0].body["messages"][-1]["content"]
        marks.append(sent.split("between the marks ")[1].split(")")[0])
        assert sent.count(marks[-1]) == 4
    assert marks[0] != marks[1]
