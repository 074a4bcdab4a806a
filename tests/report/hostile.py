"""Words that try to be more than words, put wherever a screening holds free text."""

from enum import Enum

from screener.words.screening import Screening
from tests.report.example import example_screening

PAYLOADS = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"' onmouseover='alert(1)' x=\"</title></style></script><svg onload=alert(1)>",
    "javascript:alert(1) [a](javascript:alert(1)) ![b](https://evil.example/p.png) <https://evil.example>",
    "]]> --> <!-- {{ 7 * 7 }} {% raw %} &lt;b&gt; &#x3c;",
    "\u202egnp.exe\u2066 \ufeff\x1b[31m \x00 \U000e0041",
    "word" * 3_000,
)
_KEPT = {"schema_version", "text"}


def hostile_screening(payload: str) -> Screening:
    """The example with every free string replaced but the draft's text, which its offsets point into."""
    return Screening.model_validate(_replaced(example_screening().model_dump(), payload))


def _replaced(value: object, payload: str, name: str = "") -> object:
    if isinstance(value, dict):
        return {key: _replaced(inner, payload, key) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(inner, payload, name) for inner in value]
    free = isinstance(value, str) and not isinstance(value, Enum) and name not in _KEPT
    return payload if free else value
