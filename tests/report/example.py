"""An invented screening with everything that a report has to show."""

from datetime import UTC, datetime, timedelta
from functools import cache

from screener.words.draft import Format, Join, Passage
from screener.words.flag import ReaderKind
from screener.words.framework import Attention, Tier
from screener.words.screening import (
    Coverage,
    Disagreement,
    DraftText,
    ModelRequest,
    Provenance,
    QuoteStatistics,
    ReaderDescription,
    Reading,
    Reason,
    Screening,
    Status,
    Suggestion,
    UnreadBecause,
    UnreadPassage,
)
from tests.report.example_argument import example_argument, example_framework
from tests.report.example_findings import example_alerts, example_flags, example_hidden, example_precedents
from tests.report.example_layout import example_pages, example_passages, example_sections, passage_of
from tests.report.example_text import TEXT, span

__all__ = ["UNREAD", "example_framework", "example_screening"]

_AT = datetime(2026, 3, 4, 9, 5, 7, tzinfo=UTC)
UNREAD = 3
"""Index of the passage that no reader read."""


@cache
def example_screening() -> Screening:
    """Incomplete, with overlapping, ungrounded and doubtful flags, hidden text, both readers and a combination."""
    passages = example_passages()
    return Screening(
        id="s-20260304-0001",
        status=Status.incomplete,
        incomplete_because=("The advocate was asked twice before it gave a usable answer for one factor.",),
        draft=DraftText(
            format=Format.pdf,
            title="Probes that notice withheld effort",
            text=TEXT,
            pages=example_pages(),
            sections=example_sections(),
            joins=(Join(offset=span("mid-sized")[0] + 4, removed="-\n"),),
            notes=("Equations were read as plain characters.",),
        ),
        passages=passages,
        readings=_readings(passages),
        second_opinion=(Reading(passage_index=UNREAD, reader=ReaderKind.embedded, model="embedded-1", score=0.71),),
        disagreements=(
            Disagreement(
                passage_index=UNREAD,
                score=0.71,
                says="Only the second opinion read this passage, and it would flag it.",
            ),
        ),
        coverage=_coverage(passages),
        flags=example_flags(passages),
        quotes=QuoteStatistics(exact=7, normalised=2, fuzzy=1, ungrounded=1),
        precedents=example_precedents(),
        no_precedent=(passage_of(passages, span("We release the probe weights")[0]),),
        hidden=example_hidden(),
        alerts=example_alerts(),
        argument=example_argument(passages),
        suggestion=_suggestion(),
        provenance=_provenance(),
    )


def _readings(passages: tuple[Passage, ...]) -> tuple[Reading, ...]:
    return tuple(
        Reading(
            passage_index=p.index,
            reader=ReaderKind.llm,
            model="example/reader-large",
            summary="What the passage says.",
            unread_because=UnreadBecause.refused if p.index == UNREAD else None,
        )
        for p in passages
    )


def _coverage(passages: tuple[Passage, ...]) -> Coverage:
    gap = passages[UNREAD]
    return Coverage(
        passages=len(passages),
        read=len(passages) - 1,
        characters=len(TEXT),
        characters_read=len(TEXT) - len(gap.text),
        unread=(
            UnreadPassage(
                passage_index=UNREAD,
                because=UnreadBecause.refused,
                detail="The answer was a refusal in prose.",
                pages=(2,),
            ),
        ),
        scanned_pages=(3,),
        image_pages=(4,),
        images=1,
    )


def _suggestion() -> Suggestion:
    return Suggestion(
        tier=Tier.share_select,
        attention=Attention.raised,
        unsure=True,
        reasons=(
            Reason(
                rule="high_flag",
                says="One confident flag of high severity stands in the draft.",
                tier=Tier.share_select,
            ),
            Reason(
                rule="unread",
                says="A passage was not read, so open publication is not suggested.",
                attention=Attention.raised,
            ),
        ),
    )


def _provenance() -> Provenance:
    return Provenance(
        draft_sha256="9f2b" * 16,
        file_name="withheld-effort-v7.pdf",
        size=482_113,
        parser="pdf 1.0",
        sandbox="60 s, 1 GiB, no network",
        screener_version="0.1.0",
        framework_sha256="ab12" * 16,
        prompts_sha256={"reader_system": "cd34" * 16, "advocate": "ef56" * 16},
        embedder="example embedder, 384 dimensions",
        corpus_sha256="0a1b" * 16,
        corpus_cases=212,
        readers=(
            ReaderDescription(
                kind=ReaderKind.llm,
                role="reader",
                model="example/reader-large",
                meaning="It reads every passage in context and states flags with quotes; it can be wrong or refuse.",
            ),
            ReaderDescription(
                kind=ReaderKind.embedded,
                role="second opinion",
                model="embedded-1",
                measured={"recall": 0.83, "text_share": 0.31},
                meaning="It compares passages with judged ones and does not understand them.",
            ),
        ),
        settings={"reader": "example/reader-large", "concurrency": "8"},
        requests=_requests(),
        started_at=_AT,
        finished_at=_AT + timedelta(seconds=97),
        seconds={"parse": 1.2, "read": 71.0, "argue": 22.5},
        tokens_in=3_224,
        tokens_out=322,
        cost=0.0123,
        answers_from_cache=2,
    )


def _requests() -> tuple[ModelRequest, ...]:
    return (
        ModelRequest(
            at=_AT,
            role="reader",
            model="example/reader-large",
            host="models.example",
            passages=(0, 1),
            status="ok",
            bytes_out=9_120,
            tokens_in=2_214,
            tokens_in_cached=900,
            tokens_out=310,
            cost=0.0123,
            seconds=4.2,
        ),
        ModelRequest(
            at=_AT,
            role="reader",
            model="example/reader-large",
            host="models.example",
            passages=(3,),
            status="Refused",
            bytes_out=4_002,
            tokens_in=1_010,
            tokens_out=12,
            seconds=1.1,
        ),
    )
