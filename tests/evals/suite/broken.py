"""Screens that are broken on purpose, each in one way that a suite has to notice."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from screener.stages.reading import DraftContext, Reader
from screener.uses.pipeline import Pipeline, Source
from screener.words.draft import Passage
from screener.words.flag import Flag, ReaderKind
from screener.words.framework import Tier
from screener.words.screening import ReaderDescription, Reading, Screening, Status, UnreadBecause


@dataclass
class WrappedReader:
    """A reader between the pipeline and the real one."""

    real: Reader

    @property
    def kind(self) -> ReaderKind:
        """That of the real one."""
        return self.real.kind

    def describe(self, role: str) -> ReaderDescription:
        """The real one."""
        return self.real.describe(role)

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """What the real one reads."""
        return await self.real.read(passage, context)


class IgnoresConcerns(WrappedReader):
    """Keeps the commonest sorts of finding to itself."""

    ignored = frozenset({"agent_autonomy", "automated_research", "post_training"})

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """Without claims of the ignored concerns."""
        reading = await self.real.read(passage, context)
        claims = tuple(c for c in reading.claims if c.concern not in self.ignored)
        return reading.model_copy(update={"claims": claims})


class RefusesEverySecond(WrappedReader):
    """Refuses every second passage, and says so."""

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """Nothing, every other time."""
        if passage.index % 2 == 0:
            return await self.real.read(passage, context)
        return Reading(passage_index=passage.index, reader=self.kind, model="x", unread_because=UnreadBecause.refused)


class HidesRefusals(RefusesEverySecond):
    """Refuses every second passage, and calls it clean."""

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """Read, it says."""
        return (await super().read(passage, context)).model_copy(update={"unread_because": None})


class Misquotes(WrappedReader):
    """Makes up the words that it quotes."""

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """Claims with other words."""
        reading = await self.real.read(passage, context)
        claims = tuple(
            c.model_copy(update={"quote": f"Zwölf {c.concern} qx {n} vv."}) for n, c in enumerate(reading.claims)
        )
        return reading.model_copy(update={"claims": claims})


class Remembers(Pipeline):
    """Makes one real screening of each draft and gives it again, so that what follows costs no further one."""

    made: ClassVar[dict[tuple[str, str], Screening]] = {}

    async def screen(self, source: Source, **how: Any) -> Screening:
        """The real screening."""
        key = (source.name, self.corpus_sha256)
        if key not in self.made:
            self.made[key] = await super().screen(source, **how)
        return self.made[key]


class AlwaysPublishes(Remembers):
    """Finds what it finds, and suggests publication."""

    async def screen(self, source: Source, **how: Any) -> Screening:
        """With another suggestion."""
        real = await super().screen(source, **how)
        return real.model_copy(update={"suggestion": real.suggestion.model_copy(update={"tier": Tier.publish})})


class DropsPassages(Remembers):
    """Loses the second half of the passages, and reports the rest as a complete screening."""

    async def screen(self, source: Source, **how: Any) -> Screening:
        """Half a screening."""
        real = await super().screen(source, **how)
        kept = real.passages[: len(real.passages) // 2]
        flags = tuple(f for f in real.flags if f.passage_index < len(kept))
        update = {"passages": kept, "readings": real.readings[: len(kept)], "flags": flags, "status": Status.complete}
        return real.model_copy(update=update)


class PointsElsewhere(Remembers):
    """Finds the right words and says that they stand somewhere else."""

    async def screen(self, source: Source, **how: Any) -> Screening:
        """With places moved."""
        real = await super().screen(source, **how)
        return real.model_copy(update={"flags": _moved(real.flags, len(real.draft.text))})


def _moved(flags: Sequence[Flag], length: int) -> tuple[Flag, ...]:
    return tuple(
        f if f.start is None or f.end is None else f.model_copy(update={"start": f.start - w, "end": f.end - w})
        for f in flags
        for w in [min(400, f.start or 0)]
    )


def of_class(pipeline: Pipeline, kind: type[Pipeline]) -> Pipeline:
    """The same parts in a pipeline of another class."""
    return kind(**{field.name: getattr(pipeline, field.name) for field in fields(Pipeline)})
