"""What was read and what was not: coverage, the second opinion's disagreements, and why a screening is incomplete."""

from collections.abc import Iterator, Sequence

from screener.words.counting import counted
from screener.words.draft import Document, Passage
from screener.words.screening import Argument, Coverage, Disagreement, Reading, UnreadBecause, UnreadPassage


def coverage(document: Document, passages: Sequence[Passage], readings: Sequence[Reading]) -> Coverage:
    """The ledger over all passages and pages. A passage without a reading is unread."""
    made = {r.passage_index: r for r in readings}
    unread = [(p, made.get(p.index)) for p in passages if p.index not in made or not made[p.index].read]
    missed = sum(passage.end - passage.start for passage, _ in unread)
    return Coverage(
        passages=len(passages),
        read=len(passages) - len(unread),
        unread=tuple(
            UnreadPassage(
                passage_index=passage.index,
                pages=_pages(passage),
                because=(reading.unread_because if reading else None) or UnreadBecause.stopped,
                detail=reading.unread_detail if reading else "No reader came to this passage.",
            )
            for passage, reading in unread
        ),
        characters=len(document.text),
        characters_read=len(document.text) - missed,
        scanned_pages=tuple(p.number for p in document.pages if p.scanned),
        image_pages=tuple(p.number for p in document.pages if p.images),
        images=document.images,
        missing_parts=document.missing,
    )


def incomplete_because(covered: Coverage, argument: Argument) -> Iterator[str]:
    """The reasons why a screening is incomplete; none where it is complete."""
    if covered.unread:
        why = ", ".join(f"{n} {reason.replace('_', ' ')}" for reason, n in sorted(covered.reasons().items()))
        yield f"{len(covered.unread)} of {counted(covered.passages, 'passage')} not read ({why})"
    if covered.scanned_pages:
        pages = ", ".join(map(str, covered.scanned_pages[:12])) + (" …" if len(covered.scanned_pages) > 12 else "")
        yield f"no readable text on {counted(len(covered.scanned_pages), 'page')} (page {pages}); nobody has read that"
    if covered.missing_parts:
        named = "; ".join(covered.missing_parts[:6]) + (" …" if len(covered.missing_parts) > 6 else "")
        yield f"{counted(len(covered.missing_parts), 'part')} of the draft not handed in: {named}; nobody has read that"
    if argument.fallen_back_because:
        yield "the argument was not made by the model that should have made it"


def disagreements(readings: Sequence[Reading], second: Sequence[Reading], at_least: float) -> tuple[Disagreement, ...]:
    """Passages on which the second opinion sees something (a score of `at_least`) that the reader does not, or that
    only the second opinion read; highest score first. What the reader alone flags is no disagreement: the second
    opinion knows only what resembles earlier cases."""
    opinion = {r.passage_index: r for r in second}
    out = []
    for reading in readings:
        score = opinion[reading.passage_index].score if reading.passage_index in opinion else None
        if score is None:
            continue
        says = ""
        if not reading.read:
            says = f"Unread by the model; the embedded reader scores it {score:.2f}" + (
                " and flags it." if score >= at_least else "."
            )
        elif score >= at_least and not reading.claims:
            says = f"The embedded reader flags it ({score:.2f}); the model does not."
        if says:
            out.append(Disagreement(passage_index=reading.passage_index, score=score, says=says))
    return tuple(sorted(out, key=lambda d: -d.score))


def _pages(passage: Passage) -> tuple[int, ...]:
    if passage.page_first is None or passage.page_last is None:
        return ()
    return tuple(range(passage.page_first, passage.page_last + 1))
