"""Small records to measure: a text of so many characters, cut into passages of ten."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from evals.records import (
    Cost,
    Gold,
    GoldMark,
    Retrieved,
    Run,
    RunProvenance,
    Said,
    SaidFactor,
    SaidFlag,
    ScreenedDraft,
    SeenPassage,
    Variant,
)
from screener.words.case import Label
from screener.words.framework import Attention, Severity, Stance, Tier
from screener.words.screening import Status, UnreadBecause

PASSAGE = 10


def mark(start: int, end: int, severity: Severity = Severity.high, concern: str = "scaling", **more: Any) -> GoldMark:
    return GoldMark(start=start, end=end, label=Label.uplift, severity=severity, concern=concern, **more)


def benign(start: int, end: int, **more: Any) -> GoldMark:
    return GoldMark(start=start, end=end, label=Label.benign, severity=Severity.none, **more)


def flag(start: int | None, end: int | None, severity: Severity = Severity.high, **more: Any) -> SaidFlag:
    index = None if start is None else start // PASSAGE
    return SaidFlag(
        **{"start": start, "end": end, "severity": severity, "concern": "scaling", "passage_index": index} | more
    )


def factor(name: str, stance: Stance, **more: Any) -> SaidFactor:
    return SaidFactor(**{"factor": name, "stance": stance, "for_defence": True, "for_offence": True} | more)


def shown(case: str, rank: int, **more: Any) -> Retrieved:
    return Retrieved(case_id=case, rank=rank, similarity=1 / rank, **more)


def draft(
    name: str = "a",
    *,
    marks: Sequence[GoldMark] = (),
    flags: Sequence[SaidFlag] = (),
    unread: Sequence[int] = (),
    tier: Tier | None = Tier.publish,
    label: Tier = Tier.publish,
    length: int = 100,
    scores: dict[int, float] | None = None,
    gold: dict[str, Any] | None = None,
    said: dict[str, Any] | None = None,
    failed: bool = False,
    **more: Any,
) -> ScreenedDraft:
    """A screening of a text of `length` characters; `unread` and `scores` go by index of passage."""
    passages = tuple(
        SeenPassage(
            index=n,
            start=at,
            end=min(at + PASSAGE, length),
            unread_because=UnreadBecause.refused if n in unread else None,
            score=(scores or {}).get(n),
        )
        for n, at in enumerate(range(0, length, PASSAGE))
    )
    status = Status.incomplete if unread else Status.complete
    reply = Said(
        **{
            "status": None if failed else status,
            "passages": () if failed else passages,
            "flags": tuple(flags),
            "tier": tier,
            "attention": Attention.routine,
        }
        | (said or {})
    )
    return ScreenedDraft(
        **{
            "draft": name,
            "split": "test",
            "words": length // 5,
            "characters": length,
            "gold": Gold(marks=tuple(marks), tier=label, **(gold or {})),
            "said": reply,
            "cost": Cost(),
        }
        | more
    )


def twin(name: str, **more: Any) -> ScreenedDraft:
    return draft(f"{name}--twin", twin_of=name, variant=more.pop("variant", Variant.instructed), **more)


def run(*drafts: ScreenedDraft, name: str = "the screen", **more: Any) -> Run:
    provenance = RunProvenance(
        suite="drafts", model="embedded", started_at=datetime(2025, 3, 1, 9, 0, tzinfo=UTC), screener_version="0.0.0"
    )
    return Run(**{"name": name, "provenance": provenance, "drafts": drafts} | more)
