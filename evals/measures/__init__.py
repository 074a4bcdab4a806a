"""What the eval suite measures. Each figure's definition stands in `evals/MEASURES.md`."""

from evals.measures.compare import Comparison, compare
from evals.measures.figure import Better, Figure, Unit
from evals.measures.gate import GATED, Verdict, gate
from evals.measures.rows import Dimension, Rows, measured_drafts
from evals.measures.suite import Measured, measure

__all__ = [
    "GATED",
    "Better",
    "Comparison",
    "Dimension",
    "Figure",
    "Measured",
    "Rows",
    "Unit",
    "Verdict",
    "compare",
    "gate",
    "measure",
    "measured_drafts",
]
