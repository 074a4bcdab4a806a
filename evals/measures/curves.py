"""The precision-recall curve of the flags, as the bar for showing one is lowered."""

from collections.abc import Callable

import numpy as np

from evals.measures.bootstrap import Floats
from evals.measures.figure import Tally, Unit, Works
from evals.measures.outcomes import rank_score
from evals.measures.ranks import average_precision, roc_area
from evals.measures.rows import Rows
from screener.words.draft import Frozen


class PrPoint(Frozen):
    """What would be so if only flags with at least this score were shown."""

    score: float
    """Severity (1 to 3) × confidence."""
    recall: float
    """Of all gold passages, unread ones included."""
    precision: float


def pr_curve(rows: Rows) -> tuple[PrPoint, ...]:
    """One point for each score that occurs, from the highest; empty where there is no gold or no flag."""
    flags = [(rank_score(row.flag), row.right) for row in rows.flags if not row.set_aside]
    if not flags or not rows.uplift:
        return ()
    gold = np.sort([g.confidence for g in rows.uplift if g.confidence is not None])[::-1]
    ordered = sorted(flags, reverse=True)
    points = []
    for bar in sorted({score for score, _ in ordered}, reverse=True):
        shown = [right for score, right in ordered if score >= bar]
        found = int(np.sum(gold >= bar))
        points.append(
            PrPoint(score=bar, recall=found / len(rows.uplift), precision=sum(shown) / len(shown)),
        )
    return tuple(points)


def ranking(rows: Rows, works: Works) -> list[Tally]:
    """Average precision and area under the ROC curve of the passages' scores, where the reader gives any."""
    scored = [row for row in rows.passages if row.seen.score is not None and not row.set_aside]
    if not scored:
        return []
    scores = np.array([row.seen.score for row in scored], dtype=np.float64)
    uplift, columns = np.array([row.uplift for row in scored]), works.columns(scored)

    def tally(name: str, title: str, of: Callable[[Floats], Floats]) -> Tally:
        return Tally(
            name=name,
            title=title,
            statistic=lambda drawn: of(drawn[:, columns]),
            columns=len(works),
            works=len(set(columns.tolist())),
            units=len(scored),
            of="passages",
            unit=Unit.number,
        )

    return [
        tally("finding.auc", "Area under the ROC curve of passages' scores", lambda w: roc_area(scores, uplift, w)),
        tally("finding.ap", "Average precision of passages' scores", lambda w: average_precision(scores, uplift, w)),
    ]
