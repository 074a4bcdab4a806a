"""The one place that knows the order of the stages: a file in, a Screening out."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

from screener import __version__
from screener.doors.corpus import CaseSearch
from screener.doors.documents.sandbox import Limits, read_in_sandbox
from screener.doors.model import Model
from screener.doors.prompts import Prompts
from screener.stages import integrity, passages, routing
from screener.stages.argument import Advocate, Material
from screener.stages.confidence import ConfidenceGauge
from screener.stages.grounding import QuoteGate, ground, quote_statistics
from screener.stages.precedents import PrecedentFinder, Retrieved
from screener.stages.reading import DraftContext, Reader
from screener.stages.reading.llm import LlmReader
from screener.uses.ledger import coverage, disagreements, incomplete_because
from screener.uses.progress import Progress, Silent, Stop
from screener.uses.readings import read_all
from screener.words.case import Case, Precedent
from screener.words.draft import Document, Passage
from screener.words.errors import ModelFault
from screener.words.flag import Flag, ReaderKind
from screener.words.screening import (
    Argument,
    Coverage,
    DraftText,
    Evidence,
    Provenance,
    ReaderDescription,
    Reading,
    Screening,
    Status,
)

OPENING = 1_200
"""Characters of the draft's beginning that every request carries for context."""
OUTLINE = 600


@dataclass(frozen=True)
class Source:
    """An uploaded file."""

    name: str
    untrusted: bytes


@dataclass
class Pipeline:
    """Everything a screening needs, joined by `bootstrap`."""

    prompts: Prompts
    cases: Sequence[Case]
    corpus_sha256: str
    embedder_id: str
    open_search: Callable[[], AbstractContextManager[CaseSearch]]
    finder: Callable[[CaseSearch], PrecedentFinder]
    reader: Reader
    advocate: Advocate
    fallback_advocate: Advocate
    """Argues from precedents where a model was to argue and did not."""
    second_reader: Reader | None = None
    gauge: ConfidenceGauge | None = None
    models: Sequence[Model] = ()
    """Models whose requests this screening makes, for the record."""
    limits: Limits = field(default_factory=Limits)
    disagree_from: float = 0.5
    settings: dict[str, str] = field(default_factory=dict)

    async def screen(
        self, source: Source, *, progress: Progress | None = None, stop: Stop | None = None,
    ) -> Screening:
        """The screening of one file. Raises RefusedInput where the file cannot be screened, ConfigurationError where
        this installation cannot."""
        run = _Run(self, source, progress or Silent(), stop or Stop())
        return await run.go()


@dataclass
class _Run:
    pipeline: Pipeline
    source: Source
    progress: Progress
    stop: Stop
    seconds: dict[str, float] = field(default_factory=dict)
    _began: float = 0.0

    async def go(self) -> Screening:
        p, started = self.pipeline, datetime.now(UTC)
        already = [(len(m.requests), m.cache_hits) for m in p.models]
        self._stage("parsing")
        document = await asyncio.to_thread(read_in_sandbox, self.source.untrusted, self.source.name, p.limits)
        pieces = passages.split(document)
        gate = QuoteGate(document.text)
        self._stage("finding precedents")
        retrieved = await asyncio.to_thread(self._retrieve, pieces)
        context = _context(document, pieces, retrieved)
        self._stage("reading")
        readings, second = await self._read(pieces, context)
        flags = ground(readings, document, pieces, gate)
        self._stage("arguing")
        precedents, flags = await asyncio.to_thread(self._flag_precedents, flags, retrieved)
        material = Material(
            title=document.title, opening=context.opening, passages=pieces, readings=readings, flags=flags,
            precedents=retrieved.draft,
        )
        argument, flags = await self._argue_and_gauge(material, document, pieces, context, gate)
        self._stage("routing")
        covered = coverage(document, pieces, readings)
        return self._assemble(
            started, already, document, pieces, readings, second, flags, retrieved, precedents, argument, covered,
        )

    def _stage(self, name: str) -> None:
        now = monotonic()
        if self.seconds:
            last = next(reversed(self.seconds))
            self.seconds[last] = round(now - self._began, 3)
        self._began = now
        self.seconds[name] = 0.0
        self.progress.stage(name)

    def _retrieve(self, pieces: Sequence[Passage]) -> Retrieved:
        with self.pipeline.open_search() as search:
            return self.pipeline.finder(search).find(pieces)

    async def _read(
        self, pieces: Sequence[Passage], context: DraftContext,
    ) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
        """The reader's readings, and the second opinion's beside them."""
        p = self.pipeline
        async with asyncio.TaskGroup() as group:
            first = group.create_task(read_all(p.reader, pieces, context, self.progress, self.stop))
            beside = group.create_task(read_all(p.second_reader, pieces, context, Silent(), Stop())) if p.second_reader else None
        return first.result(), beside.result() if beside else ()

    def _flag_precedents(
        self, flags: Sequence[Flag], retrieved: Retrieved,
    ) -> tuple[tuple[Precedent, ...], tuple[Flag, ...]]:
        """Precedents for the words of each flag; those of its passage where the words alone find none."""
        if not flags:
            return retrieved.draft, ()
        with self.pipeline.open_search() as search:
            found = self.pipeline.finder(search).find_texts([(f.quote, f.passage_index) for f in flags])
        near = [own or retrieved.by_passage.get(f.passage_index, ()) for f, own in zip(flags, found, strict=True)]
        kept: dict[tuple[str, int | None], Precedent] = {(p.case_id, None): p for p in retrieved.draft}
        for precedent in (p for group in near for p in group):
            kept.setdefault((precedent.case_id, precedent.passage_index), precedent)
        named = [f.model_copy(update={"precedents": tuple(p.case_id for p in own)}) for f, own in zip(flags, near, strict=True)]
        return tuple(kept.values()), tuple(named)

    async def _argue_and_gauge(
        self, material: Material, document: Document, pieces: Sequence[Passage], context: DraftContext, gate: QuoteGate,
    ) -> tuple[Argument, tuple[Flag, ...]]:
        """The argument, and beside it the confidence of the model's flags."""
        async with asyncio.TaskGroup() as group:
            arguing = group.create_task(self._argue(material, document, gate))
            gauging = group.create_task(self._gauge(material.flags, document, pieces, context, gate))
        return arguing.result(), gauging.result()

    async def _argue(self, material: Material, document: Document, gate: QuoteGate) -> Argument:
        def quote(text: str, index: int | None) -> Evidence:
            within = (material.passages[index].start, material.passages[index].end) if index is not None else None
            found = gate.find(text, within)
            if found.start is None or found.end is None:
                return Evidence(quote=text, grounding=found.how)
            words = document.text[found.start : found.end]
            return Evidence(
                quote=words, grounding=found.how, start=found.start, end=found.end, page=document.page_at(found.start),
            )

        p = self.pipeline
        try:
            if self.stop.asked and p.advocate is not p.fallback_advocate:
                raise ModelFault("The run was stopped.")
            return await p.advocate.argue(material, quote)
        except ModelFault as fault:
            argument = await p.fallback_advocate.argue(material, quote)
            says = f"The model that should have argued did not: {fault} What stands here is what precedents suggest."
            return argument.model_copy(update={"fallen_back_because": says})

    async def _gauge(
        self, flags: Sequence[Flag], document: Document, pieces: Sequence[Passage], context: DraftContext, gate: QuoteGate,
    ) -> tuple[Flag, ...]:
        p = self.pipeline
        if p.gauge is None or self.stop.asked or not isinstance(p.reader, LlmReader):
            return tuple(flags)
        reader = p.reader
        return await p.gauge.gauge(
            flags, pieces,
            sample=lambda passage, number: reader.sample(passage, context, temperature=0.7, number=number),
            regard=lambda reading: ground([reading], document, pieces, gate),
        )

    def _assemble(
        self, started: datetime, already: Sequence[tuple[int, int]], document: Document, pieces: tuple[Passage, ...],
        readings: tuple[Reading, ...], second: tuple[Reading, ...], flags: tuple[Flag, ...], retrieved: Retrieved,
        precedents: tuple[Precedent, ...], argument: Argument, covered: Coverage,
    ) -> Screening:
        p = self.pipeline
        found = integrity.alerts(document)
        missing = tuple(incomplete_because(covered, argument))
        differ = disagreements(readings, second, p.disagree_from)
        unprecedented = tuple(sorted({f.passage_index for f in flags if f.grounded and not f.precedents}))
        suggestion = routing.suggest(
            routing.Findings(
                flags=flags, coverage=covered, incomplete_because=missing, alerts=found, argument=argument,
                precedents=retrieved.draft, no_precedent=unprecedented, disagreements=differ, readers=[p.reader.kind],
            ),
            p.prompts.framework.thresholds,
        )
        evidence = [e for f in argument.factors for e in (*f.evidence_defence, *f.evidence_offence)]
        digest = hashlib.sha256(self.source.untrusted).hexdigest()
        return Screening(
            id=f"{started:%Y%m%d-%H%M%S}-{digest[:10]}", status=Status.incomplete if missing else Status.complete,
            incomplete_because=missing, draft=_draft_text(document, self.source.name), passages=pieces, readings=readings,
            second_opinion=second, disagreements=differ, coverage=covered, flags=flags,
            quotes=quote_statistics(flags, evidence), precedents=precedents, no_precedent=unprecedented,
            hidden=document.hidden, alerts=found, argument=argument, suggestion=suggestion,
            provenance=self._provenance(started, already, document, digest),
        )

    def _provenance(
        self, started: datetime, already: Sequence[tuple[int, int]], document: Document, digest: str,
    ) -> Provenance:
        p = self.pipeline
        self._stage("done")
        self.seconds.pop("done")
        requests = [r for m, (n, _) in zip(p.models, already, strict=True) for r in m.requests[n:]]
        costs = [r.cost for r in requests if r.cost is not None]
        return Provenance(
            draft_sha256=digest, file_name=self.source.name, size=len(self.source.untrusted), parser=document.parser,
            sandbox=p.limits.describe(), screener_version=__version__, framework_sha256=p.prompts.framework_sha256,
            prompts_sha256=p.prompts.hashes(), embedder=p.embedder_id, corpus_sha256=p.corpus_sha256,
            corpus_cases=len(p.cases), readers=self._readers(), settings=p.settings,
            requests=tuple(sorted(requests, key=lambda r: r.at)), started_at=started, finished_at=datetime.now(UTC),
            seconds=dict(self.seconds), tokens_in=sum(r.tokens_in for r in requests),
            tokens_out=sum(r.tokens_out for r in requests), cost=sum(costs) if costs else None,
            answers_from_cache=sum(m.cache_hits - n for m, (_, n) in zip(p.models, already, strict=True)),
        )

    def _readers(self) -> tuple[ReaderDescription, ...]:
        p = self.pipeline
        own = [p.reader.describe("reader")]
        return (*own, *([p.second_reader.describe("second opinion")] if p.second_reader else ()))


def _context(document: Document, pieces: Sequence[Passage], retrieved: Retrieved) -> DraftContext:
    outline = "; ".join(s.title for s in document.sections if s.level <= 2)
    return DraftContext(
        text=document.text, title=document.title[:200], opening=" ".join(document.text[: 2 * OPENING].split())[:OPENING],
        outline=outline[:OUTLINE], total=len(pieces), precedents=retrieved.draft, by_passage=retrieved.by_passage,
    )


def _draft_text(document: Document, name: str) -> DraftText:
    return DraftText(
        format=document.format, title=document.title or name, text=document.text, pages=document.pages,
        sections=document.sections, joins=document.joins, notes=document.notes,
    )
