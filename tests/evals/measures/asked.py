"""Computes figures of some drafts and gives their values by name."""

from collections.abc import Callable, Iterable, Sequence

from evals.measures.figure import Tally, Works
from evals.measures.rows import Rows
from evals.records import ScreenedDraft


def works_of(drafts: Iterable[ScreenedDraft]) -> Works:
    return Works.of(d.work for d in drafts)


def on_rows(measure: Callable[[Rows, Works], list[Tally]], drafts: Sequence[ScreenedDraft]) -> dict[str, float | None]:
    return {t.name: t.value() for t in measure(Rows.of(drafts), works_of(drafts))}


def on_drafts(
    measure: Callable[[Sequence[ScreenedDraft], Works], list[Tally]], drafts: Sequence[ScreenedDraft]
) -> dict[str, float | None]:
    return {t.name: t.value() for t in measure(drafts, works_of(drafts))}
