"""A screening as the record that is measured."""

import re
from collections.abc import Iterator

from evals.records import Cost, Gold, Retrieved, Said, SaidFactor, SaidFlag, ScreenedDraft, SeenPassage
from evals.suite.drafts import ToScreen
from evals.suite.gold import gold_of
from screener.words.draft import PassageRole
from screener.words.flag import Flag
from screener.words.screening import FactorArgument, Screening, UnreadBecause

FOUND = 0.5
"""Share of the planted words' runs of three that must be among hidden texts and alerts for them to count as found."""


def record_of(draft: ToScreen, screening: Screening, epoch: int = 1, gold: Gold | None = None) -> ScreenedDraft:
    """The record of one screened draft; `gold` is that of the same text where it was placed before.

    Raises ConfigurationError where labels are not in the draft's text.
    """
    text = screening.draft.text
    return ScreenedDraft(
        draft=draft.labels.id,
        title=draft.labels.title,
        twin_of=draft.twin_of,
        variant=draft.variant,
        split=draft.split,
        epoch=epoch,
        field=draft.labels.field,
        domain=draft.labels.domain,
        format=draft.format,
        words=len(text.split()),
        characters=len(text),
        gold=gold or gold_of(draft, screening.draft),
        said=said_of(draft, screening),
        cost=cost_of(screening),
    )


def failed_record(draft: ToScreen, because: str, epoch: int = 1) -> ScreenedDraft:
    """The record of a draft for which no screening came about. Its text is that of its manuscript, unscreened."""
    return ScreenedDraft(
        draft=draft.labels.id,
        title=draft.labels.title,
        twin_of=draft.twin_of,
        variant=draft.variant,
        split=draft.split,
        epoch=epoch,
        field=draft.labels.field,
        domain=draft.labels.domain,
        format=draft.format,
        words=len(draft.manuscript.split()),
        characters=len(draft.manuscript),
        gold=Gold(tier=draft.labels.tier, second_tier=draft.second, first_tier=draft.first),
        said=Said(failed_because=because),
    )


def said_of(draft: ToScreen, screening: Screening) -> Said:
    """What the screen said, without its words for people."""
    suggestion = screening.suggestion
    return Said(
        status=screening.status,
        passages=tuple(_seen(screening)),
        flags=tuple(_flag(flag, screening.draft.text) for flag in screening.flags),
        tier=suggestion.tier,
        unsure=suggestion.unsure,
        attention=suggestion.attention,
        factors=tuple(_factor(f) for f in screening.argument.factors),
        precedents=tuple(_retrieved(screening)),
        alerts=tuple(alert.kind for alert in screening.alerts),
        hidden=sum(not hidden.ordinary for hidden in screening.hidden),
        planted_found=_planted_found(draft, screening),
        quotes=screening.quotes,
    )


def cost_of(screening: Screening) -> Cost:
    """What the screening took when it was made; a kept one costs what it cost then."""
    p = screening.provenance
    return Cost(
        calls=len(p.requests),
        calls_cached=p.answers_from_cache,
        tokens_in=p.tokens_in,
        tokens_out=p.tokens_out,
        money=p.cost if p.requests else 0.0,
        seconds=(p.finished_at - p.started_at).total_seconds(),
    )


def _seen(screening: Screening) -> Iterator[SeenPassage]:
    """The passages, and as unread ones the stretches of text that no passage covers and no ledger owns up to."""
    readings = {r.passage_index: r for r in screening.readings}
    unread = {u.passage_index: u.because for u in screening.coverage.unread}
    text, at, more = screening.draft.text, 0, len(screening.passages)
    for p in sorted(screening.passages, key=lambda p: p.start):
        if text[at : p.start].strip():
            yield SeenPassage(index=more, start=at, end=p.start, unread_because=UnreadBecause.stopped)
            more += 1
        reading = readings.get(p.index)
        because = unread.get(p.index) or (UnreadBecause.stopped if reading is None else reading.unread_because)
        yield SeenPassage(
            index=p.index,
            start=p.start,
            end=p.end,
            unread_because=because,
            score=reading.score if reading else None,
            references=p.role is PassageRole.references,
        )
        at = max(at, p.end)
    if text[at:].strip():
        yield SeenPassage(index=more, start=at, end=len(text), unread_because=UnreadBecause.stopped)


def _flag(flag: Flag, text: str) -> SaidFlag:
    """The flag; without its place where the words there are not the ones that it quotes."""
    placed = flag.start is not None and flag.end is not None and text[flag.start : flag.end] == flag.quote
    return SaidFlag(
        start=flag.start if placed else None,
        end=flag.end if placed else None,
        passage_index=flag.passage_index,
        concern=flag.concern,
        severity=flag.severity,
        confidence=flag.confidence,
        confidence_from=flag.confidence_from,
        quote=flag.quote,
        says=flag.mechanism,
    )


def _factor(argued: FactorArgument) -> SaidFactor:
    evidence = (*argued.evidence_defence, *argued.evidence_offence)
    return SaidFactor(
        factor=argued.factor,
        stance=argued.stance,
        for_defence=bool(argued.for_defence.strip()),
        for_offence=bool(argued.for_offence.strip()),
        evidence=len(evidence),
        evidence_grounded=sum(e.start is not None for e in evidence),
        precedents=argued.precedents,
    )


def _retrieved(screening: Screening) -> Iterator[Retrieved]:
    """Every precedent with its rank within its passage, or within the draft as a whole."""
    seen: dict[int | None, int] = {}
    for p in screening.precedents:
        seen[p.passage_index] = seen.get(p.passage_index, 0) + 1
        yield Retrieved(
            case_id=p.case_id,
            rank=seen[p.passage_index],
            similarity=p.similarity,
            tier=p.final,
            passage_index=p.passage_index,
        )


def _planted_found(draft: ToScreen, screening: Screening) -> bool | None:
    if draft.labels.injection is None:
        return None
    shown = [hidden.text for hidden in screening.hidden if not hidden.ordinary]
    shown += [alert.text for alert in screening.alerts if alert.raises_attention]
    wanted = _runs(draft.labels.injection.text)
    found = set().union(*(_runs(text) for text in shown)) if shown else set()
    return bool(wanted) and len(wanted & found) / len(wanted) >= FOUND


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every run of three words, letters alone."""
    words = re.findall(r"[a-z]+", text.casefold().replace("\u200b", ""))
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
