"""What a screening needs, joined by `bootstrap`."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from screener.doors.corpus import CaseSearch
from screener.doors.documents.sandbox import Limits
from screener.doors.model import Model
from screener.doors.prompts import Prompts
from screener.stages.argument import Advocate
from screener.stages.confidence import Regard, Sampler
from screener.stages.integrity import OrderFinder
from screener.stages.precedents import PrecedentFinder
from screener.stages.reading import DraftContext, Reader
from screener.words.case import Case
from screener.words.draft import Passage
from screener.words.flag import Flag
from screener.words.screening import Reading


@dataclass(frozen=True)
class Source:
    """An uploaded file."""

    name: str
    untrusted: bytes


@runtime_checkable
class Sampling(Protocol):
    """A reader that can be asked about the same passage again."""

    async def sample(
        self,
        passage: Passage,
        context: DraftContext,
        *,
        temperature: float | None = None,
        number: int = 0,
    ) -> Reading:
        """A further reading; `number` tells samples apart."""


class Gauge(Protocol):
    """Says how sure a model is of its flags."""

    async def gauge(
        self,
        flags: Sequence[Flag],
        passages: Sequence[Passage],
        sample: Sampler,
        regard: Regard,
    ) -> tuple[Flag, ...]:
        """The flags, with a confidence where one could be had."""


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
    embed: Callable[[Sequence[str]], object] | None = None
    """Makes and remembers the vectors of texts that are about to be searched for: one process at a time may use the index,
    and vectors take the longest."""
    second_reader: Reader | None = None
    gauge: Gauge | None = None
    orders: OrderFinder | None = None
    """Finds orders to a reviewer beside the rules; without it the rules alone do."""
    models: Sequence[Model] = ()
    """Models whose requests this screening makes, for the record."""
    limits: Limits = field(default_factory=Limits)
    disagree_from: float = 0.5
    settings: dict[str, str] = field(default_factory=dict)
