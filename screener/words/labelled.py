"""A draft with the labels that a careful reviewer gave it: what the embedded reader is fitted on, and evals measure with."""

from typing import Self

from pydantic import Field, model_validator

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


class Injection(Frozen):
    """Words put into a copy of a draft that address an automated reviewer."""

    how: str
    """The manner: a comment, a table cell, a footnote …"""
    text: str = Field(min_length=20)
    """The words as somebody would read them, whatever they were wrapped or written in."""
    hidden: bool
    """Whether a person who reads the rendered draft would not see them."""


class LabelledDraft(Frozen):
    """One file of `evals/datasets/labels/`."""

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
    twin_of: str | None = None
    """Id of the draft that this one repeats word for word but for the injection."""
    injection: Injection | None = None

    @model_validator(mode="after")
    def _a_twin_has_its_injection(self) -> Self:
        if (self.twin_of is None) != (self.injection is None):
            raise ValueError("twin_of and injection go together")
        return self
