"""A model that answers at once, in good form and always alike, whatever the passage says."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from evals.scripted_server import Reply, Request, prices_yes, says
from screener.words.framework import Framework
from screener.words.sentences import sentence_spans

_MARK = re.compile(r"<<[0-9a-f]{12}>>")
_NUMBER = re.compile(r"^Passage (\d+) of \d+", re.MULTILINE)


def is_reading(request: Request) -> bool:
    """Whether it asks for the reading of a passage."""
    return _form(request) == "PassageAnswer"


def is_argument(request: Request) -> bool:
    """Whether it asks for the argument."""
    return _form(request) == "ArgumentAnswer"


def scripted_model(framework: Framework, latency: float, flag_every: int = 0) -> Callable[[Request], Reply]:
    """A script: readings that flag one sentence in each `flag_every`-th passage (0: none), an argument, and a 'yes'.

    Every answer takes `latency` seconds.
    """
    argument = json.dumps(_argument(framework))

    def reply(request: Request) -> Reply:
        if is_reading(request):
            answer = says(json.dumps(_reading(request, framework, flag_every)), tokens=_tokens(request))
        elif is_argument(request):
            answer = says(argument, tokens=_tokens(request))
        else:
            answer = prices_yes(0.9, 0.08)
        return replace(answer, latency=latency)

    return reply


def passage_of(request: Request) -> str:
    """The passage that a request for a reading carries between its last two marks."""
    return _MARK.split(request.text)[-2].strip()


def _form(request: Request) -> str:
    sent = request.body.get("response_format") or {}
    return str(sent.get("json_schema", {}).get("name", ""))


def _tokens(request: Request) -> tuple[int, int, int]:
    return len(request.text) // 4, 0, 60


def _reading(request: Request, framework: Framework, flag_every: int) -> dict[str, Any]:
    found = _NUMBER.search(request.text)
    assert found, "a request for a reading names its passage"
    number, passage = int(found.group(1)), passage_of(request)
    flags = []
    if flag_every and number % flag_every == 0:
        start, end = next(span for span in sentence_spans(passage) if span[1] - span[0] > 60)
        flags.append(
            {
                "concern": framework.concern_ids()[0],
                "severity": "low",
                "quote": passage[start:end].strip(),
                "mechanism": "A reader of this made-up draft could do nothing new; the flag is there to be counted.",
                "already_public": "unknown",
                "smallest_edit": "None is needed.",
                "self_confidence": 0.5,
            }
        )
    return {"summary": f"Part {number} tells what an office noted.", "flags": flags}


def _argument(framework: Framework) -> dict[str, Any]:
    factor = {
        "for_defence": "The material shows nothing on this side.",
        "evidence_defence": [],
        "for_offence": "The material shows nothing on this side.",
        "evidence_offence": [],
        "stance": "not_shown",
        "would_change": "A draft about something else.",
    }
    return {
        "factors": dict.fromkeys(framework.factor_ids(), factor),
        "for_openness": "Nothing speaks against it.",
        "for_restraint": "Nothing speaks for it.",
        "tier_costs": [{"tier": tier.id, "cost": "None to speak of."} for tier in framework.tiers],
        "questions": [],
        "combinations": [],
    }
