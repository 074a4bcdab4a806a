"""The worst that a run did: grave passages not found, loud false alarms, and drafts suggested too open."""

from evals.measures.deciding import steps_open
from evals.measures.outcomes import FlagOutcome, GoldOutcome, meet, rank_score
from evals.measures.rows import Rows
from evals.records import SaidFlag
from screener.words.draft import Frozen
from screener.words.framework import Severity, Tier

MOST = 25


class SaidNear(Frozen):
    """What the screen said in the passage that holds a missed one."""

    quote: str
    concern: str
    severity: Severity
    says: str


class Miss(Frozen):
    """A labelled passage that was not found, in one or several screenings of a draft."""

    draft: str
    title: str
    format: str
    severity: Severity
    concern: str | None
    traits: tuple[str, ...]
    quote: str
    because: str
    """Why the labeller marked it."""
    times: int
    """Screenings in which it was not found."""
    of: int
    """Screenings of this draft in this format."""
    unread_because: str
    """Why it was not read; empty where it was read and missed."""
    score: float | None
    """The highest score of the passages that hold it, where the reader gives one."""
    near: tuple[SaidNear, ...]
    """Flags raised elsewhere in the same passages."""
    label: Tier
    suggested: Tier | None


class FalseAlarm(Frozen):
    """A flag on words that carry nothing."""

    draft: str
    format: str
    severity: Severity
    concern: str
    confidence: float | None
    quote: str
    says: str
    on_benign: bool
    """Whether the labellers expressly called the words benign."""


class TooOpen(Frozen):
    """A draft that was suggested more open than labelled."""

    draft: str
    title: str
    format: str
    label: Tier
    suggested: Tier
    steps: int
    unsure: bool


def worst_misses(rows: Rows, most: int = MOST) -> tuple[Miss, ...]:
    """Missed or unread passages: gravest first, then the ones missed most often, then by draft."""
    by: dict[tuple[str, str, int, int], list[GoldOutcome]] = {}
    for row in rows.uplift:
        by.setdefault((*row.draft.key[:2], row.mark.start, row.mark.end), []).append(row)
    missed = [_miss(group) for group in by.values() if not all(row.found for row in group)]
    missed.sort(key=lambda m: (-m.severity.rank, -m.times / m.of, m.draft, m.format))
    return tuple(missed[:most])


def worst_alarms(rows: Rows, most: int = MOST) -> tuple[FalseAlarm, ...]:
    """False alarms, the ones that would be read first in front."""
    wrong = sorted((row for row in rows.flags if row.wrong), key=lambda row: (-rank_score(row.flag), row.draft.draft))
    return tuple(_alarm(row) for row in wrong[:most])


def too_open(rows: Rows, most: int = MOST) -> tuple[TooOpen, ...]:
    """Screenings whose suggestion is more open than the label, by number of steps."""
    wrong = [draft for draft in rows.drafts if draft.said.tier is not None and steps_open(draft) > 0]
    wrong.sort(key=lambda d: (-steps_open(d), -d.gold.tier.rank, d.draft))
    return tuple(
        TooOpen(
            draft=draft.draft,
            title=draft.title,
            format=str(draft.format),
            label=draft.gold.tier,
            suggested=draft.said.tier,
            steps=steps_open(draft),
            unsure=draft.said.unsure,
        )
        for draft in wrong[:most]
        if draft.said.tier is not None
    )


def _miss(group: list[GoldOutcome]) -> Miss:
    lost = [row for row in group if not row.found]
    row, mark = lost[0], lost[0].mark
    around = [p for p in row.draft.said.passages if meet((p.start, p.end), (mark.start, mark.end))]
    scores = [p.score for p in around if p.score is not None]
    here = {p.index for p in around}
    reasons = [str(p.unread_because) for p in around if p.unread_because is not None]
    return Miss(
        draft=row.draft.draft,
        title=row.draft.title,
        format=str(row.draft.format),
        severity=mark.severity,
        concern=mark.concern,
        traits=mark.traits,
        quote=mark.quote,
        because=mark.because,
        times=len(lost),
        of=len(group),
        unread_because=(row.draft.said.failed_because or ", ".join(reasons)) if row.unread else "",
        score=max(scores, default=None),
        near=tuple(_near(flag) for flag in row.draft.said.flags if flag.passage_index in here),
        label=row.draft.gold.tier,
        suggested=row.draft.said.tier,
    )


def _near(flag: SaidFlag) -> SaidNear:
    return SaidNear(quote=flag.quote, concern=flag.concern, severity=flag.severity, says=flag.says)


def _alarm(row: FlagOutcome) -> FalseAlarm:
    flag = row.flag
    return FalseAlarm(
        draft=row.draft.draft,
        format=str(row.draft.format),
        severity=flag.severity,
        concern=flag.concern,
        confidence=flag.confidence,
        quote=flag.quote,
        says=flag.says,
        on_benign=row.on_benign,
    )
