"""How much of a draft a reviewer need not read: work saved over sampling (WSS@95, Cohen et al. 2006).

A reviewer reads one draft at a time: first the words of its flags, by severity × confidence, then what the screen left
unread (unread is not clean), then the rest in order. A gold passage is met as soon as reading reaches any of its words. The
curve is the share of all gold passages met once a share of the text of every draft has been read; WSS@95 is the share that is
left when 95 % are met, less the 5 % that chance would save. Reading from the top without any flags is the baseline to beat.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from evals.measures.bootstrap import Floats
from evals.measures.figure import Better, Tally, Works
from evals.measures.outcomes import Stretch, placed, rank_score, unread_stretches
from evals.records import ScreenedDraft
from screener.words.case import Label
from screener.words.draft import Frozen

WANTED = 0.95


@dataclass(frozen=True)
class Met:
    """A gold passage and how much of its draft had been read when it was met."""

    work: str
    share: float
    """Characters read before its first word, over characters of the draft."""


class WorkPoint(Frozen):
    """One point of the curve."""

    read: float
    """Share of the text."""
    met: float
    """Share of the gold passages."""


def reading_order(draft: ScreenedDraft) -> list[Stretch]:
    """The stretches in which a reviewer reads the draft. They cover it exactly once."""
    flags = sorted(placed(draft), key=lambda pair: (-rank_score(pair[0]), pair[1][0]))
    queue = [where for _, where in flags] + sorted(unread_stretches(draft)) + [(0, draft.characters)]
    read: list[Stretch] = []
    for where in queue:
        clipped = (max(0, where[0]), min(draft.characters, where[1]))
        read += _new(clipped, read)
    return read


def when_met(draft: ScreenedDraft, *, in_order: bool = False) -> list[Met]:
    """When each gold passage of a draft is met; `in_order` reads it from the top instead."""
    order = [(0, draft.characters)] if in_order else reading_order(draft)
    gold = [(m.start, m.end) for m in draft.gold.marks if m.label is Label.uplift]
    return [Met(draft.work, _before(here, order) / max(1, draft.characters)) for here in gold]


def work_saved(drafts: Iterable[ScreenedDraft], works: Works) -> list[Tally]:
    """WSS@95 of the screen, and of reading from the top."""
    listed = tuple(drafts)
    ours = [met for draft in listed for met in when_met(draft)]
    plain = [met for draft in listed for met in when_met(draft, in_order=True)]
    top = "The same, reading each draft from the top"
    return [
        _saved("work.wss95", "Work saved at 95 % of passages", ours, works, Better.up),
        _saved("work.wss95_in_order", top, plain, works, Better.neither),
        _needed("work.read95", "Text to read to meet 95 % of passages", ours, works),
    ]


def work_curve(drafts: Iterable[ScreenedDraft], *, in_order: bool = False) -> tuple[WorkPoint, ...]:
    """The whole curve, from nothing read to everything read; empty where there is no gold."""
    shares = np.sort([met.share for draft in drafts for met in when_met(draft, in_order=in_order)])
    if not len(shares):
        return ()
    at = np.unique(shares)
    met = np.searchsorted(shares, at, side="right") / len(shares)
    middle = [WorkPoint(read=float(x), met=float(y)) for x, y in zip(at, met, strict=True)]
    return (WorkPoint(read=0.0, met=0.0), *middle, WorkPoint(read=1.0, met=1.0))


def _saved(name: str, title: str, met: list[Met], works: Works, better: Better) -> Tally:
    return _on_shares(name, title, met, works, better, saved=True)


def _needed(name: str, title: str, met: list[Met], works: Works) -> Tally:
    return _on_shares(name, title, met, works, Better.down, saved=False)


def _on_shares(name: str, title: str, met: list[Met], works: Works, better: Better, *, saved: bool) -> Tally:
    shares, columns = np.array([m.share for m in met]), works.columns(met)

    def statistic(drawn: Floats) -> Floats:
        needed = _quantile(shares, drawn[:, columns]) if len(met) else np.full(len(drawn), np.nan)
        return WANTED - needed if saved else needed

    return Tally(
        name=name,
        title=title,
        statistic=statistic,
        columns=len(works),
        works=len(set(columns.tolist())),
        units=len(met),
        of="labelled passages",
        better=better,
    )


def _quantile(shares: Floats, drawn: Floats) -> Floats:
    """The smallest share at which the wanted part of the weight is met, for each row of weights."""
    order = np.argsort(shares, kind="stable")
    heaped = np.cumsum(drawn[:, order], axis=1)
    total = heaped[:, -1:]
    at = np.argmax(heaped >= WANTED * total - 1e-9, axis=1)
    return np.where(total[:, 0] > 0, shares[order][at], np.nan)


def _new(where: Stretch, read: list[Stretch]) -> list[Stretch]:
    """The parts of a stretch that have not been read yet, in order."""
    left = [where] if where[1] > where[0] else []
    for start, end in read:
        left = [part for a, b in left for part in ((a, min(b, start)), (max(a, end), b)) if part[0] < part[1]]
    return left


def _before(here: Stretch, order: list[Stretch]) -> int:
    """Characters read until the first character of a stretch is reached."""
    done = 0
    for start, end in order:
        if start < here[1] and here[0] < end:
            return done + max(0, here[0] - start)
        done += end - start
    return done
