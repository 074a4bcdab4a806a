"""The argument by a language model, over flags, passage summaries and precedents."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model, field_validator, model_validator

from screener.doors.model import Model, Prompt, new_mark
from screener.doors.prompts import Prompts
from screener.stages.argument.contract import Material, Quote
from screener.words.flag import Flag, ReaderKind
from screener.words.framework import Severity, Stance, Tier
from screener.words.screening import Argument, Combination, Evidence, FactorArgument, Reading, TierCost

MOST_FLAGS = 60
MOST_PRECEDENTS = 6
LONGEST_SUMMARY = 160
LONGEST_TEXT = 3_000


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class AnsweredFactor(_Lenient):
    """One factor as a model argues it."""

    for_defence: str
    evidence_defence: list[str] = Field(default_factory=list, max_length=6)
    for_offence: str
    evidence_offence: list[str] = Field(default_factory=list, max_length=6)
    stance: Stance
    would_change: str = ""

    @field_validator("stance", mode="before")
    @classmethod
    def _as_id(cls, value: object) -> object:
        return _as_id(value)


class AnsweredCost(_Lenient):
    """What a tier would cost, as a model sees it."""

    tier: Tier
    cost: str


class AnsweredCombination(_Lenient):
    """Passages that enable together, as a model sees it."""

    passages: list[int]
    enables: str
    severity: Severity
    quotes: list[str] = Field(default_factory=list)


class _Factors(_Lenient):
    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: object) -> object:
        """Some models answer with a list of factors, each naming itself."""
        if isinstance(value, list):
            return {_as_id(f.get("factor")): f for f in reversed(value) if isinstance(f, dict) and f.get("factor")}
        return value


class ArgumentAnswer(_Lenient):
    """A model's whole argument."""

    factors: BaseModel
    """One `AnsweredFactor` per factor id; narrowed by `answer_form`, so that none can be left out."""
    for_openness: str
    for_restraint: str
    tier_costs: list[AnsweredCost] = Field(default_factory=list)
    questions: list[str] = Field(default_factory=list)
    combinations: list[AnsweredCombination] = Field(default_factory=list)


def answer_form(factors: Sequence[str]) -> type[ArgumentAnswer]:
    """The answer's form with one required field per factor."""
    fields: dict[str, Any] = dict.fromkeys(factors, (AnsweredFactor, ...))
    by_id = create_model("Factors", __base__=_Factors, **fields)
    return create_model("ArgumentAnswer", __base__=ArgumentAnswer, factors=(by_id, ...))


class LlmAdvocate:
    """Argues with the model of the role 'advocate'."""

    def __init__(self, model: Model, prompts: Prompts) -> None:
        self._model, self._prompts = model, prompts
        framework = prompts.framework
        self._factors = framework.factor_ids()
        self._form = answer_form(self._factors)
        self._system = prompts.render("advocate_system", factors=framework.factors, tiers=framework.tiers)

    async def argue(self, material: Material, quote: Quote) -> Argument:
        """The model's argument with its quotes looked up. Raises ModelFault; an answer without every factor is one."""
        answer = await self._model.ask(self.prompt(material), self._form)
        value = answer.value
        return Argument(
            by=ReaderKind.llm,
            model=answer.model,
            factors=tuple(_factor(name, getattr(value.factors, name), quote) for name in self._factors),
            for_openness=value.for_openness[:LONGEST_TEXT],
            for_restraint=value.for_restraint[:LONGEST_TEXT],
            tier_costs=tuple(TierCost(tier=c.tier, cost=c.cost[:LONGEST_TEXT]) for c in value.tier_costs),
            questions=tuple(q[:600] for q in value.questions[:8]),
            combinations=tuple(_combinations(value.combinations, len(material.passages), quote)),
        )

    def prompt(self, material: Material) -> Prompt:
        """The one request of the argument."""
        mark = new_mark()
        read = [r for r in material.readings if r.read]
        text = self._prompts.render(
            "advocate",
            precedents=material.precedents[:MOST_PRECEDENTS],
            unread=len(material.readings) - len(read),
            total=len(material.passages),
            mark=mark,
            title=material.title,
            opening=material.opening,
            summaries=[{"number": r.passage_index + 1, "text": _summary(r, material)} for r in read],
            flags=[_shown(flag) for flag in _weightiest(material.flags)],
        )
        return Prompt(
            messages=({"role": "system", "content": self._system}, {"role": "user", "content": text}),
            marks=(mark,),
            passages=tuple(r.passage_index for r in read),
            repair=self._prompts.render("repair", fault="{fault}"),
        )


def _summary(reading: Reading, material: Material) -> str:
    text = reading.summary or material.passages[reading.passage_index].text
    return " ".join(text.split())[:LONGEST_SUMMARY]


def _weightiest(flags: Sequence[Flag]) -> list[Flag]:
    ranked = sorted((f for f in flags if f.grounded), key=lambda f: -f.severity.rank)[:MOST_FLAGS]
    return sorted(ranked, key=lambda f: f.start or 0)


def _shown(flag: Flag) -> dict[str, str | int]:
    return {
        "number": flag.passage_index + 1,
        "concern": flag.concern,
        "severity": str(flag.severity),
        "quote": " ".join(flag.quote.split())[:300],
        "mechanism": flag.mechanism[:160],
    }


def _factor(name: str, answer: AnsweredFactor, quote: Quote) -> FactorArgument:
    return FactorArgument(
        factor=name,
        stance=answer.stance,
        for_defence=answer.for_defence[:LONGEST_TEXT],
        for_offence=answer.for_offence[:LONGEST_TEXT],
        would_change=answer.would_change[:LONGEST_TEXT],
        evidence_defence=_evidence(answer.evidence_defence, quote),
        evidence_offence=_evidence(answer.evidence_offence, quote),
    )


def _evidence(quotes: Sequence[str], quote: Quote) -> tuple[Evidence, ...]:
    return tuple(quote(text[:1_500], None) for text in quotes[:3] if text.strip())


def _combinations(answered: Sequence[AnsweredCombination], total: int, quote: Quote) -> list[Combination]:
    """Combinations of at least two passages that exist, with their quotes looked up in those passages first."""
    out = []
    for answer in answered[:8]:
        indexes = tuple(sorted({n - 1 for n in answer.passages if 1 <= n <= total}))
        if len(indexes) >= 2 and answer.severity is not Severity.none:
            named = [n - 1 if 1 <= n <= total else None for n in answer.passages]
            places = [*named, *[None] * max(0, len(answer.quotes) - len(named))]
            evidence = tuple(
                quote(text[:1_500], at) for text, at in zip(answer.quotes, places, strict=False) if text.strip()
            )
            out.append(
                Combination(
                    passages=indexes,
                    enables=answer.enables[:LONGEST_TEXT],
                    severity=answer.severity,
                    evidence=evidence,
                )
            )
    return out


def _as_id(value: object) -> object:
    return value.strip().casefold().replace(" ", "_").replace("favors", "favours") if isinstance(value, str) else value
