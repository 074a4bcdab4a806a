"""From a provider's text to a checked answer: refusals are recognised, fences taken off, the form validated."""

import json
import re
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from screener.doors.model.library import RawAnswer
from screener.words.errors import InvalidAnswer, Refused, Truncated

A = TypeVar("A", bound=BaseModel)

LONGEST = 200_000
"""Characters of an answer at most; a longer one is invalid."""
_FENCE = re.compile(r"^\s*```[a-zA-Z]*\s*\n(?P<body>.*?)\n?\s*```\s*$", re.S)
_THINKING = re.compile(r"^\s*<think(?:ing)?>.*?</think(?:ing)?>", re.S)
_REFUSAL = re.compile(
    r"^\W*(?:(?:i'?m|i am)\s+(?:(?:very |so |really |truly )?sorry|afraid|unable to|not able to|not comfortable)"
    r"|(?:i\s+)?apologi[sz]e|sorry\b|unfortunately,? i\b"
    r"|(?:i|we)\s+(?:can(?:no|')?t|can not|won'?t|will not|must (?:decline|refuse)|decline|refuse|do not feel comfortable|am unable)"
    r"|(?:this|that|your) request\b.{0,60}\b(?:declin|refus|cannot|can't|violat|against)"
    r"|as an ai\b.{0,80}\b(?:cannot|can't|unable|not able))",
    re.I | re.S,
)


def checked(raw: RawAnswer, form: type[A]) -> A:
    """The answer in the form asked for. Raises Refused, Truncated or InvalidAnswer."""
    if raw.refusal or raw.finish in ("content_filter", "refusal"):
        raise Refused("The model declined to answer.")
    if _refuses(raw.untrusted_text):
        raise Refused("The model declined to answer.")
    if raw.finish == "length":
        raise Truncated("The answer was cut off at the output limit; raise max_output_tokens.")
    answer = _parsed(_THINKING.sub("", raw.untrusted_text), form)
    if _refuses_inside(answer):
        raise Refused("The model declined inside its answer.")
    return answer


def _parsed(text: str, form: type[A]) -> A:
    if len(text) > LONGEST:
        raise InvalidAnswer(f"The answer is longer than {LONGEST:,} characters.")
    if not text.strip():
        raise InvalidAnswer("The answer is empty.")
    fenced = _FENCE.match(text)
    body = fenced.group("body") if fenced else text
    try:
        return form.model_validate(json.loads(_object(body), strict=False))
    except json.JSONDecodeError as error:
        raise InvalidAnswer(f"The answer is not valid JSON: {error.msg} at character {error.pos}.") from error
    except RecursionError as error:
        raise InvalidAnswer("The answer is nested too deeply.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(p) for p in first["loc"]) or "the answer"
        raise InvalidAnswer(f"The answer does not have the form asked for: {place}: {first['msg']}.") from error


def _object(text: str) -> str:
    """The first JSON object of a text, for models that put a sentence before or after it."""
    start = text.find("{")
    if start < 0:
        return text
    try:
        _, end = json.JSONDecoder(strict=False).raw_decode(text, start)
    except json.JSONDecodeError:
        return text[start:]
    return text[start:end]


def _refuses(text: str) -> bool:
    plain = _THINKING.sub("", text).replace("’", "'")
    return "{" not in plain[:40] and bool(_REFUSAL.match(plain))


def _refuses_inside(answer: BaseModel) -> bool:
    """A form filled in only to decline: no flags, and a summary that is a refusal."""
    return not getattr(answer, "flags", True) and bool(_REFUSAL.match(str(getattr(answer, "summary", "")).replace("’", "'")))
