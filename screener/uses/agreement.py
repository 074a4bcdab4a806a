"""How often screen and reviewers agree, month by month, from bare facts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar

from screener.storage.figures import AddedFact, DecisionFact, ImpressionFact, ScreeningFact, VerdictFact
from screener.words.figures import AgreementFigures, ConcernFigures, ModelInUse, ReadingFigures
from screener.words.framework import Tier
from screener.words.review import VerdictKind

Dated = TypeVar("Dated", DecisionFact, VerdictFact, AddedFact, ImpressionFact, ScreeningFact)


def months(now: datetime, number: int) -> list[date]:
    """First days of the last `number` months, this one included, oldest first."""
    last = now.year * 12 + now.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last - number + 1, last + 1)]


def month_of(at: datetime) -> date:
    """First day of the month, in UTC."""
    return at.astimezone(UTC).date().replace(day=1)


def agreement(
    begins: date,
    decisions: Sequence[DecisionFact],
    verdicts: Sequence[VerdictFact],
    added: Sequence[AddedFact],
    impressions: Sequence[ImpressionFact],
    suggested: dict[str, Tier | None],
) -> AgreementFigures:
    """The figures of one month; `suggested` gives the tier that the screen suggested for each draft with an impression."""
    own = _within(decisions, begins)
    pairs = [(d.suggested, d.tier) for d in own if d.suggested is not None]
    standing = standing_verdicts(_within(verdicts, begins))
    first = _within(impressions, begins)
    kinds = Counter(v.kind for v in standing)
    changed = [v for v in standing if v.kind is VerdictKind.change_severity and v.severity is not None]
    return AgreementFigures(
        begins=begins,
        decisions=len(own),
        agreed=sum(screen is person for screen, person in pairs),
        more_closed=sum(person.rank > screen.rank for screen, person in pairs),
        more_open=sum(person.rank < screen.rank for screen, person in pairs),
        unsuggested=len(own) - len(pairs),
        kappa=kappa(pairs),
        verdicts=len(standing),
        accepted=kinds[VerdictKind.accept],
        dismissed=kinds[VerdictKind.dismiss],
        changed=len(changed),
        raised=sum(v.severity.rank > v.flagged.rank for v in changed if v.severity is not None),
        added=len(_within(added, begins)),
        impressions=len(first),
        impressions_agreed=sum(suggested.get(i.draft_id) is i.tier for i in first),
    )


def kappa(pairs: Sequence[tuple[Tier, Tier]]) -> float | None:
    """Cohen's kappa with quadratic weights over the four tiers; None where chance alone would agree wholly."""
    if len(pairs) < 2:
        return None
    ones, others = Counter(a.rank for a, _ in pairs), Counter(b.rank for _, b in pairs)
    seen = sum((a.rank - b.rank) ** 2 for a, b in pairs) / len(pairs)
    chance = sum(n * m * (i - j) ** 2 for i, n in ones.items() for j, m in others.items()) / len(pairs) ** 2
    return None if chance == 0 else 1 - seen / chance


def standing_verdicts(verdicts: Iterable[VerdictFact]) -> list[VerdictFact]:
    """The latest verdict of each flag, of verdicts in the order they were given; what was taken back is left out."""
    latest = {(v.draft_id, v.screening_id, v.flag_id): v for v in verdicts}
    return [v for v in latest.values() if v.kind is not VerdictKind.withdraw]


def by_concern(verdicts: Sequence[VerdictFact], added: Sequence[AddedFact]) -> tuple[ConcernFigures, ...]:
    """What became of the flags of each concern, most judged first."""
    standing, missed = standing_verdicts(verdicts), Counter(a.concern for a in added)
    judged = Counter(v.concern for v in standing)
    dismissed = Counter(v.concern for v in standing if v.kind is VerdictKind.dismiss)
    changed = Counter(v.concern for v in standing if v.kind is VerdictKind.change_severity)
    return tuple(
        ConcernFigures(concern=c, judged=judged[c], dismissed=dismissed[c], changed=changed[c], added=missed[c])
        for c in sorted(judged.keys() | missed.keys(), key=lambda c: (-judged[c], c))
    )


def reading(begins: date, screenings: Sequence[ScreeningFact]) -> ReadingFigures:
    """What was left unread in one month."""
    own = _within(screenings, begins)
    return ReadingFigures(
        begins=begins,
        screenings=len(own),
        incomplete=sum(not s.complete for s in own),
        passages=sum(s.passages for s in own),
        unread=sum(s.unread for s in own),
        refused=sum(s.refused for s in own),
    )


def models_in_use(screenings: Sequence[ScreeningFact]) -> tuple[ModelInUse, ...]:
    """Each combination of models with what it did, the latest used first."""
    by_models: dict[tuple[str, ...], list[ScreeningFact]] = {}
    for screening in screenings:
        by_models.setdefault(screening.models, []).append(screening)
    made = [
        ModelInUse(
            models=models,
            screenings=len(own),
            last_used=max(s.at for s in own),
            passages=sum(s.passages for s in own),
            unread=sum(s.unread for s in own),
            refused=sum(s.refused for s in own),
            calls=sum(s.calls for s in own),
            tokens_in=sum(s.tokens_in for s in own),
            tokens_out=sum(s.tokens_out for s in own),
            seconds=sum(s.seconds for s in own),
        )
        for models, own in by_models.items()
    ]
    return tuple(sorted(made, key=lambda m: m.last_used, reverse=True))


def _within(facts: Sequence[Dated], begins: date) -> list[Dated]:
    return [fact for fact in facts if month_of(fact.at) == begins]
