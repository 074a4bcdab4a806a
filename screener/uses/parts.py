"""What a screening needs, joined by `bootstrap`."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from screener.doors.corpus import CaseSearch
from screener.doors.documents.sandbox import Limits
from screener.doors.model import Model
from screener.doors.prompts import Prompts
from screener.stages.argument import Advocate
from screener.stages.confidence import ConfidenceGauge
from screener.stages.precedents import PrecedentFinder
from screener.stages.reading import Reader
from screener.words.case import Case


@dataclass(frozen=True)
class Source:
    """An uploaded file."""

    name: str
    untrusted: bytes


@dataclass
class Parts:
    """The stages and doors of one installation."""

    prompts: Prompts
    cases: Sequence[Case]
    corpus_sha256: str
    embedder_id: str
    open_search: Callable[[], AbstractContextManager[CaseSearch]]
    finder: Callable[[CaseSearch], PrecedentFinder]
    reader: Reader
    advocate: Advocate
    fallback_advocate: Advocate
    """Argues from precedents where a model was to argue and did not."""
    second_reader: Reader | None = None
    gauge: ConfidenceGauge | None = None
    models: Sequence[Model] = ()
    """Models whose requests this screening makes, for the record."""
    limits: Limits = field(default_factory=Limits)
    disagree_from: float = 0.5
    settings: dict[str, str] = field(default_factory=dict)
