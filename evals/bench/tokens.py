"""What a screening sends to the model, in tokens, beside the draft's own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.bench.figures import Figure, Section
from evals.bench.prose import markdown_draft
from evals.bench.run import Load, screen_all
from evals.bench.script import is_argument, is_reading
from evals.scripted_server import Request
from screener.doors.model.provider import count_tokens
from screener.uses.pipeline import Source
from screener.wiring.places import shipped

TARGET = 1.5
SAMPLE = "samples/monitor-paper.pdf"


@dataclass(frozen=True)
class Sent:
    """Input tokens of one screening's requests."""

    total: int
    """Of all messages as they stand."""
    uncached: int
    """With the beginning that the readings share byte by byte counted once."""
    shared: int
    """Of that beginning."""


def sent(readings: Sequence[str], others: Sequence[str]) -> Sent:
    """Tokens of the texts of all requests; `readings` share a beginning, `others` do not."""
    prefix = shared_beginning(readings)
    beyond = [count_tokens(text[len(prefix) :]) for text in readings]
    whole = [count_tokens(text) for text in readings]
    rest = sum(count_tokens(text) for text in others)
    shared = count_tokens(prefix) if prefix else 0
    return Sent(total=sum(whole) + rest, uncached=shared + sum(beyond) + rest, shared=shared)


def shared_beginning(texts: Sequence[str]) -> str:
    """What all the texts begin with; nothing for fewer than two."""
    if len(texts) < 2:
        return ""
    first, last = min(texts), max(texts)  # every other text lies between them in order
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:same]


def tokens(load: Load, home: Path, *, with_sample: bool = True) -> Section:
    """Ratios for the generated draft and the sample paper, where every so many passages one is flagged."""
    sample = shipped(SAMPLE)
    sources = {
        f"generated draft of {load.passages} passages": Source("draft.md", markdown_draft(load.passages, seed=900)),
    }
    if with_sample:
        sources["sample paper"] = Source(sample.name, sample.read_bytes())
    figures: list[Figure] = []
    quick = replace(load, latency=0.0, second_opinion=False, flag_every=load.flag_every or 4)
    for name, run in zip(sources, screen_all(quick, list(sources.values()), home / "tokens"), strict=True):
        figures += _figures(name, run.screening.draft.text, run.requests)
    return Section(
        title="Input tokens",
        how="Texts of the messages as the model server received them, counted with the model library's own tokeniser; "
        "the JSON schema that travels beside them is not counted. 'Uncached' counts once what all readings begin with, "
        "as a server with a prefix cache does.",
        figures=tuple(figures),
    )


def _figures(label: str, draft: str, requests: Sequence[Request]) -> list[Figure]:
    own = count_tokens(draft)
    readings = [r.text for r in requests if is_reading(r)]
    others = [r.text for r in requests if not is_reading(r)]
    used = sent(readings, others)
    argument = sum(count_tokens(r.text) for r in requests if is_argument(r))
    confirming = sum(count_tokens(r.text) for r in requests if not is_reading(r) and not is_argument(r))
    unchanging = sum(count_tokens(text) for text in {_system(r) for r in requests})
    assert readings, "no reading was asked for: there is nothing to count"
    parts = f"readings {used.uncached - argument - confirming:,} + argument {argument:,} + confirmations {confirming:,}"
    return [
        Figure(name=f"{label}: the draft's own", value=own, unit="tokens", remark=f"{len(readings)} passages"),
        Figure(
            name=f"{label}: sent",
            value=used.total,
            unit="tokens",
            remark=f"{len(requests)} requests; shared beginning {used.shared:,}",
        ),
        Figure(name=f"{label}: sent, uncached", value=used.uncached, unit="tokens", remark=parts),
        Figure(name=f"{label}: sent over own", value=used.total / own, unit="x"),
        Figure(name=f"{label}: uncached over own", value=used.uncached / own, unit="x", at_most=TARGET),
        Figure(
            name=f"{label}: the same, not the first draft",
            value=(used.uncached - unchanging) / own,
            unit="x",
            remark=f"system prompts of {unchanging:,} tokens cached since the draft before",
        ),
    ]


def _system(request: Request) -> str:
    """The request's system message, which is the same for every draft."""
    return next((m["content"] for m in request.messages if m["role"] == "system"), "")
