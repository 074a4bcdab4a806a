"""The one place that knows the order of the stages: a file in, a Screening out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from screener.doors.documents.sandbox import read_in_sandbox
from screener.doors.model import Model, recorded_in, veiled_by
from screener.stages import integrity, minimising, passages
from screener.stages.argument import Material
from screener.stages.grounding import QuoteGate, ground
from screener.stages.precedents import Retrieved, searched, window_texts
from screener.stages.reading import DraftContext
from screener.uses.assembly import Clock, Spent, Work, assemble
from screener.uses.journal import Forgetful, Journal
from screener.uses.parts import Parts, Sampling, Source
from screener.uses.progress import Progress, Silent, Stop
from screener.uses.readings import read_all, reading_step
from screener.words.case import Precedent
from screener.words.draft import Document, Passage
from screener.words.errors import ModelFault
from screener.words.flag import Flag
from screener.words.screening import Argument, Evidence, ModelRequest, Reading, Screening

OPENING = 1_200
"""Characters of the draft's beginning that every request carries for context."""
OUTLINE = 600
SHOWN_PRECEDENTS = 4
"""Of the cases near the draft, those that a model is told about with every passage."""

__all__ = ["Pipeline", "Source"]


@dataclass
class Pipeline(Parts):
    """A file in, a Screening out."""

    async def screen(
        self,
        source: Source,
        *,
        progress: Progress | None = None,
        stop: Stop | None = None,
        journal: Journal | None = None,
    ) -> Screening:
        """The screening of one file. Raises RefusedInput where the file cannot be screened, ConfigurationError where
        this installation cannot.

        With a journal that keeps, a run that was cut off goes on where it was: what it had finished is not done again.
        """
        run = _Run(self, source, progress or Silent(), stop or Stop(), journal or Forgetful())
        return await run.go()


@dataclass
class _Run:
    pipeline: Pipeline
    source: Source
    progress: Progress
    stop: Stop
    journal: Journal
    clock: Clock = field(default_factory=Clock)

    async def go(self) -> Screening:
        p, journal = self.pipeline, self.journal
        spent = Spent.before(p.models)
        self.clock.started = await journal.keep("beginning", datetime, _now)
        self._stage("parsing")
        document = await journal.keep("document", Document, self._parse)
        veil = minimising.veil(document) if _minimises(p.models) else None
        with recorded_in(_embedding_requests(p.models)), veiled_by(veil):
            screening = await self._of(document, spent)
        if veil is None:
            return screening
        provenance = screening.provenance.model_copy(
            update={"minimised": {"name": 0, "characters": 0} | veil.counted()}
        )
        return screening.model_copy(update={"provenance": provenance})

    async def _of(self, document: Document, spent: Spent) -> Screening:
        p, journal = self.pipeline, self.journal
        pieces = passages.split(document)
        gate = QuoteGate(document.text)
        async with asyncio.TaskGroup() as beside:
            # Plain rules take a second of one processor, which the search for precedents leaves idle.
            alerts = beside.create_task(asyncio.to_thread(integrity.alerts, document, p.orders))
            self._stage("finding precedents")
            retrieved = await journal.keep("precedents", Retrieved, lambda: asyncio.to_thread(self._retrieve, pieces))
            context = _context(document, pieces, retrieved)
            journal.foresee(["second opinion", *map(reading_step, pieces), "flag precedents", "argument", "confidence"])
            second = beside.create_task(self._second_opinion(pieces, context))
            self._stage("reading")
            readings = await read_all(p.reader, pieces, context, self.progress, self.stop, journal)
            grounded = ground(readings, document, pieces, gate)
            precedents, flags = await journal.keep(
                "flag precedents",
                tuple[tuple[Precedent, ...], tuple[Flag, ...]],
                lambda: asyncio.to_thread(self._flag_precedents, grounded, retrieved),
            )
            self._stage("arguing")
            material = Material(
                title=context.title,
                opening=context.opening,
                passages=pieces,
                readings=readings,
                flags=flags,
                precedents=retrieved.draft,
            )
            argument, flags = await self._argue_and_gauge(material, document, pieces, context, gate)
            self._stage("second opinion")
        self._stage("routing")
        work = Work(
            source=self.source,
            document=document,
            passages=pieces,
            readings=readings,
            second_opinion=second.result(),
            flags=flags,
            near_draft=retrieved.draft,
            precedents=precedents,
            argument=argument,
            alerts=alerts.result(),
        )
        return assemble(work, p, self.clock, spent, journal.before)

    def _stage(self, name: str) -> None:
        self.clock.stage(name)
        self.progress.stage(name)

    async def _parse(self) -> Document:
        limits = self.pipeline.limits
        return await asyncio.to_thread(read_in_sandbox, self.source.untrusted, self.source.name, limits)

    def _retrieve(self, pieces: Sequence[Passage]) -> Retrieved:
        if self.pipeline.embed:
            self.pipeline.embed([text for piece in searched(pieces) for text in window_texts(piece.text)])
        with self.pipeline.open_search() as search:
            return self.pipeline.finder(search).find(pieces)

    async def _second_opinion(self, pieces: Sequence[Passage], context: DraftContext) -> tuple[Reading, ...]:
        """The embedded reader's readings beside a model's; it costs nothing but time, so it is not stopped."""
        second = self.pipeline.second_reader
        if second is None:
            return ()
        return await self.journal.keep(
            "second opinion",
            tuple[Reading, ...],
            lambda: read_all(second, pieces, context, Silent(), Stop()),
        )

    def _flag_precedents(
        self,
        flags: Sequence[Flag],
        retrieved: Retrieved,
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
        named = [
            f.model_copy(update={"precedents": tuple(p.case_id for p in own)})
            for f, own in zip(flags, near, strict=True)
        ]
        return tuple(kept.values()), tuple(named)

    async def _argue_and_gauge(
        self,
        material: Material,
        document: Document,
        pieces: Sequence[Passage],
        context: DraftContext,
        gate: QuoteGate,
    ) -> tuple[Argument, tuple[Flag, ...]]:
        """The argument, and beside it the confidence of the model's flags."""
        keep = self.journal.keep
        async with asyncio.TaskGroup() as group:
            arguing = group.create_task(keep("argument", Argument, lambda: self._argue(material, document, gate)))
            gauging = group.create_task(
                keep(
                    "confidence",
                    tuple[Flag, ...],
                    lambda: self._gauge(material.flags, document, pieces, context, gate),
                )
            )
        return arguing.result(), gauging.result()

    async def _argue(self, material: Material, document: Document, gate: QuoteGate) -> Argument:
        def quote(text: str, index: int | None) -> Evidence:
            within = (material.passages[index].start, material.passages[index].end) if index is not None else None
            found = gate.find(text, within)
            if found.start is None or found.end is None:
                return Evidence(quote=text, grounding=found.how)
            words = document.text[found.start : found.end]
            return Evidence(
                quote=words,
                grounding=found.how,
                start=found.start,
                end=found.end,
                page=document.page_at(found.start),
            )

        p = self.pipeline
        try:
            if p.advocate is p.fallback_advocate:
                return await p.advocate.argue(material, quote)
            argument = None if self.stop.asked else await self.stop.unless_asked(p.advocate.argue(material, quote))
            if argument is None:
                raise ModelFault("The run was stopped.")
            return argument
        except ModelFault as fault:
            argument = await p.fallback_advocate.argue(material, quote)
            says = f"The model that should have argued did not: {fault} What stands here is what precedents suggest."
            return argument.model_copy(update={"fallen_back_because": says})

    async def _gauge(
        self,
        flags: Sequence[Flag],
        document: Document,
        pieces: Sequence[Passage],
        context: DraftContext,
        gate: QuoteGate,
    ) -> tuple[Flag, ...]:
        p = self.pipeline
        if p.gauge is None or self.stop.asked or not isinstance(p.reader, Sampling):
            return tuple(flags)
        reader = p.reader
        gauged = await self.stop.unless_asked(
            p.gauge.gauge(
                flags,
                pieces,
                sample=lambda passage, number: reader.sample(passage, context, temperature=0.7, number=number),
                regard=lambda reading: ground([reading], document, pieces, gate),
            )
        )
        return tuple(flags) if gauged is None else gauged


def _minimises(models: Sequence[Model]) -> bool:
    return any(endpoint.minimise for model in models for endpoint in model.endpoints)


def _embedding_requests(models: Sequence[Model]) -> list[ModelRequest]:
    """The record of the embedder, where one is asked by requests."""
    return next((model.requests for model in models if model.endpoints[0].role == "embedder"), [])


async def _now() -> datetime:
    return datetime.now(UTC)


def _context(document: Document, pieces: Sequence[Passage], retrieved: Retrieved) -> DraftContext:
    outline = "; ".join(s.title for s in document.sections if s.level <= 2)
    return DraftContext(
        text=document.text,
        title=_visible_title(document),
        opening=" ".join(document.text[: 2 * OPENING].split())[:OPENING],
        outline=outline[:OUTLINE],
        total=len(pieces),
        precedents=retrieved.draft[:SHOWN_PRECEDENTS],
        by_passage=retrieved.by_passage,
    )


def _visible_title(document: Document) -> str:
    """The title if it can be read in the text: one from the file's metadata is hidden from readers, so from models too."""
    title = " ".join(document.title.split())[:200]
    return title if title.casefold() in " ".join(document.text.split()).casefold() else ""
