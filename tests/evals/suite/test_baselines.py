"""The readers to beat: they do as little as their names say, and go through the same gate as the screen."""

import asyncio
import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from evals.baselines import baseline_readers, rescreened
from evals.baselines.constant import FlagEverything, FlagNothing
from evals.baselines.examples import Example
from evals.baselines.keywords import KeywordReader
from evals.baselines.readers import model_of
from evals.baselines.tfidf import TfidfReader
from evals.baselines.whole_draft import WholeDraftReader
from evals.scripted_server import Reply, ScriptedServer, says
from evals.suite.drafts import one_draft
from evals.suite.installation import Installation
from screener.stages.reading import DraftContext
from screener.words.draft import Passage
from screener.words.framework import Severity
from screener.words.screening import Reading, Screening

WORDS = (
    "We turned off every safeguard and the refusals with the exact settings below. The weather in the harbour was mild."
)
PASSAGE = Passage(index=0, start=0, end=len(WORDS), text=WORDS)
CONTEXT = DraftContext(text=WORDS, title="", opening="", outline="", total=1)


def learnt() -> list[Example]:
    """Enough to fit on."""
    grave = [
        Example(f"Remove the filter number {n} with these exact settings.", f"g{n}", "safeguard_removal", Severity.high)
        for n in range(9)
    ]
    return [*grave, *(Example(f"The weather in harbour number {n} was mild and calm.", f"p{n}") for n in range(9))]


def read(reader: object) -> Reading:
    return asyncio.run(reader.read(PASSAGE, CONTEXT))  # type: ignore[attr-defined]


def test_one_reader_flags_nothing_and_one_everything() -> None:
    assert read(FlagNothing()).claims == ()
    (claim,) = read(FlagEverything()).claims
    assert claim.quote == WORDS


def test_the_keyword_list_flags_words_of_the_list_and_no_others() -> None:
    (claim,) = read(KeywordReader()).claims
    assert claim.concern == "safeguard_removal"
    plain = PASSAGE.model_copy(
        update={"text": "The weather in the harbour was mild and nobody minded the rain at all."}
    )
    assert asyncio.run(KeywordReader().read(plain, CONTEXT)).claims == ()


def test_tf_idf_learns_from_its_examples() -> None:
    reader = TfidfReader(learnt())
    bad, good = reader.scored(["Remove the filter with these exact settings.", "The weather was mild and calm."])
    assert bad.score > good.score
    assert (bad.concern, bad.severity) == ("safeguard_removal", Severity.high)


@pytest.fixture(scope="module")
def screening(installation: Installation) -> Screening:
    return asyncio.run(installation.screen(one_draft("a-probe-penalty-table", "dev").source))


def test_a_baseline_differs_from_the_screen_in_its_reader_alone(
    screening: Screening, installation: Installation
) -> None:
    async def made() -> dict[str, Screening]:
        async with installation.pipeline() as pipeline:
            readers = {"none": FlagNothing(), "all": FlagEverything(), "same": pipeline.reader}
            return await rescreened(screening, pipeline, readers)

    installation.close()
    found = asyncio.run(made())
    assert found["none"].suggestion.tier == "publish"
    assert found["none"].flags == ()
    assert found["all"].suggestion.tier in ("share_select", "hold")
    assert found["same"].flags == tuple(f.model_copy(update={"precedents": ()}) for f in screening.flags)
    assert found["same"].suggestion.tier is screening.suggestion.tier
    assert {s.argument.factors for s in found.values()} == {screening.argument.factors}


def test_readers_that_need_a_model_are_there_only_with_one(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.baselines.readers.examples", lambda *_: learnt())
    without = set(baseline_readers(installation.rooms(), ExitStack()))
    assert without == {"flag nothing", "flag everything", "keyword list", "TF-IDF + regression"}
    choice = installation.choice.model_copy(update={"model": "openai/any", "api_base": "http://127.0.0.1:9/v1"})
    with Installation(choice) as other, ExitStack() as closing:
        more = set(baseline_readers(other.rooms(), closing))
    assert more - without == {"embedded reader", "whole draft, one prompt"}


def test_the_whole_draft_is_asked_about_once_and_a_refusal_leaves_all_of_it_unread(
    installation: Installation, tmp_path: Path
) -> None:
    flag = {"concern": "safeguard_removal", "severity": "high", "quote": "The weather in the harbour"}
    half = WORDS.index("The weather")
    parts = [
        Passage(index=0, start=0, end=half, text=WORDS[:half]),
        Passage(index=1, start=half, end=len(WORDS), text=WORDS[half:]),
    ]

    async def made(reply: Reply, data: str) -> tuple[list[Reading], int]:
        with ScriptedServer(reply) as server, ExitStack() as closing:
            given = {"model": "openai/any", "api_base": server.base_url, "data": str(tmp_path / data)}
            own = Installation(installation.choice.model_copy(update=given))
            reader = WholeDraftReader(model_of(own.rooms(), closing), own.rooms().prompts.framework)
            return [await reader.read(part, CONTEXT) for part in parts], len(server.requests)

    found, asked = asyncio.run(made(says(json.dumps({"summary": "s", "flags": [flag]})), "one"))
    assert [len(r.claims) for r in found] == [0, 1]
    assert asked == 1
    refused, _ = asyncio.run(made(says(None, refusal="No."), "two"))
    assert {r.unread_because for r in refused} == {"refused"}
