"""A draft with the labels that a careful reviewer gave it: what the embedded reader is fitted on, and evals measure with."""

from pydantic import Field

from screener.words.case import Argued, Label
from screener.words.draft import Frozen
from screener.words.framework import Severity, Tier


class GoldPassage(Frozen):
    """Words of a draft with a reviewer's judgement."""

    quote: str
    """Verbatim, white space folded; cells of a table row separated by single spaces."""
    label: Label
    concern: str | None = None
    severity: Severity
    because: str


class GoldCombination(Frozen):
    """Words that are harmless apart and enabling together."""

    quotes: tuple[str, ...] = Field(min_length=2)
    enables: str
    severity: Severity


class LabelledDraft(Frozen):
    """One file of `evals/datasets/labels/first/`."""

    id: str
    title: str
    field: str
    domain: str
    style: str
    traits: tuple[str, ...] = ()
    passages: tuple[GoldPassage, ...] = ()
    combinations: tuple[GoldCombination, ...] = ()
    tier: Tier
    factors: dict[str, Argued]
    precedents: tuple[str, ...] = ()
    rationale: str
