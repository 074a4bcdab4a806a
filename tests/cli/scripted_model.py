"""A model that reads and argues as a test tells it to, behind the scripted server."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from screener.doors.prompts import Prompts
from tests.scripted_server import Reply, Request, prices_yes, says

_PASSAGE = re.compile(r"^Passage (\d+) of (\d+)", re.M)
_FACTORS = Prompts(Path(__file__).parents[2] / "prompts").framework.factor_ids()

Flags = Mapping[int, Sequence[Mapping[str, Any]]]
"""By passage index: the flags as the model states them."""


def kind_of(request: Request) -> str:
    """What a request asks for: 'passage', 'argument' or 'confidence'."""
    if request.body.get("logprobs"):
        return "confidence"
    return "passage" if _PASSAGE.search(request.text) else "argument"


def passage_of(request: Request) -> int:
    """Index of the passage a request is about."""
    found = _PASSAGE.search(request.text)
    assert found
    return int(found[1]) - 1


def is_repair(request: Request) -> bool:
    """Whether the model is asked to give its answer once more."""
    return len(request.messages) > 2


def flag(quote: str, severity: str = "medium", concern: str = "training_efficiency") -> dict[str, Any]:
    """A flag as a model states it."""
    return {
        "concern": concern,
        "severity": severity,
        "quote": quote,
        "mechanism": "A rival saves weeks of trying.",
        "already_public": "unknown",
        "smallest_edit": "Leave it out.",
        "self_confidence": 0.8,
    }


def reading(flags: Sequence[Mapping[str, Any]] = (), summary: str = "It tells of ponds.", **how: Any) -> Reply:
    """An answer about a passage."""
    return says(json.dumps({"summary": summary, "flags": list(flags)}), **how)


def argument(quote: str = "", **how: Any) -> Reply:
    """An answer that argues every factor, with one quote for each side where there is one."""
    one = {
        "for_defence": "Few gain.",
        "evidence_defence": [quote] if quote else [],
        "for_offence": "Some gain.",
        "evidence_offence": [],
        "stance": "balanced",
        "would_change": "More facts.",
    }
    return says(
        json.dumps(
            {
                "factors": dict.fromkeys(_FACTORS, one),
                "for_openness": "Open is good.",
                "for_restraint": "Closed is safe.",
                "tier_costs": [{"tier": "publish", "cost": "Little."}],
                "questions": ["Which settings?"],
                "combinations": [],
            }
        ),
        **how,
    )


@dataclass
class ScriptedModel:
    """Answers each request by its kind. `passage` overrules the reading of a passage where it gives a reply."""

    flags: Flags = field(default_factory=dict)
    passage: Callable[[Request, int], Reply | None] = lambda request, index: None
    arguing: Callable[[Request], Reply] = lambda request: argument()
    yes: float = 0.9
    latency: float = 0.0
    """Seconds that every reading takes."""

    def __call__(self, request: Request) -> Reply:
        """The reply to one request."""
        kind = kind_of(request)
        if kind == "argument":
            return self.arguing(request)
        if kind == "confidence":
            return prices_yes(self.yes, 1 - self.yes)
        index = passage_of(request)
        return self.passage(request, index) or reading(self.flags.get(index, ()), latency=self.latency)
