"""Words and pairs of words, weighted by TF-IDF, into a logistic regression: what a first afternoon gives."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from evals.baselines.examples import Example
from evals.baselines.windowed import Scored, WindowReader
from screener.words.framework import Severity

FALSE_ALARMS = 0.10
"""The threshold lies where this share of benign stretches, works held out whole, would be flagged: as the embedded reader's."""
FOLDS = 3
NEIGHBOURS = 5


class TfidfReader(WindowReader):
    """Scores by logistic regression; concern and severity are those of the nearest labelled stretches that carry uplift."""

    name = "tf-idf"
    meaning = "TF-IDF of words and pairs of words, and a logistic regression."

    def __init__(self, given: Sequence[Example]) -> None:
        texts, uplift = [e.text for e in given], np.array([e.uplift for e in given])
        self._words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=3, strip_accents="unicode")
        rows = self._words.fit_transform(texts)
        self._line = _line().fit(rows, uplift)
        self._known = [e for e in given if e.uplift]
        self._remembered = rows[np.flatnonzero(uplift)]
        self.threshold = _threshold(rows, uplift, [e.group for e in given])

    def scored(self, texts: Sequence[str]) -> list[Scored]:
        """Probabilities of the regression, and a vote of the nearest."""
        rows = self._words.transform(texts)
        likely = self._line.predict_proba(rows)[:, 1]
        near = (rows @ self._remembered.T).toarray()
        return [self._verdict(float(p), row) for p, row in zip(likely, near, strict=True)]

    def _verdict(self, score: float, similarity: np.ndarray) -> Scored:
        nearest = [self._known[i] for i in np.argsort(-similarity, kind="stable")[:NEIGHBOURS]]
        concerns = [e.concern or "" for e in nearest]
        rank = round(float(np.mean([e.severity.rank for e in nearest])))
        return Scored(score=score, concern=max(concerns, key=concerns.count), severity=list(Severity)[max(1, rank)])


def _line() -> LogisticRegression:
    return LogisticRegression(C=10.0, class_weight="balanced", solver="liblinear")


def _threshold(rows: np.ndarray, uplift: np.ndarray, groups: Sequence[str]) -> float:
    """The probability that FALSE_ALARMS of the benign stretches reach when their works are held out."""
    held_out = np.zeros(len(uplift))
    for train, test in GroupKFold(FOLDS).split(rows, uplift, groups):
        held_out[test] = _line().fit(rows[train], uplift[train]).predict_proba(rows[test])[:, 1]
    return float(np.quantile(held_out[~uplift], 1 - FALSE_ALARMS))
