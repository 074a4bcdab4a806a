"""A case is never its own precedent, nor that of a draft that it was made from; and simple rankings stand beside the corpus."""

import asyncio
from pathlib import Path

from evals.baselines.ranking import CaseRanking
from evals.datasets_build.places import DATASETS
from evals.overlap import runs
from evals.replay import case_text
from evals.suite.drafts import labelled, own_cases
from evals.suite.installation import Installation
from evals.suite.samples import About
from evals.suite.solvers import _of_case
from screener.doors.corpus import read_cases
from screener.uses.parts import Source
from screener.words.screening import Screening
from tests.evals.datasets_read import cases

LONGEST = 6
"""Words in a run that two texts may share by chance."""


def test_a_case_never_finds_itself(installation: Installation) -> None:
    async def ask() -> list[set[str]]:
        made = [
            await _of_case(installation, About(kind="case", name=case.id), 1) for case in installation.rooms().cases[:6]
        ]
        assert any(query.ranked for query, _, _ in made), "something else is found"
        return [{r.case_id for r in query.ranked} & {query.query} for query, _, _ in made]

    assert asyncio.run(ask()) == [set()] * 6
    installation.close()


def test_a_draft_never_finds_its_own_case(installation: Installation) -> None:
    case = installation.rooms().cases[0]
    source = Source("retold.md", case_text(case).encode())

    async def found(without: frozenset[str]) -> Screening:
        return await installation.screen(source, without=without)

    with_it, left_out = asyncio.run(found(frozenset())), asyncio.run(found(frozenset({case.id})))
    assert case.id in {p.case_id for p in with_it.precedents}
    assert case.id not in {p.case_id for p in left_out.precedents}
    assert case.id not in {name for f in left_out.argument.factors for name in f.precedents}
    installation.close()


def test_no_shipped_draft_was_made_from_a_case_that_is_not_left_out_for_it() -> None:
    told = {case.id: set(runs(case_text(case), LONGEST)) for case in cases()}
    for split in ("dev", "test"):
        for draft in labelled(split):
            words = set(runs(draft.manuscript, LONGEST))
            near = {name for name, told_runs in told.items() if len(words & told_runs) > 0.05 * len(told_runs)}
            assert near <= own_cases(draft.labels.id), draft.labels.id


def test_the_rankings_to_beat_leave_out_what_must_not_be_found(ready: Path) -> None:
    small = read_cases(ready / "corpus")
    ranking = CaseRanking(small, DATASETS)
    for name, ranked in ranking.rankings(case_text(small[0]), {small[0].id}).items():
        assert small[0].id not in {r.case_id for r in ranked}, name
    assert ranking.rankings(case_text(small[0]), ())["shared words (TF-IDF)"][0].case_id == small[0].id
