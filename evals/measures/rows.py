"""The rows of many screenings together, and the ways to slice them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from evals.measures.outcomes import FlagOutcome, GoldOutcome, PassageOutcome, outcomes
from evals.records import Run, ScreenedDraft, Variant

_SHORT, _LONG = 1500, 3500


@dataclass(frozen=True)
class Rows:
    """What became of every gold passage, flag and passage of some screenings."""

    drafts: tuple[ScreenedDraft, ...]
    uplift: tuple[GoldOutcome, ...]
    benign: tuple[GoldOutcome, ...]
    flags: tuple[FlagOutcome, ...]
    """Grounded flags of at least low severity."""
    passages: tuple[PassageOutcome, ...]

    @classmethod
    def of(cls, drafts: Iterable[ScreenedDraft]) -> "Rows":
        """The rows of these screenings."""
        listed = tuple(drafts)
        each = [outcomes(draft) for draft in listed]
        return cls(
            drafts=listed,
            uplift=tuple(row for one in each for row in one.uplift),
            benign=tuple(row for one in each for row in one.benign),
            flags=tuple(row for one in each for row in one.flags),
            passages=tuple(row for one in each for row in one.passages),
        )

    def about(self, concern: str) -> "Rows":
        """Gold passages and flags of one concern. Passages as a whole have none and are left out."""
        return Rows(
            drafts=self.drafts,
            uplift=tuple(row for row in self.uplift if row.mark.concern == concern),
            benign=tuple(row for row in self.benign if row.mark.concern == concern),
            flags=tuple(row for row in self.flags if row.flag.concern == concern),
            passages=(),
        )


class Dimension(StrEnum):
    """What the figures can be sliced by."""

    concern = "concern"
    field = "field"
    length = "length"
    file_format = "format"
    tier = "tier"
    trait = "trait"


def measured_drafts(run: Run) -> tuple[ScreenedDraft, ...]:
    """The screenings that figures are counted on: drafts as written. Variants are for measuring resistance alone."""
    return tuple(draft for draft in run.drafts if draft.variant is Variant.original)


def length_band(draft: ScreenedDraft) -> str:
    """Short, middling or long."""
    if draft.words < _SHORT:
        return f"under {_SHORT:,} words"
    return f"{_SHORT:,} to {_LONG:,} words" if draft.words < _LONG else f"{_LONG:,} words and over"


_OF_DRAFT: dict[Dimension, Callable[[ScreenedDraft], tuple[str, ...]]] = {
    Dimension.field: lambda d: (d.domain or d.field,),
    Dimension.length: lambda d: (length_band(d),),
    Dimension.file_format: lambda d: (str(d.format),),
    Dimension.tier: lambda d: (str(d.gold.tier),),
    Dimension.trait: lambda d: d.gold.traits,
}


def slices(drafts: Iterable[ScreenedDraft], by: Dimension) -> dict[str, Rows]:
    """The rows by slice, in alphabetical order (tiers from open to closed). A draft with several traits stands in several."""
    listed = tuple(drafts)
    if by is Dimension.concern:
        rows = Rows.of(listed)
        concerns = {row.mark.concern for row in rows.uplift} | {row.flag.concern for row in rows.flags}
        return {concern: rows.about(concern) for concern in sorted(c for c in concerns if c)}
    values = _OF_DRAFT[by]
    names = {name for draft in listed for name in values(draft) if name}
    rank = {str(tier): n for n, tier in enumerate(type(listed[0].gold.tier))} if listed else {}
    if by is Dimension.length:
        rank = {length_band(d): d.words for d in sorted(listed, key=lambda d: d.words)}
    ordered = sorted(names, key=lambda name: (rank.get(name, 0), name))
    return {name: Rows.of(d for d in listed if name in values(d)) for name in ordered}
