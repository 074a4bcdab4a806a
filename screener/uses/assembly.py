"""Puts the findings of a run together: coverage, alerts, the suggestion, and where everything came from."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

from screener import __version__
from screener.doors.model import Model
from screener.stages import routing
from screener.stages.grounding import quote_statistics
from screener.uses.journal import Before
from screener.uses.ledger import coverage, disagreements, incomplete_because
from screener.uses.parts import Parts, Source
from screener.words.case import Precedent
from screener.words.draft import Document, Passage
from screener.words.flag import Flag
from screener.words.screening import (
    Argument,
    DraftText,
    IntegrityAlert,
    Provenance,
    ReaderDescription,
    Reading,
    Screening,
    Status,
    UnreadBecause,
)


@dataclass
class Clock:
    """Wall-clock seconds by stage."""

    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    _stages: list[tuple[str, float]] = field(default_factory=list)

    def stage(self, name: str) -> None:
        """A stage begins, and the one before it ends."""
        self._stages.append((name, monotonic()))

    def seconds(self) -> dict[str, float]:
        """How long each stage took, the running one up to now."""
        ends = [at for _, at in self._stages[1:]] + [monotonic()]
        return {name: round(end - at, 3) for (name, at), end in zip(self._stages, ends, strict=True)}


@dataclass(frozen=True)
class Spent:
    """Where the models' records stood before a run."""

    models: Sequence[Model]
    requests: tuple[int, ...]
    hits: tuple[int, ...]

    @classmethod
    def before(cls, models: Sequence[Model]) -> "Spent":
        """A mark at the records' present ends."""
        return cls(models, tuple(len(m.requests) for m in models), tuple(m.cache_hits for m in models))


NOT_ENGLISH = (
    "Part of the draft is not in English: the embedded reader did not read it, and the searches for precedents and for "
    "orders to a reader see little there."
)


@dataclass(frozen=True)
class Work:
    """What the stages of one run found."""

    source: Source
    document: Document
    passages: tuple[Passage, ...]
    readings: tuple[Reading, ...]
    second_opinion: tuple[Reading, ...]
    flags: tuple[Flag, ...]
    near_draft: tuple[Precedent, ...]
    precedents: tuple[Precedent, ...]
    argument: Argument
    alerts: tuple[IntegrityAlert, ...]


def assemble(work: Work, parts: Parts, clock: Clock, spent: Spent, before: Before) -> Screening:
    """The screening, with a suggestion by plain rules."""
    covered = coverage(work.document, work.passages, work.readings)
    missing = tuple(incomplete_because(covered, work.argument))
    differ = disagreements(work.readings, work.second_opinion, parts.disagree_from)
    unprecedented = tuple(sorted({f.passage_index for f in work.flags if f.grounded and not f.precedents}))
    findings = routing.Findings(
        flags=work.flags,
        coverage=covered,
        incomplete_because=missing,
        alerts=work.alerts,
        argument=work.argument,
        precedents=work.near_draft,
        no_precedent=unprecedented,
        disagreements=differ,
        readers=[parts.reader.kind],
    )
    evidence = [e for f in work.argument.factors for e in (*f.evidence_defence, *f.evidence_offence)]
    evidence += [e for c in work.argument.combinations for e in c.evidence]
    digest = hashlib.sha256(work.source.untrusted).hexdigest()
    return Screening(
        id=f"{clock.started:%Y%m%d-%H%M%S-%f}"[:-3] + f"-{digest[:10]}",
        status=Status.incomplete if missing else Status.complete,
        incomplete_because=missing,
        draft=_draft_text(work),
        passages=work.passages,
        readings=work.readings,
        second_opinion=work.second_opinion,
        disagreements=differ,
        coverage=covered,
        flags=work.flags,
        quotes=quote_statistics(work.flags, evidence),
        precedents=work.precedents,
        no_precedent=unprecedented,
        hidden=work.document.hidden,
        alerts=work.alerts,
        argument=work.argument,
        suggestion=routing.suggest(findings, parts.prompts.framework.thresholds),
        provenance=_provenance(work, digest, parts, clock, spent, before),
    )


def _provenance(
    work: Work,
    digest: str,
    parts: Parts,
    clock: Clock,
    spent: Spent,
    before: Before,
) -> Provenance:
    requests = [*before.requests]
    requests += [r for m, n in zip(spent.models, spent.requests, strict=True) for r in m.requests[n:]]
    costs = [r.cost for r in requests if r.cost is not None]
    return Provenance(
        draft_sha256=digest,
        file_name=work.source.name,
        size=len(work.source.untrusted),
        parser=work.document.parser,
        sandbox=parts.limits.describe(),
        screener_version=__version__,
        framework_sha256=parts.prompts.framework_sha256,
        prompts_sha256=parts.prompts.hashes(),
        embedder=parts.embedder_id,
        corpus_sha256=parts.corpus_sha256,
        corpus_cases=len(parts.cases),
        readers=_readers(parts),
        settings=parts.settings,
        requests=tuple(sorted(requests, key=lambda r: r.at)),
        started_at=clock.started,
        finished_at=datetime.now(UTC),
        seconds=clock.seconds(),
        tokens_in=sum(r.tokens_in for r in requests),
        tokens_out=sum(r.tokens_out for r in requests),
        cost=sum(costs) if costs else None,
        answers_from_cache=before.answers_from_cache
        + sum(m.cache_hits - n for m, n in zip(spent.models, spent.hits, strict=True)),
        interruptions=before.interruptions,
    )


def _readers(parts: Parts) -> tuple[ReaderDescription, ...]:
    own = [parts.reader.describe("reader")]
    return (*own, *([parts.second_reader.describe("second opinion")] if parts.second_reader else ()))


def _draft_text(work: Work) -> DraftText:
    document, notes = work.document, work.document.notes
    if any(r.unread_because is UnreadBecause.other_language for r in (*work.readings, *work.second_opinion)):
        notes = (*notes, NOT_ENGLISH)
    return DraftText(
        format=document.format,
        title=document.title or work.source.name,
        text=document.text,
        pages=document.pages,
        sections=document.sections,
        joins=document.joins,
        notes=notes,
    )
