"""Tiers, severities and stances, and the shape of `prompts/framework.yaml`, which holds the words for them."""

from enum import StrEnum

from pydantic import Field

from screener.words.draft import Frozen


class Tier(StrEnum):
    """What a reviewer can decide, from open to closed."""

    publish = "publish"
    publish_with_edits = "publish_with_edits"
    share_select = "share_select"
    hold = "hold"

    @property
    def rank(self) -> int:
        """0 for the most open tier, 3 for the most closed."""
        return list(Tier).index(self)


class Severity(StrEnum):
    """What further work a capable reader would still owe; `none` means nothing is handed over."""

    none = "none"
    low = "low"
    medium = "medium"
    high = "high"

    @property
    def rank(self) -> int:
        """0 for none, 3 for high."""
        return list(Severity).index(self)


class Stance(StrEnum):
    """Which way a factor points for this draft."""

    favours_defence = "favours_defence"
    balanced = "balanced"
    favours_offence = "favours_offence"
    not_shown = "not_shown"


class Attention(StrEnum):
    """How soon and how closely a person should look."""

    routine = "routine"
    raised = "raised"
    urgent = "urgent"

    @property
    def rank(self) -> int:
        """0 for routine, 2 for urgent."""
        return list(Attention).index(self)


class Concern(Frozen):
    """A way in which a passage can carry capability uplift."""

    id: str
    name: str
    means: str
    """One or two sentences for a reader, human or model."""


class Factor(Frozen):
    """One question of the defender's-advantage case."""

    id: str
    name: str
    question: str
    defence: str
    """What it looks like when the factor favours the defender."""
    offence: str
    """What it looks like when the factor favours the attacker."""


class TierText(Frozen):
    """What a tier means and what it costs."""

    id: Tier
    name: str
    means: str
    costs: str
    """What is lost by choosing it, in one sentence."""


class SeverityText(Frozen):
    """The anchor of a severity."""

    id: Severity
    anchor: str


class Thresholds(Frozen):
    """The numbers that routing uses. Each is explained beside its value in `framework.yaml`."""

    confident: float = Field(ge=0, le=1)
    unsure: float = Field(ge=0, le=1)
    hold_high_flags: int = Field(ge=1)
    share_medium_flags: int = Field(ge=1)
    edits_low_flags: int = Field(ge=1)
    offence_factors: int = Field(ge=1)
    defence_factors: int = Field(ge=1)
    precedent_similarity: float = Field(ge=0, le=1)
    unread_share_urgent: float = Field(ge=0, le=1)


class Framework(Frozen):
    """The whole of `prompts/framework.yaml`."""

    version: str
    tiers: tuple[TierText, ...]
    severities: tuple[SeverityText, ...]
    concerns: tuple[Concern, ...]
    factors: tuple[Factor, ...]
    thresholds: Thresholds

    def concern_ids(self) -> tuple[str, ...]:
        """Ids of the concerns, in the file's order."""
        return tuple(c.id for c in self.concerns)

    def factor_ids(self) -> tuple[str, ...]:
        """Ids of the factors, in the file's order."""
        return tuple(f.id for f in self.factors)
