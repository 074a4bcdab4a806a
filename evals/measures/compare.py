"""Two runs over the same drafts: which figures changed, and what became of each draft and passage."""

from collections.abc import Iterable

from evals.measures.bootstrap import difference
from evals.measures.figure import Better, Tally, Unit
from evals.measures.pairs import GoldPair, Pair, matched
from evals.measures.suite import Frame, tallies
from evals.records import Gold, Run
from screener.words.draft import Frozen
from screener.words.errors import ConfigurationError
from screener.words.framework import Severity, Tier


class Change(Frozen):
    """How one figure changed."""

    name: str
    title: str
    before: float | None
    after: float | None
    difference: float | None
    """After minus before; None where either is undefined."""
    low: float | None
    high: float | None
    p: float | None
    better: Better
    unit: Unit

    @property
    def surely_better(self) -> bool:
        """Whether the whole interval lies on the good side of zero."""
        return self._surely(1)

    @property
    def surely_worse(self) -> bool:
        """Whether the whole interval lies on the bad side of zero."""
        return self._surely(-1)

    def _surely(self, way: int) -> bool:
        if self.low is None or self.high is None or self.better is Better.neither:
            return False
        way = way if self.better is Better.up else -way
        return self.low > 0 if way > 0 else self.high < 0


class TierFlip(Frozen):
    """A draft whose suggested tier changed."""

    draft: str
    format: str
    epoch: int
    label: Tier
    before: Tier | None
    after: Tier | None

    @property
    def newly_too_open(self) -> bool:
        """Whether it is now suggested more open than labelled, and was not before."""
        return _too_open(self.after, self.label) and not _too_open(self.before, self.label)


class PassageFlip(Frozen):
    """A labelled passage that one run found and the other did not."""

    draft: str
    format: str
    epoch: int
    label: Tier
    """The tier of its draft."""
    quote: str
    concern: str | None
    severity: Severity
    won: bool
    """Found now and not before; otherwise found before and not now."""
    unread: bool
    """Whether the run that did not find it had not read it."""


class Comparison(Frozen):
    """What changed from a first run to a second, over what both have."""

    first: str
    second: str
    shared: int
    """Texts (a draft or variant in one format) that both runs screened."""
    notes: tuple[str, ...]
    """What a reader must know: what was left out, and why."""
    changes: tuple[Change, ...]
    tiers: tuple[TierFlip, ...]
    passages: tuple[PassageFlip, ...]

    def change(self, name: str) -> Change | None:
        """The change of the figure of this name."""
        return next((change for change in self.changes if change.name == name), None)


def compare(first: Run, second: Run) -> Comparison:
    """The second run against the first, on what both have. Raises ConfigurationError where they have nothing in common.

    Figures are compared on the drafts (in one format) that both screened, with all epochs of each run; flips only between
    screenings of the same epoch.
    """
    one, two = _narrowed(first, second), _narrowed(second, first)
    if not (one.drafts or one.queries or one.items):
        raise ConfigurationError(
            f"“{first.name}” and “{second.name}” have nothing in common; compare two runs over the same split."
        )
    frame = Frame.of(one)
    pairs = _pairs(one, two)
    return Comparison(
        first=first.name,
        second=second.name,
        shared=len({d.key[:2] for d in one.drafts}),
        notes=tuple(_notes(first, second, one, two, pairs)),
        changes=tuple(_changes(tallies(one, frame), tallies(two, frame))),
        tiers=tuple(_tier_flips(pairs)),
        passages=tuple(flip for pair in pairs for flip in _passage_flips(pair)),
    )


def _narrowed(run: Run, other: Run) -> Run:
    """The part of a run that the other one has too."""
    drafts = {d.key[:2] for d in other.drafts}
    queries = {(q.suite, q.query) for q in other.queries}
    items = {i.item for i in other.items}
    return run.model_copy(
        update={
            "drafts": tuple(d for d in run.drafts if d.key[:2] in drafts),
            "queries": tuple(q for q in run.queries if (q.suite, q.query) in queries),
            "items": tuple(i for i in run.items if i.item in items),
            "baselines": (),
        }
    )


def _pairs(one: Run, two: Run) -> list[Pair]:
    after = {d.key: d for d in two.drafts}
    return [Pair(draft, after[draft.key]) for draft in one.drafts if draft.key in after]


def _notes(first: Run, second: Run, one: Run, two: Run, pairs: list[Pair]) -> Iterable[str]:
    for run, narrowed in ((first, one), (second, two)):
        left = len({d.key[:2] for d in run.drafts}) - len({d.key[:2] for d in narrowed.drafts})
        if left:
            yield f"{left} drafts of “{run.name}” are left out, because the other run does not have them."
        gone = len(run.queries) + len(run.items) - len(narrowed.queries) - len(narrowed.items)
        if gone:
            yield f"{gone} queries and short items of “{run.name}” are left out, because the other run does not have them."
    if relabelled := sum(_labels(pair.first.gold) != _labels(pair.second.gold) for pair in pairs):
        yield f"The labels of {relabelled} screenings differ between the runs; each run is scored with its own."
    if len(pairs) < max(len(one.drafts), len(two.drafts)):
        yield "The runs have different epochs: flips are shown for the epochs that both have."


def _labels(gold: Gold) -> Gold:
    """The labels without the labellers' words for them, which a stored run may have left out."""
    return gold.model_copy(update={"marks": tuple(m.model_copy(update={"because": ""}) for m in gold.marks)})


def _changes(before: list[Tally], after: list[Tally]) -> Iterable[Change]:
    """Figures of either run, in the order of the first."""
    earlier, later = {t.name: t for t in before}, {t.name: t for t in after}
    for name in [*earlier, *(n for n in later if n not in earlier)]:
        one, two = earlier.get(name), later.get(name)
        either = one or two
        assert either is not None
        apart = (
            difference(one.statistic, two.statistic, one.columns, holding=min(one.works, two.works))
            if one and two
            else None
        )
        yield Change(
            name=name,
            title=either.title,
            before=one.value() if one else None,
            after=two.value() if two else None,
            difference=apart.value if apart else None,
            low=apart.low if apart else None,
            high=apart.high if apart else None,
            p=apart.p if apart else None,
            better=either.better,
            unit=either.unit,
        )


def _tier_flips(pairs: list[Pair]) -> Iterable[TierFlip]:
    for pair in pairs:
        if not pair.same_tier:
            draft = pair.second
            yield TierFlip(
                draft=draft.draft,
                format=str(draft.format),
                epoch=draft.epoch,
                label=draft.gold.tier,
                before=pair.first.said.tier,
                after=draft.said.tier,
            )


def _passage_flips(pair: Pair) -> Iterable[PassageFlip]:
    for gold in matched(pair):
        if gold.first.found != gold.second.found:
            yield _passage_flip(pair, gold)


def _passage_flip(pair: Pair, gold: GoldPair) -> PassageFlip:
    mark, draft = gold.second.mark, pair.second
    return PassageFlip(
        draft=draft.draft,
        format=str(draft.format),
        epoch=draft.epoch,
        label=draft.gold.tier,
        quote=mark.quote,
        concern=mark.concern,
        severity=mark.severity,
        won=gold.won,
        unread=(gold.first if gold.won else gold.second).unread,
    )


def _too_open(said: Tier | None, label: Tier) -> bool:
    return said is not None and said.rank < label.rank
