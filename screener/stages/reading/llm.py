"""Reading by a language model: one request per passage, its draft text fenced in by a random mark."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, create_model, field_validator

from screener.doors.model import Model, Prompt, new_mark
from screener.doors.prompts import Prompts
from screener.stages.reading.contract import DraftContext
from screener.words.draft import Passage
from screener.words.errors import ModelFault
from screener.words.flag import ClaimedFlag, ReaderKind
from screener.words.framework import Severity
from screener.words.screening import ReaderDescription, Reading

MOST_FLAGS = 12
"""Flags kept per passage: a model in a loop must not bury the reviewer."""
BEFORE = 80
"""Characters of the preceding text shown for continuity."""
LONGEST_FIELD = 1_200
LONGEST_QUOTE = 4_000


class AnsweredFlag(BaseModel):
    """A flag in a model's answer."""

    model_config = ConfigDict(extra="ignore")

    concern: str
    """Narrowed to the framework's ids by `answer_form`."""
    severity: Severity
    quote: str
    mechanism: str = ""
    already_public: str = "unknown"
    smallest_edit: str = ""
    self_confidence: float | None = None

    @field_validator("severity", "concern", mode="before")
    @classmethod
    def _as_id(cls, value: object) -> object:
        return value.strip().casefold().replace(" ", "_").replace("-", "_") if isinstance(value, str) else value

    @field_validator("quote")
    @classmethod
    def _has_words(cls, value: str) -> str:
        return _not_blank(value)

    @field_validator("self_confidence", mode="after")
    @classmethod
    def _within_bounds(cls, value: float | None) -> float | None:
        return None if value is None else min(1.0, max(0.0, value))


class PassageAnswer(BaseModel):
    """A model's answer about one passage."""

    model_config = ConfigDict(extra="ignore")

    summary: str
    """Never blank: an answer with neither words nor flags is no sign that anybody read."""
    flags: list[AnsweredFlag]

    @field_validator("summary")
    @classmethod
    def _has_words(cls, value: str) -> str:
        return _not_blank(value)


def answer_form(concerns: Sequence[str]) -> type[PassageAnswer]:
    """The answer's form with the concern narrowed to these ids, so that schema and validation both know them."""
    flag = create_model("Flag", __base__=AnsweredFlag, concern=(Literal[tuple(concerns)], ...))  # type: ignore[arg-type]
    return create_model("PassageAnswer", __base__=PassageAnswer, flags=(list[flag], ...))  # type: ignore[valid-type]


class LlmReader:
    """Reads with the model of the role 'reader'."""

    kind = ReaderKind.llm

    def __init__(self, model: Model, prompts: Prompts) -> None:
        self._model, self._prompts = model, prompts
        framework = prompts.framework
        self._system = prompts.render("reader_system", concerns=framework.concerns, severities=framework.severities)
        self._form = answer_form(framework.concern_ids())
        self._context_mark = new_mark()
        self._told: tuple[DraftContext, str] | None = None

    async def read(self, passage: Passage, context: DraftContext) -> Reading:
        """What the model flags in the passage, or why it is unread."""
        return await self.sample(passage, context)

    async def sample(
        self,
        passage: Passage,
        context: DraftContext,
        *,
        temperature: float | None = None,
        number: int = 0,
    ) -> Reading:
        """One reading; further samples of the same passage differ by `number` and are drawn at `temperature`."""
        try:
            answer = await self._model.ask(
                self.prompt(passage, context),
                self._form,
                temperature=temperature,
                sample=number,
            )
        except ModelFault as fault:
            return Reading(
                passage_index=passage.index,
                reader=self.kind,
                model=self._model.name,
                unread_because=fault.because,
                unread_detail=str(fault),
            )
        return Reading(
            passage_index=passage.index,
            reader=self.kind,
            model=answer.model,
            claims=self._claims(answer.value.flags),
            summary=answer.value.summary.strip()[:LONGEST_FIELD],
            repaired=answer.repaired,
            cached=answer.cached,
        )

    def prompt(self, passage: Passage, context: DraftContext) -> Prompt:
        """The request for one passage: what never changes first, the passage last."""
        mark = new_mark()
        nearest = [p.case_id for p in context.by_passage.get(passage.index, ())]
        listed = [str(i) for i, p in enumerate(context.precedents, 1) if p.case_id in nearest]
        part = self._prompts.render(
            "reader_passage",
            number=passage.index + 1,
            total=context.total,
            mark=mark,
            nearest=", ".join(listed),
            passage=passage.text,
            place=_place(passage, context),
        )
        return Prompt(
            messages=(
                {"role": "system", "content": self._system},
                {"role": "user", "content": self._context(context) + "\n\n" + part},
            ),
            marks=(self._context_mark, mark),
            passages=(passage.index,),
            repair=self._prompts.render("repair", fault="{fault}"),
        )

    def describe(self, role: str) -> ReaderDescription:
        """The model, and what a reading by it is worth."""
        return ReaderDescription(
            kind=self.kind,
            role=role,
            model=self._model.name,
            meaning="A language model read every passage that is not listed as unread. It can miss things and can be "
            "wrong; its quotes were checked against the draft, its judgement was not.",
        )

    def _context(self, context: DraftContext) -> str:
        """The same words for every passage of a draft, so they are made once."""
        if (told := self._told) is not None and told[0] is context:
            return told[1]
        said = self._prompts.render(
            "reader_context",
            mark=self._context_mark,
            title=context.title,
            opening=context.opening,
            outline=context.outline,
            precedents=context.precedents,
        )
        self._told = (context, said)
        return said

    def _claims(self, flags: Sequence[AnsweredFlag]) -> tuple[ClaimedFlag, ...]:
        return tuple(
            ClaimedFlag(
                concern=flag.concern,
                severity=flag.severity,
                quote=flag.quote.strip()[:LONGEST_QUOTE],
                mechanism=flag.mechanism.strip()[:LONGEST_FIELD],
                already_public=flag.already_public.strip()[:LONGEST_FIELD],
                smallest_edit=flag.smallest_edit.strip()[:LONGEST_FIELD],
                self_confidence=flag.self_confidence,
            )
            for flag in flags[:MOST_FLAGS]
            if flag.severity is not Severity.none
        )


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


def _place(passage: Passage, context: DraftContext) -> str:
    """The titles of the sections around a passage, and the words before it, on one line."""
    before = " ".join(context.text[max(0, passage.start - BEFORE) : passage.start].split())
    titles = " ".join(" / ".join(passage.section).split())[:100]
    return f"{titles}: …{before}" if before else titles
