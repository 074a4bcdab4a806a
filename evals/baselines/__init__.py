"""What the screen must beat: simple readers put into the same pipeline, over the same drafts, in the same table."""

from evals.baselines.readers import baseline_readers
from evals.baselines.rescreen import rescreened

__all__ = ["baseline_readers", "rescreened"]
