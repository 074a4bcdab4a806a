"""Turns the claims of readings into flags with places in the draft."""

from collections import Counter
from collections.abc import Iterable, Sequence

from screener.stages.grounding.gate import Found, QuoteGate
from screener.words.draft import Document, Passage
from screener.words.flag import ClaimedFlag, ConfidenceFrom, Flag, Grounding, ReaderKind
from screener.words.screening import Evidence, QuoteStatistics, Reading


def ground(
    readings: Iterable[Reading],
    document: Document,
    passages: Sequence[Passage],
    gate: QuoteGate,
) -> tuple[Flag, ...]:
    """All claims as flags in reading order, ungrounded ones last.

    A flag belongs to the passage in which its words stand, whichever passage was being read (every request shows the
    draft's opening). One concern claimed twice at one place counts once, with the graver severity.
    """
    flags: list[Flag] = []
    for reading in readings:
        passage = passages[reading.passage_index]
        for claim in reading.claims:
            found = gate.find(claim.quote, within=(passage.start, passage.end))
            _add(flags, _flag(claim, reading, found, document, _home(passages, passage, found)))
    ordered = sorted(flags, key=lambda f: (f.start is None, f.start or 0, f.passage_index, -f.severity.rank))
    return tuple(flag.model_copy(update={"id": f"f{i}"}) for i, flag in enumerate(ordered, 1))


def quote_statistics(flags: Iterable[Flag], evidence: Iterable[Evidence]) -> QuoteStatistics:
    """How the quotes of flags and of the argument's evidence were found."""
    counted = Counter([*(str(f.grounding) for f in flags), *(str(e.grounding) for e in evidence)])
    return QuoteStatistics(**{str(kind): counted[str(kind)] for kind in Grounding})


def _flag(claim: ClaimedFlag, reading: Reading, found: Found, document: Document, passage: Passage) -> Flag:
    grounded = found.start is not None and found.end is not None
    place = found.start if found.start is not None else passage.start
    scored = reading.reader is ReaderKind.embedded
    return Flag(
        id="f0",
        passage_index=passage.index,
        reader=reading.reader,
        concern=claim.concern,
        severity=claim.severity,
        mechanism=claim.mechanism,
        already_public=claim.already_public,
        smallest_edit=claim.smallest_edit,
        quote=document.text[found.start : found.end] if grounded else claim.quote,
        grounding=found.how,
        start=found.start,
        end=found.end,
        page=document.page_at(place) if grounded else passage.page_first,
        section=document.section_at(place),
        confidence=claim.self_confidence if scored else None,
        confidence_from=ConfidenceFrom.calibrated_score if scored else ConfidenceFrom.none,
        self_confidence=None if scored else claim.self_confidence,
    )


def _home(passages: Sequence[Passage], read: Passage, found: Found) -> Passage:
    """The passage in which a found quote begins; the one that was read where it was not found."""
    if found.start is None or read.start <= found.start < read.end:
        return read
    at = found.start
    return next((p for p in passages if p.start <= at < p.end), read)


def _add(flags: list[Flag], flag: Flag) -> None:
    """Keep the flag, unless one like it is there that is at least as grave."""
    at = next((i for i, other in enumerate(flags) if _same(flag, other)), None)
    if at is None:
        flags.append(flag)
    elif flag.severity.rank > flags[at].severity.rank:
        flags[at] = flag


def _same(one: Flag, other: Flag) -> bool:
    """The same concern at (mostly) the same words, from the same passage."""
    if one.concern != other.concern or one.passage_index != other.passage_index:
        return False
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return one.quote == other.quote
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0.5 * min(one.end - one.start, other.end - other.start)
