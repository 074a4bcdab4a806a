"""Confidence: the probability of 'yes' where the model tells it, else agreement over samples, else none."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from screener.doors.model import Model, Prompt
from screener.doors.prompts import Prompts
from screener.stages.confidence import MOST, ConfidenceGauge
from screener.words.draft import Passage
from screener.words.flag import ConfidenceFrom, Flag, Grounding, ReaderKind
from screener.words.framework import Severity
from screener.words.screening import Reading, UnreadBecause
from tests.stages.making import consecutive, flag, reading

PROMPTS = Prompts(Path(__file__).parents[2] / "prompts")
PASSAGES = consecutive("The first passage. ", "The second passage. ")


class Sure:
    """Stands for a model that says (or does not say) how likely 'yes' is."""

    def __init__(self, yes: Callable[[Prompt], float | None]) -> None:
        self.yes, self.asked = yes, 0

    async def probability_of_yes(self, prompt: Prompt) -> float | None:
        self.asked += 1
        return self.yes(prompt)


class Sampler:
    """Further readings; `found` gives the flags of each by passage and number, None for an unread one."""

    def __init__(self, found: Callable[[int, int], list[Flag] | None]) -> None:
        self.found, self.asked = found, [(-1, -1)]
        self.asked.clear()

    async def sample(self, passage: Passage, number: int) -> Reading:
        self.asked.append((passage.index, number))
        unread = UnreadBecause.refused if self.found(passage.index, number) is None else None
        return reading(passage.index, unread_because=unread, summary=str(number))

    def regard(self, one: Reading) -> list[Flag]:
        return self.found(one.passage_index, int(one.summary)) or []


def gauged(
    *flags: Flag,
    yes: Callable[[Prompt], float | None] = lambda _: None,
    found: Callable[[int, int], list[Flag] | None] = lambda _, __: [],
    **settings: Any,
) -> tuple[tuple[Flag, ...], Sure, Sampler]:
    sure, sampler = Sure(yes), Sampler(found)
    gauge = ConfidenceGauge(cast(Model, sure), PROMPTS, **settings)
    return asyncio.run(gauge.gauge(flags, PASSAGES, sampler.sample, sampler.regard)), sure, sampler


def test_the_probability_of_yes_is_the_confidence_and_no_sample_is_drawn() -> None:
    [one], _, sampler = gauged(flag(), yes=lambda _: 0.8)
    assert (one.confidence, one.confidence_from) == (0.8, ConfidenceFrom.token_probability)
    assert sampler.asked == []


def test_each_flag_is_asked_about_with_its_own_words() -> None:
    flags = [flag(id="f1", quote="alpha words"), flag(id="f2", quote="beta words")]
    found, _, _ = gauged(*flags, yes=lambda p: 0.9 if "alpha words" in p.messages[0]["content"] else 0.1)
    assert [f.confidence for f in found] == [0.9, 0.1]


def test_without_probabilities_agreement_over_samples_counts_with_the_first_reading() -> None:
    again = {1: [flag(start=5, end=20)], 2: [flag(start=200, end=220)]}
    [one], _, sampler = gauged(flag(), found=lambda _, number: again[number])
    assert (one.confidence, one.confidence_from) == (pytest.approx(2 / 3), ConfidenceFrom.agreement)
    assert sampler.asked == [(0, 1), (0, 2)]


def test_an_unread_sample_is_no_disagreement() -> None:
    [one], _, _ = gauged(flag(), found=lambda _, number: [flag()] if number == 1 else None)
    assert one.confidence == 1.0
    [none], _, _ = gauged(flag(), found=lambda _, __: None)
    assert (none.confidence, none.confidence_from) == (None, ConfidenceFrom.none)


def test_a_passage_is_sampled_once_for_all_its_flags() -> None:
    _, _, sampler = gauged(flag(id="f1"), flag(id="f2", start=12, end=15), flag(id="f3", passage_index=1), samples=3)
    assert sorted(sampler.asked) == [(i, n) for i in (0, 1) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("how", "asked", "sampled"), [("off", 0, 0), ("samples", 0, 2), ("probability", 1, 0), ("auto", 1, 2)]
)
def test_the_setting_says_what_is_asked(how: str, asked: int, sampled: int) -> None:
    [one], sure, sampler = gauged(flag(), how=how)
    assert (sure.asked, len(sampler.asked)) == (asked, sampled)
    assert (one.confidence is None) == (sampled == 0)


def test_no_samples_means_no_confidence() -> None:
    [one], _, sampler = gauged(flag(), samples=0)
    assert one.confidence is None
    assert sampler.asked == []


def test_only_grounded_flags_of_the_language_model_are_asked_about() -> None:
    flags = [flag(id="f1", grounding=Grounding.ungrounded), flag(id="f2", reader=ReaderKind.embedded, confidence=0.3)]
    found, sure, _ = gauged(*flags, yes=lambda _: 0.8)
    assert list(found) == flags
    assert sure.asked == 0


def test_of_very_many_flags_the_gravest_are_asked_about() -> None:
    flags = [flag(Severity.low, id=f"l{i}") for i in range(MOST)] + [flag(Severity.high, id="h")]
    found, sure, _ = gauged(*flags, yes=lambda _: 0.8)
    assert sure.asked == MOST
    assert found[-1].confidence == 0.8
    assert [f.id for f in found] == [f.id for f in flags]


def test_a_model_s_own_number_plays_no_part() -> None:
    [one], _, _ = gauged(flag(self_confidence=0.99), yes=lambda _: 0.2)
    assert (one.confidence, one.self_confidence) == (0.2, 0.99)
