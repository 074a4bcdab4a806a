"""Time to report, over the time that the model's own latency makes unavoidable."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evals.bench.figures import Figure, Section
from evals.bench.prose import markdown_draft
from evals.bench.run import Load, Run, screen_all
from screener.uses.pipeline import Source

TARGET = 1.15


def model_floor(load: Load, passages: int) -> float:
    """Seconds that a perfect caller would wait for the model: the readings in rounds, then the argument."""
    return (math.ceil(passages / load.concurrency) + 1) * load.latency


def ratios(load: Load, run: Run) -> tuple[float, float]:
    """Time to report over the floor with the local stages, and over the model's latency alone."""
    bare = model_floor(load, len(run.screening.passages))
    return run.wall / (bare + run.local), run.wall / bare


def time_to_report(load: Load, home: Path, times: int = 1, warm_up: int = 4) -> Section:
    """The ratio for drafts without and with flags, and without the second opinion.

    Each variant screens a draft of `warm_up` passages first, which is not counted.
    """
    every = max(2, load.passages // 15)  # the flags' confirmations then fit into one round beside the argument
    variants = {
        "no flags": load,
        "flags": replace(load, flag_every=every),
        "no second opinion": replace(load, second_opinion=False),
    }
    figures: list[Figure] = []
    for number, (name, variant) in enumerate(variants.items()):
        sizes = [warm_up, *[load.passages] * times]
        drafts = [markdown_draft(size, seed=100 * number + n) for n, size in enumerate(sizes)]  # no answer is known yet
        run = _middle_run(variant, home / "floor", drafts)
        figures += _figures(name, variant, run)
    return Section(
        title=f"Time to report: {load.passages} passages, {load.concurrency} at a time, "
        f"model latency {load.latency:g} s",
        how=f"Median of {times}, in a warm process, each time with a draft of its own. Floor: "
        f"(ceil(passages / {load.concurrency}) + 1 argument) x {load.latency:g} s, plus what parsing, precedents, "
        "routing and report took in that run.",
        figures=tuple(figures),
    )


def _middle_run(load: Load, data: Path, drafts: Sequence[bytes]) -> Run:
    """The run whose time to report is the median; that of the first draft, which warms everything up, left out."""
    sources = [Source(f"draft-{n}.md", content) for n, content in enumerate(drafts)]
    runs = screen_all(load, sources, data)[1:]
    for run in runs:
        _check(load, run)
    return sorted(runs, key=lambda run: run.wall)[(len(runs) - 1) // 2]


def _check(load: Load, run: Run) -> None:
    """What is timed must be the work that was meant."""
    screening = run.screening
    assert len(screening.passages) == load.passages, f"the draft was cut into {len(screening.passages)} passages"
    assert not screening.incomplete_because, f"the screening is incomplete: {screening.incomplete_because}"
    assert screening.provenance.answers_from_cache == 0, "an answer came from the cache"


def _figures(name: str, load: Load, run: Run) -> list[Figure]:
    floor, bare = model_floor(load, load.passages) + run.local, model_floor(load, load.passages)
    over_floor, over_bare = ratios(load, run)
    stages = run.screening.provenance.seconds | {"report": run.report}
    spoken = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in stages.items())
    asked = f"{len(run.requests)} requests"
    return [
        Figure(name=f"{name}: time to report", value=run.wall, unit="s", remark=f"{asked}; {spoken}"),
        Figure(name=f"{name}: floor", value=floor, unit="s", remark=f"model {bare:.2f} + local {run.local:.2f}"),
        Figure(name=f"{name}: over the floor", value=over_floor, unit="x", at_most=TARGET),
        Figure(name=f"{name}: over the model's latency alone", value=over_bare, unit="x"),
    ]
