"""One screening against the scripted model, with the clock running from the file to the written report."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from evals.bench.script import scripted_model
from evals.scripted_server import Request, ScriptedServer
from screener.doors.model import provider
from screener.doors.prompts import Prompts
from screener.report import to_html, to_json, to_markdown
from screener.uses.pipeline import Pipeline, Source
from screener.wiring.bootstrap import Rooms
from screener.wiring.places import shipped
from screener.wiring.settings import load_settings
from screener.words.screening import Screening

LOCAL_STAGES = ("parsing", "finding precedents", "routing")
"""Stages of a screening that ask no model and that nothing else can run beside."""


@dataclass(frozen=True)
class Load:
    """What is screened, and how fast the model answers."""

    passages: int = 60
    latency: float = 0.5
    """Seconds that the model takes for each answer."""
    concurrency: int = 16
    flag_every: int = 0
    """Every so many passages one is flagged; 0 for none."""
    second_opinion: bool = True


@dataclass(frozen=True)
class Run:
    """One screening, seen from outside."""

    screening: Screening
    wall: float
    """Seconds from the file's bytes to the written report."""
    report: float
    """Seconds of it that went into rendering and writing the report."""
    requests: tuple[Request, ...]
    """What the model server received."""

    @property
    def local(self) -> float:
        """Seconds of the stages that need no model, the report included."""
        stages = self.screening.provenance.seconds
        return sum(stages.get(name, 0.0) for name in LOCAL_STAGES) + self.report


@contextmanager
def installation(load: Load, server: ScriptedServer, data: Path) -> Iterator[tuple[Rooms, Pipeline]]:
    """An installation whose only model is the scripted one, with its data in `data`."""
    settings = load_settings(
        data=data,
        concurrency=load.concurrency,
        second_opinion=load.second_opinion,
        air_gap=True,
        attempts=1,
        reader={"model": "openai/scripted", "api_base": server.base_url, "structured": "json_schema"},
    )
    rooms = Rooms(settings)
    with rooms.pipeline() as pipeline:
        yield rooms, pipeline


def screen_all(load: Load, sources: Sequence[Source], data: Path) -> list[Run]:
    """Screen the sources one after the other in one warm process; an answer is never taken from the cache."""
    provider.load()
    script = scripted_model(Prompts(shipped("prompts")).framework, load.latency, load.flag_every)
    with ScriptedServer(script) as server, installation(load, server, data) as (rooms, pipeline):
        return asyncio.run(_each(rooms, pipeline, server, sources))


async def _each(rooms: Rooms, pipeline: Pipeline, server: ScriptedServer, sources: Sequence[Source]) -> list[Run]:
    try:
        return [await _once(rooms, pipeline, server, source) for source in sources]
    finally:
        await provider.close()


async def _once(rooms: Rooms, pipeline: Pipeline, server: ScriptedServer, source: Source) -> Run:
    before, began = len(server.requests), perf_counter()
    screening = await pipeline.screen(source)
    read = perf_counter()
    framework = pipeline.prompts.framework
    rooms.screenings.save(
        screening.id,
        {
            "report.json": to_json(screening),
            "report.html": to_html(screening, framework),
            "report.md": to_markdown(screening, framework),
        },
    )
    done = perf_counter()
    return Run(screening, done - began, done - read, tuple(server.requests[before:]))
