"""The contract of readers, on the reader by language model and on the double that other tests use."""

import asyncio
import json
from pathlib import Path
from typing import Any, cast

import pytest

from screener.doors.model import Answer, Model, Prompt
from screener.doors.prompts import Prompts
from screener.stages.reading import DraftContext, Reader
from screener.stages.reading.llm import LlmReader
from screener.words import errors
from screener.words.draft import Passage
from screener.words.screening import Reading
from tests.stages.reading.contract import PASSAGES, ReaderContract, read
from tests.stages.reading.double import ReaderDouble

PROMPTS = Prompts(Path(__file__).parents[3] / "prompts")


class Answering:
    """A model in memory: flags the passages that speak of compute, and fails on those that are very short."""

    name = "in memory"

    async def ask(self, prompt: Prompt, form: Any, **_: Any) -> Answer[Any]:
        await asyncio.sleep(0)
        if prompt.passages[0] == 3:
            raise errors.Refused("The model declined to answer.")
        flag = {
            "concern": PROMPTS.framework.concern_ids()[0],
            "severity": "low",
            "quote": "cut the compute",
            "mechanism": "m",
        }
        found = {"summary": "It reports something.", "flags": [flag] if prompt.passages[0] == 1 else []}
        return Answer(form.model_validate_json(json.dumps(found)), self.name)


class TestLlmReader(ReaderContract):
    @pytest.fixture
    def reader(self) -> Reader:
        return LlmReader(cast(Model, Answering()), PROMPTS)

    def test_what_the_model_flags_is_claimed_and_what_it_declines_is_unread(self, reader: Reader) -> None:
        assert [c.quote for c in read(reader, PASSAGES[1]).claims] == ["cut the compute"]
        assert read(reader, PASSAGES[3]).unread_because == "refused"


class TestReaderDouble(ReaderContract):
    @pytest.fixture
    def reader(self) -> Reader:
        return ReaderDouble(flags={1: "cut the compute"}, unread={3: errors.TimedOut.because})

    def test_it_reads_as_it_was_told(self, reader: Reader) -> None:
        assert [c.quote for c in read(reader, PASSAGES[1]).claims] == ["cut the compute"]
        assert read(reader, PASSAGES[3]).unread_because == "timed_out"


@pytest.mark.parametrize("fault", errors.ModelFault.__subclasses__())
def test_every_fault_of_a_model_ends_as_an_unread_passage(fault: type[errors.ModelFault]) -> None:
    class Failing:
        name = "failing"

        async def ask(self, *_: Any, **__: Any) -> Any:
            raise fault("It did not work.")

    reading: Reading = asyncio.run(
        LlmReader(cast(Model, Failing()), PROMPTS).read(
            cast(Passage, PASSAGES[0]),
            DraftContext(
                text="",
                title="",
                opening="",
                outline="",
                total=1,
            ),
        )
    )
    assert (reading.unread_because, reading.unread_detail) == (fault.because, "It did not work.")
