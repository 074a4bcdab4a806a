"""The solvers: each hands one sample to the program's own pipeline and leaves a record in the sample's store."""

import asyncio
from collections.abc import Mapping

from inspect_ai.model import ModelOutput
from inspect_ai.solver import Generate, Solver, TaskState, solver

from evals.baselines import rescreened
from evals.records import Ranked, RetrievalQuery, ScreenedDraft, ScreenedItem, Variant
from evals.short_items import ShortItem, read_short
from evals.suite.installation import Installation
from evals.suite.opened import installation_for
from evals.suite.said import failed_record, record_of
from evals.suite.samples import About, draft_of
from screener.report import to_markdown
from screener.stages.precedents import PrecedentFinder
from screener.uses.parts import Source
from screener.words.errors import RefusedInput
from screener.words.framework import Severity
from screener.words.screening import Screening

RECORD, BASELINES = "record", "baselines"
DEEP = 10
"""Cases in a ranking."""


@solver
def screen_draft(choice: str, baselines: bool = True) -> Solver:
    """Screens a labelled draft. The store gets its record, and those of the baselines by name."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        installation, about = installation_for(choice), state.metadata_as(About)
        draft = draft_of(about)
        try:
            screening = await installation.screen(draft.source, without=draft.own_cases, epoch=state.epoch)
        except RefusedInput as refused:
            record, others = failed_record(draft, str(refused), state.epoch), {}
            state.output = ModelOutput.from_content("screener", f"Not screened: {refused}")
        else:
            record = await _judged(record_of(draft, screening, state.epoch), installation, screening)
            others = await _baselines(installation, screening) if baselines else {}
            state.output = ModelOutput.from_content("screener", _report(installation, screening))
        _leave(state, record, {name: record_of(draft, s, state.epoch, record.gold) for name, s in others.items()})
        installation.watch.done(state.sample_id, installation.spent)
        return state

    return solve


@solver
def screen_item(choice: str, baselines: bool = True) -> Solver:
    """Screens a short item as a draft of its own."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        installation, about = installation_for(choice), state.metadata_as(About)
        item = next(i for i in read_short() if i.id == about.name)
        screening = await installation.screen(Source(f"{item.id}.md", item.text.encode()), epoch=state.epoch)
        others = await _baselines(installation, screening) if baselines else {}
        _leave(
            state,
            _item_record(item, screening, state.epoch),
            {name: _item_record(item, s, state.epoch) for name, s in others.items()},
        )
        state.output = ModelOutput.from_content("screener", _report(installation, screening))
        installation.watch.done(state.sample_id, installation.spent)
        return state

    return solve


@solver
def ask_corpus(choice: str) -> Solver:
    """Asks the corpus for precedents of a labelled draft, or of one of its own cases with that case left out."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        installation, about = installation_for(choice), state.metadata_as(About)
        query, words, without = await (_of_draft if about.kind == "draft" else _of_case)(
            installation, about, state.epoch
        )
        others = installation.ranking().rankings(words, without) if installation.choice.baselines else {}
        beside = {name: query.model_copy(update={"ranked": ranked}) for name, ranked in others.items()}
        _leave(state, query, beside)
        listed = "\n".join(f"{n}. {r.case_id} ({r.tier}, {r.similarity:.2f})" for n, r in enumerate(query.ranked, 1))
        state.output = ModelOutput.from_content("screener", listed or "No precedent.")
        installation.watch.done(state.sample_id, installation.spent)
        return state

    return solve


async def _judged(record: ScreenedDraft, installation: Installation, screening: Screening) -> ScreenedDraft:
    """The record with what the judge makes of the argument, where there is a judge. Variants are judged by none."""
    judge = installation.judge()
    if judge is None or record.variant is not Variant.original or not screening.argument.factors:
        return record
    return record.model_copy(update={"judged": await judge.judged(screening)})


async def _baselines(installation: Installation, screening: Screening) -> dict[str, Screening]:
    if not installation.choice.baselines:
        return {}
    async with installation.pipeline() as pipeline:
        return await rescreened(screening, pipeline, installation.readers())


def _leave(
    state: TaskState,
    record: ScreenedDraft | ScreenedItem | RetrievalQuery,
    others: Mapping[str, ScreenedDraft | ScreenedItem | RetrievalQuery],
) -> None:
    state.store.set(RECORD, record.model_dump(mode="json"))
    state.store.set(BASELINES, {name: other.model_dump(mode="json") for name, other in others.items()})
    state.completed = True


def _report(installation: Installation, screening: Screening) -> str:
    return to_markdown(screening, installation.rooms().prompts.framework)


def _item_record(item: ShortItem, screening: Screening, epoch: int) -> ScreenedItem:
    unread = [u.because for u in screening.coverage.unread]
    grounded = [f for f in screening.flags if f.grounded]
    scores = [r.score for r in screening.readings if r.score is not None]
    confident = [f.confidence for f in grounded if f.confidence is not None]
    return ScreenedItem(
        item=item.id,
        pair=item.pair,
        split=str(item.split),
        epoch=epoch,
        field=item.field,
        concern=item.concern,
        traits=(str(item.sort),),
        label=item.label,
        severity=item.severity,
        score=max(scores or confident, default=None),
        flagged=None if unread else bool(grounded),
        said_severity=max((f.severity for f in grounded), key=lambda s: s.rank, default=None) if not unread else None,
        unread_because=unread[0] if unread else None,
        text=item.text,
    )


Asked = tuple[RetrievalQuery, str, frozenset[str]]
"""A query with its ranking, the words it was made from, and the cases that were left out."""


async def _of_draft(installation: Installation, about: About, epoch: int) -> Asked:
    """What the screening of a draft shows as precedents of the draft as a whole."""
    draft = draft_of(about)
    screening = await installation.screen(draft.source, without=draft.own_cases, epoch=epoch)
    whole = [p for p in screening.precedents if p.passage_index is None]
    query = RetrievalQuery(
        query=draft.labels.id,
        work=draft.labels.id,
        suite="citable",
        field=draft.labels.field,
        gold=draft.labels.precedents,
        ranked=tuple(Ranked(case_id=p.case_id, similarity=p.similarity, tier=p.final) for p in whole[:DEEP]),
    )
    return query, screening.draft.text, draft.own_cases


async def _of_case(installation: Installation, about: About, epoch: int) -> Asked:
    """What the corpus shows for a case's own words when the case is not in it."""
    rooms = installation.rooms(epoch)
    case = next(c for c in rooms.cases if c.id == about.name)
    words = "\n\n".join((case.summary, *(p.text for p in case.passages if p.severity is not Severity.none)))

    async with installation.pipeline(epoch) as pipeline:

        def look() -> tuple[Ranked, ...]:
            with pipeline.open_search() as search:
                finder = PrecedentFinder(
                    search,
                    rooms.cases,
                    minimum=pipeline.prompts.framework.thresholds.precedent_similarity,
                    most=DEEP,
                    with_restricted=rooms.settings.restricted_precedents,
                    without=frozenset({case.id}),
                )
                found = finder.find_texts([(words, None)])[0]
            return tuple(Ranked(case_id=p.case_id, similarity=p.similarity, tier=p.final) for p in found)

        ranked = await asyncio.to_thread(look)
    query = RetrievalQuery(
        query=case.id,
        work=case.id,
        suite="leave_one_out",
        field=case.field,
        gold_tier=case.decision.final,
        ranked=ranked,
    )
    return query, words, frozenset({case.id})
