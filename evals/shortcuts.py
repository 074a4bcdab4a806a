"""Whether the shape of a labelled passage gives its label away: `python -m evals.shortcuts`.

A reader that knew only how long a passage is, where it stands, how its section is called, and how many digits and marks
of punctuation it holds should do hardly better than chance.
"""

import string
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from evals.datasets_build.places import CORPUS, DATASETS
from evals.short_items import read_short
from screener.doors.corpus import read_cases
from screener.uses.labelled import read_labelled
from screener.words.case import Label

MOST = 0.60
"""The highest area under the curve with which a set passes."""
SECTIONS = (
    "abstract",
    "introduc",
    "method",
    "result",
    "discuss",
    "limit",
    "append",
    "relat",
    "conclus",
    "data",
    "ethic",
    "note",
)
_MARKS = frozenset(string.punctuation) | frozenset("–—“”‘’…×−≤≥")


@dataclass(frozen=True)
class Shape:
    """All that is known of a passage but its words."""

    numbers: tuple[float, ...]
    uplift: bool
    group: str
    """What it was taken from: passages of one draft or case are never on both sides of a fold."""


def shape_of_text(text: str) -> tuple[float, float, float]:
    """Words; digits by character; marks of punctuation by word."""
    words = max(len(text.split()), 1)
    return float(words), sum(c.isdigit() for c in text) / max(len(text), 1), sum(c in _MARKS for c in text) / words


def draft_shapes(folder: Path = DATASETS) -> list[Shape]:
    """The labelled passages of the drafts, with place (0 to 1) and section."""
    out = []
    for draft in read_labelled(folder):
        for span in draft.spans:
            titles = " ".join(draft.document.section_at(span.start)[1:]).casefold()
            place = span.start / len(draft.document.text)
            section = tuple(float(name in titles) for name in SECTIONS)
            numbers = (place, abs(place - 0.5), *section, *shape_of_text(span.gold.quote))
            out.append(Shape(numbers, span.gold.label is Label.uplift, draft.labels.id))
    return out


def case_shapes(folder: Path = CORPUS) -> list[Shape]:
    """The labelled passages of the cases, which have neither place nor section."""
    return [
        Shape(shape_of_text(p.text), p.label is Label.uplift, case.id)
        for case in read_cases(folder)
        for p in case.passages
    ]


def item_shapes() -> list[Shape]:
    """The short items, by pairs."""
    return [Shape(shape_of_text(item.text), item.label is Label.uplift, f"pair {item.pair}") for item in read_short()]


def area(shapes: Sequence[Shape], folds: int = 10) -> float:
    """Area under the ROC curve of a logistic model of the shapes, cross-validated with whole groups held out."""
    numbers, uplift = np.array([s.numbers for s in shapes]), np.array([s.uplift for s in shapes])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=2000))
    chances = cross_val_predict(
        model,
        numbers,
        uplift,
        groups=[s.group for s in shapes],
        cv=GroupKFold(folds),
        method="predict_proba",
    )
    return float(roc_auc_score(uplift, chances[:, 1]))


def measured() -> Iterable[tuple[str, int, float]]:
    """Name, number of passages and area of each set."""
    for name, shapes in (("drafts", draft_shapes()), ("corpus", case_shapes()), ("short items", item_shapes())):
        if shapes:  # a set that is not there yet has nothing to give away
            yield name, len(shapes), area(shapes)


def main() -> int:
    """Print the areas; the exit code says whether all sets pass (1 where one does not)."""
    worst = 0.0
    for name, count, value in measured():
        print(f"{name:12} {count:5} passages   AUROC of shape alone {value:.3f} (at most {MOST:.2f})")
        worst = max(worst, value)
    return 1 if worst > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
