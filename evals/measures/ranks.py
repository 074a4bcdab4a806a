"""Two figures about a ranking by score, for many draws at once."""

import numpy as np
from numpy.typing import NDArray

from evals.measures.bootstrap import Floats, ratio


def roc_area(scores: Floats, uplift: NDArray[np.bool_], weights: Floats) -> Floats:
    """Area under the ROC curve for each row of weights (rows × things scored); nan where one of the labels has no weight.

    It is the share of pairs of one thing of each label that the score puts in the right order, ties counting one half (Hanley
    and McNeil 1982).
    """
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.append(True, np.diff(scores[order]) != 0))
    ups, downs = (np.add.reduceat(weights[:, order] * side[order], starts, axis=1) for side in (uplift, ~uplift))
    below = np.cumsum(downs, axis=1) - downs
    won = (ups * (below + downs / 2)).sum(axis=1)
    return ratio(won, ups.sum(axis=1) * downs.sum(axis=1))


def average_precision(scores: Floats, uplift: NDArray[np.bool_], weights: Floats) -> Floats:
    """Mean of the precision at each step of recall, ties taken together, for each row of weights (rows × things scored)."""
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.diff(scores[order]) != 0, True)
    hits = np.cumsum(weights[:, order] * uplift[order], axis=1)[:, last]
    shown = np.cumsum(weights[:, order], axis=1)[:, last]
    steps = np.diff(hits, axis=1, prepend=0)
    precision = np.where(shown > 0, hits / np.where(shown > 0, shown, 1), 0)
    return ratio((steps * precision).sum(axis=1), hits[:, -1])
