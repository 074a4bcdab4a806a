"""How fast the shipped encoder and the embedded reader are."""

import asyncio

from evals.bench.figures import Figure, Section, median_seconds, seconds_of
from evals.bench.prose import Prose
from screener.stages.precedents import window_texts
from screener.stages.reading import DraftContext
from screener.uses.progress import Silent, Stop
from screener.uses.readings import read_all
from screener.wiring.bootstrap import Rooms
from screener.wiring.settings import load_settings
from screener.words.draft import Passage


def embedding(sentences: int = 120, passages: int = 6, times: int = 3) -> Section:
    """Sentences and passages per second, each time with texts that were not seen before."""
    rooms = Rooms(load_settings())
    model = rooms.encoder  # the one that remembers nothing
    model.embed(["It opens on the first text."])
    texts = Prose(11).sentences(sentences)
    words = sum(len(text.split()) for text in texts) / len(texts)
    bodies = [Prose(12).section(n) for n in range(passages)]
    stretches = [text for body in bodies for text in window_texts(body)]
    one_by_one = median_seconds(lambda: [model.embed([text]) for text in texts], times)
    together = median_seconds(lambda: model.embed(texts), times)
    precedents = median_seconds(lambda: model.embed(stretches), times)
    reading = seconds_of(lambda: _read(rooms, bodies))  # once: the sentences are remembered
    return Section(
        title="Embedder",
        how=f"Sentences of {words:.0f} words, passages of {len(bodies[0]):,} characters; medians of {times} "
        "(the embedded reader once, for it remembers).",
        figures=(
            Figure(name="sentences, one at a time", value=sentences / one_by_one, unit="sentences/s"),
            Figure(
                name="sentences, all at once",
                value=sentences / together,
                unit="sentences/s",
                remark=f"{one_by_one / together:.2f} x one at a time",
            ),
            Figure(
                name="passages, stretches that precedents are sought for",
                value=passages / precedents,
                unit="passages/s",
                remark=f"{precedents / passages * 1e3:,.0f} ms each",
            ),
            Figure(
                name="passages, read by the embedded reader",
                value=passages / reading,
                unit="passages/s",
                remark=f"{reading / passages * 1e3:,.0f} ms each",
            ),
        ),
    )


def _read(rooms: Rooms, bodies: list[str]) -> None:
    text = "".join(bodies)
    starts = [sum(map(len, bodies[:n])) for n in range(len(bodies))]
    pieces = [
        Passage(index=n, start=at, end=at + len(body), text=body)
        for n, (at, body) in enumerate(zip(starts, bodies, strict=True))
    ]
    context = DraftContext(text=text, title="Made up", opening="", outline="", total=len(pieces))
    readings = asyncio.run(read_all(rooms.embedded_reader(), pieces, context, Silent(), Stop()))
    assert all(reading.read for reading in readings)
