"""All cases and labelled drafts once as things stand and once with something changed: which outcomes flip?

A case is screened from its own words (its summary and its labelled passages), with itself left out of the corpus. That is
less than the paper it tells of, so its outcome is no judgement of that paper; what counts is whether a change moves it.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.datasets_build.places import DATASETS
from evals.suite.choice import Choice
from evals.suite.drafts import labelled
from evals.suite.installation import Installation
from evals.suite.progress import Counting
from screener.uses.parts import Source
from screener.words.case import Case
from screener.words.draft import Frozen
from screener.words.framework import Tier
from screener.words.screening import Screening


@dataclass(frozen=True)
class Replay:
    """What to screen twice."""

    now: Choice
    """Things as they stand."""
    changed: Choice
    split: str = "dev"
    limit: int | None = None
    """Cases, and drafts, at most."""
    datasets: str = ""


class Outcome(Frozen):
    """One work under both."""

    work: str
    sort: str
    """'case' or 'draft'."""
    decided: Tier
    """What people decided, or the labellers say."""
    before: Tier | None
    """None where nothing was suggested."""
    after: Tier | None
    flags_before: int
    """Grounded flags."""
    flags_after: int
    unread_before: int = 0
    unread_after: int = 0

    @property
    def flipped(self) -> bool:
        """Whether the suggestion changed."""
        return self.before is not self.after

    @property
    def more_open(self) -> bool:
        """Whether it became more open."""
        return self.before is not None and self.after is not None and self.after.rank < self.before.rank


class Replayed(Frozen):
    """Everything that was screened twice."""

    outcomes: tuple[Outcome, ...]

    @property
    def flips(self) -> tuple[Outcome, ...]:
        """Those whose suggestion changed."""
        return tuple(o for o in self.outcomes if o.flipped)


@dataclass(frozen=True)
class Work:
    """One thing to screen."""

    name: str
    sort: str
    decided: Tier
    source: Source
    without: frozenset[str]


def replayed(order: Replay) -> Replayed:
    """Screen everything twice. Raises ConfigurationError where either installation does not hold."""
    with Installation(order.now) as now, Installation(order.changed) as changed:
        works = list(_works(order, now.rooms().cases))
        watch = Counting(2 * len(works))
        before = _screened(now, works, watch)
        after = _screened(changed, works, watch)
    return Replayed(outcomes=tuple(_outcome(w, b, a) for w, b, a in zip(works, before, after, strict=True)))


def case_text(case: Case) -> str:
    """A case as a text that can be screened: its own words, and none of its decision."""
    return "\n\n".join((f"# {case.title}", case.summary, *(p.text for p in case.passages))) + "\n"


def _works(order: Replay, cases: tuple[Case, ...]) -> Iterator[Work]:
    for case in cases[: order.limit]:
        source = Source(f"case-{case.id}.md", case_text(case).encode())
        yield Work(case.id, "case", case.decision.final, source, frozenset({case.id}))
    folder = Path(order.datasets) if order.datasets else DATASETS
    for draft in labelled(order.split, folder=folder)[: order.limit]:
        yield Work(draft.labels.id, "draft", draft.labels.tier, draft.source, draft.own_cases)


def _screened(installation: Installation, works: list[Work], watch: Counting) -> list[Screening]:
    async def one(work: Work) -> Screening:
        screening = await installation.screen(work.source, without=work.without)
        watch.done(work.name, installation.dollars)
        return screening

    async def everything() -> list[Screening]:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(work)) for work in works]
        return [task.result() for task in tasks]

    return asyncio.run(everything())


def _outcome(work: Work, before: Screening, after: Screening) -> Outcome:
    return Outcome(
        work=work.name,
        sort=work.sort,
        decided=work.decided,
        before=before.suggestion.tier,
        after=after.suggestion.tier,
        flags_before=sum(f.grounded for f in before.flags),
        flags_after=sum(f.grounded for f in after.flags),
        unread_before=len(before.coverage.unread),
        unread_after=len(after.coverage.unread),
    )
