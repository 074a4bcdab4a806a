"""A later version of a work: passages that did not change are not read again, their readings stand as they are.

What makes two passages the same is their *fingerprint*. In it: the passage's text, the titles of its sections, the last
words before it (which a reader is shown), the kind and model of the reader, the prompts, the framework, the settings that
can shape a reading, this program's version, and for the embedded reader the corpus. Not in it: what a model is told of the
draft as a whole (title, opening, outline, number of passages, precedents near the draft). A change of those alone reads
nothing anew; that is the price of not paying for the whole draft again, and the reading says whose it is.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from screener import __version__
from screener.stages.confidence import Regard, Sampler
from screener.stages.reading import DraftContext, Reader
from screener.stages.reading.llm import BEFORE
from screener.uses.parts import Gauge, Parts, Sampling
from screener.uses.pipeline import Pipeline
from screener.words.draft import Passage
from screener.words.flag import ConfidenceFrom, Flag, ReaderKind
from screener.words.screening import ReaderDescription, Reading, Screening

_SHAPES_NO_READING = ("concurrency", "attempts", "budget_tokens", "budget_dollars", "second_opinion")

Confidence = tuple[float, ConfidenceFrom]


@dataclass
class Unchanged:
    """Readings of earlier versions by fingerprint, and how sure their model was of the flags."""

    readings: dict[str, Reading] = field(default_factory=dict)
    confidences: dict[tuple[str, str, str], Confidence] = field(default_factory=dict)
    """By fingerprint, concern and quote."""

    def add_screening(self, earlier: Screening) -> None:
        """The readings of an earlier version's report."""
        by_place = {r.passage_index: r.fingerprint for r in earlier.readings if r.read and r.fingerprint}
        for reading in earlier.readings:
            if reading.passage_index in by_place:
                origin = reading.carried_from or earlier.id
                self.readings[reading.fingerprint] = reading.model_copy(update={"carried_from": origin})
        for flag in earlier.flags:
            if flag.passage_index in by_place and flag.confidence is not None and flag.confidence_from is not None:
                place = by_place[flag.passage_index]
                self.confidences[place, flag.concern, flag.quote] = (flag.confidence, flag.confidence_from)

    def add_readings(self, finished: Iterable[Reading]) -> None:
        """Readings of an earlier run of the same version, which ended without a report."""
        self.readings |= {r.fingerprint: r for r in finished if r.read and r.fingerprint}

    def within(self, pipeline: Pipeline) -> Pipeline:
        """The pipeline with a reader that reads only what is not here, and marks what it reads for later versions."""
        kind = _SamplingReader if isinstance(pipeline.reader, Sampling) else UnchangedReader
        shape = shape_of(pipeline)
        gauge = UnchangedGauge(pipeline.gauge, self, shape) if pipeline.gauge else None
        return replace(pipeline, reader=kind(pipeline.reader, self, shape), gauge=gauge)


def shape_of(parts: Parts) -> str:
    """SHA-256 over everything that shapes a reading but the passage and the draft around it."""
    described = parts.reader.describe("reader")
    shaped_by = {
        "version": __version__,
        "reader": [described.kind, described.model],
        "prompts": parts.prompts.hashes(),
        "framework": parts.prompts.framework_sha256,
        "settings": {k: v for k, v in parts.settings.items() if k.split(".")[0] not in _SHAPES_NO_READING},
        "corpus": parts.corpus_sha256 if described.kind is ReaderKind.embedded else "",
    }
    return hashlib.sha256(json.dumps(shaped_by, sort_keys=True).encode()).hexdigest()


def run_shape(parts: Parts) -> str:
    """SHA-256 over everything that shapes a whole run but the draft: what shapes its readings, and models and corpus."""
    models = [endpoint.name for model in parts.models for endpoint in model.endpoints]
    whole = [shape_of(parts), parts.settings, models, parts.corpus_sha256, parts.embedder_id]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def fingerprint(passage: Passage, text: str, shape: str) -> str:
    """SHA-256 over what shaped the reading of a passage of the draft `text`; see above for what is left out."""
    before = text[max(0, passage.start - BEFORE) : passage.start].strip()
    shaped_by = [shape, passage.text, passage.section, before]
    return hashlib.sha256(json.dumps(shaped_by).encode(errors="replace")).hexdigest()


class UnchangedReader:
    """Gives the reading of an earlier version where the fingerprint is the same, and asks the reader otherwise."""

    def __init__(self, reader: Reader, unchanged: Unchanged, shape: str) -> None:
        self.kind = reader.kind
        self._reader, self._unchanged, self._shape = reader, unchanged, shape

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """A reading with its fingerprint; a carried one names the screening it comes from."""
        mark = fingerprint(passage, context.text, self._shape)
        held = self._unchanged.readings.get(mark)
        if held is not None:
            return held.model_copy(update={"passage_index": passage.index})
        return (await self._reader.read(passage, context)).model_copy(update={"fingerprint": mark})

    def describe(self, role: str) -> ReaderDescription:
        """The reader behind it."""
        return self._reader.describe(role)


class _SamplingReader(UnchangedReader):
    """The same for a reader that can be asked again."""

    async def sample(
        self,
        passage: Passage,
        context: DraftContext,
        *,
        temperature: float | None = None,
        number: int = 0,
    ) -> Reading:
        """A further reading by the reader behind it."""
        assert isinstance(self._reader, Sampling), "chosen by `Unchanged.within`"
        return await self._reader.sample(passage, context, temperature=temperature, number=number)


class UnchangedGauge:
    """Leaves a flag of a carried reading its confidence, and has the others gauged."""

    def __init__(self, gauge: Gauge, unchanged: Unchanged, shape: str) -> None:
        self._gauge, self._unchanged, self._shape = gauge, unchanged, shape

    async def gauge(
        self,
        flags: Sequence[Flag],
        passages: Sequence[Passage],
        sample: Sampler,
        regard: Regard,
    ) -> tuple[Flag, ...]:
        """The flags in their order."""
        text = "".join(p.text for p in passages)
        known: dict[str, Confidence] = {}
        for flag in flags:
            mark = fingerprint(passages[flag.passage_index], text, self._shape)
            held = self._unchanged.confidences.get((mark, flag.concern, flag.quote))
            if held is not None:
                known[flag.id] = held
        asked = await self._gauge.gauge([f for f in flags if f.id not in known], passages, sample, regard)
        gauged = {f.id: f for f in asked} | {
            f.id: f.model_copy(update={"confidence": known[f.id][0], "confidence_from": known[f.id][1]})
            for f in flags
            if f.id in known
        }
        return tuple(gauged[f.id] for f in flags)
