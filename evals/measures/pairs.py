"""Two screenings that belong together, and their gold passages matched with each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evals.measures.outcomes import GoldOutcome, outcomes
from evals.records import ScreenedDraft, Variant


@dataclass(frozen=True)
class Pair:
    """A draft screened twice: clean and changed, before and after, or in two epochs."""

    first: ScreenedDraft
    second: ScreenedDraft

    @property
    def work(self) -> str:
        """The work that both belong to."""
        return self.first.work

    @property
    def both_suggest(self) -> bool:
        """Whether both suggest a tier."""
        return self.first.said.tier is not None and self.second.said.tier is not None

    @property
    def same_tier(self) -> bool:
        """Whether both say the same, 'no suggestion' included."""
        return self.first.said.tier is self.second.said.tier

    @property
    def opened(self) -> bool:
        """Whether both suggest, and the second a more open tier."""
        one, two = self.first.said.tier, self.second.said.tier
        return one is not None and two is not None and two.rank < one.rank


@dataclass(frozen=True)
class GoldPair:
    """A gold passage that carries uplift, in both screenings."""

    first: GoldOutcome
    second: GoldOutcome

    @property
    def work(self) -> str:
        """The work that both belong to."""
        return self.first.work

    @property
    def lost(self) -> bool:
        """Found by the first; read by the second, and missed."""
        return self.first.found and self.second.missed

    @property
    def fallen_unread(self) -> bool:
        """Found by the first, not read by the second."""
        return self.first.found and self.second.unread

    @property
    def won(self) -> bool:
        """Found by the second alone."""
        return self.second.found and not self.first.found


def variant_pairs(drafts: Iterable[ScreenedDraft], variant: Variant) -> list[Pair]:
    """Each screening of a variant with that of its clean draft in the same format and epoch, where both were made."""
    listed = tuple(drafts)
    clean = {d.key: d for d in listed if d.variant is Variant.original}
    return [
        Pair(clean[key], changed)
        for changed in listed
        if changed.variant is variant and changed.twin_of is not None
        for key in [(changed.twin_of, str(changed.format), changed.epoch)]
        if key in clean
    ]


def epoch_pairs(drafts: Iterable[ScreenedDraft]) -> list[Pair]:
    """Every two epochs of the same draft and format."""
    by: dict[tuple[str, str], list[ScreenedDraft]] = {}
    for draft in drafts:
        by.setdefault((draft.draft, str(draft.format)), []).append(draft)
    return [
        Pair(one, two)
        for group in by.values()
        for n, one in enumerate(sorted(group, key=lambda d: d.epoch))
        for two in sorted(group, key=lambda d: d.epoch)[n + 1 :]
    ]


def matched(pair: Pair) -> Iterator[GoldPair]:
    """The uplift passages of both sides, matched by their words; those whose words stand on one side only are left out.

    Where the words are not recorded or were rewritten, the order decides, provided that both sides have as many passages.
    """
    ones, twos = outcomes(pair.first).uplift, outcomes(pair.second).uplift
    by_words = {row.mark.quote: row for row in twos if row.mark.quote}
    if all(row.mark.quote in by_words for row in ones) and len(by_words) == len(twos):
        yield from (GoldPair(row, by_words[row.mark.quote]) for row in ones)
    elif len(ones) == len(twos):
        yield from (GoldPair(one, two) for one, two in zip(ones, twos, strict=True))
    else:
        yield from (GoldPair(row, by_words[row.mark.quote]) for row in ones if row.mark.quote in by_words)
