"""The embedded reader: the contract, verbatim quotes, calibrated scores, and what it may tell of cases."""

import asyncio
import itertools
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from screener.doors.corpus import read_cases
from screener.doors.embedder import EmbeddedModel, Remembering
from screener.stages.grounding import QuoteGate
from screener.stages.reading.embedded import EmbeddedReader
from screener.stages.reading.fitted import load
from screener.words.case import Case, Sensitivity
from screener.words.draft import Passage
from tests.stages.making import passage
from tests.stages.reading.contract import CONTEXT, PASSAGES, ReaderContract, read

CASES = read_cases(Path(__file__).parents[3] / "corpus")
EMBEDDER = Remembering(EmbeddedModel(threads=2))
FITTED = load()
UPLIFT = "\n\n".join(p.text for c in CASES[:6] for p in c.passages)


def reader_of(cases: tuple[Case, ...], **settings: bool) -> EmbeddedReader:
    return EmbeddedReader(FITTED, EMBEDDER, cases, **settings)


def restricted(cases: tuple[Case, ...]) -> tuple[Case, ...]:
    return tuple(c.model_copy(update={"sensitivity": Sensitivity.restricted}) for c in cases)


class TestEmbeddedReader(ReaderContract):
    @pytest.fixture
    def reader(self) -> EmbeddedReader:
        return reader_of(CASES)

    def test_every_claim_quotes_the_passage_letter_by_letter(self, reader: EmbeddedReader) -> None:
        labelled = passage(UPLIFT)
        claims = read(reader, labelled).claims
        assert len(claims) >= 3
        assert all(claim.quote in labelled.text for claim in claims)
        assert all(QuoteGate(UPLIFT).find(claim.quote).how == "exact" for claim in claims)

    def test_a_claim_quotes_sentences_and_not_the_headings_around_them(self, reader: EmbeddedReader) -> None:
        labelled = next(p.text for c in CASES for p in c.passages if read(reader, passage(p.text)).claims)
        [claim, *_] = read(reader, passage(f"A Title\n\nAda Example\n\n{labelled}\n\n3\n\n3.3 Next")).claims
        assert claim.quote in labelled

    def test_claims_do_not_overlap_and_the_score_is_that_of_the_strongest(self, reader: EmbeddedReader) -> None:
        reading = read(reader, passage(UPLIFT))
        spans = sorted((UPLIFT.index(c.quote), UPLIFT.index(c.quote) + len(c.quote)) for c in reading.claims)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
        assert reading.score == pytest.approx(max(c.self_confidence or 0 for c in reading.claims), abs=0.001)
        assert all((c.self_confidence or 0) >= FITTED.threshold - 0.001 for c in reading.claims)

    @pytest.mark.parametrize("index", [2, 3, 6])
    def test_blanks_fragments_and_bibliographies_are_not_flagged(self, reader: EmbeddedReader, index: int) -> None:
        reading = read(reader, PASSAGES[index])
        assert (reading.claims, reading.score) == ((), 0.0)


class Waiting:
    """An embedder that goes on only once somebody else has had a turn."""

    model_id, dimension = EMBEDDER.model_id, EMBEDDER.dimension

    def __init__(self) -> None:
        self.turn, self.had = threading.Event(), False

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.had = self.turn.wait(20)
        return EMBEDDER.embed(texts)


def test_it_lets_others_work_while_it_reads() -> None:
    embedder = Waiting()

    async def beside() -> None:
        reading = asyncio.ensure_future(EmbeddedReader(FITTED, embedder, CASES).read(PASSAGES[0], CONTEXT))
        await asyncio.sleep(0.01)
        embedder.turn.set()
        await reading

    asyncio.run(beside())
    assert embedder.had


def test_a_flag_tells_of_the_case_it_resembles() -> None:
    told = [claim.mechanism for claim in read(reader_of(CASES), passage(UPLIFT)).claims]
    assert any(f"“{case.title}”" in mechanism for mechanism in told for case in CASES)


def test_restricted_cases_are_never_told_of_unless_that_is_allowed() -> None:
    closed = restricted(CASES)
    told = [c.mechanism for c in read(reader_of(closed), passage(UPLIFT)).claims]
    assert told
    assert not [m for m in told for case in closed if case.title in m or any(p.because in m for p in case.passages)]
    assert any("“" in c.mechanism for c in read(reader_of(closed, with_restricted=True), passage(UPLIFT)).claims)


def test_a_case_that_was_labelled_anew_is_not_cited_for_its_old_label() -> None:
    benign = tuple(
        c.model_copy(update={"passages": tuple(p for p in c.passages if p.label == "benign") or c.passages[:1]})
        for c in CASES
    )
    plain: Passage = passage(UPLIFT)
    for claim in read(reader_of(benign), plain).claims:
        assert "judged none" not in claim.mechanism


def test_its_name_says_embedder_and_corpus() -> None:
    assert EMBEDDER.model_id in reader_of(CASES).name
    assert FITTED.corpus_sha256[:8] in reader_of(CASES).name
