"""The argument without a language model: both sides from precedents, with sentences of the draft."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from screener.doors.embedder import EmbeddedModel, Remembering
from screener.doors.prompts import Prompts
from screener.stages.argument import PrecedentAdvocate
from screener.words.flag import Grounding, ReaderKind
from screener.words.framework import Severity, Stance
from screener.words.screening import Argument
from tests.stages.argument.material import OPEN, PARTS, SHUT, TEXT, material, precedent, quote
from tests.stages.making import flag

FRAMEWORK = Prompts(Path(__file__).parents[3] / "prompts").framework
EMBEDDER = Remembering(EmbeddedModel(threads=2))


def argued(**settings: Any) -> Argument:
    return asyncio.run(PrecedentAdvocate([OPEN, SHUT], FRAMEWORK, EMBEDDER).argue(material(**settings), quote))


@pytest.fixture(scope="module")
def usual() -> Argument:
    return argued()


def test_every_factor_is_argued_on_both_sides(usual: Argument) -> None:
    assert [f.factor for f in usual.factors] == list(FRAMEWORK.factor_ids())
    assert all(f.for_defence.strip() and f.for_offence.strip() and f.would_change.strip() for f in usual.factors)
    assert usual.by is ReaderKind.embedded
    assert [c.tier for c in usual.tier_costs] == [t.id for t in FRAMEWORK.tiers]


def test_what_is_said_names_its_case(usual: Argument) -> None:
    breadth = next(f for f in usual.factors if f.factor == "breadth")
    assert "The case open-case" in breadth.for_defence
    assert "The case shut-case" in breadth.for_offence
    assert breadth.precedents == ("open-case", "shut-case")
    assert "Rationale of open-case" in usual.for_openness
    assert "Rationale of shut-case" in usual.for_restraint


def test_a_stance_follows_the_precedents_and_is_not_shown_where_none_spoke(usual: Argument) -> None:
    stances = {f.factor: f.stance for f in usual.factors}
    assert stances["immediacy"] is Stance.favours_defence
    assert stances["breadth"] is Stance.balanced
    assert stances["transfer"] is Stance.not_shown


def test_without_a_near_case_it_says_so_and_takes_no_stance() -> None:
    found = argued(precedents=())
    assert "no similar case" in found.for_openness
    assert "closer look" in found.for_restraint
    assert {f.stance for f in found.factors} == {Stance.not_shown}
    assert {f.for_defence for f in found.factors} == {"No similar case argued this side."}


def test_a_side_that_no_case_took_is_said_to_be_missing() -> None:
    found = argued(precedents=(precedent("open-case"),))
    assert found.for_restraint == "None of the 1 nearest cases was decided towards restraint."


def test_a_precedent_that_is_no_longer_a_case_is_passed_over() -> None:
    gone = precedent("open-case").model_copy(update={"case_id": "gone"})
    assert "no similar case" in argued(precedents=(gone,)).for_openness


def test_all_evidence_stands_in_the_draft_letter_by_letter(usual: Argument) -> None:
    evidence = [e for f in usual.factors for e in (*f.evidence_defence, *f.evidence_offence)]
    assert evidence
    for item in evidence:
        assert item.grounding is Grounding.exact
        assert TEXT[item.start : item.end] == item.quote
        assert item.start is not None
        assert item.start < len("".join(PARTS))


def test_evidence_lies_on_the_side_it_speaks_for(usual: Argument) -> None:
    immediacy = next(f for f in usual.factors if f.factor == "immediacy")
    assert PARTS[0].strip() in {e.quote for e in immediacy.evidence_defence}
    assert PARTS[1].strip() in {e.quote for e in immediacy.evidence_offence}


def test_a_draft_without_sentences_has_no_evidence_and_still_an_argument() -> None:
    found = argued(passages=())
    assert len(found.factors) == len(FRAMEWORK.factors)
    assert not any(f.evidence_defence or f.evidence_offence for f in found.factors)


def test_questions_begin_with_the_gravest_flags_and_are_few() -> None:
    flags = (
        flag(Severity.low, quote="small"),
        flag(Severity.high, quote="grave " * 40),
        flag(grounding=Grounding.ungrounded, quote="lost"),
    )
    questions = argued(flags=flags).questions
    assert "grave" in questions[0]
    assert len(questions[0]) < 400
    assert not any("lost" in q for q in questions)
    assert len(questions) == 5


def test_flags_of_one_concern_in_several_passages_are_to_be_read_together() -> None:
    flags = (flag(), flag(passage_index=2, start=300, end=311), flag(passage_index=1, concern="architecture"))
    [one] = argued(flags=flags).combinations
    assert (one.passages, one.severity) == ((0, 2), Severity.low)
    assert argued(flags=(flag(), flag(start=30, end=40))).combinations == ()


def test_the_same_material_gives_the_same_argument(usual: Argument) -> None:
    assert argued() == usual
