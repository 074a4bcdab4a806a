"""The two-sided argument of the example screening."""

from functools import cache
from pathlib import Path

import yaml

from screener.words.draft import Passage
from screener.words.flag import Grounding, ReaderKind
from screener.words.framework import Framework, Severity, Stance, Tier
from screener.words.screening import Argument, Combination, Evidence, FactorArgument, TierCost
from tests.report.example_layout import example_pages, passage_of
from tests.report.example_text import span


@cache
def example_framework() -> Framework:
    """The framework that ships with the project."""
    path = Path(__file__).parents[2] / "prompts" / "framework.yaml"
    return Framework.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def _evidence(quote: str, grounding: Grounding = Grounding.exact) -> Evidence:
    start, end = span(quote)
    return Evidence(
        quote=quote,
        grounding=grounding,
        start=start,
        end=end,
        page=next(p.number for p in example_pages() if p.start <= start < p.end),
    )


def example_argument(passages: tuple[Passage, ...]) -> Argument:
    silencing = passage_of(passages, span("Projecting out")[0])
    stances = list(Stance)
    factors = tuple(
        FactorArgument(
            factor=factor.id,
            stance=stances[i % len(stances)],
            would_change="A test on a model near the frontier would settle it.",
            for_defence="The probe runs on stored activations of existing models, before anything is deployed.",
            evidence_defence=(_evidence("The probes need no access to the training data, run on stored activations"),)
            if i % 2 == 0
            else (),
            for_offence="The control raises scores as it stands, and nothing in the paper says why it does.",
            evidence_offence=(
                _evidence("What we cannot say is why silencing helps.", Grounding.normalised),
                Evidence(quote="the gain is free", grounding=Grounding.ungrounded),
            )
            if i % 3 == 0
            else (),
            precedents=("probe-release", "a case that is not shown") if i == 0 else (),
        )
        for i, factor in enumerate(example_framework().factors)
    )
    return Argument(
        by=ReaderKind.llm,
        model="example/advocate-large",
        factors=factors,
        for_openness="Evaluations that can be gamed unnoticed are worse than none, and the probe is cheap.",
        for_restraint="The strongest number in the draft is a gain that needs no training, and its code goes out.",
        tier_costs=(
            TierCost(
                tier=Tier.publish_with_edits, cost="Others cannot repeat the control, which is one figure of six."
            ),
        ),
        questions=(
            "Does the gain survive when the probe is fitted on another family?",
            "Could the code be released without the projection?",
        ),
        combinations=(
            Combination(
                passages=(0, silencing),
                severity=Severity.high,
                evidence=(_evidence("grows with size"),),
                enables="The abstract names the layers to look at and the method names what to do with them.",
            ),
        ),
    )
