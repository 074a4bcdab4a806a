"""A decided draft as a file beside it tells: what the service exports, and what the eval suite makes labelled drafts of."""

from typing import Literal

from pydantic import Field

from screener.words.case import Argued, Conditions, LabelledPassage, Sensitivity
from screener.words.draft import Frozen
from screener.words.framework import Tier
from screener.words.labelled import GoldCombination, GoldPassage

DECISION = "decision.yaml"
"""Name of the file."""


class Told(Frozen):
    """What turns a decided draft into a case that others may be shown."""

    year: int = Field(ge=1900, le=2100)
    summary: str
    at_stake: str
    outcome: str = "Not known yet."
    distinguish: str
    concerns: tuple[str, ...] = ()
    conditions: Conditions | None = None
    sensitivity: Sensitivity = Sensitivity.restricted
    passages: tuple[LabelledPassage, ...] = ()
    """Example prose; empty for the labelled passages of the draft themselves."""


class Decided(Frozen):
    """`decision.yaml`."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    field: str
    domain: str = "ai"
    style: str = "draft"
    traits: tuple[str, ...] = ()
    draft: str
    """Name of the draft's file beside this one."""
    split: Literal["dev", "test"] = "dev"
    tier: Tier
    first_tier: Tier | None = None
    """The first decision, where it was another."""
    why_changed: str | None = None
    decided_by: str
    rationale: str
    factors: dict[str, Argued] = Field(default_factory=dict)
    passages: tuple[GoldPassage, ...] = ()
    combinations: tuple[GoldCombination, ...] = ()
    precedents: tuple[str, ...] = ()
    own_cases: tuple[str, ...] = ()
    """Ids of cases of the corpus that were made from this draft: they are never found for it."""
    case: Told | None = None
    """Given where the draft is to become a case as well."""
