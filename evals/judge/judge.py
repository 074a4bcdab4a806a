"""Asks a model twice: for its own stances from the draft alone, then whether the screen's two sides hold.

Its own stances say how far it may be trusted: they are held against the labels. It sees the argument only afterwards, and
never the stance that it would have to agree with before it has taken its own.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from evals.records import Judged, JudgedFactor
from screener.doors.model import Model, Prompt, new_mark
from screener.storage.answers import StoredAnswers
from screener.wiring.models import build_models
from screener.wiring.settings import Role, Settings, load_settings
from screener.words.errors import ModelFault
from screener.words.framework import Framework, Stance
from screener.words.screening import Evidence, FactorArgument, Screening

_REPAIR = "That was not usable: {fault} Answer again."
_HERE = Path(__file__).parent


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class OwnStance(_Lenient):
    """The stance that the judge takes on one factor, and why."""

    because: str
    stance: Stance


class Verdict(_Lenient):
    """What the judge makes of the argument on one factor."""

    defence_holds: bool
    offence_holds: bool
    stance_follows: bool


def _one_each(name: str, kind: type[BaseModel], factors: Sequence[str]) -> type[BaseModel]:
    """An answer's form with one required field per factor."""
    fields: dict[str, Any] = dict.fromkeys(factors, (kind, ...))
    return create_model(name, __base__=_Lenient, **fields)


class Judge:
    """Judges the argument of a screening."""

    def __init__(self, model: Model, framework: Framework) -> None:
        self.model = model
        self._factors = framework.factor_ids()
        listed = "\n".join(f"- {f.id}: {f.question}" for f in framework.factors)
        self._asks_own = (_HERE / "own_stance.txt").read_text(encoding="utf-8").replace("{factors}", listed)
        self._asks_sides = (_HERE / "both_sides.txt").read_text(encoding="utf-8").replace("{factors}", listed)
        self._own_form = _one_each("OwnStances", OwnStance, self._factors)
        self._verdict_form = _one_each("Verdicts", Verdict, self._factors)

    async def judged(self, screening: Screening) -> Judged:
        """What the judge makes of every factor that was argued; why not, where the model fails."""
        draft = f"{screening.draft.title}\n\n{screening.draft.text}"
        argued = {factor.factor: factor for factor in screening.argument.factors}
        try:
            own = await self._asked(self._asks_own, draft, "", self._own_form)
            verdicts = await self._asked(self._asks_sides, draft, _told(argued), self._verdict_form)
        except ModelFault as fault:
            return Judged(by=self.model.name, failed_because=str(fault))
        return Judged(
            by=self.model.name,
            factors=tuple(_factor(name, own[name], verdicts[name]) for name in self._factors if name in argued),
        )

    async def _asked(self, asks: str, draft: str, argument: str, form: type[BaseModel]) -> dict[str, Any]:
        mark = new_mark()
        parts = [f"The draft:\n{mark}\n{draft}\n{mark}"]
        parts += [f"The argument:\n{mark}\n{argument}\n{mark}"] if argument else []
        prompt = Prompt(
            messages=(
                {"role": "system", "content": asks},
                {"role": "user", "content": "\n\n".join([*parts, "Answer with the JSON object that was asked for."])},
            ),
            marks=(mark,),
            repair=_REPAIR,
        )
        answer = (await self.model.ask(prompt, form)).value
        return {name: getattr(answer, name) for name in self._factors}


def judge_of(settings: Settings, model: str, api_base: str, framework: Framework, closing: ExitStack) -> Judge:
    """The judge behind a model's name. What it opens is closed with `closing`.

    Raises ConfigurationError where the model cannot be asked as the settings stand.
    """
    role = Role.model_validate({"model": model, "api_base": api_base or None, "max_output_tokens": 4_000})
    if not api_base and model == settings.reader.model:
        role = settings.reader.model_copy(update={"max_output_tokens": 4_000})
    answers = StoredAnswers(settings.data / "answers.sqlite")
    closing.callback(answers.close)
    alone = settings.model_copy(
        update={
            "reader": role,
            "advocate": settings.advocate.model_copy(update={"model": ""}),
            "air_gap": load_settings().air_gap,  # a screen that asks nobody may have a judge that is asked
        }
    )
    asked, _ = build_models(alone, answers, closing)
    assert asked is not None, "a judge's model is named"
    return Judge(asked, framework)


def _told(argued: Mapping[str, FactorArgument]) -> str:
    return "\n\n".join(
        "\n".join(
            (
                f"{name}",
                f"For the defender: {factor.for_defence or '(nothing)'}{_quoted(factor.evidence_defence)}",
                f"For the attacker: {factor.for_offence or '(nothing)'}{_quoted(factor.evidence_offence)}",
                f"Stance: {factor.stance}",
            )
        )
        for name, factor in argued.items()
    )


def _quoted(evidence: Sequence[Evidence]) -> str:
    return "".join(f" “{piece.quote}”" for piece in evidence)


def _factor(name: str, own: OwnStance, verdict: Verdict) -> JudgedFactor:
    return JudgedFactor(
        factor=name,
        own=own.stance,
        defence_holds=verdict.defence_holds,
        offence_holds=verdict.offence_holds,
        stance_follows=verdict.stance_follows,
    )
