"""What a screening takes. An unknown price stays unknown: it is never counted as nothing."""

from collections.abc import Callable, Iterable
from functools import partial

from evals.measures.figure import Better, Share, Tally, Unit, Works
from evals.records import Cost, ScreenedDraft

_KINDS: tuple[tuple[str, str, Unit, Better, Callable[[Cost], float | None]], ...] = (
    ("calls", "Model calls for each draft", Unit.amount, Better.down, lambda c: c.calls),
    ("calls_cached", "Answers from the cache for each draft", Unit.amount, Better.neither, lambda c: c.calls_cached),
    ("tokens_in", "Input tokens for each draft", Unit.amount, Better.down, lambda c: c.tokens_in),
    ("tokens_out", "Output tokens for each draft", Unit.amount, Better.down, lambda c: c.tokens_out),
    ("money", "US dollars for each draft", Unit.dollars, Better.down, lambda c: c.money),
    ("seconds", "Seconds for each draft", Unit.seconds, Better.down, lambda c: c.seconds),
)


def costing(drafts: Iterable[ScreenedDraft], works: Works) -> list[Tally]:
    """Means over screenings. Where one screening's cost is unknown, so is the mean, and the note says how many are known."""
    listed = tuple(drafts)
    made = []
    for name, title, unit, better, of in _KINDS:
        known = [d for d in listed if of(d.cost) is not None]
        whole = len(known) == len(listed)
        note = "" if whole else f"unknown: recorded for {len(known)} of {len(listed)} screenings"
        mean = Share(f"costing.{name}", title, "screenings", better, unit, note)
        made.append(mean.tally(works, known if whole else [], partial(_known, of)))
    return made


def _known(of: Callable[[Cost], float | None], draft: ScreenedDraft) -> float:
    value = of(draft.cost)
    assert value is not None
    return float(value)
