"""What makes a passage unchanged: its words, its place and how it is read; not what stands elsewhere in the draft."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from screener.doors.model import without_cache
from screener.stages.reading import DraftContext
from screener.uses.pipeline import Pipeline
from screener.uses.unchanged import Unchanged, UnchangedGauge, UnchangedReader, fingerprint, shape_of
from screener.words.flag import ConfidenceFrom
from screener.words.screening import Reading, UnreadBecause
from screener.words.submission import DraftSensitivity
from tests.report.example import example_screening
from tests.stages.making import consecutive, flag, reading
from tests.stages.reading.double import ReaderDouble
from tests.uses.durable_world import ScriptedPipelines

SHAPE = "s" * 64
ONE, TWO, THREE = consecutive("The first passage. ", "The second passage. ", "The third passage. ")
TEXT = ONE.text + TWO.text + THREE.text


@pytest.fixture
def pipeline() -> Pipeline:
    with ScriptedPipelines("http://127.0.0.1:1/v1", confidence=True).for_run(
        DraftSensitivity.ordinary, without_cache()
    ) as made:
        return made


def read(reader: UnchangedReader, passage: Any, text: str = TEXT) -> Reading:
    return asyncio.run(reader.read(passage, DraftContext(text=text, title="", opening="", outline="", total=3)))


def test_words_section_and_the_words_before_make_a_passage_another() -> None:
    same = fingerprint(TWO, TEXT, SHAPE)
    moved = TWO.model_copy(update={"index": 9, "page_first": 4})
    assert fingerprint(moved, TEXT, SHAPE) == same
    assert fingerprint(TWO, TEXT + "Something was added at the end.", SHAPE) == same
    others = {
        fingerprint(TWO.model_copy(update={"text": "The second passage! "}), TEXT, SHAPE),
        fingerprint(TWO.model_copy(update={"section": ("Methods",)}), TEXT, SHAPE),
        fingerprint(TWO, TEXT.replace("first", "fist!"), SHAPE),
        fingerprint(TWO, TEXT, "t" * 64),
    }
    assert len(others | {same}) == 5


def test_settings_that_shape_a_reading_make_every_passage_another_and_a_larger_budget_does_not(
    pipeline: Pipeline,
) -> None:
    same = shape_of(pipeline)
    assert shape_of(replace(pipeline, settings={"budget_tokens": "9", "concurrency": "3"})) == same
    assert shape_of(replace(pipeline, corpus_sha256="1" * 64)) == same, "precedents are told of the draft as a whole"
    assert shape_of(replace(pipeline, settings={"reader.temperature": "0.7"})) != same
    assert shape_of(replace(pipeline, reader=ReaderDouble())) != same


def test_a_reading_of_an_earlier_version_is_carried_over_and_an_unread_passage_is_read() -> None:
    before = example_screening()
    marks = [fingerprint(p, TEXT, SHAPE) for p in (ONE, TWO)]
    earlier = before.model_copy(
        update={
            "id": "draft-1",
            "readings": (
                reading(0, fingerprint=marks[0], summary="as before"),
                reading(1, fingerprint=marks[1], unread_because=UnreadBecause.refused),
            ),
            "flags": (),
        }
    )
    unchanged, double = Unchanged(), ReaderDouble()
    unchanged.add_screening(earlier)
    reader = UnchangedReader(double, unchanged, SHAPE)
    carried = read(reader, ONE.model_copy(update={"index": 5}))
    assert (carried.passage_index, carried.summary, carried.carried_from) == (5, "as before", "draft-1")
    fresh = [read(reader, passage) for passage in (TWO, THREE)]
    assert double.asked == [1, 2]
    assert [r.carried_from for r in fresh] == ["", ""]
    assert fresh[0].fingerprint == marks[1]


def test_a_flag_of_a_carried_reading_keeps_its_confidence_and_only_the_others_are_gauged() -> None:
    asked: list[str] = []

    class Gauge:
        async def gauge(self, flags: Any, *rest: Any) -> Any:
            asked.extend(f.id for f in flags)
            sure = {"confidence": 0.5, "confidence_from": ConfidenceFrom.token_probability}
            return tuple(f.model_copy(update=sure) for f in flags)

    held = (0.8, ConfidenceFrom.agreement)
    old, new = flag(id="f1"), flag(id="f2", quote="other words")
    unchanged = Unchanged(confidences={(fingerprint(ONE, TEXT, SHAPE), old.concern, old.quote): held})
    gauge = UnchangedGauge(Gauge(), unchanged, SHAPE)
    found = asyncio.run(gauge.gauge([new, old], (ONE, TWO, THREE), None, None))  # type: ignore[arg-type]
    assert asked == ["f2"]
    assert [(f.id, f.confidence) for f in found] == [("f2", 0.5), ("f1", 0.8)]
