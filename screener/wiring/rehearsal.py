"""Every request put into words before a run, so that a broken prompt file is found before a draft is read or paid for."""

from collections.abc import Iterator

from screener.doors.prompts import Prompts
from screener.stages.argument import LlmAdvocate, Material
from screener.stages.reading import DraftContext
from screener.stages.reading.llm import LlmReader
from screener.words.case import Kind, Precedent, Sensitivity, Verification
from screener.words.draft import Passage
from screener.words.flag import Flag, Grounding, ReaderKind
from screener.words.framework import Severity, Tier
from screener.words.screening import Reading, UnreadBecause

_FIRST = Passage(index=0, start=0, end=1, text=".")
_SECOND = Passage(index=1, start=2, end=3, text=".", section=("Title",))
_PRECEDENT = Precedent(
    case_id="case",
    title="Title",
    year=2020,
    kind=Kind.illustrative,
    verification=Verification.illustrative,
    sensitivity=Sensitivity.open,
    first=Tier.publish,
    final=Tier.publish,
    similarity=0.5,
    matched_text=".",
    matches=".",
    distinguishes=".",
    rationale=".",
)
_FLAG = Flag(
    id="f1",
    passage_index=0,
    reader=ReaderKind.llm,
    concern="concern",
    severity=Severity.low,
    mechanism=".",
    already_public=".",
    smallest_edit=".",
    quote=".",
    grounding=Grounding.exact,
    start=0,
    end=1,
)


def rehearse(reader: object, advocate: object, prompts: Prompts, *, with_confirmation: bool) -> None:
    """Make the requests of those of the two that ask models, and the one that confirms a flag where there may be one.

    Each is made with nothing to show and with something of everything, since a prompt may have parts for either.
    Raises ConfigurationError where a prompt is wrong.
    """
    for precedents in ((), (_PRECEDENT,)):
        if isinstance(reader, LlmReader):
            context = _context(precedents)
            reader.prompt(_FIRST, context)
            reader.prompt(_SECOND, context)
        if isinstance(advocate, LlmAdvocate):
            advocate.prompt(_material(precedents))
    if with_confirmation:
        prompts.render("confirm", concern=_FLAG.concern, mechanism=_FLAG.mechanism, quote=_FLAG.quote, mark="<<mark>>")


def _context(precedents: tuple[Precedent, ...]) -> DraftContext:
    return DraftContext(
        text=". .",
        title="Title",
        opening=".",
        outline="Title",
        total=2,
        precedents=precedents,
        by_passage={1: precedents},
    )


def _material(precedents: tuple[Precedent, ...]) -> Material:
    return Material(
        title="Title",
        opening=".",
        passages=(_FIRST, _SECOND),
        readings=tuple(_readings()) if precedents else (),
        flags=(_FLAG,) if precedents else (),
        precedents=precedents,
    )


def _readings() -> Iterator[Reading]:
    yield Reading(passage_index=0, reader=ReaderKind.llm, model="model", summary=".")
    yield Reading(passage_index=1, reader=ReaderKind.llm, model="model", unread_because=UnreadBecause.timed_out)
