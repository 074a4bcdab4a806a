"""Cohen's kappa with quadratic weights (Cohen 1968), for many confusion tables at once."""

import numpy as np

from evals.measures.bootstrap import Floats


def quadratic_kappa(tables: Floats, size: int) -> Floats:
    """Kappa of each table (tables × size²), rows being the first judge. nan where chance alone already agrees fully."""
    cells = tables.reshape(-1, size, size)
    steps = np.subtract.outer(np.arange(size), np.arange(size)).astype(np.float64) ** 2
    totals = cells.sum(axis=(1, 2))
    seen = (cells * steps).sum(axis=(1, 2))
    by_chance = np.einsum("ti,tj,ij->t", cells.sum(axis=2), cells.sum(axis=1), steps)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(by_chance > 0, 1 - seen * totals / by_chance, np.nan)
