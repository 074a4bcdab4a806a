"""The installation under test: the product's own pipeline, built by the product's own wiring, a few at a time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from evals.baselines import baseline_readers
from evals.baselines.ranking import CaseRanking
from evals.datasets_build.places import DATASETS
from evals.judge import Judge, judge_of
from evals.suite.choice import Choice
from evals.suite.identity import screening_sha256
from evals.suite.kept import KeptScreenings
from evals.suite.progress import Unwatched, Watch
from screener.doors.corpus import CaseSearch
from screener.stages.precedents import PrecedentFinder
from screener.stages.reading import Reader
from screener.uses.pipeline import Pipeline, Source
from screener.wiring.bootstrap import Rooms
from screener.words.errors import ConfigurationError
from screener.words.framework import Thresholds
from screener.words.screening import Screening

AT_ONCE = 2
"""Drafts screened at the same time, each by a pipeline of its own, so that every request is counted with its draft."""

Change = Callable[[Pipeline], Pipeline]


@dataclass
class Installation:
    """Screens drafts and keeps what it made. Use it as a context; everything it opened is closed at the end.

    `change` alters each pipeline before it is used and `tag` names the alteration, so that its screenings are kept apart:
    tests break the screen this way to see that the suite notices.
    """

    choice: Choice
    change: Change | None = None
    tag: str = ""
    watch: Watch = field(default_factory=Unwatched)
    """Told whenever a sample is done."""
    made: int = 0
    """Screenings that were made, rather than found among the kept ones."""
    dollars: float = 0.0
    """What the screenings made so far cost, as far as prices are known."""
    _rooms: dict[int, Rooms] = field(default_factory=dict)
    _idle: dict[int, list[Pipeline]] = field(default_factory=dict)
    _readers: dict[str, Reader] | None = None
    _ranking: CaseRanking | None = None
    _judge: Judge | None = None
    _slots: asyncio.Semaphore | None = None
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)
    _closing: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.settings = self.choice.settings()
        self.kept = KeptScreenings(self.settings.data / "kept")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every pipeline. The installation can be used again afterwards, in another event loop."""
        self._idle.clear()
        self._locks.clear()
        self._slots, self._readers, self._judge = None, None, None
        self._closing.close()

    def rooms(self, epoch: int = 1) -> Rooms:
        """The rooms of an epoch. Each further epoch has answers of its own, so that a model is asked again."""
        if epoch not in self._rooms:
            data = self.settings.data if epoch == 1 else self.settings.data / f"epoch-{epoch}"
            rooms = Rooms(self.settings.model_copy(update={"data": data}))
            if self.choice.framework:
                framework = rooms.prompts.framework
                limits = _changed(framework.thresholds, self.choice.framework)
                rooms.prompts.framework = framework.model_copy(update={"thresholds": limits})
            self._rooms[epoch] = rooms
        return self._rooms[epoch]

    async def screen(self, source: Source, *, without: frozenset[str] = frozenset(), epoch: int = 1) -> Screening:
        """The screening of one file, kept from an earlier run or made now, with some cases left out of the corpus.

        Raises RefusedInput and ConfigurationError as the pipeline does.
        """
        async with self._pipeline(epoch) as pipeline:
            own = replace(pipeline, finder=partial(self._finder, epoch, without)) if without else pipeline
            key = screening_sha256(source, own, without, epoch, self.tag)
            async with self._locks.setdefault(key, asyncio.Lock()):
                held = await asyncio.to_thread(self.kept.get, key)
                if held is not None:
                    return held
                screening = await own.screen(source)
                self.made += 1
                self.dollars += screening.provenance.cost or 0.0
                await asyncio.to_thread(self.kept.put, key, screening)
                return screening

    @asynccontextmanager
    async def pipeline(self, epoch: int = 1) -> AsyncIterator[Pipeline]:
        """A pipeline for other uses than a screening, such as asking its stages."""
        async with self._pipeline(epoch) as pipeline:
            yield pipeline

    @asynccontextmanager
    async def _pipeline(self, epoch: int) -> AsyncIterator[Pipeline]:
        if self._slots is None:
            self._slots = asyncio.Semaphore(1 if self.settings.budget_tokens else AT_ONCE)
        async with self._slots:
            idle = self._idle.setdefault(epoch, [])
            pipeline = idle.pop() if idle else await asyncio.to_thread(self._built, epoch)
            try:
                yield pipeline
            finally:
                idle.append(pipeline)

    def readers(self) -> dict[str, Reader]:
        """The readers of the baselines, by name, made when first asked for."""
        if self._readers is None:
            self._readers = baseline_readers(self.rooms(), self._closing)
        return self._readers

    @property
    def spent(self) -> float:
        """US dollars for screenings and judgements so far, as far as prices are known."""
        judging = self._judge.model.requests if self._judge else ()
        return self.dollars + sum(request.cost or 0.0 for request in judging)

    def judge(self) -> Judge | None:
        """The model that judges arguments, made when first asked for; None where none was chosen."""
        if self._judge is None and self.choice.judge_model:
            named = self.choice.judge_model, self.choice.judge_api_base
            self._judge = judge_of(self.settings, *named, self.rooms().prompts.framework, self._closing)
        return self._judge

    def ranking(self) -> CaseRanking:
        """The rankings that retrieval must beat, made when first asked for."""
        if self._ranking is None:
            self._ranking = CaseRanking(self.rooms().cases, DATASETS)
        return self._ranking

    def _built(self, epoch: int) -> Pipeline:
        pipeline = self._closing.enter_context(self.rooms(epoch).pipeline())
        return self.change(pipeline) if self.change else pipeline

    def _finder(self, epoch: int, without: frozenset[str], search: CaseSearch) -> PrecedentFinder:
        rooms = self.rooms(epoch)
        return PrecedentFinder(
            search,
            rooms.cases,
            minimum=rooms.prompts.framework.thresholds.precedent_similarity,
            with_restricted=self.settings.restricted_precedents,
            without=without,
        )


def _changed(limits: Thresholds, given: dict[str, float]) -> Thresholds:
    """The thresholds with some set otherwise. Raises ConfigurationError for a value that one cannot have."""
    try:
        return Thresholds.model_validate(limits.model_dump() | given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise ConfigurationError(f"The threshold {first['loc'][0]} cannot be set so: {first['msg']}.") from error
