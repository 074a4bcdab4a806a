"""A real, very small model behind the real server: its judgement is worthless, its plumbing is not."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from screener.doors.model import Budget, Egress, Model, Prompt, provider, without_cache
from screener.doors.model.local_server import LocalServer, local_server
from screener.doors.prompts import Prompts
from screener.stages.reading.contract import DraftContext
from screener.stages.reading.llm import LlmReader
from screener.words.draft import Passage
from screener.words.errors import ModelFault
from tests.doors.model.test_local_server import model_file

SHIPPED = Path(__file__).parents[1] / "prompts"
TEXTS = (
    "We surveyed how laboratories store their notes. Most of them use paper.",
    "The new schedule halves the cost of training at equal loss; the settings are in Table 2.",
)


class Colour(BaseModel):
    colour: str
    warm: bool


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    with local_server(model_file(), tmp_path_factory.mktemp("llama"), parallel=1, context=2_048, threads=1) as running:
        yield running


@pytest.fixture
def short_prompts(tmp_path: Path) -> Prompts:
    """The shipped framework and prompts, with a system prompt that a tiny model reads in seconds."""
    for file in SHIPPED.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "reader_system.md").write_text(
        "Name concerns in the passage: {% for c in concerns %}{{ c.id }} {% endfor %}"
        "Severities: {% for s in severities %}{{ s.id }} {% endfor %}Answer in JSON with summary and flags."
    )
    return Prompts(tmp_path)


def asking(server: LocalServer, most: int) -> Model:
    endpoint = server.endpoint("reader", timeout=60.0, max_output_tokens=most, structured="json_schema")
    return Model((endpoint,), Egress(air_gap=True), Budget(), without_cache(), concurrency=1)


async def both_ways(server: LocalServer) -> tuple[Colour | ModelFault, float | None, Model]:
    model = asking(server, 48)
    question = Prompt(({"role": "user", "content": "What is the colour of fire? Answer briefly, in JSON."},))
    yes_or_no = Prompt(({"role": "user", "content": "Is fire hot? Answer with one word: yes or no."},))
    try:
        found: Colour | ModelFault = (await model.ask(question, Colour)).value
    except ModelFault as fault:
        found = fault
    probability = await model.probability_of_yes(yes_or_no)
    await provider.close()
    return found, probability, model


def test_the_schema_makes_valid_json_and_the_first_token_has_a_probability(server: LocalServer) -> None:
    found, probability, model = asyncio.run(both_ways(server))
    assert isinstance(found, Colour)
    assert probability is not None
    assert 0 < probability < 1
    assert [r.status for r in model.requests] == ["ok", "ok"]
    assert all(r.tokens_in > 10 and r.tokens_out > 0 and r.host.startswith("127.0.0.1:") for r in model.requests)
    assert model.name.startswith("gguf:")


def test_a_reading_is_read_or_unread_with_a_reason_and_flags_have_known_concerns(
    server: LocalServer,
    short_prompts: Prompts,
) -> None:
    text = "\n".join(TEXTS)
    passages = [
        Passage(index=i, start=text.index(part), end=text.index(part) + len(part), text=part)
        for i, part in enumerate(TEXTS)
    ]
    context = DraftContext(text=text, title="Notes", opening=TEXTS[0], outline="", total=len(passages))
    model = asking(server, 96)
    reader = LlmReader(model, short_prompts)

    async def work() -> list[object]:
        readings = [await reader.read(passage, context) for passage in passages]
        await provider.close()
        return list(readings)

    for reading in asyncio.run(work()):
        assert reading.read or reading.unread_detail  # type: ignore[attr-defined]
        known = set(short_prompts.framework.concern_ids())
        assert {claim.concern for claim in reading.claims} <= known  # type: ignore[attr-defined]
    assert {r.status for r in model.requests} == {"ok"}, "what was not usable was an answer all the same"


def test_another_key_is_turned_away(server: LocalServer) -> None:
    model = Model(
        (server.endpoint("reader").model_copy(update={"api_key": None}),),
        Egress(),
        Budget(),
        without_cache(),
    )

    async def work() -> str:
        try:
            await model.ask(Prompt(({"role": "user", "content": "Hello"},)), Colour)
        except ModelFault as fault:
            return str(fault.because)
        finally:
            await provider.close()
        return "ok"

    assert asyncio.run(work()) == "not_allowed"
