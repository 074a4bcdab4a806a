"""Cohen's kappa (Cohen 1960) and the one with quadratic weights (Cohen 1968), for many confusion tables at once."""

import numpy as np

from evals.measures.bootstrap import Floats


def plain_kappa(tables: Floats, size: int) -> Floats:
    """Kappa of each table (tables × size²) whose classes have no order. nan where chance alone already agrees fully."""
    return _kappa(tables, 1.0 - np.eye(size))


def quadratic_kappa(tables: Floats, size: int) -> Floats:
    """Kappa of each table (tables × size²), rows being the first judge. nan where chance alone already agrees fully."""
    return _kappa(tables, np.subtract.outer(np.arange(size), np.arange(size)).astype(np.float64) ** 2)


def _kappa(tables: Floats, weights: Floats) -> Floats:
    cells = tables.reshape(-1, *weights.shape)
    totals = cells.sum(axis=(1, 2))
    seen = (cells * weights).sum(axis=(1, 2))
    by_chance = np.einsum("ti,tj,ij->t", cells.sum(axis=2), cells.sum(axis=1), weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(by_chance > 0, 1 - seen * totals / by_chance, np.nan)
