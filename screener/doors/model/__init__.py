"""The only door to language models (litellm behind it)."""

from screener.doors.model.ask import Answer, AnswerCache, Model, Prompt, without_cache
from screener.doors.model.before import check_before_run
from screener.doors.model.budget import Budget
from screener.doors.model.egress import Egress
from screener.doors.model.endpoint import Endpoint, is_loopback
from screener.doors.model.marks import new_mark
from screener.doors.model.record import recorded_in
from screener.doors.model.retry import Retry
from screener.doors.model.veiling import veiled_by

__all__ = [
    "Answer",
    "AnswerCache",
    "Budget",
    "Egress",
    "Endpoint",
    "Model",
    "Prompt",
    "Retry",
    "check_before_run",
    "is_loopback",
    "new_mark",
    "recorded_in",
    "veiled_by",
    "without_cache",
]
