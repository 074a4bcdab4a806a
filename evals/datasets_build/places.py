"""Where the data set lies in this checkout."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
DATASETS = CHECKOUT / "evals" / "datasets"
CORPUS = CHECKOUT / "corpus"
