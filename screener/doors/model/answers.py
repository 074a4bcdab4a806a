"""From a provider's text to a checked answer: refusals are recognised, fences taken off, the form validated."""

import json
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from screener.doors.model.provider import RawAnswer
from screener.words.errors import InvalidAnswer, Refused, Truncated

A = TypeVar("A", bound=BaseModel)

LONGEST = 200_000
"""Characters of an answer at most; a longer one is invalid."""
_MOST_BRACES = 40
"""Places at most where a JSON object may begin, for models that talk around it."""
_THINKING = re.compile(r"^\s*<think(?:ing)?>.*?</think(?:ing)?>", re.S)
_REFUSAL = re.compile(
    r"^\W*(?:(?:i'?m|i am)\s+(?:(?:very |so |really |truly )?sorry|afraid|unable to|not able to|not comfortable)"
    r"|(?:i\s+)?apologi[sz]e|sorry\b|unfortunately,? i\b"
    r"|(?:i|we)\s+(?:can(?:no|')?t|can not|won'?t|will not|must (?:decline|refuse)|decline|refuse|"
    r"do not feel comfortable|am unable)"
    r"|(?:this|that|your) request\b.{0,60}\b(?:declin|refus|cannot|can't|violat|against)"
    r"|as an ai\b.{0,80}\b(?:cannot|can't|unable|not able))",
    re.I | re.S,
)
_REFUSAL_WITHIN = re.compile(
    r"\bI (?:cannot|can't|can not|won't|will not|am unable to|am not able to|must decline to)\s+"
    r"(?:\w+\s+)?(?:assist|help|comply|provide|review|read|analy[sz]e|assess|evaluate|process|discuss|continue|complete)\b"
    r"|\bunable to (?:assist|comply|help)\b",
    re.I,
)


def checked(raw: RawAnswer, form: type[A]) -> A:
    """The answer in the form asked for. Raises Refused, Truncated or InvalidAnswer."""
    if raw.refusal or raw.finish in ("content_filter", "refusal"):
        raise Refused("The model declined to answer.")
    text = _THINKING.sub("", raw.untrusted_text)
    if _refuses(text):
        raise Refused("The model declined to answer.")
    if raw.finish == "length":
        raise Truncated("The answer was cut off at the output limit; raise max_output_tokens.")
    if len(text) > LONGEST:
        raise InvalidAnswer(f"The answer is longer than {LONGEST:,} characters.")
    if not text.strip():
        raise InvalidAnswer("The answer is empty.")
    found = _found(text)
    if _declines(found):
        raise Refused("The model declined inside its answer.")
    return _validated(found, form)


def _found(text: str) -> dict[str, Any]:
    """The largest JSON object in a text: models put fences, sentences and examples around it."""
    objects = list(_objects(text))
    if not objects:
        raise InvalidAnswer("The answer holds no valid JSON object; check its quotes, commas and braces.")
    return max(objects, key=lambda found: found[0])[1]


def _objects(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """JSON objects that do not lie within one another, each with its length."""
    decoder, at = json.JSONDecoder(strict=False), 0
    for _ in range(_MOST_BRACES):
        start = text.find("{", at)
        if start < 0:
            return
        try:
            found, at = decoder.raw_decode(text, start)
        except json.JSONDecodeError:
            at = start + 1
            continue
        except RecursionError:
            return
        yield at - start, found


def _validated(found: dict[str, Any], form: type[A]) -> A:
    try:
        return form.model_validate_json(json.dumps(found))  # by way of JSON, which also refuses half surrogate pairs
    except RecursionError:
        raise InvalidAnswer("The answer is nested too deeply.") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(p) for p in first["loc"]) or "the answer"
    raise InvalidAnswer(f"The answer does not have the form asked for: {place}: {first['msg']}.")


def _plain(text: str) -> str:
    return text.replace("’", "'")


def _refuses(text: str) -> bool:
    return "{" not in text[:40] and bool(_REFUSAL.match(_plain(text)))


def _declines(found: dict[str, Any]) -> bool:
    """Whether a form was filled in only to decline: it names or holds a refusal, and all its lists are empty."""
    if any(found.values()) and set(found) <= {"refusal", "error", "message"}:
        return True
    if any(isinstance(value, list) and value for value in found.values()):
        return False
    texts = [_plain(value) for value in found.values() if isinstance(value, str)]
    return any(_REFUSAL.match(text) or _REFUSAL_WITHIN.search(text) for text in texts)
