"""A screening once more with another reader: parsing, precedents and argument stay, what follows from reading is made anew.

Grounding, routing and the assembly are the program's own, so that a baseline differs from the screen in its reader alone.
"""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace

from evals.baselines.whole_draft import WholeDraftReader
from screener.stages.argument import Material
from screener.stages.grounding import QuoteGate, ground
from screener.stages.reading import DraftContext, Reader
from screener.uses.assembly import Clock, Spent, Work, assemble
from screener.uses.journal import Forgetful
from screener.uses.parts import Source
from screener.uses.pipeline import Pipeline
from screener.words.draft import Document
from screener.words.flag import ReaderKind
from screener.words.screening import Argument, Evidence, Screening


async def rescreened(screening: Screening, pipeline: Pipeline, readers: Mapping[str, Reader]) -> dict[str, Screening]:
    """The screening as it comes out with each of the readers, by their names."""
    document = _document(screening)
    argument = await _argument(screening, document, pipeline)
    gate = QuoteGate(document.text)
    made = {}
    for name, reader in readers.items():
        async with reader.busy if isinstance(reader, WholeDraftReader) else nullcontext():
            made[name] = await _with(reader, screening, document, argument, gate, pipeline)
    return made


async def _with(
    reader: Reader,
    screening: Screening,
    document: Document,
    argument: Argument,
    gate: QuoteGate,
    pipeline: Pipeline,
) -> Screening:
    models = [reader.model] if isinstance(reader, WholeDraftReader) else []
    clock, spent = Clock(), Spent.before(models)
    clock.stage("reading")
    context = DraftContext(
        text=document.text, title=document.title, opening="", outline="", total=len(screening.passages)
    )
    readings = tuple([await reader.read(passage, context) for passage in screening.passages])
    near = tuple(p for p in screening.precedents if p.passage_index is None)
    flags = ground(readings, document, screening.passages, gate)
    work = Work(
        source=Source(screening.provenance.file_name, document.text.encode()),
        document=document,
        passages=screening.passages,
        readings=readings,
        second_opinion=(),
        flags=flags,
        near_draft=near,
        precedents=near,
        argument=argument,
        alerts=screening.alerts,
    )
    return assemble(
        work, replace(pipeline, reader=reader, second_reader=None, models=models), clock, spent, Forgetful().before
    )


async def _argument(screening: Screening, document: Document, pipeline: Pipeline) -> Argument:
    """The argument from precedents, without what it says of flags."""
    if screening.argument.by is ReaderKind.embedded and not screening.argument.fallen_back_because:
        return screening.argument.model_copy(update={"combinations": ()})
    gate = QuoteGate(document.text)

    def quote(text: str, index: int | None) -> Evidence:
        found = gate.find(text)
        return Evidence(quote=text, grounding=found.how, start=found.start, end=found.end)

    near = tuple(p for p in screening.precedents if p.passage_index is None)
    material = Material(
        title=document.title, opening="", passages=screening.passages, readings=(), flags=(), precedents=near
    )
    return await pipeline.fallback_advocate.argue(material, quote)


def _document(screening: Screening) -> Document:
    shown = screening.draft
    return Document(
        format=shown.format,
        text=shown.text,
        pages=shown.pages,
        sections=shown.sections,
        hidden=screening.hidden,
        joins=shown.joins,
        title=shown.title,
        parser=screening.provenance.parser,
        notes=shown.notes,
    )
