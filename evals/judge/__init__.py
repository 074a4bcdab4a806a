"""A second model that judges the arguments, and is itself measured against the labels."""

from evals.judge.judge import Judge, judge_of

__all__ = ["Judge", "judge_of"]
